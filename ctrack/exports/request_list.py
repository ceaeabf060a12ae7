"""The list of requests as a workbook and as CSV: the rows that the page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from ctrack.domain.columns import Column, Kind, Value
from ctrack.domain.request_list import ListedRequest
from ctrack.exports.csv_text import write_csv
from ctrack.exports.workbook import Properties, Sheet, Workbook


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list with its codes in words."""

    request: ListedRequest
    direction: str
    state: str
    basis: str
    stage: str
    holder: str
    next_step: str
    urgency: str
    natures: str
    days_open: int
    days_held: int | None


_CODED = (
    Column("Reference", width=18),
    Column("Direction", width=12),
    Column("State code", width=8),
    Column("State", width=24),
    Column("Received or sent", Kind.DATE),
    Column("Closed", Kind.DATE),
    Column("Stage", width=30),
    Column("Outcome", width=16),
    Column("Primary basis", width=22),
    Column("Other bases", Kind.INTEGER),
    Column("Days open", Kind.INTEGER),
)
_FACTS = (Column("Assistance", width=40),)
"""What only those see who may not read requests, beside what all see."""

_CONTENT = (
    Column("Days with holder", Kind.INTEGER),
    Column("Subject", width=60),
    Column("Who it is with", width=36),
    Column("Next step", width=30),
    Column("Due", Kind.DATE),
    Column("Urgency", width=12),
    Column("Officer", width=24),
)
"""What only those see who may read requests."""


def columns(*, sees_content: bool) -> tuple[Column, ...]:
    """The columns of the list, by what the person may see."""
    return _CODED + (_CONTENT if sees_content else _FACTS)


def values(row: Row, *, sees_content: bool) -> list[Value]:
    """One line, in the order of the columns."""
    r = row.request
    coded: list[Value] = [
        r.reference,
        row.direction,
        r.partner_state,
        row.state,
        r.counted_from,
        r.closed_on,
        row.stage,
        r.outcome.value if r.outcome else None,
        row.basis,
        r.other_bases,
        row.days_open,
    ]
    if not sees_content:
        return [*coded, row.natures]
    return [
        *coded,
        row.days_held,
        r.subject,
        row.holder,
        row.next_step,
        r.due_on,
        row.urgency,
        r.officer,
    ]


def write_workbook(
    file: BinaryIO,
    rows: Iterable[Row],
    *,
    sees_content: bool,
    made_by: str,
    made_at: datetime,
) -> None:
    """Write the list as one sheet with one table; rows are read once."""
    book = Workbook(Properties("Requests", made_by, made_at))
    lines = (values(row, sees_content=sees_content) for row in rows)
    book.add(Sheet("Requests", "requests", columns(sees_content=sees_content), lines))
    book.save(file)


def write_as_csv(file: BinaryIO, rows: Iterable[Row], *, sees_content: bool) -> None:
    """Write the same as CSV; rows are read once."""
    header = [column.name for column in columns(sees_content=sees_content)]
    lines = (values(row, sees_content=sees_content) for row in rows)
    write_csv(file, header, lines)
