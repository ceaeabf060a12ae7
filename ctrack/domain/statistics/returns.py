"""Ready-made returns: which tables answer what another body asks.

Each is a saved choice of tables of the registry, some of them counted only over the
requests that cite certain treaties. Nothing is counted here in a way of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ctrack.domain.errors import NotFound
from ctrack.domain.statistics.questions import Question
from ctrack.domain.wording import N_

CONVENTION = ("UNTOC", "UNTOC-TIP", "UNTOC-SOM", "UNTOC-FIR")
"""The Convention and its Protocols, by which the Convention's article 18 applies."""


@dataclass(frozen=True)
class Part:
    """Tables that are counted over the same requests."""

    title: str
    sentence: str
    tables: tuple[str, ...]
    bases: tuple[str, ...] = ()
    """Only requests that cite one of these bases anywhere; all where it is empty."""

    def asks(self, question: Question) -> Question:
        """The question that this part answers."""
        return replace(question, bases=self.bases or question.bases)


@dataclass(frozen=True)
class Return:
    """A return: for whom, what it answers, and its parts."""

    name: str
    title: str
    sentence: str
    source: str
    """Where it is asked for."""
    parts: tuple[Part, ...]

    @property
    def tables(self) -> Iterator[str]:
        """All its tables, in order."""
        for part in self.parts:
            yield from part.tables


_ALL_REQUESTS = N_("All requests of the period.")
_AMONG_ALL = Part(
    N_("Among all legal bases"),
    N_("All requests, so that the use of one treaty can be set beside the others."),
    ("by_basis_year",),
)

USE_OF_THE_CONVENTION = Return(
    name="convention",
    title=N_("Use of the Convention as a legal basis"),
    sentence=N_(
        "How the Organized Crime Convention and its Protocols are used: over the "
        "years, by article, with which other treaties beside them, with which States, "
        "for which assistance, and with which outcome."
    ),
    source=N_(
        "Conference of the Parties to the Organized Crime Convention, Working Group on "
        "International Cooperation: systematic compilation of statistical data on the "
        "use of the Convention as a legal basis; and its Review Mechanism."
    ),
    parts=(
        _AMONG_ALL,
        Part(
            N_("Requests that cite the Convention or a Protocol"),
            N_(
                "Only requests that cite the Convention or one of its Protocols, as "
                "primary or as further basis. Other treaties in the tables are those "
                "cited beside it."
            ),
            (
                *("flow", "by_article", "by_basis", "outcomes", "by_state"),
                *("by_state_year", "by_nature", "by_offence", "timeliness"),
                "refusals",
            ),
            CONVENTION,
        ),
    ),
)

FATF = Return(
    name="fatf",
    title=N_("FATF: Immediate Outcome 2"),
    sentence=N_(
        "Requests made, received, granted and refused by type of offence, assistance "
        "and State, how long they took, what is pending, and why some were refused."
    ),
    source=N_(
        "FATF Recommendations 33 and 37, Immediate Outcome 2; Guidance on AML/CFT-"
        "related data and statistics, October 2015."
    ),
    parts=(
        Part(
            N_("International cooperation"),
            _ALL_REQUESTS,
            (
                *("flow", "outcomes", "offence_outcomes", "by_nature", "by_state"),
                *("by_authority", "timeliness", "by_holder", "pending_age"),
                *("refusals", "quality"),
            ),
        ),
    ),
)

UNCAC = Return(
    name="uncac",
    title=N_("UNCAC: article 46"),
    sentence=N_(
        "Requests under the Convention against Corruption: the share granted, the "
        "customary time between receipt and reply, and the grounds of refusal."
    ),
    source=N_("Self-assessment of the UNCAC Implementation Review, article 46."),
    parts=(
        _AMONG_ALL,
        Part(
            N_("Requests that cite the Convention against Corruption"),
            N_("Only requests that cite it, as primary or as further basis."),
            (
                *("flow", "outcomes", "timeliness", "refusals", "by_article"),
                *("by_basis", "by_nature", "by_state", "by_offence"),
            ),
            ("UNCAC",),
        ),
    ),
)

ANNUAL_REPORT = Return(
    name="annual",
    title=N_("Annual report of the authority"),
    sentence=N_(
        "The year of the central authority: what came and went, under which treaties, "
        "with whom, for what, how long it took and what is left."
    ),
    source=N_("Parliaments, auditors and the public."),
    parts=(
        Part(
            N_("The year"),
            _ALL_REQUESTS,
            (
                *("flow", "by_month", "outcomes", "by_basis", "by_nature", "by_state"),
                *("by_offence", "by_authority", "timeliness", "time_to_close"),
                *("by_holder", "pending_age", "refusals", "quality"),
            ),
        ),
    ),
)

RETURNS: dict[str, Return] = {
    each.name: each for each in (USE_OF_THE_CONVENTION, FATF, UNCAC, ANNUAL_REPORT)
}
"""Every return by its name in addresses."""


def return_named(name: str) -> Return:
    """The return with this name; raises NotFound where there is none."""
    try:
        return RETURNS[name]
    except KeyError:
        raise NotFound(N_("There is no such return.")) from None
