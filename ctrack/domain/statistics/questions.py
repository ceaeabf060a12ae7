"""What is asked of the statistics: a period, as known when, and which requests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple, Self

from ctrack.domain.dates import NotADay, parse_day
from ctrack.domain.errors import Invalid, Problem, problem
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_

FIELDS = ("from", "to", "as_at", "direction")
"""The names of what is asked, in addresses and (with hyphens) on the command line."""

FILTERS: dict[str, str] = {
    "state": "states",
    "group": "groups",
    "basis": "bases",
    "nature": "natures",
    "offence": "offences",
    "authority": "authorities",
    "matter": "matters",
}
"""The filters by their names in addresses, which may repeat, and in `Question`."""


_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """The days from `start` to `end`, both of them included."""

    start: date
    end: date

    @property
    def years(self) -> range:
        """The calendar years it touches."""
        return range(self.start.year, self.end.year + 1)

    @property
    def before(self) -> "Period":
        """The period of the same length that ended the day before this one begins.

        Before whole calendar months come as many whole months, so that a quarter is
        compared with the quarter before it and a year with the year before.
        """
        day_before = self.start - _A_DAY
        if self.start.day != 1 or (self.end + _A_DAY).day != 1:
            return Period(self.start - (self.end - self.start) - _A_DAY, day_before)
        months = (self.end.year - self.start.year) * 12
        months += self.end.month - self.start.month + 1
        year, month = divmod(self.start.year * 12 + self.start.month - 1 - months, 12)
        return Period(date(year, month + 1, 1), day_before)

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


class Named(NamedTuple):
    """What a filter names by a code of its own: a group of States, an authority."""

    code: str
    label: str
    stands_for: tuple[str, ...]
    """The codes of the group's States; the number of the authority, as the facts
    have it."""


@dataclass(frozen=True)
class Question:
    """What is asked: over which days, with what was known when, of which requests.

    `as_at` None counts with all that has been entered until now; `direction` None
    counts both. The others are filters, none of them set where all is counted: values
    of one kind are alternatives, and a request must fit every kind. `states` and
    `groups` are one kind. Bases, natures, offences and authorities count a request
    that mentions one of them anywhere. All are codes; NOT_STATED stands for requests
    that have none.
    """

    period: Period
    central_authority_id: int
    as_at: date | None = None
    direction: Direction | None = None
    states: tuple[str, ...] = ()
    groups: tuple[Named, ...] = ()
    bases: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    authorities: tuple[Named, ...] = ()
    matters: tuple[str, ...] = ()
    zone: tzinfo | None = UTC
    """Where the day `as_at` ends at midnight; None for the zone of the machine."""

    @property
    def known_before(self) -> datetime | None:
        """The moment at which the day `as_at` had ended; None without one."""
        if self.as_at is None:
            return None
        midnight = datetime.combine(self.as_at + _A_DAY, time())
        return (
            midnight.replace(tzinfo=self.zone) if self.zone else midnight.astimezone()
        )

    @property
    def before(self) -> Self:
        """The same about the period before, with what was known at the same moment."""
        return replace(self, period=self.period.before)

    @property
    def partner_states(self) -> tuple[str, ...] | None:
        """The States asked for, by name or in a group; None where all are counted."""
        if not self.states and not self.groups:
            return None
        members = (state for group in self.groups for state in group.stands_for)
        return tuple(sorted({*self.states, *members}))

    def filters(self) -> Iterator[tuple[str, str]]:
        """Each filter in use: its name in addresses, and the code it asks for."""
        for name, attribute in FILTERS.items():
            for value in getattr(self, attribute):
                yield name, value.code if isinstance(value, Named) else value

    @property
    def query(self) -> dict[str, list[str]]:
        """The question as it stands in an address."""
        found = {
            "from": [self.period.start.isoformat()],
            "to": [self.period.end.isoformat()],
        }
        if self.as_at is not None:
            found["as_at"] = [self.as_at.isoformat()]
        if self.direction is not None:
            found["direction"] = [self.direction.value]
        for name, code in self.filters():
            found.setdefault(name, []).append(code)
        return found


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
