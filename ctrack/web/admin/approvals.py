"""Which steps need a second pair of eyes."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack.domain.approvals import approvable, name_of
from ctrack.domain.permissions import Permission
from ctrack.domain.vocabulary import Direction
from ctrack.services import approvals as deeds
from ctrack.web.access import requires, signed_in
from ctrack.web.admin.storing import refusal
from ctrack.web.forms.reviews import ApprovedStepsForm
from ctrack.web.wording import translated

bp = Blueprint("approvals", __name__, url_prefix="/approvals")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def change() -> ResponseReturnValue:
    """Choose the steps that somebody else has to approve."""
    user, status = signed_in(), 200
    office = user.central_authority
    form = ApprovedStepsForm(data={d.value: office.approved_steps for d in Direction})
    for direction in Direction:
        form[direction.value].offer(
            [
                (name_of(direction, step.code), translated(step.label))
                for step in approvable(direction)
            ]
        )
    if form.is_submitted():
        chosen = [name for d in Direction for name in form[d.value].data]
        status = refusal(form, lambda: deeds.choose(office, chosen, by=user))
        if not status:
            flash(_("It holds for every step taken from now on."))
            return redirect(url_for("admin.index"))
    return render_template("admin/approvals.html", form=form), status
