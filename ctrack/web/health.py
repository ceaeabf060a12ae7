"""Whether the application is well, for whoever watches over the server."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ctrack.extensions import database_answers

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Answer `ok` when the database answers."""
    plain = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
    if database_answers():
        return "ok", 200, plain
    return "The database does not answer.", 503, plain
