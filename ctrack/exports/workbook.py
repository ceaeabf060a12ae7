"""The one writer of workbooks: rows go through it to the disk, whatever their number.

Each sheet holds a real table of Excel, with its header frozen and repeated in print.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from openpyxl import Workbook as _OpenpyxlWorkbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.writer.excel import ExcelWriter

from ctrack.domain.columns import Column, Kind, Value
from ctrack.exports.workbook_style import (
    FORMATS,
    HEADER,
    LEAD,
    STRONG,
    TITLE,
    TOTAL,
    WRAPPED,
    height_of,
    put_style,
    width_of,
)
from ctrack.exports.workbook_totals import Archive, sum_formula

ROWS_OF_EXCEL = 1_048_576
"""How many rows a sheet can have."""

_FORMULA_OR_ERROR = frozenset("=+-@#")
_A4 = 9


@dataclass(frozen=True)
class Properties:
    """What the file says of itself to whoever asks the file system."""

    title: str
    creator: str
    made_at: datetime
    subject: str = ""


@dataclass
class Sheet:
    """A sheet with one table: what is counted in words, and below it the rows.

    `rows` may be a stream; it is read once. `totals` has a value for each column that
    is added up and None for the others; the file holds formulas beside the values.
    """

    title: str
    table: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    text: Sequence[str] = ()
    totals: Sequence[Value] | None = None


@dataclass(frozen=True)
class Place:
    """Where a table has been written: rows by number from 1."""

    sheet: Any
    columns: tuple[str, ...]
    header: int
    first: int
    last: int
    totals: int | None

    def column(self, name: str) -> int:
        """The number of a column, from 1."""
        return self.columns.index(name) + 1


class Workbook:
    """A workbook that is written sheet by sheet."""

    def __init__(self, properties: Properties, *, right_to_left: bool = False) -> None:
        """Begin a workbook; sheets run from the right where the language does."""
        self._book = _OpenpyxlWorkbook(write_only=True)
        self._right_to_left = right_to_left
        self._results: dict[str, dict[str, Value]] = {}
        told = self._book.properties
        told.title, told.creator = properties.title, properties.creator
        told.subject = properties.subject or None
        told.created = told.modified = properties.made_at.replace(tzinfo=None)

    def add(self, sheet: Sheet) -> Place:
        """Write a sheet with its table, and say where the table stands."""
        page = self.page(sheet.title)
        header = len(sheet.text) + 2 if sheet.text else 1
        widths = _set_widths(page, sheet)
        names = tuple(column.name for column in sheet.columns)
        page.freeze_panes = f"A{header + 1}"
        page.print_title_rows = f"{header}:{header}"
        self._write_text(page, sheet.text)
        # the button of the filter hides the end of the first line
        room = (width - 3 for width in widths)
        _set_height(page, header, zip(names, room, strict=True))
        page.append([styled(page, c.name, HEADER[c.kind]) for c in sheet.columns])
        last = header + _write_rows(page, sheet, widths, header + 1)
        totals = None if sheet.totals is None else last + 1
        if sheet.totals is not None:
            self._write_totals(page, sheet)
        place = Place(page, names, header, header + 1, last, totals)
        # not add_table(), which warns in write-only mode that what we do must be done
        page.tables.add(_table(sheet, place))
        return place

    def write_words(self, page: Any, lines: Iterable[tuple[str, str]]) -> None:
        """Fill an empty sheet with words: terms with texts, and headings with none."""
        page.column_dimensions["A"].width, page.column_dimensions["B"].width = 28, 110
        row = 0
        for term, text in lines:
            if not text and row:
                page.append([])
                row += 1
            row += 1
            _set_height(page, row, [(text, 100)])
            style = STRONG if text else TITLE
            page.append([styled(page, term, style), styled(page, text, WRAPPED)])

    def page(self, title: str) -> Any:
        """An empty sheet that prints on A4 across, to be written row by row."""
        page = self._book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
        page.sheet_view.rightToLeft = self._right_to_left
        page.page_setup.orientation = "landscape"
        page.page_setup.paperSize = _A4
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        margins = page.page_margins
        margins.left = margins.right = 0.5
        margins.top = margins.bottom = 0.7
        page.oddFooter.left.text = "&A"
        page.oddFooter.right.text = "&P / &N"
        return page

    def save(self, file: BinaryIO) -> None:
        """Write the whole workbook to the file."""
        with Archive(file, self._results) as archive:
            ExcelWriter(self._book, archive).write_data()

    def _write_text(self, page: Any, text: Sequence[str]) -> None:
        for number, line in enumerate(text):
            page.append([styled(page, line, LEAD if number else TITLE)])
        if text:
            page.append([])

    def _write_totals(self, page: Any, sheet: Sheet) -> None:
        results: dict[str, Value] = {}
        cells = []
        for number, (column, value) in enumerate(
            zip(sheet.columns, sheet.totals or (), strict=True)
        ):
            shown = "Total" if number == 0 else None
            if column.is_totalled:
                shown = sum_formula(sheet.table, column.name)
                results[shown] = value
            cell = WriteOnlyCell(page, value=shown)
            put_style(cell, TOTAL[column.kind])
            cells.append(cell)
        page.append(cells)
        number = self._book.worksheets.index(page) + 1
        self._results[f"xl/worksheets/sheet{number}.xml"] = results


def styled(page: Any, text: str, style: Any) -> Any:
    """A cell with text in a style, whatever the text begins with."""
    cell = WriteOnlyCell(page)
    put_style(cell, style)
    _put_text(cell, text)
    return cell


def _put_text(cell: Any, text: str) -> Any:
    """Let the cell hold text, and let it stay text when somebody edits it in Excel."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    if text[:1] in _FORMULA_OR_ERROR:
        cell.quotePrefix = True
    return cell


