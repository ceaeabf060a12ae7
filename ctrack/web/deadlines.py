"""How a due day was computed, more time for it, and pauses recorded by hand."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import clock
from ctrack.domain.errors import Invalid, NotFound
from ctrack.domain.explanations import explain
from ctrack.domain.permissions import Permission
from ctrack.domain.wording import N_
from ctrack.extensions import transaction
from ctrack.models import Event, MLARequest
from ctrack.queries import deadlines, events, mla_requests
from ctrack.queries.timing import timing
from ctrack.services import pauses as deeds
from ctrack.services.deadline_rows import terms_of
from ctrack.web import explained, meanwhile, request_deadlines
from ctrack.web.access import requires, signed_in
from ctrack.web.forms.deadlines import ExtensionForm, PauseEndForm, PauseForm
from ctrack.web.telling import told

bp = Blueprint("deadlines", __name__)


@bp.get("/requests/<path:reference>/deadlines/<int:deadline_id>")
@requires(Permission.READ_REQUESTS)
def show(reference: str, deadline_id: int) -> ResponseReturnValue:
    """Explain a day: how it follows from rule, calendar, pauses and extensions."""
    mla_request = mla_requests.by_reference(reference, seen_by=signed_in())
    facts = deadlines.of_request(mla_request.id)
    kept = facts.deadlines.get(deadline_id)
    if kept is None:
        raise NotFound(N_("The request has no such deadline."))
    names = {t.id: t.authority.name for t in mla_request.transfers}
    is_paused = mla_request.paused_since is not None
    explanation = explain(
        terms_of(
            kept.row,
            timing(mla_request.central_authority_id, facts.timing_key),
            [pause.interval for pause in facts.pauses.values()],
            kept.extensions.values(),
        )
    )
    return render_template(
        "deadlines/show.html",
        mla_request=mla_request,
        line=request_deadlines.line(kept, names, clock.today(), is_paused=is_paused),
        rule=explained.rule(kept.row),
        lines=[explained.worded(one) for one in explanation.lines],
        row=kept.row,
    )


@bp.route(
    "/requests/<path:reference>/deadlines/<int:deadline_id>/extend",
    methods=["GET", "POST"],
)
@requires(Permission.TAKE_STEPS)
def extend(reference: str, deadline_id: int) -> ResponseReturnValue:
    """Give more time for a deadline, with the reason."""
    mla_request = meanwhile.opened(reference, by=signed_in())
    deadline = deeds.of_request(mla_request, deadline_id)
    seen = events.last_id(mla_request)
    form = ExtensionForm(data={"on": clock.today(), "seen": seen})

    def store() -> Event:
        return deeds.extend(
            mla_request,
            deadline_id,
            form.until.data or clock.today(),
            form.reason.data or "",
            by=signed_in(),
            on=form.on.data,
        )

    return _answer(mla_request, form, store, "extend", deadline=deadline)


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

    return _answer(mla_request, form, store, "pause")


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

    return _answer(mla_request, form, store, "go_on", pause=running)


def _answer(
    mla_request: MLARequest,
    form: Any,
    store: Callable[[], Event],
    name: str,
    **more: Any,
) -> ResponseReturnValue:
    """Show the form, or store what it says; nothing typed is ever lost."""
    if request.method == "GET":
        return _page(mla_request, form, name, **more)
    if others := meanwhile.done_by_others(mla_request):
        form.seen.data = str(others[-1].id)
        return _page(mla_request, form, name, others=others, status=409, **more)
    if not form.validate():
        return _page(mla_request, form, name, status=422, **more)
    reference = mla_request.reference
    try:
        with transaction():
            event = store()
    except Invalid as invalid:
        form.show(invalid.problems)
        return _page(mla_request, form, name, status=422, **more)
    flash(_("Saved. %(sentence)s", sentence=told(event)))
    return redirect(url_for("mla_requests.show", reference=reference))


def _page(
    mla_request: MLARequest,
    form: Any,
    name: str,
    *,
    others: Sequence[Event] = (),
    status: int = 200,
    **more: Any,
) -> ResponseReturnValue:
    page = render_template(
        f"deadlines/{name}.html",
        form=form,
        mla_request=mla_request,
        others=others,
        **more,
    )
    return page, status
