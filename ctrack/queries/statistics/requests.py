"""The rows behind the figures: one for each request touched by the period."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from ctrack.domain.statistics.tables import NOT_STATED, Row
from ctrack.models import Fact, FactMention
from ctrack.queries.statistics.inquiry import Inquiry
from ctrack.queries.statistics.naming import reference
from ctrack.queries.statistics.population import counted, is_touched

AT_ONCE = 1000
"""How many requests are held in memory at a time."""

_LISTED = ("basis", "nature")


def requests(ask: Inquiry) -> Iterator[Row]:
    """The requests in the order in which they were received or sent, as a stream."""
    statement = (
        ask.select(
            counted.c.id,
            reference(ask.seen_by, as_now=ask.question.as_at is None),
            counted.c.direction,
            counted.c.partner_state,
            counted.c.opened_on,
            counted.c.closed_on,
            Fact.status,
            counted.c.outcome,
            counted.c.primary_basis,
            counted.c.primary_offence,
        )
        .join(Fact, Fact.id == counted.c.id)
        .where(is_touched)
        .order_by(counted.c.opened_on, counted.c.id)
        .execution_options(yield_per=AT_ONCE)
    )
    end = ask.question.period.end
    for facts in ask.connection.execute(statement).partitions():
        codes = _codes(ask, [fact[0] for fact in facts])
        for fact in facts:
            yield _row(ask, fact, codes[fact[0]], end)


def _codes(ask: Inquiry, facts: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """The bases and natures of these facts, in their order."""
    statement = (
        select(FactMention.fact_id, FactMention.kind, FactMention.code)
        .where(FactMention.fact_id.in_(facts), FactMention.kind.in_(_LISTED))
        .order_by(FactMention.fact_id, FactMention.kind, FactMention.position)
    )
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for fact_id, kind, code in ask.connection.execute(statement):
        found[fact_id][kind].append(code)
    return found


def _row(
    ask: Inquiry, fact: Sequence[Any], codes: dict[str, list[str]], end: date
) -> Row:
    _, named, direction, state, opened, closed, *told = fact
    status, outcome, basis, offence = told
    last = closed if closed is not None and closed <= end else end
    return (
        named,
        ask.labels.direction(direction),
        state,
        opened,
        closed,
        status,
        outcome,
        basis,
        "; ".join(codes["basis"]) or NOT_STATED,
        "; ".join(codes["nature"]) or NOT_STATED,
        offence,
        (last - opened).days,
    )
