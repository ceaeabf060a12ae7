"""How a due day was computed, line by line: what was counted, and what was not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from ctrack.domain import pauses as paused
from ctrack.domain.calendars import ONE_DAY, Free
from ctrack.domain.deadlines import Extension, Leg, Terms, Unit, due, legs
from ctrack.domain.pauses import PauseCategory
from ctrack.domain.vocabulary import Labelled
from ctrack.domain.wording import N_


class LineKind(Labelled):
    """What a line of an explanation says of its days."""

    COUNTED = "COUNTED", N_("Counted")
    FREE = "FREE", N_("Not counted: no working day")
    PAUSED = "PAUSED", N_("Not counted: paused")
    EXTENDED = "EXTENDED", N_("Extended")
    ROLLED = "ROLLED", N_("Moved to the next working day")


class Line(NamedTuple):
    """Days of which the same is to be said, the last one included.

    `first` and `last` number the counted days within their part of the way; `until` is
    None where a pause has no end yet.
    """

    kind: LineKind
    since: date
    until: date | None
    first: int = 0
    last: int = 0
    free: Free | None = None
    categories: tuple[PauseCategory, ...] = ()
    extension: Extension | None = None

    @property
    def days(self) -> int | None:
        """How many days it speaks of, None while nobody can tell."""
        return None if self.until is None else (self.until - self.since).days + 1


@dataclass(frozen=True)
class Explanation:
    """The terms, the lines from the base day on, and the days they lead to."""

    terms: Terms
    original: date
    current: date | None
    lines: tuple[Line, ...]


def explain(terms: Terms) -> Explanation:
    """How the current day follows from the facts, day by day."""
    original, now = due(terms)
    return Explanation(terms, original, now, tuple(_joined(_lines(terms))))


def _lines(terms: Terms) -> Iterator[Line]:
    """A line for each day on the way, and one for each extension."""
    spans = paused.union(terms.pauses)
    end: date | None = None
    for leg in legs(terms):
        if leg.extension is not None:
            day = leg.extension.granted_on
            yield Line(LineKind.EXTENDED, day, day, extension=leg.extension)
        start = leg.start or end or terms.base_on
        shown = start if end is None else max(start, end)
        end = leg.end(end, terms.calendar, spans)
        yield from _days(terms, leg, start, shown, end)
        if end is None:
            return
    if end is not None and terms.term.rolls:
        yield from _rolled(terms, end)


def _days(
    terms: Terms, leg: Leg, start: date, shown: date, end: date | None
) -> Iterator[Line]:
    """The days after `start`; those up to `shown` have been shown already."""
    day, number = start, 0
    while number < leg.count and (end is None or day < end):
        day += ONE_DAY
        line = _of_day(terms, leg, day, number + 1)
        number = line.first or number
        if day > shown or line.until is None:
            yield line
        if line.until is None:
            return


def _of_day(terms: Terms, leg: Leg, day: date, number: int) -> Line:
    if (pause := _paused(terms, day)) is not None:
        return pause
    if leg.unit is Unit.WORKING_DAYS and (free := terms.calendar.free(day)):
        return Line(LineKind.FREE, day, day, free=free)
    return Line(LineKind.COUNTED, day, day, number, number)


def _paused(terms: Terms, day: date) -> Line | None:
    held_by = paused.holding(terms.pauses, day)
    if not held_by:
        return None
    categories = tuple(sorted({pause.category for pause in held_by}))
    is_open = any(pause.until is None for pause in held_by)
    return Line(LineKind.PAUSED, day, None if is_open else day, categories=categories)


def _rolled(terms: Terms, end: date) -> Iterator[Line]:
    """The free and paused days between the end of the term and the due day."""
    day = end
    if terms.calendar.is_working(day):
        return
    while free := terms.calendar.free(day) or _paused(terms, day):
        if isinstance(free, Free):
            yield Line(LineKind.FREE, day, day, free=free)
        else:
            yield free
            if free.until is None:
                return
        day += ONE_DAY
    yield Line(LineKind.ROLLED, day, day)


def _joined(lines: Iterator[Line]) -> Iterator[Line]:
    """Neighbours of which the same is to be said, as one."""
    last: Line | None = None
    for line in lines:
        if last is not None and _follows(last, line):
            last = last._replace(until=line.until, last=line.last)
            continue
        if last is not None:
            yield last
        last = line
    if last is not None:
        yield last


def _follows(last: Line, line: Line) -> bool:
    if line.kind in {LineKind.EXTENDED, LineKind.ROLLED} or last.until is None:
        return False
    same = (last.kind, last.free, last.categories) == (
        line.kind,
        line.free,
        line.categories,
    )
    in_turn = line.kind is not LineKind.COUNTED or line.first == last.last + 1
    return same and in_turn and line.since == last.until + timedelta(days=1)
