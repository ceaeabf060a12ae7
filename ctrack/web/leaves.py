"""Who is away, and who stands in."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import clock
from ctrack.domain.errors import Invalid
from ctrack.domain.permissions import Permission
from ctrack.extensions import transaction
from ctrack.models import User
from ctrack.queries import leaves as queries
from ctrack.queries import users
from ctrack.services import leaves
from ctrack.web.access import requires, signed_in
from ctrack.web.forms.leaves import LeaveForm

bp = Blueprint("leaves", __name__)


@bp.route("/office/leave", methods=["GET", "POST"])
@requires(Permission.LEAD_OFFICE)
def index() -> ResponseReturnValue:
    """Who is away now or will be; and a form to record it."""
    office = signed_in().central_authority_id
    people = {person.username: person for person in users.officers(office)}
    form = LeaveForm()
    form.offer(list(people.values()))
    if form.is_submitted() and form.is_complete() and _record(form, people):
        flash(_("%(name)s is away then.", name=people[form.user.data].name))
        return redirect(url_for(".index"))
    page = render_template(
        "office/leave.html",
        form=form,
        leaves=queries.present_and_coming(office, clock.today()),
        today=clock.today(),
    )
    return page, 422 if form.faults else 200


def _record(form: LeaveForm, people: dict[str, User]) -> bool:
    since, until = form.days
    try:
        with transaction():
            leaves.record(
                people[form.user.data],
                people[form.deputy.data],
                since=since,
                until=until,
                note=form.note.data or "",
                with_restricted=bool(form.with_restricted.data),
                by=signed_in(),
            )
    except Invalid as invalid:
        form.show(invalid.problems)
        return False
    return True


@bp.post("/office/leave/<int:leave_id>/end")
@requires(Permission.LEAD_OFFICE)
def end(leave_id: int) -> ResponseReturnValue:
    """Take a leave away."""
    office = signed_in().central_authority_id
    leave = queries.by_id(leave_id, central_authority_id=office)
    name = leave.user.name
    with transaction():
        leaves.end(leave, by=signed_in())
    flash(_("The leave of %(name)s was taken away.", name=name))
    return redirect(url_for(".index"))
