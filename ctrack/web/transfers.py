"""The transfers: what lies with which authority, one transfer, and its steps."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ctrack.domain.permissions import Permission
from ctrack.web.access import requires

bp = Blueprint("transfers", __name__)


@bp.get("/transfers")
@requires(Permission.SEE_TRANSFERS)
def index() -> ResponseReturnValue:
    """What lies with the authorities."""
    return render_template("transfers/list.html")
