"""The tables of outcomes that returns ask for."""

from collections import Counter, defaultdict

from sqlalchemy import and_, false, func, not_

from ctrack.domain.statistics.distributions import Distribution
from ctrack.domain.statistics.tables import NOT_STATED, Line, Row
from ctrack.domain.vocabulary import Outcome
from ctrack.domain.wording import N_
from ctrack.queries.statistics.flow import CLOSED_AS
from ctrack.queries.statistics.inquiry import Inquiry
from ctrack.queries.statistics.population import (
    Condition,
    closed_as,
    counted,
    days_between,
    how_many,
    is_touched,
)
from ctrack.queries.statistics.tallies import in_order

_OTHERWISE = N_("Otherwise closed")
_SHOWN = (Outcome.GRANTED_FULL, Outcome.GRANTED_PART, Outcome.REFUSED)


def outcomes(ask: Inquiry) -> list[Row]:
    """Requests closed in the period by outcome, with its share."""
    statement = (
        ask.select(counted.c.direction, counted.c.outcome, func.count())
        .where(counted.c.is_closed)
        .group_by(counted.c.direction, counted.c.outcome)
    )
    named = {o.value: name for name, outcomes in CLOSED_AS for o in outcomes}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for direction, outcome, number in ask.rows(statement):
        found[direction][named.get(outcome, _OTHERWISE)] += number
    names = [*(name for name, _ in CLOSED_AS), _OTHERWISE]
    return [
        Line.of(
            (direction.value, name),
            direction.label,
            name,
            numbers[name],
            _share(numbers, name),
        )
        for direction in ask.directions
        for numbers in [found[direction.value]]
        for name in names
    ]


def _share(numbers: Counter[str], name: str) -> float | None:
    total = numbers.total()
    return numbers[name] / total if total else None


def offence_outcomes(ask: Inquiry) -> list[Row]:
    """What came, what became of it and how long it took, by primary offence."""
    code = counted.c.primary_offence
    statement = (
        ask.select(
            counted.c.direction,
            code,
            how_many(counted.c.is_new),
            *(how_many(closed_as(outcome)) for outcome in _SHOWN),
            how_many(counted.c.is_closed),
            how_many(counted.c.is_pending),
        )
        .where(is_touched)
        .group_by(counted.c.direction, code)
    )
    found: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
    for direction, offence, new, *closed, all_closed, pending in ask.rows(statement):
        otherwise = all_closed - sum(closed)
        found[direction][offence] = (new, *closed, otherwise, pending)
    days = _days(ask)
    rows: list[Row] = []
    for each in ask.directions:
        here = found[each.value]
        for offence in in_order({c: (n[0], n[-1]) for c, n in here.items()}):
            told = ask.labels.entry(ask.labels.offences, offence)
            median = Distribution(days[each.value, offence]).median
            iccs = offence if offence == NOT_STATED else told.detail
            numbers = here.get(offence, (0,) * 6)
            key = (each.value, offence)
            rows.append(Line.of(key, each.label, iccs, told.label, *numbers, median))
    return rows


def closed_otherwise() -> Condition:
    """Whether it was closed in the period, neither granted nor refused."""
    return and_(counted.c.is_closed, not_(func.coalesce(closed_as(*_SHOWN), false())))


def _days(ask: Inquiry) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Days to close and how often, by direction and primary offence."""
    keys = (
        counted.c.direction,
        counted.c.primary_offence,
        days_between(counted.c.opened_on, counted.c.closed_on),
    )
    statement = (
        ask.select(*keys, func.count()).where(counted.c.is_closed).group_by(*keys)
    )
    found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for direction, offence, days, number in ask.rows(statement):
        found[direction, offence].append((days, number))
    return found
