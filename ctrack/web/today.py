"""The first page: the work list for those signed in, the gate for others."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ctrack.web.access import public

bp = Blueprint("today", __name__)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """What is to be done, or where to sign in."""
    if not current_user.is_authenticated:
        return redirect(url_for("access.login"))
    return render_template("today/index.html")
