"""Days that an office adds to its calendar or works on; due days follow.

What would move is told before (`preview`); then it moves, with an event for each
request.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import exists, or_, select

from ctrack.domain.calendars import Calendar, Weekend
from ctrack.domain.deadlines import Unit, due
from ctrack.domain.errors import Invalid, problem
from ctrack.domain.events import EventKind
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import CalendarDay, CalendarWeekend, Deadline, MLARequest, User
from ctrack.models import Extension as ExtensionRow
from ctrack.models.calendar import DayKind
from ctrack.queries import timing as known
from ctrack.queries.deadlines import OF_DEADLINE
from ctrack.queries.timing import Timing
from ctrack.services import deadlines, events, open_requests, stages, timing
from ctrack.services.deadline_rows import terms_of
from ctrack.services.due_moves import Move, WouldMove, seen_as, told

CHUNK = 500
OWN = (DayKind.ADDED, DayKind.WORKED)
"""What an office may say of a day."""


def with_day(calendar: Calendar, day: date, kind: DayKind, name: str) -> Calendar:
    """The calendar when this is said of the day, and nothing else by the office."""
    found = without_day(calendar, day)
    if kind is DayKind.ADDED:
        return replace(found, added={**found.added, day: name})
    return replace(found, worked={**found.worked, day: name})


def without_day(calendar: Calendar, day: date) -> Calendar:
    """The calendar when the office says nothing of the day any more."""
    added = {one: name for one, name in calendar.added.items() if one != day}
    worked = {one: name for one, name in calendar.worked.items() if one != day}
    return replace(calendar, added=added, worked=worked)


def with_weekend(calendar: Calendar, since: date, weekdays: Iterable[int]) -> Calendar:
    """The calendar when these weekdays are free from a day on."""
    others = [one for one in calendar.weekends if one.since != since]
    found = [*others, Weekend(since, frozenset(weekdays))]
    return replace(calendar, weekends=tuple(sorted(found, key=lambda one: one.since)))


def preview(office_id: int, calendar: Calendar) -> list[Move]:
    """The open deadlines of the office that another calendar would move."""
    rows = db.session.execute(_of(office_id)).mappings().all()
    found: list[Move] = []
    for start in range(0, len(rows), CHUNK):
        found += _moved(rows[start : start + CHUNK], calendar)
    return found


def _of(office_id: int) -> Any:
    return _DEPENDING.where(MLARequest.central_authority_id == office_id)


_DEPENDING = (
    select(
        Deadline.id,
        Deadline.mla_request_id,
        *(getattr(Deadline, name) for name in OF_DEADLINE),
    )
    .join(MLARequest, MLARequest.id == Deadline.mla_request_id)
    .where(
        Deadline.is_open,
        or_(
            Deadline.unit == Unit.WORKING_DAYS,
            Deadline.rolls,
            exists().where(
                ExtensionRow.deadline_id == Deadline.id,
                ExtensionRow.unit == Unit.WORKING_DAYS,
            ),
        ),
    )
    .order_by(Deadline.mla_request_id, Deadline.id)
)
"""Deadlines that ask which days are worked."""


def _moved(rows: Sequence[Any], calendar: Calendar) -> list[Move]:
    ids = sorted({row["mla_request_id"] for row in rows})
    pauses, extensions = open_requests.pauses(ids), open_requests.extensions(ids)
    timed = Timing((), calendar)
    found = []
    for row in rows:
        number = row["mla_request_id"]
        terms = terms_of(row, timed, pauses[number], extensions[row["id"]])
        after = due(terms).current
        if after != row["current_on"]:
            found.append(Move(number, row["kind"], row["current_on"], after))
    return found


def say(
    day: date, kind: DayKind, name: str, *, by: User, seen: str | None = None
) -> int:
    """Say of a day that it is free here, or worked; gives how many requests moved.

    `seen` is the word for the moves that were shown. Raises Invalid where the day is
    so already, WouldMove where other days would move than were seen.
    """
    row = timing.of_office(by.central_authority_id)
    if row is None or kind not in OWN:
        raise Invalid(
            [problem("kind", N_("Choose whether the day is free or worked."))]
        )
    calendar = known.of_calendar(row.id)
    if calendar.is_working(day) is (kind is DayKind.WORKED):
        raise Invalid([problem("day", _so_already(kind))])
    moves = preview(row.central_authority_id, with_day(calendar, day, kind, name))
    _check_seen(moves, seen)
    _forget(row, day)
    row.days.append(CalendarDay(day=day, kind=kind, name=name))
    return _follow(moves, day, by=by)


def _so_already(kind: DayKind) -> str:
    if kind is DayKind.WORKED:
        return N_("This day is a working day already.")
    return N_("This day is free already.")


LONGEST_WEEKEND = 3
"""More free days a week than this are a mistake."""


def say_weekend(
    since: date, weekdays: Collection[int], *, by: User, seen: str | None = None
) -> int:
    """Say which weekdays are free from a day on; gives how many requests moved.

    Weekdays as in `date.weekday`: Monday is 0. Raises Invalid for none or too many, or
    where it is so already; WouldMove where other days would move than were seen.
    """
    row = timing.of_office(by.central_authority_id)
    if row is None or not 1 <= len(weekdays) <= LONGEST_WEEKEND:
        text = N_("Choose one to three days that are free each week.")
        raise Invalid([problem("weekdays", text)])
    calendar = known.of_calendar(row.id)
    free = frozenset(weekdays)
    if Weekend(since, free) in calendar.weekends:
        raise Invalid([problem("weekdays", N_("The weekend is so already."))])
    moves = preview(row.central_authority_id, with_weekend(calendar, since, free))
    _check_seen(moves, seen)
    digits = "".join(str(number) for number in sorted(free))
    pattern = next((one for one in row.weekends if one.since == since), None)
    if pattern is None:
        row.weekends.append(CalendarWeekend(since=since, weekdays=digits))
    else:
        pattern.weekdays = digits
    return _follow(moves, since, by=by)


def _check_seen(moves: Sequence[Move], seen: str | None) -> None:
    if seen is not None and seen != seen_as(moves):
        raise WouldMove(moves)


def take_back(day: date, *, by: User, seen: str | None = None) -> int:
    """Let the day be again what it is for everybody; gives how many requests moved.

    Raises WouldMove where other days would move than were seen.
    """
    row = timing.of_office(by.central_authority_id)
    if row is None:
        return 0
    calendar = known.of_calendar(row.id)
    moves = preview(row.central_authority_id, without_day(calendar, day))
    _check_seen(moves, seen)
    _forget(row, day)
    return _follow(moves, day, by=by)


def _forget(row: Any, day: date) -> None:
    for one in list(row.days):
        if one.day == day and not one.is_shipped and one.kind in OWN:
            row.days.remove(one)
    db.session.flush()


def _follow(moves: Sequence[Move], day: date, *, by: User) -> int:
    """Tell of the change, and let the due days of these requests follow."""
    timing.announce(by.central_authority)
    db.session.flush()
    events.record(EventKind.CALENDAR_CHANGED, by=by, details={"day": day.isoformat()})
    by_request: dict[int, list[Move]] = defaultdict(list)
    for move in moves:
        by_request[move.request_id].append(move)
    for request_id, moved in by_request.items():
        mla_request = db.session.get_one(MLARequest, request_id)
        deadlines.refresh(mla_request)
        stages.touch(mla_request)
        events.record(
            EventKind.DEADLINES_MOVED,
            by=by,
            mla_request=mla_request,
            details={"moved": "; ".join(map(told, moved))},
        )
    return len(by_request)
