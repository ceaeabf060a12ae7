"""The tables that follow the register through the period."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_

from ctrack.domain.statistics.distributions import Distribution
from ctrack.domain.statistics.questions import Period
from ctrack.domain.statistics.tables import Line, Row
from ctrack.domain.statistics.tables_over_time import MOST_YEARS_IN_QUARTERS
from ctrack.domain.vocabulary import Direction
from ctrack.queries.statistics.inquiry import Inquiry
from ctrack.queries.statistics.population import Condition, counted, days_between

Month = tuple[int, int]
Day = ColumnElement[date | None]


def by_month(ask: Inquiry) -> list[Row]:
    """New and closed in each month, and pending at its end."""
    new = _per_month(ask, counted.c.opened_on, counted.c.is_new)
    closed = _per_month(ask, counted.c.closed_on, counted.c.is_closed)
    pending = _pending_at_start(ask)
    rows: list[Row] = []
    for month in _months(ask.question.period):
        figures: list[int] = []
        for direction in Direction:
            key = (direction.value, *month)
            pending[direction.value] += new[key] - closed[key]
            figures += [new[key], closed[key], pending[direction.value]]
        if rows or any(figures):
            name = "{}-{:02}".format(*month)
            rows.append(Line.of((name,), name, *figures))
    end = f"{ask.question.period.end:%Y-%m}"
    return rows or [Line.of((end,), end, *(0,) * 6)]


def time_to_close(ask: Inquiry) -> list[Row]:
    """Percentiles of the days to close, by quarter or year of closing."""
    found = _days_by_month(ask)
    in_quarters = len(ask.question.period.years) <= MOST_YEARS_IN_QUARTERS
    rows: list[Row] = []
    for direction in ask.directions:
        spans: dict[str, list[tuple[int, int]]] = {
            _span(month, in_quarters): [] for month in _months(ask.question.period)
        }
        for year, month, days, number in found.get(direction.value, ()):
            spans[_span((year, month), in_quarters)].append((days, number))
        rows += [
            Line.of(
                (direction.value, span),
                direction.label,
                span,
                *_figures(Distribution(counts)),
            )
            for span, counts in spans.items()
        ]
    return rows


def opened_in(name: str) -> Condition:
    """Whether it was received or sent in the month of this name."""
    first, after = _days(name)
    return (counted.c.opened_on >= first) & (counted.c.opened_on < after)


def closed_in(name: str) -> Condition:
    """Whether it was closed in the month, quarter or year of this name."""
    first, after = _days(name)
    return (counted.c.closed_on >= first) & (counted.c.closed_on < after)


def pending_at(name: str, period: Period) -> Condition:
    """Whether it is pending at the end of the month of this name, or of the period."""
    last = min(_days(name)[1] - timedelta(days=1), period.end)
    still_open = or_(counted.c.closed_on.is_(None), counted.c.closed_on > last)
    return (counted.c.opened_on <= last) & still_open


def _days(name: str) -> tuple[date, date]:
    """The first day of `2024-03`, `2024 Q1` or `2024`, and the first day after it."""
    year, month, months = int(name[:4]), 1, 12
    if "Q" in name:
        month, months = 3 * int(name[-1]) - 2, 3
    elif "-" in name:
        month, months = int(name[5:]), 1
    years, place = divmod(month - 1 + months, 12)
    return date(year, month, 1), date(year + years, place + 1, 1)


def _figures(days: Distribution) -> tuple[int | float | None, ...]:
    return (days.count, *(days.percentile(p) for p in (10, 25, 50, 75, 90)))


def _span(month: Month, in_quarters: bool) -> str:
    year, number = month
    return f"{year} Q{(number + 2) // 3}" if in_quarters else str(year)


def _months(period: Period) -> Iterator[Month]:
    first = period.start.year * 12 + period.start.month - 1
    last = period.end.year * 12 + period.end.month - 1
    for number in range(first, last + 1):
        year, month = divmod(number, 12)
        yield year, month + 1


def _year_and_month(day: Day) -> tuple[ColumnElement[int], ColumnElement[int]]:
    return func.extract("year", day), func.extract("month", day)


def _per_month(
    ask: Inquiry, day: Day, condition: Condition
) -> Counter[tuple[str, int, int]]:
    keys = (counted.c.direction, *_year_and_month(day))
    statement = ask.select(*keys, func.count()).where(condition).group_by(*keys)
    return Counter(
        {
            (direction, int(year), int(month)): number
            for direction, year, month, number in ask.rows(statement)
        }
    )


def _pending_at_start(ask: Inquiry) -> Counter[str]:
    statement = (
        ask.select(counted.c.direction, func.count())
        .where(counted.c.was_pending)
        .group_by(counted.c.direction)
    )
    return Counter({row[0]: row[1] for row in ask.rows(statement)})


def _days_by_month(ask: Inquiry) -> dict[str, list[tuple[int, int, int, int]]]:
    """Year and month of closing, days and how often, by direction."""
    days = days_between(counted.c.opened_on, counted.c.closed_on)
    keys = (counted.c.direction, *_year_and_month(counted.c.closed_on), days)
    statement = (
        ask.select(*keys, func.count()).where(counted.c.is_closed).group_by(*keys)
    )
    found: dict[str, list[tuple[int, int, int, int]]] = {}
    for direction, year, month, took, number in ask.rows(statement):
        found.setdefault(direction, []).append((int(year), int(month), took, number))
    return found
