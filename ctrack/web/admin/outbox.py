"""The outbox: what waits to be sent, and what was given up."""

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from flask import render_template as render
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack.domain.errors import NotFound
from ctrack.domain.outbox import MessageState
from ctrack.domain.permissions import Permission
from ctrack.domain.wording import N_
from ctrack.extensions import transaction
from ctrack.models import OutboxMessage
from ctrack.queries import outbox as queries
from ctrack.services import outbox as deeds
from ctrack.web.access import requires, signed_in

bp = Blueprint("outbox", __name__, url_prefix="/outbox")


@bp.get("")
@requires(Permission.ADMINISTER)
def index() -> str:
    """The newest messages, all or those of one state."""
    office, state = signed_in().central_authority_id, _state()
    return render(
        "admin/outbox.html",
        messages=queries.latest(office, state=state),
        numbers=queries.numbers(office),
        state=state,
        most=queries.PAGE,
        has_server=bool(current_app.config["CTRACK_MAIL_URL"]),
    )


@bp.get("/<int:message_id>")
@requires(Permission.ADMINISTER)
def show(message_id: int) -> str:
    """What became of one message; not what it says, which is of cases."""
    return render("admin/message.html", message=_message(message_id))


@bp.post("/<int:message_id>/again")
@requires(Permission.ADMINISTER)
def again(message_id: int) -> ResponseReturnValue:
    """Try to send it once more, from the beginning."""
    with transaction():
        deeds.try_again(_message(message_id))
    flash(_("The message is sent with the next run."))
    return redirect(url_for(".show", message_id=message_id))


def _state() -> MessageState | None:
    text = request.args.get("state", "")
    if not text:
        return None
    return next((state for state in MessageState if state == text), None) or abort(404)


def _message(message_id: int) -> OutboxMessage:
    found = queries.by_id(message_id, signed_in().central_authority_id)
    if found is None:
        raise NotFound(N_("There is no such message."))
    return found
