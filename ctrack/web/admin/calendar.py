"""Calendars: of the office, of authorities, of other States; weekends and own days."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import clock, states
from ctrack.domain.calendars import CalendarUse
from ctrack.domain.permissions import Permission
from ctrack.models import Calendar
from ctrack.models.calendar import DayKind
from ctrack.queries.timing import calendars
from ctrack.services import calendars as deeds
from ctrack.web.access import requires, signed_in
from ctrack.web.admin.moves import Shown, answer
from ctrack.web.forms.base import Form
from ctrack.web.forms.calendars import (
    DayForm,
    NewCalendarForm,
    PlaceForm,
    WeekendForm,
    weekday_names,
)

bp = Blueprint("calendar", __name__, url_prefix="/calendar")

AHEAD = timedelta(days=366)
"""How far the page looks ahead."""

_OF_OFFICE: dict[str, Any] = {"calendar_id": None}


def _calendar(calendar_id: int | None) -> Calendar:
    return deeds.by_id(calendar_id, by=signed_in())


def _stored(calendar: Calendar) -> ResponseReturnValue:
    flash(_("The calendar was stored."))
    return redirect(url_for("admin.calendar.index", **_its(calendar)))


def _its(calendar: Calendar) -> dict[str, Any]:
    """The blank in the addresses of its pages; the office's needs none."""
    is_office = calendar.serves is CalendarUse.OFFICE
    return {"calendar_id": None if is_office else calendar.id}


@bp.route("", methods=["GET", "POST"], defaults=_OF_OFFICE)
@bp.route("/<int:calendar_id>", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def index(calendar_id: int | None) -> ResponseReturnValue:
    """The coming days that differ from the week, and a day to add."""
    calendar, form = _calendar(calendar_id), DayForm().prepare()

    def deed(seen: str) -> int:
        day, kind = form.day.data or clock.today(), DayKind(form.kind.data)
        name = form.name.data or ""
        return deeds.say(calendar, day, kind, name, by=signed_in(), seen=seen)

    show = _page("calendar", calendar, form, **_days(calendar))
    return answer(form, deed, show, lambda: _stored(calendar))


def _days(calendar: Calendar) -> dict[str, Any]:
    today = clock.today()
    days = [one for one in calendar.days if today <= one.day <= today + AHEAD]
    latest = calendar.weekends[-1].weekdays if calendar.weekends else ""
    others = calendars(calendar.central_authority_id)
    return {
        "days": [one for one in days if one.is_shipped],
        "own": [one for one in calendar.days if not one.is_shipped],
        "weekend": [weekday_names()[int(digit)] for digit in latest],
        "others": [c for c in others if c.serves is not CalendarUse.OFFICE],
        "served": deeds.served(calendar),
    }


@bp.route("/weekend", methods=["GET", "POST"], defaults=_OF_OFFICE)
@bp.route("/<int:calendar_id>/weekend", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def weekend(calendar_id: int | None) -> ResponseReturnValue:
    """Which weekdays are free from a day on; what would move is shown first."""
    calendar, form = _calendar(calendar_id), WeekendForm().prepare()

    def deed(seen: str) -> int:
        since, days = form.since.data or clock.today(), form.numbers
        return deeds.say_weekend(calendar, since, days, by=signed_in(), seen=seen)

    show = _page("calendar_weekend", calendar, form, names=weekday_names())
    return answer(form, deed, show, lambda: _stored(calendar))


@bp.route("/<day>/remove", methods=["GET", "POST"], defaults=_OF_OFFICE)
@bp.route("/<int:calendar_id>/<day>/remove", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def remove(calendar_id: int | None, day: str) -> ResponseReturnValue:
    """Take back what was said of a day, after a look at what would move."""
    calendar, form = _calendar(calendar_id), Form()
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return redirect(url_for(".index", **_its(calendar)))
    return answer(
        form,
        lambda seen: deeds.take_back(calendar, on, by=signed_in(), seen=seen),
        _page("calendar_remove", calendar, form, day=on),
        lambda: _stored(calendar),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def new() -> ResponseReturnValue:
    """A calendar of another State, or of competent authorities."""
    form, added = NewCalendarForm(), list[Calendar]()

    def deed(seen: str) -> int:
        name = form.name.data or ""
        calendar, moved = deeds.save(
            None, form.serves.data, form.place.data or "", name, by=signed_in(),
            seen=seen,
        )  # fmt: skip
        added.append(calendar)
        return moved

    show = _page("calendar_place", None, form)
    return answer(form, deed, show, lambda: _stored(added[-1]))


@bp.route("/place", methods=["GET", "POST"], defaults=_OF_OFFICE)
@bp.route("/<int:calendar_id>/place", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def place(calendar_id: int | None) -> ResponseReturnValue:
    """Let a calendar have the holidays of another State, or of a part of one."""
    calendar = _calendar(calendar_id)
    form = PlaceForm(data={"place": deeds.written(calendar), "name": calendar.name})
    if calendar.serves is not CalendarUse.AUTHORITIES:
        del form.name

    def deed(seen: str) -> int:
        name = form.name.data if "name" in form else ""
        _calendar, moved = deeds.save(
            calendar, calendar.serves, form.place.data or "", name or "",
            by=signed_in(), seen=seen,
        )  # fmt: skip
        return moved

    show = _page("calendar_place", calendar, form)
    return answer(form, deed, show, lambda: _stored(calendar))


@bp.route("/<int:calendar_id>/delete", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def delete(calendar_id: int) -> ResponseReturnValue:
    """Do away with a calendar, after a look at what would move."""
    calendar, form = _calendar(calendar_id), Form()

    def done() -> ResponseReturnValue:
        flash(_("The calendar is no more. The office's takes its place."))
        return redirect(url_for(".index"))

    return answer(
        form,
        lambda seen: deeds.remove(calendar, by=signed_in(), seen=seen),
        _page("calendar_delete", calendar, form),
        done,
    )


def _page(
    name: str, calendar: Calendar | None, form: Form, **more: Any
) -> Callable[[Shown], str]:
    """Shows a page, once it is known what would move."""

    def show(shown: Shown) -> str:
        return render_template(
            f"admin/{name}.html",
            calendar=calendar,
            its=_its(calendar) if calendar else {},
            form=form,
            states=states.names(),
            **more,
            **shown,
        )

    return show
