"""The order of the list: the same on every database, and read from an index.

What has many values (days, references) is ordered by its own index. What has few (a
State, a stage) is ordered by what people read, though the database keeps codes: the
rows are counted by value first, and a page reads only the values it shows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    SQLColumnExpression,
    String,
    UnaryExpression,
    case,
    or_,
    type_coerce,
)

from ctrack import states
from ctrack.domain.request_list import Filters, Sort
from ctrack.domain.statuses import Status
from ctrack.models import MLARequest

Ordering = Sequence[tuple[SQLColumnExpression[Any], bool]]
"""Expressions, each with whether it runs downwards."""

_NEWEST: Ordering = ((MLARequest.counted_from, True), (MLARequest.id, True))


@dataclass(frozen=True)
class Groups:
    """A column of few values, in the order in which people expect them.

    `within` is the order inside a group.
    """

    column: SQLColumnExpression[Any]
    values: Sequence[Any]
    within: Ordering = _NEWEST
    is_apart: bool = False
    """Whether the column is an expression already."""

    @property
    def apart(self) -> SQLColumnExpression[Any]:
        """The column as an expression, which no index holds in its order."""
        return self.column if self.is_apart else _bare(self.column)

    def rank(self) -> SQLColumnExpression[int]:
        """The place of a row's value in the order."""
        places = {value: place for place, value in enumerate(self.values)}
        return case(places, value=self.column, else_=len(places))

    def only(self, values: Sequence[Any]) -> SQLColumnExpression[bool]:
        """The condition that a row has one of these values."""
        return self.column.in_(values)


def _bare(column: SQLColumnExpression[Any]) -> SQLColumnExpression[Any]:
    return type_coerce(column, String).concat("")


class OpenFirst(Groups):
    """Open requests before closed ones, which nobody holds."""

    def only(self, values: Sequence[Any]) -> SQLColumnExpression[bool]:
        """The condition in the words of the index on open requests."""
        is_open = MLARequest.closed_on.is_(None)
        return or_(*(is_open if value else ~is_open for value in values))


_IS_OPEN = case((MLARequest.closed_on.is_(None), 1), else_=0)


def groups(filters: Filters) -> Groups | None:
    """How the list is grouped by its sort; None where an index orders it as it is."""
    sort, downwards = filters.sorted_by
    if sort is Sort.STATE:
        return Groups(
            MLARequest.partner_state, _turned(list(states.names()), downwards)
        )
    if sort is Sort.STATUS:
        return Groups(MLARequest.status, _turned(list(Status), downwards))
    if sort is Sort.HELD:
        # The longest with their holder: the earliest day.
        days = ((MLARequest.held_since, not downwards), (MLARequest.id, not downwards))
        return OpenFirst(_IS_OPEN, (1, 0), within=days, is_apart=True)
    return None


def plain(filters: Filters) -> Ordering:
    """The order by an index of its own."""
    sort, downwards = filters.sorted_by
    if sort is Sort.REFERENCE:
        return ((MLARequest.reference, downwards),)
    return ((MLARequest.counted_from, downwards), (MLARequest.id, downwards))


def complete(filters: Filters) -> Ordering:
    """The whole order of the list, in one piece."""
    grouped = groups(filters)
    if grouped is None:
        return plain(filters)
    return ((grouped.rank(), False), *grouped.within)


def reverse(ordering: Ordering) -> Ordering:
    """The same from the other end."""
    return tuple((expression, not downwards) for expression, downwards in ordering)


def spelled(ordering: Ordering) -> list[UnaryExpression[Any]]:
    """As a statement wants it."""
    return [e.desc() if downwards else e.asc() for e, downwards in ordering]


def _turned(values: list[Any], downwards: bool) -> list[Any]:
    return values[::-1] if downwards else values


def in_order(counts: Mapping[Any, int], values: Sequence[Any]) -> list[Any]:
    """The values that occur, in their order; unknown ones last."""
    known = [value for value in values if value in counts]
    return known + sorted(set(counts) - set(values))
