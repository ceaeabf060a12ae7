"""Working days: weekends that change with the years, holidays, and local days.

A calendar is plain data: whoever makes one says which days are free. Weekdays are
numbered as in `date.weekday`: Monday is 0, Sunday 6.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from ctrack.domain.vocabulary import Labelled
from ctrack.domain.wording import N_

ONE_DAY = timedelta(days=1)


class Weekend(NamedTuple):
    """Which weekdays are free from a day on, until the next pattern begins."""

    since: date
    days: frozenset[int]


SATURDAY_SUNDAY = (Weekend(date.min, frozenset({5, 6})),)
"""The weekend where nothing else is known."""


class CalendarUse(Labelled):
    """Whose working days a calendar tells."""

    OFFICE = "OFFICE", N_("The office")
    AUTHORITIES = "AUTHORITIES", N_("Competent authorities that are given it")
    STATE = "STATE", N_("Another State")


class FreeKind(Labelled):
    """Why a day is no working day."""

    WEEKEND = "WEEKEND", N_("Weekend")
    HOLIDAY = "HOLIDAY", N_("Public holiday")
    LOCAL = "LOCAL", N_("Day free by local arrangement")


class Free(NamedTuple):
    """Why a day is free; a weekend needs no name."""

    kind: FreeKind
    name: str = ""


@dataclass(frozen=True)
class Calendar:
    """The working days of an office or a State.

    `holidays` are those published for everybody; `added` are free days that only this
    calendar has; `worked` are working days whatever else is said of them: a holiday
    that is not kept here, or a Saturday worked in exchange for a bridge day. All three
    hold names by day.
    """

    weekends: tuple[Weekend, ...] = SATURDAY_SUNDAY
    holidays: Mapping[date, str] = field(default_factory=dict)
    added: Mapping[date, str] = field(default_factory=dict)
    worked: Mapping[date, str] = field(default_factory=dict)

    def free(self, day: date) -> Free | None:
        """Why this day is free, or None on a working day."""
        if day in self.worked:
            return None
        if day in self.added:
            return Free(FreeKind.LOCAL, self.added[day])
        if day in self.holidays:
            return Free(FreeKind.HOLIDAY, self.holidays[day])
        if day.weekday() in self.weekend(day):
            return Free(FreeKind.WEEKEND)
        return None

    def is_working(self, day: date) -> bool:
        """Whether people work on this day."""
        return self.free(day) is None

    def weekend(self, day: date) -> frozenset[int]:
        """The free weekdays by the pattern in force on this day."""
        found: frozenset[int] = frozenset()
        latest: date | None = None
        for pattern in self.weekends:
            is_later = latest is None or pattern.since >= latest
            if pattern.since <= day and is_later:
                latest, found = pattern.since, pattern.days
        return found

    def next_working(self, day: date) -> date:
        """Give this day if people work on it, or else the first one on which they do.

        Raises ValueError where no day of a year is worked: the calendar is wrong.
        """
        for _ in range(_LONGEST_CLOSURE):
            if self.is_working(day):
                return day
            day += ONE_DAY
        raise ValueError("a calendar without working days")

    def working_days(self, first: date, last: date) -> int:
        """How many working days there are from `first` to `last`, both counted."""
        days = (last - first).days + 1
        return sum(self.is_working(first + timedelta(days=n)) for n in range(days))


_LONGEST_CLOSURE = 366


def weekend_of(weekdays: Iterable[int], since: date = date.min) -> Weekend:
    """A pattern; raises ValueError for what is no weekday, or for a week without work.

    >>> weekend_of([4, 5]).days == {4, 5}
    True
    """
    days = frozenset(weekdays)
    if not days <= set(range(7)) or len(days) > _MOST_FREE_DAYS:
        raise ValueError("a weekend is some of the weekdays 0 to 6, not all of them")
    return Weekend(since, days)


_MOST_FREE_DAYS = 6
