"""The one place that asks what time it is, and what day it is at the office.

A day is the office's own: it begins and ends at midnight in its time zone, which is set
by CTRACK_TIMEZONE and else that of the machine.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from flask import current_app, has_app_context


def zone() -> ZoneInfo | None:
    """The time zone of the office; None where it is that of the machine."""
    name = current_app.config.get("CTRACK_TIMEZONE") if has_app_context() else None
    return ZoneInfo(name) if name else None


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def here(moment: datetime) -> datetime:
    """The moment as the clocks of the office show it."""
    return moment.astimezone(zone())


def day_of(moment: datetime) -> date:
    """The day it was at the office at this moment."""
    return here(moment).date()


def today() -> date:
    """The day it is now at the office."""
    return day_of(now())


def moment_of(day: date, at: time = time()) -> datetime:
    """The moment of this day, by the clocks of the office, in UTC; its beginning."""
    office = zone()
    local = datetime.combine(day, at)
    local = local.replace(tzinfo=office) if office else local.astimezone()
    return local.astimezone(UTC)
