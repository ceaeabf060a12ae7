"""Figures beside those of the period before: the same table, counted twice."""

from dataclasses import replace

from ctrack.domain.columns import Value
from ctrack.domain.statistics.cells import CountColumn, Facet, Key
from ctrack.domain.statistics.tables import NOT_STATED, Figures, Row, totals_of


def beside(now: Figures, before: Figures) -> Figures:
    """The figures with the earlier ones of each row; as they are if not to compare.

    What occurred in the period before only has a row of zeros now, so that what has
    stopped is seen too.
    """
    if not now.table.is_compared:
        return now
    present = dict(zip(now.keys, now.rows, strict=True))
    earlier = dict(zip(before.keys, before.rows, strict=True))
    keys = _in_order(now, [*present, *(key for key in earlier if key not in present)])
    rows = [present.get(key) or _nothing(now, earlier[key]) for key in keys]
    then = [earlier.get(key) or _nothing(now, present[key]) for key in keys]
    return replace(
        now,
        rows=rows,
        keys=keys,
        earlier=then,
        earlier_totals=totals_of(now.table, now.columns, then),
    )


def change(now: Value, earlier: Value) -> float | None:
    """By how much a figure has grown; None where one of the two is nothing."""
    if not isinstance(now, (int, float)) or not isinstance(earlier, (int, float)):
        return None
    return now - earlier


def _in_order(figures: Figures, keys: list[Key]) -> list[Key]:
    """Directions together, and what is not stated last in each."""
    if not figures.table.facets or figures.table.facets[0] is not Facet.DIRECTION:
        return sorted(keys, key=lambda key: key[-1:] == (NOT_STATED,))
    directions = list(dict.fromkeys(key[0] for key in keys))
    return sorted(
        keys, key=lambda key: (directions.index(key[0]), key[-1] == NOT_STATED)
    )


def _nothing(figures: Figures, row: Row) -> Row:
    """The same row where nothing is counted."""
    return tuple(
        (0 if isinstance(column, CountColumn) else None)
        if column.kind.is_number
        else value
        for column, value in zip(figures.columns, row, strict=True)
    )
