"""The register as a list."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ctrack.domain.permissions import Permission
from ctrack.web.access import requires

bp = Blueprint("request_list", __name__)


@bp.get("/requests")
@requires(Permission.LIST_REQUESTS, instead="transfers.index")
def index() -> ResponseReturnValue:
    """The requests that fit the filters in the address."""
    return render_template("requests/list.html")
