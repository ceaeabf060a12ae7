"""The requests behind a figure, from the facts alone: what is listed, and for whom.

Whoever may not see a restricted request learns that it is counted, and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased

from ctrack.domain.permissions import Permission
from ctrack.domain.request_list import PAGE_SIZE
from ctrack.domain.statistics.cells import Cell
from ctrack.models import Fact, FactMention, MLARequest, User
from ctrack.queries.statistics import measures
from ctrack.queries.statistics.cells import conditions
from ctrack.queries.statistics.inquiry import Inquiry, mention_of
from ctrack.queries.statistics.population import Condition, counted, how_many
from ctrack.queries.visibility import requests_seen_by

AT_ONCE = 1000
"""How many rows are held in memory at a time."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One request that a figure counts, or one measure of it; codes only."""

    reference: str
    direction: str
    partner_state: str
    opened_on: date
    closed_on: date | None
    status: str
    outcome: str | None
    primary_basis: str
    nature: str = ""
    """Of the measure, where measures are counted."""
    fate: str = ""
    """The outcome of the measure."""


class Behind:
    """What one figure counts, as one person may see it."""

    def __init__(self, ask: Inquiry, cell: Cell, seen_by: User) -> None:
        """Take the question that is being answered, the figure, and who asks."""
        self._ask = ask
        self._cell = cell
        self._may_be_named = _may_be_named(ask, seen_by)

    def numbers(self) -> tuple[int, int]:
        """The figure itself, and how many of those it counts may be listed."""
        statement = self._select(func.count(), how_many(self._may_be_named))
        ((number, listed),) = self._ask.rows(statement)
        return number, listed

    def page(self, page: int) -> list[Counted]:
        """The rows of a page of the list, counted from 1."""
        statement = self._list().limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
        return [Counted(*row) for row in self._ask.rows(statement)]

    def every(self) -> Iterator[Counted]:
        """All rows of the list in its order, as a stream."""
        statement = self._list().execution_options(yield_per=AT_ONCE)
        for rows in self._ask.connection.execute(statement).partitions(AT_ONCE):
            yield from (Counted(*row) for row in rows)

    def _list(self) -> Select[*tuple[Any, ...]]:
        """The newest first; measures of one request in their order."""
        columns: list[Any] = [
            Fact.reference,
            counted.c.direction,
            counted.c.partner_state,
            counted.c.opened_on,
            counted.c.closed_on,
            Fact.status,
            counted.c.outcome,
            counted.c.primary_basis,
        ]
        order: list[Any] = [counted.c.opened_on.desc(), counted.c.id.desc()]
        if self._cell.counts_measures:
            columns += [measures.nature(), measures.outcome()]
            order.append(FactMention.position)
        return self._select(*columns).where(self._may_be_named).order_by(*order)

    def _select(self, *columns: Any) -> Select[*tuple[Any, ...]]:
        source = counted.join(Fact.__table__, Fact.id == counted.c.id)
        if self._cell.counts_measures:
            source = source.outerjoin(FactMention.__table__, mention_of("nature"))
        wanted = conditions(self._ask, self._cell)
        return select(*columns).select_from(source).where(*wanted)


def _may_be_named(ask: Inquiry, user: User) -> Condition:
    """Whether this person may be told which request it is, as things are now.

    People who see coded facts only are told of none that is restricted today, even
    where the figures are those of a day on which it was not.
    """
    if user.may(Permission.READ_REQUESTS):
        return exists(
            select(MLARequest.id)
            .where(MLARequest.id == Fact.mla_request_id, requests_seen_by(user))
            .correlate(Fact)
        )
    if ask.question.as_at is None:
        return Fact.is_restricted.is_(False)
    today = aliased(Fact)
    return exists(
        select(today.id)
        .where(
            today.mla_request_id == Fact.mla_request_id,
            today.known_until.is_(None),
            today.is_restricted.is_(False),
        )
        .correlate(Fact)
    )
