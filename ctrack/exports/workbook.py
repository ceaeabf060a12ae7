"""The one writer of workbooks: rows go through it to the disk, whatever their number.

Each sheet holds a real table of Excel, with its header frozen and repeated in print.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from openpyxl import Workbook as OpenpyxlWorkbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.writer.excel import ExcelWriter

from ctrack.domain.columns import Column, Kind, Value
from ctrack.exports.workbook_rows import (
    Archive,
    CellWriter,
    Rows,
    blank,
    mixed_writer,
    number_writer,
    sum_writer,
    text_writer,
)
from ctrack.exports.workbook_style import (
    CELL,
    HEADER,
    LEAD,
    MARK,
    STRONG,
    TITLE,
    TOTAL,
    WRAPPED,
    Style,
    height_of,
    put_style,
    width_of,
)

_A4 = 9
_TERM, _TEXT = 28, 110


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

    `rows` may be a stream, which is read once; in a list, long text takes several
    lines. `totals` has a value for each column that is added up and None for the
    others; the file holds formulas beside the values.

    With `has_marks` a text may stand in the place of a number, such as `..` for a
    figure that is hidden. Its totals are then not what the column adds up to, and stand
    as plain numbers below the table.
    """

    title: str
    table: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    text: Sequence[str] = ()
    totals: Sequence[Value] | None = None
    has_marks: bool = False


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
        self._book = OpenpyxlWorkbook(write_only=True)
        self._right_to_left = right_to_left
        self._rows: dict[str, Rows] = {}
        told = self._book.properties
        told.title, told.creator = properties.title, properties.creator
        told.subject = properties.subject or None
        told.created = told.modified = properties.made_at.replace(tzinfo=None)

    def add(self, sheet: Sheet) -> Place:
        """Write a sheet with its table, and say where the table stands."""
        page = self.page(sheet.title)
        rows = self._rows_of(page)
        widths = _set_widths(page, sheet)
        for number, line in enumerate(sheet.text):
            rows.add([self._words(page, LEAD if number else TITLE)(number + 1, line)])
        if sheet.text:
            rows.add([])
        header = rows.number + 1
        self._write_header(page, rows, sheet, widths)
        number = self._write_rows(page, rows, sheet, widths)
        has_totals_row = sheet.totals is not None and not sheet.has_marks
        if has_totals_row:
            self._write_totals(page, rows, sheet)
        place = Place(
            sheet=page,
            columns=tuple(column.name for column in sheet.columns),
            header=header,
            first=header + 1,
            last=header + number,
            totals=rows.number if has_totals_row else None,
        )
        if sheet.totals is not None and sheet.has_marks:
            rows.add([])
            self._write_plain_totals(page, rows, sheet)
        page.freeze_panes = f"A{place.first}"
        page.print_title_rows = f"{header}:{header}"
        # not add_table(), which warns in write-only mode that what we do must be done
        page.tables.add(_table(sheet, place))
        return place

    def write_words(self, page: Any, lines: Iterable[tuple[str, str]]) -> None:
        """Fill an empty sheet with words: terms with texts, and headings with none."""
        page.column_dimensions["A"].width = _TERM
        page.column_dimensions["B"].width = _TEXT
        rows = self._rows_of(page)
        heading, term = self._words(page, TITLE), self._words(page, STRONG)
        text = self._words(page, WRAPPED, column=2)
        for left, right in lines:
            if not right and rows.number:
                rows.add([])
            row = rows.number + 1
            if right:
                cells = [term(row, left), text(row, right)]
                rows.add(cells, height_of([(right, _TEXT - 10)]))
            else:
                rows.add([heading(row, left)])

    def page(self, title: str) -> Any:
        """An empty sheet that prints on A4 across."""
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
        with Archive(file, self._rows) as archive:
            ExcelWriter(self._book, archive).write_data()

    def _rows_of(self, page: Any) -> Rows:
        number = self._book.worksheets.index(page) + 1
        rows = self._rows[f"xl/worksheets/sheet{number}.xml"] = Rows()
        return rows

    def _write_header(
        self, page: Any, rows: Rows, sheet: Sheet, widths: Sequence[int]
    ) -> None:
        row = rows.number + 1
        cells = [
            self._words(page, HEADER[column.kind], column=number)(row, column.name)
            for number, column in enumerate(sheet.columns, 1)
        ]
        # the button of the filter hides the end of the first line
        room = ((c.name, w - 3) for c, w in zip(sheet.columns, widths, strict=True))
        rows.add(cells, height_of(room))

    def _write_rows(
        self, page: Any, rows: Rows, sheet: Sheet, widths: Sequence[int]
    ) -> int:
        """Write the rows and give their number; one row at least, as Excel wants it."""
        is_list = isinstance(sheet.rows, Sequence)
        writers = [
            self._writer(
                page,
                column.kind,
                number,
                may_wrap=is_list,
                is_mixed=column.kind is Kind.MIXED or sheet.has_marks,
            )
            for number, column in enumerate(sheet.columns, 1)
        ]
        above = rows.number
        for values in sheet.rows:
            row = rows.number + 1
            cells = [put(row, v) for put, v in zip(writers, values, strict=True)]
            rows.add(cells, height_of(_texts(values, widths)) if is_list else None)
        if rows.number == above:
            rows.add([])
        return rows.number - above

    def _writer(
        self, page: Any, kind: Kind, column: int, *, may_wrap: bool, is_mixed: bool
    ) -> CellWriter:
        style = CELL[kind, may_wrap]
        is_mark = is_mixed and kind.is_number
        words = self._words(page, MARK if is_mark else style, column=column)
        if kind is Kind.TEXT:
            return words
        number = number_writer(column, _number_of(page, style))
        if not is_mixed:
            return number
        day = number_writer(column, _number_of(page, CELL[Kind.DATE, may_wrap]))
        return mixed_writer(words, number, day)

    def _write_totals(self, page: Any, rows: Rows, sheet: Sheet) -> None:
        row = rows.number + 1
        cells = [self._words(page, TOTAL[Kind.TEXT])(row, "Total")]
        for number, column in enumerate(sheet.columns[1:], 2):
            value = (sheet.totals or ())[number - 1]
            style = _number_of(page, TOTAL[column.kind])
            if column.is_totalled:
                put = sum_writer(number, style, sheet.table, column.name)
                cells.append(put(row, value))
            else:
                cells.append(blank(number, row, style))
        rows.add(cells)

    def _write_plain_totals(self, page: Any, rows: Rows, sheet: Sheet) -> None:
        row = rows.number + 1
        cells = [self._words(page, TOTAL[Kind.TEXT])(row, "Total")]
        for number, column in enumerate(sheet.columns[1:], 2):
            value = (sheet.totals or ())[number - 1]
            style = _number_of(page, TOTAL[column.kind])
            put = number_writer(number, style)
            cells.append(
                blank(number, row, style) if value is None else put(row, value)
            )
        rows.add(cells)

    def _words(self, page: Any, style: Style, *, column: int = 1) -> CellWriter:
        return text_writer(
            column, _number_of(page, style), _number_of(page, style, is_quoted=True)
        )


def _number_of(page: Any, style: Style, *, is_quoted: bool = False) -> int:
    """The number under which the workbook knows the style."""
    cell = WriteOnlyCell(page)
    put_style(cell, style)
    if is_quoted:
        cell.quotePrefix = True
    return int(cell.style_id)


def _set_widths(page: Any, sheet: Sheet) -> list[int]:
    known = sheet.rows if isinstance(sheet.rows, Sequence) else ()
    widths = []
    for number, column in enumerate(sheet.columns):
        width = width_of(column, (row[number] for row in known))
        page.column_dimensions[get_column_letter(number + 1)].width = width
        widths.append(width)
    return widths


def _texts(values: Sequence[Value], widths: Sequence[int]) -> Iterator[tuple[str, int]]:
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str) and len(value) > width:
            yield value, width


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
