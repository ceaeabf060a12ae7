"""Renewing calendars, and letting everybody know that they have changed."""

import secrets

from sqlalchemy import select

from ctrack import clock
from ctrack.domain.calendars import CalendarUse
from ctrack.domain.events import EventKind
from ctrack.extensions import db
from ctrack.models import Calendar, CentralAuthority
from ctrack.queries import timing
from ctrack.services import calendar_filling, due_changes


def load() -> bool:
    """Make or renew the calendars of each office; gives whether one is new.

    Whoever has read rules or calendars before reads them again. Where holidays were
    published anew, what is open follows.
    """
    is_new = False
    for office in db.session.scalars(select(CentralAuthority)).all():
        if of_office(office.id) is None:
            is_new = True
            calendar = Calendar(central_authority_id=office.id, state=office.state)
            db.session.add(calendar)
            calendar_filling.fill(calendar, clock.today(), with_weekends=True)
            announce(office)
        else:
            _renew(office)
    db.session.flush()
    return is_new


def _renew(office: CentralAuthority) -> None:
    today = clock.today()
    filled = [calendar_filling.fill(c, today) for c in timing.calendars(office.id)]
    announce(office)
    if any(filled):
        due_changes.follow(office.id, EventKind.DEADLINES_MOVED, by=None)


def of_office(central_authority_id: int) -> Calendar | None:
    """The calendar that an office counts its days by."""
    return db.session.scalars(
        select(Calendar).where(
            Calendar.central_authority_id == central_authority_id,
            Calendar.serves == CalendarUse.OFFICE,
        )
    ).first()


def announce(office: CentralAuthority) -> None:
    """Let everybody read rules and calendars anew, in whatever process they work."""
    office.timing_key = secrets.token_hex(8)
