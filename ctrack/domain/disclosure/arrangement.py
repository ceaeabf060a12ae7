"""The rows of the tables in which something may be hidden.

Their order by size would tell about hidden figures, and so would the absence of a row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from ctrack.domain.columns import Value
from ctrack.domain.statistics.tables import NOT_STATED, Figures, Row
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_

REST = N_("Not stated")

Rows = list[Row]
Arrange = Callable[[Rows, Mapping[str, Figures]], Iterable[Row]]


def arranged(tables: Mapping[str, Figures]) -> dict[str, Figures]:
    """The same figures in rows that tell nothing by being there, or by their order."""
    found = {}
    for name, figures in tables.items():
        rows = list(figures.rows)
        if name in _ARRANGEMENTS:
            rows = list(_ARRANGEMENTS[name](rows, tables))
        found[name] = replace(figures, rows=rows)
    return found


def _states(rows: Rows, _: Mapping[str, Figures]) -> Iterable[Row]:
    rows = _with_rest(rows, (NOT_STATED, REST), place=0)
    return sorted(
        rows, key=lambda row: (row[0] == NOT_STATED, str(row[1]), str(row[0]))
    )


def _state_years(rows: Rows, tables: Mapping[str, Figures]) -> Iterable[Row]:
    """Each State that has a row anywhere has one in each direction."""
    states: dict[Value, Value] = {}
    if "by_state" in tables:
        states = {row[0]: row[1] for row in tables["by_state"].rows}
    states |= {row[1]: row[2] for row in rows} | {NOT_STATED: REST}
    order = sorted(
        states, key=lambda code: (code == NOT_STATED, str(states[code]), str(code))
    )
    present = {(row[0], row[1]): row for row in rows}
    zeros = (0,) * (len(rows[0]) - 3)
    for direction in _directions(rows):
        for code in order:
            nothing = (direction, code, states[code], *zeros)
            yield present.get((direction, code), nothing)


def _offences(rows: Rows, _: Mapping[str, Figures]) -> Iterable[Row]:
    rows = _with_rest(rows, (NOT_STATED, REST), place=0)
    return sorted(
        rows, key=lambda row: (row[0] == NOT_STATED, str(row[0]), str(row[1]))
    )


def _ages(rows: Rows, _: Mapping[str, Figures]) -> Iterable[Row]:
    for direction in _directions(rows):
        here = [row for row in rows if row[0] == direction]
        here = _with_rest(here, (direction, REST), place=1)
        yield from sorted(here, key=lambda row: (row[1] == REST, str(row[1])))


def _authorities(rows: Rows, _: Mapping[str, Figures]) -> Iterable[Row]:
    rows = _with_rest(rows, (REST,), place=0)
    return sorted(rows, key=lambda row: (row[0] == REST, str(row[0])))


def _with_rest(rows: Rows, named: Sequence[Value], *, place: int) -> Rows:
    """With a row that names nothing, so that no row is known to be the only one."""
    if any(row[place] == named[place] for row in rows):
        return rows
    values = rows[0][len(named) :]
    zeros = [0 if isinstance(value, int) else None for value in values]
    return [*rows, (*named, *zeros)]


def _directions(rows: Rows) -> list[Value]:
    present = {row[0] for row in rows}
    return [d.label for d in Direction if d.label in present]


_ARRANGEMENTS: dict[str, Arrange] = {
    "by_state": _states,
    "by_state_year": _state_years,
    "by_offence": _offences,
    "pending_age": _ages,
    "by_authority": _authorities,
}
