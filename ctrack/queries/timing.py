"""What due days are computed with: the rules in force, and calendars.

Every deed needs them and hardly anybody changes them, so they are kept in memory for as
long as the central authority's `timing_key` is the one they were read under.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select

from ctrack import clock
from ctrack.domain.calendars import Calendar, CalendarUse, Weekend
from ctrack.domain.deadline_rules import Rule
from ctrack.extensions import db
from ctrack.models import (
    Authority,
    CalendarDay,
    CalendarWeekend,
    CentralAuthority,
    DeadlineRule,
)
from ctrack.models import Calendar as CalendarRow
from ctrack.models.calendar import DayKind


@dataclass(frozen=True)
class Timing:
    """The rules that are in force, and the calendars of those who have to act.

    Authorities and States that have none of their own go by that of the office.
    """

    rules: tuple[Rule, ...]
    calendar: Calendar
    of_authorities: Mapping[int | None, Calendar] = field(default_factory=dict)
    of_states: Mapping[str, Calendar] = field(default_factory=dict)


_kept: dict[tuple[Any, int], tuple[Any, Timing]] = {}
_lock = threading.Lock()


def key_of(central_authority_id: int) -> str:
    """The word under which its rules and calendar are known now."""
    return (
        db.session.scalar(
            select(CentralAuthority.timing_key).where(
                CentralAuthority.id == central_authority_id
            )
        )
        or ""
    )


def timing(central_authority_id: int, key: str | None = None) -> Timing:
    """The rules and the calendar of a central authority.

    `key` is its `timing_key` where the caller has read it already. A key that is empty
    belongs to a register that `ctrack init` has not filled; nothing is kept then.
    """
    known_as = key_of(central_authority_id) if key is None else key
    place = db.engine.url, central_authority_id
    state = known_as, clock.today()
    with _lock:
        kept, found = _kept.get(place, (None, None))
    if found is not None and kept == state and known_as:
        return found
    found = read(central_authority_id)
    with _lock:
        _kept[place] = state, found
    return found


def read(central_authority_id: int) -> Timing:
    """The same, read anew."""
    today = clock.today()
    rules = db.session.scalars(
        select(DeadlineRule)
        .where(
            or_(DeadlineRule.valid_from.is_(None), DeadlineRule.valid_from <= today),
            or_(DeadlineRule.valid_until.is_(None), DeadlineRule.valid_until >= today),
        )
        .order_by(DeadlineRule.position, DeadlineRule.code)
    )
    rows = [row.rule for row in rules]
    known = calendars(central_authority_id)
    found = {row.id: of_calendar(row.id) for row in known}
    return Timing(
        tuple(rows),
        next((found[row.id] for row in known if _is_office(row)), Calendar()),
        {number: found[of] for number, of in _given(central_authority_id)},
        {r.state: found[r.id] for r in known if r.serves is CalendarUse.STATE},
    )


def _is_office(row: CalendarRow) -> bool:
    return row.serves is CalendarUse.OFFICE


def calendars(central_authority_id: int) -> Sequence[CalendarRow]:
    """The calendars that an office keeps: its own, then the others by name."""
    rows = db.session.scalars(
        select(CalendarRow)
        .where(CalendarRow.central_authority_id == central_authority_id)
        .order_by(CalendarRow.id)
    ).all()
    return sorted(rows, key=lambda row: (not _is_office(row), row.name, row.state))


def _given(central_authority_id: int) -> Iterator[tuple[int, int]]:
    """Which authority has which calendar."""
    rows = db.session.execute(
        select(Authority.id, Authority.calendar_id).where(
            Authority.central_authority_id == central_authority_id
        )
    )
    for authority_id, calendar_id in rows:
        if calendar_id is not None:
            yield authority_id, calendar_id


def of_calendar(calendar_id: int) -> Calendar:
    """A calendar as the domain computes with it."""
    weekends = db.session.execute(
        select(CalendarWeekend.since, CalendarWeekend.weekdays).where(
            CalendarWeekend.calendar_id == calendar_id
        )
    )
    days = db.session.execute(
        select(CalendarDay.day, CalendarDay.kind, CalendarDay.name).where(
            CalendarDay.calendar_id == calendar_id
        )
    )
    by_kind: dict[DayKind, dict[Any, str]] = {kind: {} for kind in DayKind}
    for day, kind, name in days:
        by_kind[kind][day] = name
    return Calendar(
        tuple(
            Weekend(since, frozenset(map(int, weekdays)))
            for since, weekdays in weekends
        ),
        by_kind[DayKind.HOLIDAY],
        by_kind[DayKind.ADDED],
        by_kind[DayKind.WORKED],
    )
