"""The table of durations: how long each step took."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, func

from ctrack.domain.columns import Value
from ctrack.domain.statistics.distributions import Distribution
from ctrack.domain.statistics.tables import Row
from ctrack.domain.wording import N_
from ctrack.queries.statistics.inquiry import Inquiry, distributions
from ctrack.queries.statistics.population import counted, days_between

Day = ColumnElement[date | None]


def timeliness(ask: Inquiry) -> list[Row]:
    """Durations of each interval, by direction."""
    found = {name: _durations(ask, first, last) for name, first, last in _steps()}
    return [
        (direction.label, name, *_figures(by_direction.get(direction)))
        for direction in ask.directions
        for name, by_direction in found.items()
    ]


def _steps() -> Iterator[tuple[str, Day, Day]]:
    day = counted.c
    yield N_("Receipt to acknowledgement"), day.opened_on, day.acknowledged_on
    yield N_("Receipt to transfer"), day.opened_on, day.transferred_on
    yield N_("Transfer to execution"), day.transferred_on, day.executed_on
    yield N_("Execution to results sent"), day.executed_on, day.results_sent_on
    yield N_("Receipt to closure"), day.opened_on, day.closed_on


def _durations(ask: Inquiry, first: Day, last: Day) -> dict[str, Distribution]:
    """Durations by direction; of those in order, with the last day in the period."""
    days = days_between(first, last)
    period = ask.question.period
    statement = (
        ask.select(counted.c.direction, days, func.count())
        .where(last.between(period.start, period.end), first <= last)
        .group_by(counted.c.direction, days)
    )
    return distributions(ask.rows(statement))


def _figures(durations: Distribution | None) -> tuple[Value, ...]:
    found = durations or Distribution(())
    return (
        found.count,
        found.mean,
        found.median,
        found.percentile(75),
        found.percentile(90),
        found.maximum,
    )
