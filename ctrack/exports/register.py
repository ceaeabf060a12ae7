"""The register as a workbook, and the workbook of rows that could not be taken."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from ctrack.domain.columns import Column, Kind, Value
from ctrack.domain.register_file import PARTS, PROBLEMS, REGISTER, SheetForm
from ctrack.exports.workbook import Properties, Sheet, Workbook

Row = Sequence[Value]
Told = Callable[[int], None]
_EVERY = 1000
_PROBLEMS_WIDTH = 60


def write_register(
    file: BinaryIO,
    rows_of: Callable[[SheetForm], Iterable[Row]],
    *,
    made_by: str,
    made_at: datetime,
    told: Told | None = None,
) -> None:
    """Write the four sheets; `rows_of` gives the rows of each, read once."""
    book = Workbook(Properties("Register", made_by, made_at))
    for form in (REGISTER, *PARTS):
        rows = rows_of(form)
        if form is REGISTER and told is not None:
            rows = _counted(rows, told)
        book.add(Sheet(form.title, form.table, form.columns, rows))
    book.save(file)


def _counted(rows: Iterable[Row], told: Told) -> Iterator[Row]:
    number = 0
    for number, row in enumerate(rows, 1):
        yield row
        if number % _EVERY == 0:
            told(_EVERY)
    told(number % _EVERY)


def write_refused(
    file: BinaryIO,
    headers_of: Callable[[SheetForm], Sequence[str] | None],
    rows_of: Callable[[SheetForm], Iterable[Row]],
    *,
    made_by: str,
    made_at: datetime,
) -> None:
    """Write the rows that could not be taken, so that they can be corrected.

    The sheets have the headers of the file they came from (None: it has no such
    sheet); the register's sheet has the reasons in the last column.
    """
    book = Workbook(Properties("Rows to correct", made_by, made_at))
    for form in (REGISTER, *PARTS):
        headers = headers_of(form)
        if headers is None:
            continue
        names = _told_apart([*headers, PROBLEMS] if form is REGISTER else headers)
        columns = [Column(name, Kind.MIXED) for name in names]
        if form is REGISTER:
            columns[-1] = Column(PROBLEMS, width=_PROBLEMS_WIDTH)
        book.add(Sheet(form.title, form.table, columns, rows_of(form)))
    book.save(file)


def _told_apart(headers: Sequence[str]) -> list[str]:
    """Headers for a table of Excel, which wants each to be there and to be unique."""
    names: list[str] = []
    seen: set[str] = set()
    for number, header in enumerate(headers, 1):
        name = header or f"column {number}"
        while name.casefold() in seen:
            name = f"{name} ({number})"
        seen.add(name.casefold())
        names.append(name)
    return names
