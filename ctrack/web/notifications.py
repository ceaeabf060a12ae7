"""For you: what a person has been told, wants to be reminded of, and has put off."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import clock
from ctrack.domain.permissions import Permission
from ctrack.extensions import transaction
from ctrack.models import Notification
from ctrack.queries import notifications as queries
from ctrack.queries import reminders
from ctrack.queries.notifications import PAGE
from ctrack.services import notifications as deeds
from ctrack.web.access import requires, signed_in
from ctrack.web.telling import in_words
from ctrack.web.wording import translated

bp = Blueprint("notifications", __name__)


@bp.get("/notifications")
@requires(Permission.OWN_ACCOUNT)
def index() -> str:
    """The unread first, then what was read; reminders that are due above all."""
    user, today = signed_in(), clock.today()
    before = request.args.get("before", type=int)
    found = queries.of_person(user, before=before)
    shown = found[:PAGE]
    own = reminders.of_person(user)
    return render_template(
        "notifications/index.html",
        unread=[n for n in shown if n.read_at is None],
        read=[n for n in shown if n.read_at is not None],
        last=max((n.id for n in shown), default=0),
        older=shown[-1].id if len(found) > PAGE else None,
        before=before,
        due=[r for r in own if not r.puts_off and r.due_on <= today],
        coming=[r for r in own if not r.puts_off and r.due_on > today],
        put_off=[r for r in own if r.puts_off and r.due_on > today],
        today=today,
    )


@bp.post("/notifications/read")
@requires(Permission.OWN_ACCOUNT)
def read_all() -> ResponseReturnValue:
    """All that the page has shown is read; what came since is not."""
    with transaction():
        deeds.mark_read(signed_in(), until=request.form.get("until", 0, type=int))
    flash(_("All is read."))
    return redirect(url_for(".index"))


@bp.post("/notifications/<int:notification_id>/read")
@requires(Permission.OWN_ACCOUNT)
def read(notification_id: int) -> ResponseReturnValue:
    """One of them is read."""
    with transaction():
        deeds.mark_read(signed_in(), only=notification_id)
    return redirect(url_for(".index"))


@bp.app_template_filter("told_news")
def told_news(notification: Notification) -> str:
    """The sentence of a notification."""
    kind = notification.kind
    blanks = {
        name: in_words(name, notification.details.get(name, "")) for name in kind.blanks
    }
    return translated(kind.label) % blanks
