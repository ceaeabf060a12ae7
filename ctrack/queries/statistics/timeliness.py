"""The table of durations: how long each step took."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, func

from ctrack.domain.columns import Value
from ctrack.domain.statistics.distributions import Distribution
from ctrack.domain.statistics.tables import Row
from ctrack.domain.wording import N_
from ctrack.models import Fact
from ctrack.queries.statistics.inquiry import Inquiry, distributions
from ctrack.queries.statistics.population import days_between

Day = ColumnElement[date | None]


def timeliness(ask: Inquiry) -> list[Row]:
    """Durations of each interval, by direction."""
    found = {name: _durations(ask, first, last) for name, first, last in _steps(ask)}
    return [
        (direction.label, name, *_figures(by_direction.get(direction)))
        for direction in ask.directions
        for name, by_direction in found.items()
    ]


def _steps(ask: Inquiry) -> Iterator[tuple[str, Day, Day]]:
    opened, executed = Fact.opened_on.expression, Fact.executed_on.expression
    transferred = Fact.transferred_on.expression
    yield N_("Receipt to acknowledgement"), opened, Fact.acknowledged_on.expression
    yield N_("Receipt to transfer"), opened, transferred
    yield N_("Transfer to execution"), transferred, executed
    yield N_("Execution to results sent"), executed, Fact.results_sent_on.expression
    yield N_("Receipt to closure"), opened, ask.counted.closed_on


def _durations(ask: Inquiry, first: Day, last: Day) -> dict[str, Distribution]:
    """Durations by direction; of those in order, with the last day in the period."""
    days = days_between(first, last)
    period = ask.question.period
    statement = (
        ask.select(Fact.direction, days, func.count())
        .where(last.between(period.start, period.end), first <= last)
        .group_by(Fact.direction, days)
    )
    return distributions(ask.rows(statement))


def _figures(durations: Distribution | None) -> tuple[Value, ...]:
    found = durations or Distribution(())
    return (
        found.count,
        found.mean,
        found.median,
        found.percentile(0.75),
        found.percentile(0.9),
        found.maximum,
    )
