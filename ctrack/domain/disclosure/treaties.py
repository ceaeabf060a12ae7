"""Bilateral treaties in the tables by legal basis: each names the State it is with."""

from collections.abc import Mapping
from dataclasses import replace

from ctrack.domain.columns import Kind, Value
from ctrack.domain.disclosure.marks import SUPPRESSED
from ctrack.domain.statistics.tables import NOT_STATED, Figures, Row
from ctrack.domain.vocabulary import BasisKind
from ctrack.domain.wording import N_

BILATERAL = "BILATERAL"
BILATERAL_TREATIES = N_("Bilateral treaties with all States")

_CODE = {"by_basis": 0, "by_basis_year": 1, "by_basis_nature": 1}
"""The tables by legal basis, and the column of the code in each."""


def with_one_row_of_treaties(tables: Mapping[str, Figures]) -> dict[str, Figures]:
    """The same tables with all bilateral treaties added up to one."""
    treaties = _treaties(tables)
    return {
        name: _merged(figures, _CODE[name], treaties) if name in _CODE else figures
        for name, figures in tables.items()
    }


def _treaties(tables: Mapping[str, Figures]) -> set[Value]:
    """The codes of bilateral treaties; an office may have given one another code."""
    found: set[Value] = {
        row[0]
        for row in (tables["by_basis"].rows if "by_basis" in tables else ())
        if row[2] == BasisKind.BILATERAL.label
    }
    for name in _CODE.keys() & tables.keys():
        codes = {row[_CODE[name]] for row in tables[name].rows}
        found |= {code for code in codes if str(code).startswith("BILAT-")}
    return found


def _merged(figures: Figures, code: int, treaties: set[Value]) -> Figures:
    merged: dict[tuple[Value, ...], Row] = {}
    kept: list[Row] = []
    rest: list[Row] = []
    for row in figures.rows:
        if row[code] not in treaties:
            (rest if row[code] == NOT_STATED else kept).append(row)
            continue
        named = _as_one(figures, row, code)
        key = tuple(v for v in named if isinstance(v, str) and v != SUPPRESSED)
        merged[key] = _added(merged[key], named) if key in merged else named
    return replace(figures, rows=[*kept, *merged.values(), *rest])


def _as_one(figures: Figures, row: Row, code: int) -> Row:
    values = list(row)
    values[code] = BILATERAL
    for number, column in enumerate(figures.columns):
        if column.name == "Legal basis":
            values[number] = BILATERAL_TREATIES
        if column.kind is Kind.DECIMAL:
            # the median of several rows does not follow from their medians
            values[number] = SUPPRESSED
    return values


def _added(first: Row, second: Row) -> Row:
    return [
        a + b if isinstance(a, int) and isinstance(b, int) else a
        for a, b in zip(first, second, strict=True)
    ]
