"""Reminding oneself of a request, and putting it off on the own work list."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import clock
from ctrack.domain.errors import Invalid, NotFound
from ctrack.domain.permissions import Permission
from ctrack.domain.wording import N_
from ctrack.extensions import transaction
from ctrack.models import MLARequest, Reminder
from ctrack.queries import mla_requests
from ctrack.queries import reminders as queries
from ctrack.services import reminders as deeds
from ctrack.web.access import requires, signed_in
from ctrack.web.forms.reminders import PutOffForm, ReminderForm
from ctrack.web.wording import day

bp = Blueprint("reminders", __name__)

USUAL = timedelta(days=21)
"""What the form offers: in three weeks."""


@bp.route("/requests/<path:reference>/reminder", methods=["GET", "POST"])
@requires(Permission.READ_REQUESTS)
def add(reference: str) -> ResponseReturnValue:
    """Be reminded of the request on a day, whatever happens to it until then."""
    user = signed_in()
    mla_request = mla_requests.by_reference(reference, seen_by=user)
    form = ReminderForm(data={"due_on": clock.today() + USUAL})
    if form.validate_on_submit() and form.due_on.data:
        try:
            with transaction():
                reminder = deeds.add(
                    mla_request, form.due_on.data, form.note.data or "", by=user
                )
        except Invalid as invalid:
            form.show(invalid.problems)
        else:
            flash(_("You are reminded on %(day)s.", day=day(reminder.due_on)))
            return _back(mla_request)
    page = render_template("reminders/add.html", form=form, mla_request=mla_request)
    return page, 422 if form.is_submitted() else 200


@bp.post("/reminders/<int:reminder_id>/done")
@requires(Permission.READ_REQUESTS)
def done(reminder_id: int) -> ResponseReturnValue:
    """It has been seen to."""
    with transaction():
        deeds.finish(_reminder(reminder_id), by=signed_in())
    return redirect(url_for("notifications.index"))


@bp.post("/reminders/<int:reminder_id>/later")
@requires(Permission.READ_REQUESTS)
def later(reminder_id: int) -> ResponseReturnValue:
    """Again in a week."""
    with transaction():
        reminder = _reminder(reminder_id)
        deeds.move(reminder, by=signed_in())
    flash(_("You are reminded again on %(day)s.", day=day(reminder.due_on)))
    return redirect(url_for("notifications.index"))


@bp.route("/requests/<path:reference>/put-off", methods=["GET", "POST"])
@requires(Permission.TAKE_STEPS)
def put_off(reference: str) -> ResponseReturnValue:
    """Leave it out of the own work list until a day."""
    user = signed_in()
    mla_request = mla_requests.by_reference(reference, seen_by=user)
    form = PutOffForm(data={"until": clock.today() + deeds.LATER})
    if form.validate_on_submit() and form.until.data:
        try:
            with transaction():
                deeds.put_off(mla_request, form.until.data, by=user)
        except Invalid as invalid:
            form.show(invalid.problems)
        else:
            flash(_("It is put off until %(day)s.", day=day(form.until.data)))
            return _back(mla_request)
    page = render_template("reminders/put_off.html", form=form, mla_request=mla_request)
    return page, 422 if form.is_submitted() else 200


@bp.post("/requests/<path:reference>/put-back")
@requires(Permission.TAKE_STEPS)
def put_back(reference: str) -> ResponseReturnValue:
    """Let it stand on the own work list again."""
    user = signed_in()
    mla_request = mla_requests.by_reference(reference, seen_by=user)
    with transaction():
        deeds.put_back(mla_request, by=user)
    flash(_("It stands on your work list again."))
    return _back(mla_request)


def _reminder(reminder_id: int) -> Reminder:
    found = queries.by_id(reminder_id)
    if found is None:
        raise NotFound(N_("There is no such reminder of yours."))
    return found


def _back(mla_request: MLARequest) -> ResponseReturnValue:
    address = url_for("mla_requests.show", reference=mla_request.reference)
    return redirect(address)
