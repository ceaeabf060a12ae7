"""The charts of the statistics workbook, drawn by Excel from the tables beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.series import SeriesLabel
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.pagebreak import Break

from ctrack.domain.columns import Kind
from ctrack.domain.statistics.tables import Figures
from ctrack.exports.workbook import Place

COLOURS = (
    *("0E5A66", "E69F00", "56B4E9", "CC79A7"),
    *("009E73", "D55E00", "666666", "F0E442"),
)
"""One for each of the most frequent bases; told apart by colour-blind people too."""

MOST_BARS = 12
_WIDTH, _HEIGHT, _ROWS_APART = 26, 15, 32


@dataclass(frozen=True)
class Charted:
    """A table's figures, and where they stand in the workbook."""

    figures: Figures
    place: Place


def add_charts(page: Any, tables: Mapping[str, Charted]) -> None:
    """Put the charts on a sheet of their own, each on a page."""
    for number, chart in enumerate(_charts(tables)):
        chart.width, chart.height = _WIDTH, _HEIGHT
        # Excel takes an axis of which the file says nothing for a deleted one.
        chart.x_axis.delete = chart.y_axis.delete = False
        chart.y_axis.numFmt = "#,##0"
        row = 1 + number * _ROWS_APART
        page.add_chart(chart, f"A{row}")
        if number:
            page.row_breaks.append(Break(id=row - 1))


def _charts(tables: Mapping[str, Charted]) -> Iterator[BarChart]:
    if (by_year := tables.get("by_basis_year")) is not None:
        for direction in ("Incoming", "Outgoing"):
            if any(row[0] == direction for row in by_year.figures.rows):
                yield _new_by_basis(by_year, direction)
    if (ages := tables.get("pending_age")) is not None:
        yield _pending_by_age(ages)
    if (by_basis := tables.get("by_basis")) is not None:
        yield _days_to_close(by_basis)


def _new_by_basis(table: Charted, direction: str) -> BarChart:
    place, columns = table.place, table.figures.columns
    years = [n for n, c in enumerate(columns, 1) if c.kind is Kind.INTEGER]
    rows = [
        number
        for number, row in enumerate(table.figures.rows, place.first)
        if row[0] == direction
    ]
    title = f"{direction}: new requests per year by primary legal basis"
    if len(rows) > len(COLOURS):
        title += f" (the {len(COLOURS)} most frequent)"
    chart = _columns(title)
    chart.grouping, chart.overlap = "stacked", 100
    for row, colour in zip(rows, COLOURS, strict=False):
        series = Series(_across(place, row, years[0], years[-1]))
        series.tx = SeriesLabel(strRef=StrRef(_cell(place, row, place.column("Code"))))
        series.graphicalProperties.solidFill = colour
        chart.series.append(series)
    chart.set_categories(_across(place, place.header, years[0], years[-1]))
    chart.legend.position = "r"
    return chart


def _pending_by_age(table: Charted) -> BarChart:
    place, columns = table.place, table.figures.columns
    bands = [n for n, c in enumerate(columns, 1) if c.is_totalled and c.name != "Total"]
    chart = _columns("Pending at the end of the period by age, both directions")
    row = place.totals or place.last
    _alone(chart, _across(place, row, bands[0], bands[-1]))
    chart.set_categories(_across(place, place.header, bands[0], bands[-1]))
    return chart


def _days_to_close(table: Charted) -> BarChart:
    place = table.place
    last = min(place.last, place.first + MOST_BARS - 1)
    median, code = place.column("Median days to close"), place.column("Code")
    chart = _columns("Median days to close by primary legal basis")
    _alone(chart, _down(place, median, place.first, last))
    chart.set_categories(_down(place, code, place.first, last))
    return chart


def _columns(title: str) -> BarChart:
    chart = BarChart()
    chart.type, chart.title = "col", title
    chart.gapWidth = 60
    return chart


def _alone(chart: BarChart, values: Reference) -> None:
    series = Series(values)
    series.graphicalProperties.solidFill = COLOURS[0]
    chart.series.append(series)
    chart.legend = None


def _across(place: Place, row: int, first: int, last: int) -> Reference:
    return Reference(place.sheet, min_col=first, max_col=last, min_row=row)


def _down(place: Place, column: int, first: int, last: int) -> Reference:
    return Reference(place.sheet, min_col=column, min_row=first, max_row=last)


def _cell(place: Place, row: int, column: int) -> str:
    return f"{quote_sheetname(place.sheet.title)}!${get_column_letter(column)}${row}"
