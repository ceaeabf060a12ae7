"""Competent authorities in the table of whom time was spent with."""

from collections.abc import Mapping
from dataclasses import replace

from ctrack.domain.columns import Kind, Value
from ctrack.domain.disclosure.marks import SUPPRESSED
from ctrack.domain.statistics.tables import Figures, Row
from ctrack.domain.wording import N_

AUTHORITIES = N_("Competent authorities, all together")

_TABLE = "by_holder"
_NAMELESS = {
    "Central authority",
    "Requesting State",
    "Requested State",
    "Court challenge",
    "Postponed",
    "Nobody",
}
"""Holders that are no competent authority. Whatever else stands in the table is taken
for the name of one, so that a word that is missing here hides too much and not too
little."""


def with_one_row_of_authorities(tables: Mapping[str, Figures]) -> dict[str, Figures]:
    """The same tables, with the days of all competent authorities added up."""
    return {
        name: _merged(figures) if name == _TABLE else figures
        for name, figures in tables.items()
    }


def _merged(figures: Figures) -> Figures:
    rows: list[Row] = []
    merged: dict[Value, int] = {}
    for row in figures.rows:
        direction, holder = row[0], row[1]
        if holder in _NAMELESS:
            rows.append(row)
        elif direction not in merged:
            merged[direction] = len(rows)
            rows.append(_as_one(figures, row))
        else:
            place = merged[direction]
            rows[place] = _added(figures, rows[place], row)
    return replace(figures, rows=rows)


def _as_one(figures: Figures, row: Row) -> Row:
    """Without name; how many requests lay with several does not add up."""
    return [
        SUPPRESSED if column.kind is Kind.INTEGER else value
        for column, value in zip(
            figures.columns, (row[0], AUTHORITIES, *row[2:]), strict=True
        )
    ]


def _added(figures: Figures, first: Row, second: Row) -> Row:
    summed = {Kind.DECIMAL, Kind.SHARE}
    return [
        a + b
        if column.kind in summed
        and isinstance(a, (int, float))
        and isinstance(b, (int, float))
        else a
        for column, a, b in zip(figures.columns, first, second, strict=True)
    ]
