"""What is asked of the statistics: a period, as known when, which direction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ctrack.domain.dates import NotADay, parse_day
from ctrack.domain.errors import Invalid, Problem, problem
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_

FIELDS = ("from", "to", "as_at", "direction")
"""The names of what is asked, in addresses and (with hyphens) on the command line."""


@dataclass(frozen=True)
class Period:
    """The days from `start` to `end`, both of them included."""

    start: date
    end: date

    @property
    def years(self) -> range:
        """The calendar years it touches."""
        return range(self.start.year, self.end.year + 1)

    def months_before_end(self, months: int) -> date:
        """The day so many months before its end; the last of a shorter month."""
        number = self.end.year * 12 + self.end.month - 1 - months
        year, month = divmod(number, 12)
        for day in (self.end.day, 30, 29):
            try:
                return date(year, month + 1, day)
            except ValueError:
                continue
        return date(year, month + 1, 28)


@dataclass(frozen=True)
class Question:
    """What is asked: over which days, with what was known when, in which direction.

    `as_at` None counts with all that has been entered until now; `direction` None
    counts both.
    """

    period: Period
    central_authority_id: int
    as_at: date | None = None
    direction: Direction | None = None

    @property
    def known_before(self) -> datetime | None:
        """The moment (UTC) at which the day `as_at` had ended; None without one."""
        if self.as_at is None:
            return None
        return datetime.combine(self.as_at + timedelta(days=1), time(), tzinfo=UTC)


def read_question(
    fields: Mapping[str, str], *, central_authority_id: int, today: date
) -> Question:
    """The question that was asked in words; `from` and `to` are needed.

    Raises Invalid with a problem for each field that cannot be read, for a period that
    ends before it begins, and for a day that has not come.
    """
    problems: list[Problem] = []
    start = _day(fields, "from", today, problems)
    end = _day(fields, "to", today, problems)
    as_at = _day(fields, "as_at", today, problems) if fields.get("as_at") else None
    direction = _direction(fields.get("direction", ""), problems)
    if start and end and end < start:
        problems.append(
            problem(
                "to",
                N_("The period ends on %(end)s, before it begins on %(start)s."),
                start=start.isoformat(),
                end=end.isoformat(),
            )
        )
    if problems or start is None or end is None:
        raise Invalid(problems)
    return Question(Period(start, end), central_authority_id, as_at, direction)


def _day(
    fields: Mapping[str, str], name: str, today: date, problems: list[Problem]
) -> date | None:
    text = fields.get(name, "").strip()
    if not text:
        problems.append(
            problem(name, N_("Give the first and the last day, like 2026-11-19."))
        )
        return None
    try:
        day = parse_day(text)
    except NotADay:
        problems.append(
            problem(
                name,
                N_("“%(typed)s” is not a day. Give it like 2026-11-19."),
                typed=text[:40],
            )
        )
        return None
    if day > today:
        problems.append(
            problem(
                name,
                N_("%(day)s has not come yet. Give a day up to today, %(today)s."),
                day=day.isoformat(),
                today=today.isoformat(),
            )
        )
    return day


def _direction(text: str, problems: list[Problem]) -> Direction | None:
    if not text:
        return None
    for direction in Direction:
        if text.strip().lower() == direction.value:
            return direction
    problems.append(
        problem("direction", N_("The direction is either incoming or outgoing."))
    )
    return None
