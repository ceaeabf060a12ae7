"""The register as a file: its sheets, their columns, and how lists stand in a cell.

Import and export share this module, so that what one writes the other reads.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ctrack.domain.columns import Column, Kind
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import Labelled, MeasureOutcome

SEPARATOR = "; "
_DAY = Kind.DATE


@dataclass(frozen=True)
class SheetForm:
    """A sheet: its name, the name of its table in Excel, its columns."""

    title: str
    table: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The headers."""
        return tuple(column.name for column in self.columns)


REGISTER = SheetForm(
    "Register",
    "register",
    (
        Column("reference", width=17),
        Column("direction", width=11),
        Column("matter", width=10),
        Column("partner_state", width=14),
        Column("partner_authority", width=28),
        Column("partner_reference", width=20),
        Column("received_on", _DAY),
        Column("sent_on", _DAY),
        Column("acknowledged_on", _DAY),
        Column("subject", width=40),
        Column("urgency", width=11),
        Column("channel", width=14),
        Column("legal_bases", width=26),
        Column("natures", width=26),
        Column("offences", width=20),
        Column("transferred_to", width=28),
        Column("transferred_on", _DAY),
        Column("executed_on", _DAY),
        Column("results_sent_on", _DAY),
        Column("outcome", width=15),
        Column("refusal_grounds", width=20),
        Column("closed_on", _DAY),
        Column("officer", width=14),
        Column("restricted", width=11),
        Column("remarks", width=40),
    ),
)
MEASURES = SheetForm(
    "Measures",
    "measures",
    (
        Column("reference", width=17),
        Column("nature", width=26),
        Column("subtype", width=18),
        Column("outcome", width=18),
        Column("decided_on", _DAY),
        Column("authority", width=36),
    ),
)
TRANSFERS = SheetForm(
    "Transfers",
    "transfers",
    (
        Column("reference", width=17),
        Column("authority", width=36),
        Column("sent_on", _DAY),
        Column("accepted_on", _DAY),
        Column("declined_on", _DAY),
        Column("reason", width=40),
        Column("executed_on", _DAY),
        Column("status", width=22),
    ),
)
LEGAL_BASES = SheetForm(
    "Legal bases",
    "legal_bases",
    (
        Column("reference", width=17),
        Column("instrument", width=16),
        Column("article", width=14),
        Column("rank", width=12),
        Column("cited_or_applied", width=17),
    ),
)
PARTS = (MEASURES, TRANSFERS, LEGAL_BASES)
"""The sheets that bring what one row cannot hold; each row names its reference."""

NEEDED = ("direction", "partner_state", "legal_bases", "natures")
"""The columns without which no row can be read."""

LONGEST_REFERENCE = 40
LONGEST_ARTICLE = 80
HIGHEST_NUMBER = 99_999_999
"""Beyond this a number of ours is a slip of the pen, and would spoil the counter."""

PROBLEMS = "problems"
"""The column with the reasons in the workbook of rows that could not be taken."""

Cell = tuple[MeasureOutcome, date | None]
"""What became of a measure at an authority, and on which day."""


class CitedOrApplied(Labelled):
    """How a legal basis was used: named in the letter, relied on by us, or both."""

    CITED = "cited", "Cited"
    APPLIED = "applied", "Applied"
    BOTH = "both", "Cited and applied"
    NEITHER = "neither", "Neither"

    @classmethod
    def of(cls, *, is_cited: bool, is_applied: bool) -> "CitedOrApplied":
        """The word for both answers."""
        if is_cited:
            return cls.BOTH if is_applied else cls.CITED
        return cls.APPLIED if is_applied else cls.NEITHER

    @property
    def is_cited(self) -> bool:
        """Whether the letter names the basis."""
        return self in (CitedOrApplied.CITED, CitedOrApplied.BOTH)

    @property
    def is_applied(self) -> bool:
        """Whether the request was accepted under it."""
        return self in (CitedOrApplied.APPLIED, CitedOrApplied.BOTH)


def plain(text: str) -> str:
    """The text as a file can hold it: no control characters, no blanks at its ends."""
    if not text.isprintable():
        text = _NOT_IN_FILES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip()


_NOT_IN_FILES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no place for (section 2.2)."""


def told_apart(names: Sequence[str]) -> list[str]:
    """The authorities of a request's transfers, each transfer with a name of its own.

    A request that comes back to an authority has two transfers to it: `Court` and
    `Court #2`.
    """
    seen: Counter[str] = Counter()
    told = []
    for name in names:
        seen[name] += 1
        told.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return told


def expected_cell(status: TransferStatus, measure: Cell) -> Cell:
    """What an authority is taken to have reported when the file does not say.

    The same as became of the measure; nothing where it sent the request back.
    """
    if status in (TransferStatus.RETURNED_UNEXECUTED, TransferStatus.RECALLED):
        return MeasureOutcome.PENDING, None
    return measure


def mention(name: str, reported: Cell, expected: Cell) -> str:
    """How an authority stands in the column `authority` of a measure.

    `Court`, or where it reported something else than is to be expected
    `Court: PROVIDED_FULL 2026-03-04`.
    """
    if reported == expected:
        return name
    outcome, day = reported
    return f"{name}: {outcome.value} {day.isoformat() if day else ''}".rstrip()
