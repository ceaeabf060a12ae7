"""Calendars an administrator keeps: their States, weekends and own days.

Whatever is changed, the open deadlines that would move are told before
(`due_moves.WouldMove`); then they move, with an event for each request.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import func, select

from ctrack import clock, states
from ctrack.domain.calendars import CalendarUse, Weekend
from ctrack.domain.errors import Invalid, NotFound, Problem, problem
from ctrack.domain.events import EventKind
from ctrack.domain.wording import N_, counted
from ctrack.extensions import db
from ctrack.models import (
    Authority,
    Calendar,
    CalendarDay,
    CalendarWeekend,
    CentralAuthority,
    User,
)
from ctrack.models.calendar import DayKind
from ctrack.queries import timing as known
from ctrack.services import calendar_filling, due_changes, events, timing

OWN = (DayKind.ADDED, DayKind.WORKED)
"""What an administrator may say of a day."""

LONGEST_WEEKEND = 3
"""More free days a week than this are a mistake."""


def by_id(calendar_id: int | None, *, by: User) -> Calendar:
    """One of the office's calendars; its own where no number is given.

    Raises NotFound.
    """
    if calendar_id is None:
        found = timing.of_office(by.central_authority_id)
    else:
        found = db.session.get(Calendar, calendar_id)
    if found is None or found.central_authority_id != by.central_authority_id:
        raise NotFound(N_("There is no such calendar."))
    return found


def say(
    calendar: Calendar,
    day: date,
    kind: DayKind,
    name: str,
    *,
    by: User,
    seen: str | None = None,
) -> int:
    """Say of a day that it is free here, or worked; gives how many requests moved.

    `seen` is the word for the moves that were shown. Raises Invalid where the day is
    so already, WouldMove where other days would move than were seen.
    """
    if kind not in OWN:
        raise Invalid(
            [problem("kind", N_("Choose whether the day is free or worked."))]
        )
    if known.of_calendar(calendar.id).is_working(day) is (kind is DayKind.WORKED):
        raise Invalid([problem("day", _so_already(kind))])
    _forget(calendar, day)
    calendar.days.append(CalendarDay(day=day, kind=kind, name=name))
    return _changed(calendar, day.isoformat(), by, seen)


def _so_already(kind: DayKind) -> str:
    if kind is DayKind.WORKED:
        return N_("This day is a working day already.")
    return N_("This day is free already.")


def take_back(
    calendar: Calendar, day: date, *, by: User, seen: str | None = None
) -> int:
    """Let the day be again what it is for everybody; gives how many requests moved.

    Raises WouldMove where other days would move than were seen.
    """
    _forget(calendar, day)
    return _changed(calendar, day.isoformat(), by, seen)


def _forget(calendar: Calendar, day: date) -> None:
    for one in list(calendar.days):
        if one.day == day and not one.is_shipped and one.kind in OWN:
            calendar.days.remove(one)
    db.session.flush()


def say_weekend(
    calendar: Calendar,
    since: date,
    weekdays: Collection[int],
    *,
    by: User,
    seen: str | None = None,
) -> int:
    """Say which weekdays are free from a day on; gives how many requests moved.

    Weekdays as in `date.weekday`: Monday is 0. Raises Invalid for none or too many, or
    where it is so already; WouldMove where other days would move than were seen.
    """
    if not 1 <= len(weekdays) <= LONGEST_WEEKEND:
        text = N_("Choose one to three days that are free each week.")
        raise Invalid([problem("weekdays", text)])
    free = frozenset(weekdays)
    if Weekend(since, free) in known.of_calendar(calendar.id).weekends:
        raise Invalid([problem("weekdays", N_("The weekend is so already."))])
    digits = "".join(str(number) for number in sorted(free))
    pattern = next((one for one in calendar.weekends if one.since == since), None)
    if pattern is None:
        calendar.weekends.append(CalendarWeekend(since=since, weekdays=digits))
    else:
        pattern.weekdays = digits
    return _changed(calendar, since.isoformat(), by, seen)


def save(
    calendar: Calendar | None,
    serves: CalendarUse,
    place: str,
    name: str = "",
    *,
    by: User,
    seen: str | None = None,
) -> tuple[Calendar, int]:
    """Add a calendar, or let one be that of another place.

    `place` is a State and, after a hyphen, one of its subdivisions: `FR`, `DE-BY`. The
    holidays and the weekend there are filled in; days that were added stay. Gives the
    calendar, and how many requests moved. Raises Invalid for a place that is none, a
    second calendar of a State, or one of authorities without a name; WouldMove.
    """
    state, subdivision = _read(place)
    _one_at_a_time(by.central_authority_id)
    others = [c for c in known.calendars(by.central_authority_id) if c is not calendar]
    problems = [*_place_problems(state, subdivision, serves, others)]
    if serves is CalendarUse.AUTHORITIES:
        problems += _name_problems(name, others)
    if problems:
        raise Invalid(problems)
    if calendar is None:
        calendar = Calendar(
            central_authority_id=by.central_authority_id, serves=serves, state=state
        )
        db.session.add(calendar)
    is_other_state = calendar.id is None or calendar.state != state
    calendar.state, calendar.subdivision, calendar.name = state, subdivision, name
    calendar_filling.fill(calendar, clock.today(), with_weekends=is_other_state)
    db.session.flush()
    return calendar, _changed(calendar, written(calendar), by, seen)


def _one_at_a_time(office: int) -> None:
    """Let a second one who adds a calendar wait, and see the first one's."""
    one = select(CentralAuthority.id).where(CentralAuthority.id == office)
    db.session.execute(one.with_for_update())


