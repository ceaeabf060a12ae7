"""The requests behind a figure as a workbook and as CSV: the rows the page lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from ctrack.domain.columns import Column, Kind, Value
from ctrack.exports.csv_text import write_csv
from ctrack.exports.workbook import Properties, Sheet, Workbook

_COLUMNS = (
    Column("Reference", width=18),
    Column("Direction", width=12),
    Column("State code", width=10),
    Column("State", width=24),
    Column("Received or sent", Kind.DATE),
    Column("Closed", Kind.DATE),
    Column("Stage", width=30),
    Column("Outcome", width=16),
    Column("Primary basis", width=22),
)
_OF_MEASURES = (Column("Nature", width=40), Column("Outcome of the measure", width=20))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: codes where programs read them, words beside them."""

    reference: str
    direction: str
    state_code: str
    state: str
    opened_on: date
    closed_on: date | None
    stage: str
    outcome: str | None
    primary_basis: str
    nature: str = ""
    fate: str = ""


def _columns(*, has_measures: bool) -> tuple[Column, ...]:
    return _COLUMNS + (_OF_MEASURES if has_measures else ())


def _values(row: Row, *, has_measures: bool) -> list[Value]:
    values: list[Value] = [
        row.reference,
        row.direction,
        row.state_code,
        row.state,
        row.opened_on,
        row.closed_on,
        row.stage,
        row.outcome,
        row.primary_basis,
    ]
    return [*values, row.nature, row.fate] if has_measures else values


def write_workbook(
    file: BinaryIO,
    rows: Iterable[Row],
    *,
    has_measures: bool,
    text: list[str],
    made_by: str,
    made_at: datetime,
) -> None:
    """Write one sheet with one table; `text` above it says what was counted."""
    book = Workbook(Properties("Requests behind a figure", made_by, made_at))
    lines = (_values(row, has_measures=has_measures) for row in rows)
    columns = _columns(has_measures=has_measures)
    book.add(Sheet("Requests", "requests", columns, lines, text))
    book.save(file)


def write_as_csv(file: BinaryIO, rows: Iterable[Row], *, has_measures: bool) -> None:
    """Write the same as CSV; rows are read once."""
    header = [column.name for column in _columns(has_measures=has_measures)]
    lines = (_values(row, has_measures=has_measures) for row in rows)
    write_csv(file, header, lines)
