"""What the register knows of the central authority itself, and publishes."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import states
from ctrack.domain.permissions import Permission
from ctrack.services import central_authorities as deeds
from ctrack.services.unchanged import fingerprint
from ctrack.web.access import requires, signed_in
from ctrack.web.admin.storing import refusal
from ctrack.web.forms.office import OfficeForm
from ctrack.web.wording import state

bp = Blueprint("office", __name__, url_prefix="/office")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def change() -> ResponseReturnValue:
    """Change name, State and how to reach the office."""
    office, status = signed_in().central_authority, 200
    known = {name: getattr(office, name) for name in deeds.FIELDS}
    seen = fingerprint(office, deeds.FIELDS)
    form = OfficeForm(data=known | {"state": state(office.state), "seen": seen})
    if form.is_submitted():
        status = 422
        if form.validate():
            status = refusal(
                form,
                lambda: deeds.change(
                    office, form.values, by=signed_in(), seen=form.seen.data or ""
                ),
            )
        if not status:
            flash(_("%(name)s was stored.", name=office.name))
            return redirect(url_for("admin.index"))
        if status == 409:
            form.seen.data = fingerprint(office, deeds.FIELDS)
    page = render_template("admin/office.html", form=form, states=states.names())
    return page, status
