"""The tables of an edition as the public may see them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ctrack.domain.columns import Column, Kind
from ctrack.domain.disclosure.arrangement import arranged
from ctrack.domain.disclosure.holders import with_one_row_of_authorities
from ctrack.domain.disclosure.marks import SUPPRESSED, is_hidden
from ctrack.domain.disclosure.protection import hidden_figures
from ctrack.domain.disclosure.relations import GRANTED_AND_REFUSED, systems
from ctrack.domain.disclosure.stories import Era, Public
from ctrack.domain.disclosure.systems import Key, Solver, System
from ctrack.domain.disclosure.treaties import with_one_row_of_treaties
from ctrack.domain.statistics.tables import Figures, Row

ALWAYS = "flow"
"""The table that every edition has; nothing of it is hidden."""

PUBLISHABLE = (
    ALWAYS,
    "by_basis",
    "by_basis_year",
    "by_basis_nature",
    "by_nature",
    "by_state",
    "by_state_year",
    "by_offence",
    "timeliness",
    "by_holder",
    "refusals",
    "pending_age",
    "by_authority",
    "quality",
)
"""The tables of which it has been thought through what they could give away. The table
with a row for each request is none of them."""

_BEHIND = {
    "by_basis": GRANTED_AND_REFUSED,
    "by_state": GRANTED_AND_REFUSED,
    "by_authority": ("Executed",),
    "timeliness": ("Requests",),
}
"""By table with durations, the columns that tell how many requests are behind them."""

_NAMING = ("by_state", "by_authority")
"""Tables with durations whose rows name somebody. There the absence of a duration is
hidden as well: it would tell that nothing was closed, or executed."""


def for_the_public(
    tables: Mapping[str, Figures],
    threshold: int,
    solve: Solver,
    era: Era | None = None,
    public: Sequence[Public] = (),
) -> dict[str, Figures]:
    """The tables with `..` for whatever would disclose a figure below the threshold.

    The flow must be among them. With the era of the edition, `public` ones that
    readers may compare it with are taken into account: nothing that is hidden in them
    follows from the new one, nor the other way round. Raises KeyError for a table that
    is not publishable.
    """
    if unknown := tables.keys() - set(PUBLISHABLE):
        raise KeyError(f"not publishable: {', '.join(sorted(unknown))}")
    shown = as_laid_out(tables)
    hidden: dict[str, set[tuple[int, int]]] = {}
    for each_way in systems(shown, threshold, solve, era, public):
        for place in _hidden_places(each_way, threshold, solve):
            hidden.setdefault(place[0], set()).add(place[1:])
    return {
        name: _without(figures, hidden.get(name, set()), threshold)
        for name, figures in shown.items()
    }


def _hidden_places(
    each_way: Sequence[System], threshold: int, solve: Solver
) -> Iterator[Key]:
    """What is hidden in one way stays hidden in the next."""
    hidden: set[int] = set()
    for system in each_way:
        hidden = hidden_figures(system, threshold, solve, hidden)
    for figure in hidden:
        place = each_way[0].keys[figure]
        if place is not None:
            yield place


def as_laid_out(tables: Mapping[str, Figures]) -> dict[str, Figures]:
    """The tables in the rows in which they are published, with all figures."""
    return arranged(with_one_row_of_treaties(with_one_row_of_authorities(tables)))


def hidden_in(figures: Figures) -> int:
    """How many figures of a table are hidden."""
    return sum(is_hidden(value) for row in figures.rows for value in row)


def _without(figures: Figures, hidden: set[tuple[int, int]], threshold: int) -> Figures:
    rows: list[Row] = [
        [SUPPRESSED if (r, c) in hidden else value for c, value in enumerate(row)]
        for r, row in enumerate(figures.rows)
    ]
    if figures.table.name in _BEHIND:
        rows = [_without_durations(figures, row, threshold) for row in rows]
    return replace(figures, rows=rows)


def _without_durations(figures: Figures, row: Row, threshold: int) -> Row:
    """A row without durations of few requests.

    Only figures that are shown decide, so that a duration that is shown or hidden tells
    nothing about hidden ones.
    """
    columns = figures.columns
    behind = _BEHIND[figures.table.name]
    shown = sum(
        value
        for column, value in zip(columns, row, strict=True)
        if column.name in behind and isinstance(value, int)
    )
    if shown >= threshold:
        return list(row)
    is_naming = figures.table.name in _NAMING
    return [
        SUPPRESSED
        if _is_duration(column) and (is_naming or value is not None)
        else value
        for column, value in zip(columns, row, strict=True)
    ]


def _is_duration(column: Column) -> bool:
    return column.kind is Kind.DECIMAL or column.name == "Maximum"
