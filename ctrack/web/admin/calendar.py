"""Calendars: of the office, of authorities, of other States; weekends and own days."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
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
from ctrack.web.admin import moves
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
    status, shown = 200, moves.NOTHING_MOVES
    if form.is_submitted():
        status = 422
        day, kind = form.day.data, DayKind(form.kind.data or DayKind.ADDED)
        if form.validate() and day is not None:
            status, shown = moves.attempt(
                form,
                lambda seen: deeds.say(
                    calendar, day, kind, form.name.data or "", by=signed_in(), seen=seen
                ),
            )
        if not status:
            return _stored(calendar)
    return _page("admin/calendar.html", calendar, form, **_days(calendar), **shown), (
        status
    )


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
    status, shown = 200, moves.NOTHING_MOVES
    if form.is_submitted():
        status = 422
        since = form.since.data
        if form.validate() and since is not None:
            status, shown = moves.attempt(
                form,
                lambda seen: deeds.say_weekend(
                    calendar, since, form.numbers, by=signed_in(), seen=seen
                ),
            )
        if not status:
            return _stored(calendar)
    names = weekday_names()
    page = _page("admin/calendar_weekend.html", calendar, form, names=names, **shown)
    return page, status


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
    status, shown = 200, moves.NOTHING_MOVES
    if form.is_submitted():
        status, shown = moves.attempt(
            form, lambda seen: deeds.take_back(calendar, on, by=signed_in(), seen=seen)
        )
        if not status:
            return _stored(calendar)
    return _page("admin/calendar_remove.html", calendar, form, day=on, **shown), status


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def new() -> ResponseReturnValue:
    """A calendar of another State, or of competent authorities."""
    form = NewCalendarForm()
    added: list[Calendar] = []

    def deed(seen: str) -> int:
        serves = form.serves.data or CalendarUse.STATE
        calendar, moved = deeds.save(
            None, serves, form.place.data or "", form.name.data or "",
            by=signed_in(), seen=seen,
        )  # fmt: skip
        added.append(calendar)
        return moved

    status, shown = 200, moves.NOTHING_MOVES
    if form.is_submitted():
        status, shown = moves.attempt(form, deed) if form.validate() else (422, {})
        if not status:
            return _stored(added[-1])
    return _page("admin/calendar_place.html", None, form, **shown), status


@bp.route("/place", methods=["GET", "POST"], defaults=_OF_OFFICE)
@bp.route("/<int:calendar_id>/place", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def place(calendar_id: int | None) -> ResponseReturnValue:
    """Let a calendar have the holidays of another State, or of a part of one."""
    calendar = _calendar(calendar_id)
    form = PlaceForm(data={"place": deeds.written(calendar), "name": calendar.name})
    if calendar.serves is not CalendarUse.AUTHORITIES:
        del form.name
    status, shown = 200, moves.NOTHING_MOVES

    def deed(seen: str) -> int:
        name = form.name.data if "name" in form else ""
        where = form.place.data or ""
        serves = calendar.serves
        return deeds.save(
            calendar, serves, where, name or "", by=signed_in(), seen=seen
        )[1]

    if form.is_submitted():
        status, shown = moves.attempt(form, deed) if form.validate() else (422, {})
        if not status:
            return _stored(calendar)
    return _page("admin/calendar_place.html", calendar, form, **shown), status


@bp.route("/<int:calendar_id>/delete", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def delete(calendar_id: int) -> ResponseReturnValue:
    """Do away with a calendar, after a look at what would move."""
    calendar, form = _calendar(calendar_id), Form()
    status, shown = 200, moves.NOTHING_MOVES
    if request.method == "POST":
        status, shown = moves.attempt(
            form, lambda seen: deeds.remove(calendar, by=signed_in(), seen=seen)
        )
        if not status:
            flash(_("The calendar is no more. The office's takes its place."))
            return redirect(url_for(".index"))
    return _page("admin/calendar_delete.html", calendar, form, **shown), status


def _page(template: str, calendar: Calendar | None, form: Form, **shown: Any) -> str:
    return render_template(
        template,
        calendar=calendar,
        its=_its(calendar) if calendar else {},
        form=form,
        states=states.names(),
        **moves.NOTHING_MOVES | shown,
    )
