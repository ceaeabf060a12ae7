"""How to send requests to this authority, for authorities of other States."""

from flask import Blueprint, render_template

from ctrack.queries import central_authorities
from ctrack.web.access import public

bp = Blueprint("guidance", __name__)


@bp.get("/guidance")
@public
def show() -> str:
    """Where to send a request, what it must contain, and what happens to it."""
    return render_template(
        "public/guidance.html", central_authority=central_authorities.only()
    )
