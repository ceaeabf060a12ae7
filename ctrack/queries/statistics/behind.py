"""The requests behind a figure, from the facts alone.

Every request that is counted has its row; which one it is, is told by the rule of
`naming.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, not_, select

from ctrack.domain.request_list import PAGE_SIZE
from ctrack.domain.statistics.cells import Cell
from ctrack.models import Fact, FactMention, FactTransfer, User
from ctrack.queries.statistics import measures
from ctrack.queries.statistics.cells import conditions
from ctrack.queries.statistics.inquiry import Inquiry, mention_of
from ctrack.queries.statistics.naming import may_be_named, reference
from ctrack.queries.statistics.population import counted, how_many

AT_ONCE = 1000
"""How many rows are held in memory at a time."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One request that a figure counts, or one measure of it; codes only."""

    reference: str
    """RESTRICTED where the person may not be told."""
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
        as_now = ask.question.as_at is None
        self._is_named = may_be_named(seen_by, as_now=as_now)
        self._reference = reference(seen_by, as_now=as_now)

    def numbers(self) -> tuple[int, int]:
        """The figure itself, and how many of those it counts are not named."""
        statement = self._select(func.count(), how_many(not_(self._is_named)))
        ((number, unnamed),) = self._ask.rows(statement)
        return number, unnamed

    def page(self, page: int) -> list[Counted]:
        """The rows of a page of the list, counted from 1."""
        statement = self._list().limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
        return [Counted(*row) for row in self._ask.rows(statement)]

    def every(self) -> Iterator[Counted]:
        """All rows of the list in its order, as a stream."""
        statement = self._list().execution_options(yield_per=AT_ONCE)
        for rows in self._ask.connection.execute(statement).partitions(AT_ONCE):
            yield from (Counted(*row) for row in rows)

    def of_requests(self, ids: Select[int]) -> dict[int, int]:
        """How often the figure counts each of these requests; those it counts."""
        number = Fact.mla_request_id
        statement = self._select(number, func.count()).where(number.in_(ids))
        return dict(self._ask.rows(statement.group_by(number)))

    def _list(self) -> Select[*tuple[Any, ...]]:
        """The newest first; measures of one request in their order."""
        columns: list[Any] = [
            self._reference,
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
        if self._cell.counts_transfers:
            order.append(FactTransfer.position)
        return self._select(*columns).order_by(*order)

    def _select(self, *columns: Any) -> Select[*tuple[Any, ...]]:
        source = counted.join(Fact.__table__, Fact.id == counted.c.id)
        if self._cell.counts_transfers:
            of_fact = FactTransfer.fact_id == counted.c.id
            source = source.join(FactTransfer.__table__, of_fact)
        if self._cell.counts_measures:
            source = source.outerjoin(FactMention.__table__, mention_of("nature"))
        wanted = conditions(self._ask, self._cell)
        return select(*columns).select_from(source).where(*wanted)