def _read(place: str) -> tuple[str, str]:
    """The codes of a State and of a part of it; what is no State comes back as typed.

    >>> _read("Germany"), _read("de-by"), _read("Guinea-Bissau")
    (('DE', ''), ('DE', 'BY'), ('GW', ''))
    """
    if code := states.code_of(place):
        return code, ""
    state, _, subdivision = place.strip().rpartition("-")
    return states.code_of(state) or place.strip(), subdivision.strip().upper()


def _place_problems(
    state: str, subdivision: str, serves: CalendarUse, others: Sequence[Calendar]
) -> Iterator[Problem]:
    if state not in states.names():
        text = N_("Name a State by its name or code, for example FR.")
        yield problem("place", text)
    parts = calendar_filling.states().get(state, [])
    if subdivision and subdivision not in parts:
        text = N_(
            "No holidays are known for this part of %(state)s. Leave it out, or take "
            "one of these: %(parts)s."
        )
        offered = ", ".join(f"{state}-{part}" for part in parts) or "–"
        yield problem("place", text, state=states.name(state), parts=offered)
    of_states = {o.state for o in others if o.serves is CalendarUse.STATE}
    if serves is CalendarUse.STATE and state in of_states:
        yield problem("place", N_("There is a calendar of this State already."))


def _name_problems(name: str, others: Sequence[Calendar]) -> Iterator[Problem]:
    if not name.strip():
        yield problem("name", N_("Give the calendar a name."))
    elif any(other.name.casefold() == name.strip().casefold() for other in others):
        yield problem("name", N_("Another calendar has this name."))


def remove(calendar: Calendar, *, by: User, seen: str | None = None) -> int:
    """Do away with a calendar: those it served go by that of the office again.

    Gives how many requests moved. Raises Invalid for the office's own and where an
    authority has it; WouldMove.
    """
    if calendar.serves is CalendarUse.OFFICE:
        raise Invalid([problem("", N_("The office cannot do without its calendar."))])
    if number := served(calendar):
        told = counted(
            N_("One authority goes by this calendar. Give it another one first."),
            N_(
                "%(number)s authorities go by this calendar. Give them another one "
                "first."
            ),
            number,
        )
        raise Invalid([Problem("", told)])
    what = calendar.name or calendar.state
    db.session.delete(calendar)
    return _follow(what, by, seen)


def served(calendar: Calendar) -> int:
    """How many authorities go by it."""
    statement = select(func.count()).select_from(Authority)
    return db.session.scalar(statement.where(Authority.calendar_id == calendar.id)) or 0


def written(calendar: Calendar) -> str:
    """The place whose holidays it has: `DE-BY`."""
    return "-".join(filter(None, (calendar.state, calendar.subdivision)))


def _changed(calendar: Calendar, what: str, by: User, seen: str | None) -> int:
    if calendar.serves is not CalendarUse.OFFICE:
        what = f"{calendar.name or calendar.state}, {what}"
    return _follow(what, by, seen)


def _follow(what: str, by: User, seen: str | None) -> int:
    timing.announce(by.central_authority)
    events.record(EventKind.CALENDAR_CHANGED, by=by, details={"day": what})
    office = by.central_authority_id
    return due_changes.follow(office, EventKind.DEADLINES_MOVED, by=by, seen=seen)
