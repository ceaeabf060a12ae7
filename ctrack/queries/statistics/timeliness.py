"""The table of durations: how long each step took."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func

from ctrack.domain.columns import Value
from ctrack.domain.statistics.distributions import Distribution
from ctrack.domain.statistics.tables import Line, Row
from ctrack.domain.wording import N_
from ctrack.queries.statistics.inquiry import Inquiry, distributions
from ctrack.queries.statistics.population import Condition, counted, days_between

Day = ColumnElement[date | None]


def timeliness(ask: Inquiry) -> list[Row]:
    """Durations of each interval, by direction."""
    found = {name: _durations(ask, *days) for name, days in steps().items()}
    return [
        Line.of(
            (direction.value, name),
            direction.label,
            name,
            *_figures(by_direction.get(direction)),
        )
        for direction in ask.directions
        for name, by_direction in found.items()
    ]


def steps() -> dict[str, tuple[Day, Day]]:
    """Each interval: its first and its last day."""
    return intervals_of(counted.c)


def intervals_of(day: Any) -> dict[str, tuple[Day, Day]]:
    """Each interval: its first and its last day, among these columns of facts."""
    return {
        N_("Receipt to acknowledgement"): (day.opened_on, day.acknowledged_on),
        N_("Receipt to transfer"): (day.opened_on, day.transferred_on),
        N_("Transfer to execution"): (day.transferred_on, day.executed_on),
        N_("Execution to results sent"): (day.executed_on, day.results_sent_on),
        N_("Receipt to closure"): (day.opened_on, day.closed_on),
    }


def is_taken(ask: Inquiry, first: Day, last: Day) -> Condition:
    """Whether an interval counts: its days in order, the last one in the period."""
    period = ask.question.period
    return and_(last.between(period.start, period.end), first <= last)


def _durations(ask: Inquiry, first: Day, last: Day) -> dict[str, Distribution]:
    """Durations by direction; of those in order, with the last day in the period."""
    days = days_between(first, last)
    statement = (
        ask.select(counted.c.direction, days, func.count())
        .where(is_taken(ask, first, last))
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
