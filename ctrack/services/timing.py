"""Keeping the office's calendar, and letting everybody know that it has changed."""

import secrets

from sqlalchemy import select

from ctrack import clock
from ctrack.extensions import db
from ctrack.models import Calendar, CentralAuthority
from ctrack.services import calendar_filling


def load() -> bool:
    """Make or renew the calendar of each office; gives whether one is new.

    Whoever has read rules or calendars before reads them again.
    """
    is_new = False
    for office in db.session.scalars(select(CentralAuthority)):
        calendar = of_office(office.id)
        if calendar is None:
            is_new = True
            calendar = Calendar(
                central_authority_id=office.id, state=office.state, is_office=True
            )
            db.session.add(calendar)
            calendar_filling.fill(calendar, clock.today(), with_weekends=True)
        else:
            calendar_filling.fill(calendar, clock.today())
        announce(office)
    db.session.flush()
    return is_new


def of_office(central_authority_id: int) -> Calendar | None:
    """The calendar that an office counts its days by."""
    return db.session.scalars(
        select(Calendar).where(
            Calendar.central_authority_id == central_authority_id, Calendar.is_office
        )
    ).first()


def announce(office: CentralAuthority) -> None:
    """Let everybody read rules and calendars anew, in whatever process they work."""
    office.timing_key = secrets.token_hex(8)