def _set_widths(page: Any, sheet: Sheet) -> list[int]:
    """Set the widths, which must be known before the first row."""
    known = sheet.rows if isinstance(sheet.rows, Sequence) else ()
    widths = []
    for number, column in enumerate(sheet.columns):
        width = width_of(column, (row[number] for row in known))
        page.column_dimensions[get_column_letter(number + 1)].width = width
        widths.append(width)
    return widths


def _set_height(page: Any, row: int, texts: Iterable[tuple[str, int]]) -> None:
    height = height_of(texts)
    if height is not None:
        page.row_dimensions[row].height = height


def _write_rows(page: Any, sheet: Sheet, widths: Sequence[int], first: int) -> int:
    """Write the rows and give their number; one row at least, as Excel wants it."""
    wraps = isinstance(sheet.rows, Sequence)
    writers = [
        _writer(page, column, width if wraps else None)
        for column, width in zip(sheet.columns, widths, strict=True)
    ]
    number = 0
    for row in sheet.rows:
        if wraps:
            texts = zip(row, widths, strict=True)
            long = [(v, w) for v, w in texts if isinstance(v, str)]
            _set_height(page, first + number, long)
        page.append([put(v) for put, v in zip(writers, row, strict=True)])
        number += 1
    if number == 0:
        page.append([None] * len(sheet.columns))
    return number or 1


def _writer(page: Any, column: Column, width: int | None) -> Callable[[Value], Any]:
    """What makes a cell of a value.

    A column has one cell that takes value after value: each is on the disk before the
    next one comes, and finding the style again for each costs more than writing it.
    """
    if column.kind is Kind.TEXT:
        return _text_writer(page, width)
    cell = WriteOnlyCell(page)
    cell.number_format = FORMATS[column.kind]
    if width is not None:
        cell.alignment = WRAPPED.alignment

    def put(value: Value) -> Any:
        if value is None:
            return None
        cell.value = value
        return cell

    return put


def _text_writer(page: Any, width: int | None) -> Callable[[Value], Any]:
    """Writes text as it is; in a table that is not a stream it may take two lines."""

    def put(value: Value) -> Any:
        if not value:
            return None
        text = str(value)
        if width is not None:
            return styled(page, text, WRAPPED)
        if text.isprintable() and text[0] not in _FORMULA_OR_ERROR:
            return text
        return _put_text(WriteOnlyCell(page), text)

    return put


def _table(sheet: Sheet, place: Place) -> Table:
    """The table's own description, as Excel wants it beside the cells."""
    across = get_column_letter(len(place.columns))
    end = place.totals or place.last
    table = Table(
        displayName=sheet.table,
        ref=f"A{place.header}:{across}{end}",
        totalsRowCount=1 if place.totals else None,
        tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=True),
    )
    table.autoFilter = AutoFilter(ref=f"A{place.header}:{across}{place.last}")
    for number, column in enumerate(sheet.columns, 1):
        described = TableColumn(id=number, name=column.name)
        if place.totals and number == 1:
            described.totalsRowLabel = "Total"
        elif place.totals and column.is_totalled:
            described.totalsRowFunction = "sum"
        table.tableColumns.append(described)
    return table
