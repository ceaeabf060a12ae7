"""Tables as they are kept when they are frozen: their definition stays with them.

What a table means may be put better later, and its columns may grow; a frozen one keeps
its own words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ctrack.domain.columns import Column, Kind
from ctrack.domain.statistics.tables import Figures, Table

_WORDS = (
    "name",
    "title",
    "sentence",
    "population",
    "date_used",
    "unit",
    "source",
    "per_year",
    "remark",
)


@dataclass(frozen=True)
class Frozen:
    """A table in plain values."""

    name: str
    definition: Mapping[str, Any]
    columns: Sequence[Mapping[str, Any]]
    rows: Sequence[Sequence[Any]]
    totals: Sequence[Any] | None


def freeze(figures: Figures) -> Frozen:
    """The figures and their definition as they stand now."""
    table = figures.table
    definition: dict[str, Any] = {word: getattr(table, word) for word in _WORDS}
    definition["sum_rows"] = list(table.sum_rows)
    definition["columns"] = [_plain(column) for column in table.columns]
    return Frozen(
        name=table.name,
        definition=definition,
        columns=[_plain(column) for column in figures.columns],
        rows=[list(row) for row in figures.rows],
        totals=None if figures.totals is None else list(figures.totals),
    )


def thaw(
    definition: Mapping[str, Any],
    columns: Sequence[Mapping[str, Any]],
    rows: Sequence[Sequence[Any]],
    totals: Sequence[Any] | None,
) -> Figures:
    """The figures that were frozen."""
    table = Table(
        **{word: definition[word] for word in _WORDS},
        sum_rows=tuple(definition["sum_rows"]),
        columns=tuple(map(_column, definition["columns"])),
    )
    return Figures(
        table,
        tuple(map(_column, columns)),
        rows,
        None if totals is None else tuple(totals),
    )


def _plain(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "kind": column.kind.name,
        "is_totalled": column.is_totalled,
        "meaning": column.meaning,
    }


def _column(plain: Mapping[str, Any]) -> Column:
    return Column(
        plain["name"],
        Kind[plain["kind"]],
        is_totalled=plain["is_totalled"],
        meaning=plain["meaning"],
    )
