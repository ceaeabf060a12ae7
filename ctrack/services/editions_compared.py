"""What readers have already, and may compare a new edition with."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ctrack.domain.disclosure.publication import as_laid_out
from ctrack.domain.disclosure.stories import Era, Public, hidden_places, in_order_of
from ctrack.domain.statistics.questions import Question
from ctrack.domain.statistics.tables import Figures
from ctrack.models import Edition
from ctrack.queries import editions
from ctrack.queries.statistics import counting

_COMPARED = (
    "flow",
    "by_basis_year",
    "by_state",
    "by_state_year",
    "by_offence",
    "pending_age",
    "by_authority",
)
"""The tables in which something may be hidden, and those whose totals they need."""


def public_beside(question: Question) -> list[Public]:
    """The editions that readers may compare with an answer to this question.

    Their hidden figures are counted once more, as they were known then.
    """
    found = editions.comparable(question)
    return [_public(edition) for edition in found]


def era_of(question: Question) -> Era:
    """The days and requests that an edition of this question is about."""
    return Era(question.period, question.direction)


def _public(edition: Edition) -> Public:
    printed = {table.name: table.figures for table in edition.tables}
    names = [name for name in _COMPARED if name in printed]
    kept = dict(_as_printed(_counted(edition.question, names), printed))
    return Public(
        tables=kept,
        hidden=hidden_places({name: printed[name] for name in kept}),
        era=era_of(edition.question),
        threshold=edition.threshold,
    )


def _counted(question: Question, names: list[str]) -> dict[str, Figures]:
    with counting(question) as statistics:
        return as_laid_out({name: statistics.table(name) for name in names})


def _as_printed(
    counted: Mapping[str, Figures], printed: Mapping[str, Figures]
) -> Iterator[tuple[str, Figures]]:
    """The tables in the rows in which they were printed, with all figures.

    A State or an authority may have another name by now, and stand elsewhere.
    """
    for name, figures in counted.items():
        rows = in_order_of(printed[name].rows, figures.rows)
        if rows is not None:
            yield name, replace(figures, rows=rows)
