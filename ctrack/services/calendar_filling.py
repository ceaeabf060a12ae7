"""Calendars as published: holidays of a State and year, and what its weekend is.

Holidays come from the `holidays` package, which computes them for any year and knows
many that were moved or added by decree; weekends that have changed come from our own
list, since the package knows the present ones only.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple

import holidays

from ctrack.models import Calendar, CalendarDay, CalendarWeekend
from ctrack.models.calendar import DayKind

YEARS_BEFORE, YEARS_AFTER = 20, 4
"""How many years around the present one a calendar holds."""

ALWAYS = date(1900, 1, 1)
"""Since when the first weekend of a State holds, as far as the register goes."""

_SATURDAY_SUNDAY = "56"


class Published(NamedTuple):
    """The holidays of some years by name, and the weekend days that are worked."""

    holidays: dict[date, str]
    worked: dict[date, str]


def states() -> dict[str, list[str]]:
    """The States whose holidays are known, each with its subdivisions."""
    return {
        code: list(subdivisions)
        for code, subdivisions in holidays.list_supported_countries().items()
        if len(code) == _ALPHA_2
    }


_ALPHA_2 = 2


def published(state: str, subdivision: str, years: Iterable[int]) -> Published:
    """The holidays of a State or subdivision; nothing where they are not known."""
    known = states()
    if state not in known:
        return Published({}, {})
    found = holidays.country_holidays(
        state,
        subdiv=subdivision if subdivision in known[state] else None,
        years=list(years),
        language=_language(state),
    )
    worked = dict.fromkeys(getattr(found, "weekend_workdays", ()), "")
    return Published({day: name[:300] for day, name in found.items()}, worked)


def _language(state: str) -> str | None:
    """English names where there are any; else those of the State."""
    languages = holidays.country_holidays(state).supported_languages
    return next((tongue for tongue in ("en_US", "en_GB") if tongue in languages), None)


def weekends(state: str) -> list[tuple[date, str]]:
    """The weekends of a State: since when, and which weekdays are free."""
    if listed := _listed_weekends().get(state):
        return listed
    if state not in states():
        return [(ALWAYS, _SATURDAY_SUNDAY)]
    free = sorted(holidays.country_holidays(state).weekend)
    return [(ALWAYS, "".join(map(str, free)))]


@cache
def _listed_weekends() -> dict[str, list[tuple[date, str]]]:
    file = resources.files("ctrack.data").joinpath("weekends.json")
    return {
        entry["state"]: [
            (
                date.fromisoformat(pattern["since"]) if pattern["since"] else ALWAYS,
                "".join(map(str, pattern["weekdays"])),
            )
            for pattern in entry["patterns"]
        ]
        for entry in json.loads(file.read_text(encoding="utf-8"))
    }


def fill(calendar: Calendar, today: date, *, with_weekends: bool = False) -> bool:
    """Give it the holidays of the years around today, as published now.

    The office's own days are left alone, and its weekend unless `with_weekends` asks
    for the State's. Gives whether anything is different.
    """
    years = range(today.year - YEARS_BEFORE, today.year + YEARS_AFTER + 1)
    changed = False
    if with_weekends:
        changed = _set_weekends(calendar, weekends(calendar.state))
    wanted = _days(published(calendar.state, calendar.subdivision, years))
    present = {(d.day, d.kind): d for d in calendar.days if d.is_shipped}
    for key, row in present.items():
        if key not in wanted:
            calendar.days.remove(row)
            changed = True
        elif row.name != wanted[key]:
            row.name = wanted[key]
    own = {(d.day, d.kind) for d in calendar.days if not d.is_shipped}
    for (day, kind), name in wanted.items():
        if (day, kind) not in present and (day, kind) not in own:
            calendar.days.append(
                CalendarDay(day=day, kind=kind, name=name, is_shipped=True)
            )
            changed = True
    calendar.filled_from, calendar.filled_until = years[0], years[-1]
    return changed


def _days(found: Published) -> dict[tuple[date, DayKind], str]:
    return {
        **{(day, DayKind.HOLIDAY): name for day, name in found.holidays.items()},
        **{(day, DayKind.WORKED): name for day, name in found.worked.items()},
    }


def _set_weekends(calendar: Calendar, wanted: Sequence[tuple[date, str]]) -> bool:
    if [(w.since, w.weekdays) for w in calendar.weekends] == list(wanted):
        return False
    present = {weekend.since: weekend for weekend in calendar.weekends}
    for since, row in present.items():
        if since not in dict(wanted):
            calendar.weekends.remove(row)
    for since, weekdays in wanted:
        if since in present:
            present[since].weekdays = weekdays
        else:
            calendar.weekends.append(CalendarWeekend(since=since, weekdays=weekdays))
    return True
