"""When something is due: one function of all the facts, whatever their order.

The rule (decision 18):

* The base day is not counted. A term in calendar days ends with the last of so many
  days, one in working days with the last of so many working days, one in months on the
  day of the month that bears the number of the base day, or on the last day of a
  shorter month.
* A paused day is not counted, in no unit. A term in months is turned into the calendar
  days it has without pauses; of these each paused one is made good.
* Extensions follow each other in the order of the days on which they were granted. One
  by a number of days is added to what was due before; one until a day counts from the
  day on which it was granted, so that a later pause moves it and an earlier one, which
  was known, does not. No extension makes anything due sooner.
* What would end on a day that is not worked ends on the next working day that is not
  paused, where the rule says so.
* While a pause without an end lies before the last day, no day can be told.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ctrack.domain import pauses as paused
from ctrack.domain.calendars import ONE_DAY, Calendar
from ctrack.domain.pauses import Pause, Span
from ctrack.domain.vocabulary import Labelled
from ctrack.domain.wording import N_


class Unit(Labelled):
    """What a term is counted in."""

    CALENDAR_DAYS = "CALENDAR_DAYS", N_("Calendar days")
    WORKING_DAYS = "WORKING_DAYS", N_("Working days")
    MONTHS = "MONTHS", N_("Months")


@dataclass(frozen=True)
class Term:
    """How long somebody has: a number of units, at least 0."""

    count: int
    unit: Unit = Unit.CALENDAR_DAYS
    rolls: bool = False
    """Whether what ends on a free day ends on the next working day."""

    def __post_init__(self) -> None:
        """Refuse what would end before it begins."""
        if self.count < 0:
            raise ValueError("a term has no negative length")


@dataclass(frozen=True)
class Extension:
    """More time: by a number of days, or until a day; one of the two is given.

    A number is in calendar or working days: months would not be the same from every
    day on which the term before them may end.
    """

    granted_on: date
    count: int = 0
    unit: Unit = Unit.CALENDAR_DAYS
    until: date | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse an extension that is none."""
        if self.unit is Unit.MONTHS or self.count < 0:
            raise ValueError("more time is given in days, or until a day")


@dataclass(frozen=True)
class Terms:
    """All that a due day follows from.

    `until` is a day that somebody set: it takes the place of the term's own end, and
    counts from the base day like any other.
    """

    base_on: date
    term: Term
    until: date | None = None
    extensions: tuple[Extension, ...] = ()
    pauses: tuple[Pause, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)

    @property
    def in_order(self) -> list[Extension]:
        """The extensions by the day they were granted; ties in a fixed order."""
        return sorted(self.extensions, key=_in_order)

    @property
    def bare(self) -> "Terms":
        """Without what came later: the terms of the original day."""
        return Terms(self.base_on, self.term, self.until, calendar=self.calendar)


def _in_order(extension: Extension) -> tuple[date, bool, date, str, int, str]:
    until = extension.until
    return (
        extension.granted_on,
        until is not None,
        until or date.min,
        extension.unit.value,
        extension.count,
        extension.reason,
    )


class Due(NamedTuple):
    """The day on which it was due at first, and the one on which it is due now.

    `current` is None while a pause without an end holds it.
    """

    original: date
    current: date | None


def due(terms: Terms) -> Due:
    """The due days that follow from the facts."""
    original = current(terms.bare)
    if original is None:  # without pauses there is always a day
        raise AssertionError("a term without pauses has an end")
    if not terms.pauses and not terms.extensions:
        return Due(original, original)
    return Due(original, current(terms))


def current(terms: Terms) -> date | None:
    """The day on which it is due, with extensions and pauses; None while held."""
    spans = paused.union(terms.pauses)
    end: date | None = None
    for leg in legs(terms):
        end = leg.end(end, terms.calendar, spans)
        if end is None:
            return None
    if end is None:
        raise AssertionError("there is always a first leg")
    if not terms.term.rolls:
        return end
    return rolled(end, terms.calendar, spans)


def rolled(end: date, calendar: Calendar, spans: Sequence[Span]) -> date | None:
    """Give the day if it is worked, or the next working day that is not paused."""
    if calendar.is_working(end):
        return end
    while True:
        end = calendar.next_working(end)
        span = next((s for s in spans if s.since <= end < s.until), None)
        if span is None:
            return end
        if span.until == date.max:
            return None
        end = span.until


@dataclass(frozen=True)
class Leg:
    """A part of the way to the due day: the term itself, or one extension.

    `start` is given where it does not begin at the end of the leg before.
    """

    count: int
    unit: Unit
    start: date | None = None
    extension: Extension | None = None

    def end(
        self, before: date | None, calendar: Calendar, spans: Sequence[Span]
    ) -> date | None:
        """The day on which it ends, never before the leg before it did."""
        start = self.start or before
        if start is None:
            raise AssertionError("the first leg has a start")
        if self.unit is Unit.WORKING_DAYS:
            end = _working_days_after(start, self.count, calendar, spans)
        else:
            end = paused.day_after(spans, start, self.count)
        if end is None or before is None:
            return end
        return max(before, end)


def legs(terms: Terms) -> Iterator[Leg]:
    """The term, then each extension; months as the days they have from the base."""
    if terms.until is not None:
        days = max(0, (terms.until - terms.base_on).days)
        yield Leg(days, Unit.CALENDAR_DAYS, terms.base_on)
    elif terms.term.unit is Unit.MONTHS:
        end = months_after(terms.base_on, terms.term.count)
        yield Leg((end - terms.base_on).days, Unit.MONTHS, terms.base_on)
    else:
        yield Leg(terms.term.count, terms.term.unit, terms.base_on)
    for extension in terms.in_order:
        if extension.until is None:
            yield Leg(extension.count, extension.unit, None, extension)
        else:
            days = max(0, (extension.until - extension.granted_on).days)
            start = extension.granted_on
            yield Leg(days, Unit.CALENDAR_DAYS, start, extension)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month.

    >>> months_after(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _working_days_after(
    start: date, count: int, calendar: Calendar, spans: Sequence[Span]
) -> date | None:
    day, waiting = start, list(spans)
    for _ in range(count):
        following = _next_counted(day + ONE_DAY, calendar, waiting)
        if following is None:
            return None
        day = following
    return day


def _next_counted(day: date, calendar: Calendar, spans: list[Span]) -> date | None:
    """The first day from this one on that is worked and not paused.

    Takes the spans that have gone by from the list.
    """
    while True:
        day = calendar.next_working(day)
        while spans and spans[0].until <= day:
            del spans[0]
        if not spans or day < spans[0].since:
            return day
        if spans[0].until == date.max:
            return None
        day = spans[0].until


def days_late(due_on: date | None, today: date) -> int:
    """By how many days it is late: 0 on the due day, and while none can be told."""
    return 0 if due_on is None else max(0, (today - due_on).days)


def earliest(days: Iterable[date | None]) -> date | None:
    """The first of the days that can be told."""
    return min((day for day in days if day is not None), default=None)


def with_end(pauses: Iterable[Pause], today: date) -> tuple[Pause, ...]:
    """The pauses as they would be if all that are open ended today."""
    return tuple(
        Pause(p.since, max(today, p.since) if p.until is None else p.until, p.category)
        for p in pauses
    )
