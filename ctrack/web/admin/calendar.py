"""The calendar of the office: its weekend, its holidays, and days of its own."""

from contextlib import suppress
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import ValidationError

from ctrack import clock
from ctrack.domain.permissions import Permission
from ctrack.models import Calendar
from ctrack.models.calendar import DayKind
from ctrack.queries import timing
from ctrack.services import calendar_days as deeds
from ctrack.services.due_moves import Move, WouldMove, seen_as
from ctrack.services.timing import of_office
from ctrack.web.access import requires, signed_in
from ctrack.web.admin.moves import counted
from ctrack.web.admin.storing import refusal
from ctrack.web.forms.base import DayField, Form, LineField
from ctrack.web.forms.fields import CheckboxesField, OptionField, at_most

bp = Blueprint("calendar", __name__, url_prefix="/calendar")

AHEAD = timedelta(days=366)
"""How far the page looks ahead."""


class DayForm(Form):
    """A day, and what the office says of it."""

    day = DayField(_l("Day"))
    kind = OptionField(_l("What it is here"))
    name = LineField(_l("Name"), [at_most(300)])

    def prepare(self) -> "DayForm":
        """Offer what may be said of a day."""
        free, worked = (
            _("Free, though others work"),
            _("A working day, though others are free"),
        )
        offered = [(DayKind.ADDED.value, free), (DayKind.WORKED.value, worked)]
        self.kind.offer(offered)
        return self

    def validate_day(self, field: DayField) -> None:
        """Refuse an empty day."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Give the day."))


@bp.route("", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def index() -> ResponseReturnValue:
    """The coming days that differ from the week, and a day to add.

    What was typed is shown with what it would move; pressed again, it is stored.
    """
    form = DayForm().prepare()
    if not form.is_submitted():
        return _page(form)
    if not form.validate() or form.day.data is None:
        return _page(form, 422)
    day, kind = form.day.data, DayKind(form.kind.data or DayKind.ADDED)
    name = form.name.data or ""
    if "confirmed" not in request.form:
        return _page(form, moves=_moves(day, kind, name))
    moved: list[int] = []
    seen = request.form.get("confirmed")
    try:
        status = refusal(
            form,
            lambda: moved.append(deeds.say(day, kind, name, by=signed_in(), seen=seen)),
        )
    except WouldMove as would:
        form.refuse(_("What would move has changed since you saw it. Look again."))
        return _page(form, 409, moves=list(would.moves))
    return _page(form, status) if status else _stored(moved[0])


class WeekendForm(Form):
    """Which weekdays are free, and since when."""

    since = DayField(_l("Since"))
    weekdays = CheckboxesField(_l("Free days of the week"))

    def prepare(self) -> "WeekendForm":
        """Offer the seven days."""
        self.weekdays.offer([(str(n), name) for n, name in enumerate(weekday_names())])
        return self

    @property
    def numbers(self) -> list[int]:
        """The days that were chosen, as in `date.weekday`."""
        return [int(text) for text in self.weekdays.data if text in set("0123456")]

    def validate_since(self, field: DayField) -> None:
        """Refuse an empty day."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Give the day."))


NOT_SEEN = "not seen"
"""What a form says that has not been looked at: the word of no moves at all."""


@bp.route("/weekend", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def weekend() -> ResponseReturnValue:
    """Which weekdays are free from a day on; what would move is shown first."""
    form = WeekendForm().prepare()
    if not form.is_submitted():
        return _weekend_page(form)
    if not form.validate() or form.since.data is None:
        return _weekend_page(form, 422)
    since, moved = form.since.data, list[int]()
    seen = request.form.get("confirmed", NOT_SEEN)
    try:
        status = refusal(
            form,
            lambda: moved.append(
                deeds.say_weekend(since, form.numbers, by=signed_in(), seen=seen)
            ),
        )
    except WouldMove as would:
        if seen == NOT_SEEN:
            return _weekend_page(form, moves=list(would.moves))
        form.refuse(_("What would move has changed since you saw it. Look again."))
        return _weekend_page(form, 409, moves=list(would.moves))
    return _weekend_page(form, status) if status else _stored(moved[0])


def _weekend_page(
    form: WeekendForm, status: int = 200, *, moves: list[Move] | None = None
) -> ResponseReturnValue:
    page = render_template(
        "admin/calendar_weekend.html",
        form=form,
        weekends=_row().weekends,
        names=weekday_names(),
        moves=None if moves is None else counted(moves),
        seen_as=seen_as(moves or ()),
    )
    return page, status


def weekday_names() -> list[str]:
    """Monday to Sunday, in the language of the page."""
    return [
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    ]


@bp.route("/<day>/remove", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def remove(day: str) -> ResponseReturnValue:
    """Take back what the office said of a day, after a look at what would move."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return redirect(url_for(".index"))
    if request.method == "POST":
        moved: list[int] = []
        form = Form()
        seen = request.form.get("confirmed")
        with suppress(WouldMove):
            if not refusal(
                form,
                lambda: moved.append(deeds.take_back(on, by=signed_in(), seen=seen)),
            ):
                return _stored(moved[0])
        flash(_("What would move has changed since you saw it. Look again."), "warn")
    calendar = timing.of_calendar(_row().id)
    office = signed_in().central_authority_id
    moves = deeds.preview(office, deeds.without_day(calendar, on))
    return render_template(
        "admin/calendar_remove.html",
        day=on,
        moves=counted(moves),
        seen_as=seen_as(moves),
        form=Form(),
    )


def _stored(moved: int) -> ResponseReturnValue:
    flash(
        ngettext(
            "The calendar was stored. The due days of %(num)s request moved.",
            "The calendar was stored. The due days of %(num)s requests moved.",
            moved,
        )
    )
    return redirect(url_for("admin.calendar.index"))


def _row() -> Calendar:
    row = of_office(signed_in().central_authority_id)
    if row is None:  # `ctrack init` makes one for every office
        raise LookupError("the office has no calendar")
    return row


def _moves(day: date, kind: DayKind, name: str) -> list[Move]:
    calendar = deeds.with_day(timing.of_calendar(_row().id), day, kind, name)
    return deeds.preview(signed_in().central_authority_id, calendar)


def _page(
    form: DayForm, status: int = 200, *, moves: list[Move] | None = None
) -> ResponseReturnValue:
    row, today = _row(), clock.today()
    days = [one for one in row.days if today <= one.day <= today + AHEAD]
    own = [one for one in row.days if not one.is_shipped]
    page = render_template(
        "admin/calendar.html",
        form=form,
        calendar=row,
        days=[one for one in days if one.is_shipped],
        own=own,
        weekend=[int(n) for n in row.weekends[-1].weekdays] if row.weekends else [],
        moves=None if moves is None else counted(moves),
        seen_as=seen_as(moves or ()),
    )
    return page, status
