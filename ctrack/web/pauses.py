"""Pauses that an officer records, ends and corrects."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from ctrack import clock
from ctrack.domain.permissions import Permission
from ctrack.models import Event
from ctrack.queries import events
from ctrack.services import pauses as deeds
from ctrack.web import meanwhile
from ctrack.web.access import requires, signed_in
from ctrack.web.forms.deadlines import (
    PauseCorrectionForm,
    PauseEndForm,
    PauseForm,
    ReasonForm,
)
from ctrack.web.time_forms import answer

bp = Blueprint("pauses", __name__)


@bp.route("/requests/<path:reference>/pauses/new", methods=["GET", "POST"])
@requires(Permission.TAKE_STEPS)
def pause(reference: str) -> ResponseReturnValue:
    """Let the clock stand still while something is waited for."""
    mla_request = meanwhile.opened(reference, by=signed_in())
    seen = events.last_id(mla_request)
    form = PauseForm(data={"since": clock.today(), "seen": seen})

    def store() -> Event:
        return deeds.begin(
            mla_request,
            form.category.data,
            form.since.data or clock.today(),
            form.note.data or "",
            by=signed_in(),
        )

    return answer(mla_request, form, store, "pause")


@bp.route(
    "/requests/<path:reference>/pauses/<int:pause_id>/end", methods=["GET", "POST"]
)
@requires(Permission.TAKE_STEPS)
def go_on(reference: str, pause_id: int) -> ResponseReturnValue:
    """Let the clock go on."""
    mla_request = meanwhile.opened(reference, by=signed_in())
    running = deeds.running(mla_request, pause_id)
    seen = events.last_id(mla_request)
    form = PauseEndForm(data={"until": clock.today(), "seen": seen})

    def store() -> Event:
        until = form.until.data or clock.today()
        return deeds.end(mla_request, pause_id, until, by=signed_in())

    return answer(mla_request, form, store, "go_on", pause=running)


@bp.route(
    "/requests/<path:reference>/pauses/<int:pause_id>/correct",
    methods=["GET", "POST"],
)
@requires(Permission.TAKE_STEPS)
def correct(reference: str, pause_id: int) -> ResponseReturnValue:
    """Correct the days of a pause, and what was waited for."""
    mla_request = meanwhile.opened(reference, by=signed_in())
    its_pause = deeds.one_of(mla_request, pause_id)
    known = {name: getattr(its_pause, name) for name in ("since", "until", "category")}
    form = PauseCorrectionForm(data=known | {"seen": events.last_id(mla_request)})
    if not its_pause.is_by_hand:
        del form.category

    def store() -> Event:
        return deeds.correct(
            mla_request,
            pause_id,
            category=form.category.data if form.category else None,
            since=form.since.data or its_pause.since,
            until=form.until.data,
            reason=form.reason.data or "",
            by=signed_in(),
        )

    return answer(mla_request, form, store, "pause_correct", pause=its_pause)


@bp.route(
    "/requests/<path:reference>/pauses/<int:pause_id>/strike",
    methods=["GET", "POST"],
)
@requires(Permission.TAKE_STEPS)
def strike(reference: str, pause_id: int) -> ResponseReturnValue:
    """Take out a pause that there never was."""
    mla_request = meanwhile.opened(reference, by=signed_in())
    its_pause = deeds.one_of(mla_request, pause_id)
    form = ReasonForm(data={"seen": events.last_id(mla_request)})

    def store() -> Event:
        reason = form.reason.data or ""
        return deeds.strike(mla_request, pause_id, reason, by=signed_in())

    return answer(mla_request, form, store, "pause_strike", pause=its_pause)
