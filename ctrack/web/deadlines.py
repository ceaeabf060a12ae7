"""How a due day was computed, more time for it, and days set by an officer."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ctrack import clock
from ctrack.domain.deadline_rules import COUNTED_BY
from ctrack.domain.deadlines import Unit
from ctrack.domain.errors import NotFound
from ctrack.domain.explanations import explain
from ctrack.domain.permissions import Permission
from ctrack.domain.wording import N_
from ctrack.models import Event
from ctrack.queries import deadlines, events, mla_requests
from ctrack.queries.timing import timing
from ctrack.services import extensions, set_deadlines, situations
from ctrack.services.deadline_rows import calendar_of, terms_of
from ctrack.web import explained, meanwhile, request_deadlines
from ctrack.web.access import requires, signed_in
from ctrack.web.forms.deadlines import (
    DeadlineForm,
    ExtensionForm,
    ReasonForm,
    SettleForm,
)
from ctrack.web.time_forms import answer

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
    timed = timing(mla_request.central_authority_id, facts.timing_key)
    situation = situations.of_request(mla_request)
    calendar = calendar_of(timed, situation, kept.row["kind"], kept.row["place"])
    explanation = explain(
        terms_of(
            kept.row,
            calendar,
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
        of_others=None if calendar is timed.calendar else COUNTED_BY[kept.row["kind"]],
        has_more_time=bool(kept.extensions),
        may_settle=set_deadlines.is_settled_by_hand(kept.row),
    )


@bp.route(
    "/requests/<path:reference>/deadlines/<int:deadline_id>/extend",
    methods=["GET", "POST"],
)
@requires(Permission.TAKE_STEPS)
def extend(reference: str, deadline_id: int) -> ResponseReturnValue:
    """Give more time for a deadline, by days or until a day, with the reason."""
    mla_request = meanwhile.opened(reference, by=signed_in())
    deadline = extensions.of_request(mla_request, deadline_id)
    seen = events.last_id(mla_request)
    form = ExtensionForm(data={"on": clock.today(), "seen": seen})

    def store() -> Event:
        user, on, reason = signed_in(), form.on.data, form.reason.data or ""
        if form.until.data:
            return extensions.extend(
                mla_request, deadline_id, form.until.data, reason, by=user, on=on
            )
        return extensions.extend_by(
            mla_request,
            deadline_id,
            form.count.data or 0,
            form.unit.data or Unit.CALENDAR_DAYS,
            reason,
            by=user,
            on=on,
        )

    return answer(mla_request, form, store, "extend", deadline=deadline)


@bp.route(
    "/requests/<path:reference>/deadlines/<int:deadline_id>/take-back",
    methods=["GET", "POST"],
)
@requires(Permission.TAKE_STEPS)
def take_back(reference: str, deadline_id: int) -> ResponseReturnValue:
    """Take back the last time that was given in addition."""
    mla_request = meanwhile.opened(reference, by=signed_in())
    deadline = extensions.of_request(mla_request, deadline_id)
    form = ReasonForm(data={"seen": events.last_id(mla_request)})

    def store() -> Event:
        reason = form.reason.data or ""
        return extensions.take_back(mla_request, deadline_id, reason, by=signed_in())

    return answer(mla_request, form, store, "take_back", deadline=deadline)


@bp.route("/requests/<path:reference>/deadlines/new", methods=["GET", "POST"])
@requires(Permission.TAKE_STEPS)
def add(reference: str) -> ResponseReturnValue:
    """Set a day that no stage of the request makes due."""
    mla_request = meanwhile.opened(reference, by=signed_in())
    seen = events.last_id(mla_request)
    form = DeadlineForm(data={"base_on": clock.today(), "seen": seen})

    def store() -> Event:
        return set_deadlines.add(
            mla_request,
            form.kind.data,
            base_on=form.base_on.data or clock.today(),
            until=form.until.data,
            note=form.note.data or "",
            by=signed_in(),
        )

    return answer(mla_request, form, store, "add")


@bp.route(
    "/requests/<path:reference>/deadlines/<int:deadline_id>/done",
    methods=["GET", "POST"],
)
@requires(Permission.TAKE_STEPS)
def settle(reference: str, deadline_id: int) -> ResponseReturnValue:
    """Record that what was set has been done."""
    mla_request = meanwhile.opened(reference, by=signed_in())
    deadline = extensions.of_request(mla_request, deadline_id)
    seen = events.last_id(mla_request)
    form = SettleForm(data={"on": clock.today(), "seen": seen})

    def store() -> Event:
        return set_deadlines.settle(
            mla_request,
            deadline_id,
            form.on.data or clock.today(),
            form.note.data or "",
            by=signed_in(),
        )

    return answer(mla_request, form, store, "settle", deadline=deadline)


@bp.route(
    "/requests/<path:reference>/deadlines/<int:deadline_id>/strike",
    methods=["GET", "POST"],
)
@requires(Permission.TAKE_STEPS)
def strike(reference: str, deadline_id: int) -> ResponseReturnValue:
    """Take out a day that should not have been set."""
    mla_request = meanwhile.opened(reference, by=signed_in())
    deadline = extensions.of_request(mla_request, deadline_id)
    form = ReasonForm(data={"seen": events.last_id(mla_request)})

    def store() -> Event:
        reason = form.reason.data or ""
        return set_deadlines.strike(mla_request, deadline_id, reason, by=signed_in())

    return answer(mla_request, form, store, "strike", deadline=deadline)
