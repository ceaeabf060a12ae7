"""Registrations that were begun and put aside, each seen by its owner only."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack.domain.permissions import Permission
from ctrack.extensions import transaction
from ctrack.queries import drafts
from ctrack.services import drafts as deeds
from ctrack.web.access import requires, signed_in

bp = Blueprint("drafts", __name__)


@bp.get("/drafts")
@requires(Permission.REGISTER)
def index() -> ResponseReturnValue:
    """The drafts of the person, the latest first."""
    return render_template("drafts/index.html", drafts=drafts.of_owner(signed_in()))


@bp.post("/drafts/<int:draft_id>/discard")
@requires(Permission.REGISTER)
def discard(draft_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    with transaction():
        deeds.discard(drafts.by_id(draft_id, owner=signed_in()))
    flash(_("The draft was discarded."))
    return redirect(url_for("drafts.index"))
