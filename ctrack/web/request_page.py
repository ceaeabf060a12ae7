"""What the page of a request tells, put together from the record in plain values."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from ctrack import clock
from ctrack.domain import lifecycle
from ctrack.domain.lifecycle import STEPS
from ctrack.domain.statuses import RAIL, STAGES, Holder, Status
from ctrack.domain.step import Step
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_, Sentence
from ctrack.models import MLARequest, Transfer, User
from ctrack.web.request_deadlines import DueLine
from ctrack.web.wording import day, state, translated


@dataclass(frozen=True)
class Stop:
    """A stop of the rail: its label, the day it was reached, and where we are."""

    label: str
    on: date | None
    is_done: bool = False
    is_now: bool = False


_REACHED = {
    Status.REGISTERED: "received_on",
    Status.ACCEPTED: "accepted_on",
    Status.TRANSFERRED: "transferred_on",
    Status.EXECUTED: "executed_on",
    Status.RESULTS_TRANSMITTED: "results_sent_on",
    Status.SENT: "sent_on",
    Status.ACKNOWLEDGED: "acknowledged_on",
    Status.RESPONSE_COMPLETE: "executed_on",
    Status.CLOSED: "closed_on",
}
"""The day on which a stop of the rail was reached."""


def rail(mla_request: MLARequest) -> list[Stop]:
    """The usual way through the life cycle, with what was done and where we are.

    A stage beside the way (postponed, refused) stands after the last stop reached; a
    closed request shows only what it went through.
    """
    usual = RAIL[mla_request.direction]
    status = mla_request.status
    days = {stop: _reached_on(mla_request, stop) for stop in usual}
    if status in usual:
        reached = usual.index(status)
    else:
        reached = max((n for n, s in enumerate(usual) if days[s]), default=0) + 1
    stops = [
        Stop(
            _stop_label(mla_request.direction, stop),
            days[stop] if place <= reached else None,
            is_done=place < reached,
            is_now=stop is status,
        )
        for place, stop in enumerate(usual)
        if not (status is Status.CLOSED and days[stop] is None)
        and not (place < reached and days[stop] is None and place > 0)
    ]
    if status not in usual:
        done = sum(stop.is_done for stop in stops)
        stops.insert(done, Stop(translated(mla_request.stage.label), None, is_now=True))
    return stops


def _stop_label(direction: Direction, status: Status) -> str:
    if status in _BRIEFLY:
        return translated(_BRIEFLY[status])
    return translated(STAGES[direction][status].label)


_BRIEFLY = {
    Status.TRANSFERRED: N_("Transferred"),
    Status.EXECUTED: N_("Executed"),
    Status.RESULTS_TRANSMITTED: N_("Results sent"),
    Status.CA_REVIEW: N_("In review"),
    Status.ACKNOWLEDGED: N_("Acknowledged"),
    Status.RESPONSE_PARTIAL: N_("Partial response"),
}
"""Labels of stops where the stage's own would be too long for the rail."""


def _reached_on(mla_request: MLARequest, stop: Status) -> date | None:
    if stop in _REACHED:
        found: date | None = getattr(mla_request, _REACHED[stop])
        return found
    days: list[date | None] = []
    if stop is Status.IN_EXECUTION:
        days = [transfer.accepted_on for transfer in mla_request.transfers]
    elif stop in (Status.PARTIALLY_EXECUTED, Status.RESPONSE_PARTIAL):
        days = [measure.decided_on for measure in mla_request.measures]
    elif stop in (Status.DRAFT, Status.CA_REVIEW):
        days = [mla_request.received_on]
    return min((found for found in days if found is not None), default=None)


# ----------------------------------------------------------------------- standing


@dataclass(frozen=True)
class Held:
    """Who has the file, by mark and name, since when; and who else."""

    holder: Holder
    name: str
    also: list[str]
    since: date


def held(mla_request: MLARequest) -> Held:
    """Who has the file now, under the name people know."""
    holder = mla_request.holder
    names = [_holder_name(mla_request, holder)]
    if holder is Holder.COMPETENT:
        names = list(dict.fromkeys(t.authority.name for t in _by_urgency(mla_request)))
    return Held(holder, names[0], names[1:], mla_request.held_since)


def _by_urgency(mla_request: MLARequest) -> list[Transfer]:
    """The open transfers, the one acted on next first."""
    return sorted(
        mla_request.open_transfers,
        key=lambda t: (t.due_on or date.max, t.sent_on or date.max, t.id),
    )


def _holder_name(mla_request: MLARequest, holder: Holder) -> str:
    if holder is Holder.FOREIGN:
        return state(mla_request.partner_state)
    if holder is Holder.COURT and mla_request.court:
        return mla_request.court
    if holder is Holder.ORIGINATOR and mla_request.originating_authority:
        return mla_request.originating_authority
    if holder is Holder.POSTPONED and mla_request.review_on:
        return _("Postponed until %(day)s", day=day(mla_request.review_on))
    return translated(holder.label)


@dataclass(frozen=True)
class Next:
    """What is to happen next, and the day by which; or since when it is paused."""

    text: str
    due_on: date | None = None
    due_label: str = ""
    days_late: int = 0
    paused_since: date | None = None


def next_step(mla_request: MLARequest, first: DueLine | None) -> Next | None:
    """The step that usually follows, or whom we wait for; None when it is closed.

    `first` is the deadline that comes first.
    """
    if not mla_request.is_open:
        return None
    text = _next_text(mla_request)
    if mla_request.paused_since is not None:
        review_on = mla_request.review_on
        if mla_request.status is Status.POSTPONED and review_on is not None:
            return Next(text, review_on, _("review on"))
        return Next(text, paused_since=mla_request.paused_since)
    if first is not None:
        what = f"{first.name}: {first.of_whom}" if first.of_whom else first.name
        return Next(text, first.due_on, _("%(what)s by", what=what), first.late)
    return Next(text, mla_request.wished_on, _("wished for by"))


def _next_text(mla_request: MLARequest) -> str:
    steps = STEPS[mla_request.direction]
    code = mla_request.stage.next_step
    standing = mla_request.standing
    if mla_request.holder is Holder.COMPETENT:
        name = _by_urgency(mla_request)[0].authority.name
        return _("Report of %(authority)s", authority=name)
    if code in steps and lifecycle.in_the_way(standing, steps[code]) is None:
        return translated(steps[code].label)
    if mla_request.holder is Holder.FOREIGN:
        return _("Answer of %(state)s", state=state(mla_request.partner_state))
    if standing.pending_measures and mla_request.status in _EXECUTING:
        return translated(steps["transfer"].label)
    return translated(steps["close"].label)


_EXECUTING = frozenset({Status.TRANSFERRED, Status.IN_EXECUTION,
                        Status.PARTIALLY_EXECUTED})  # fmt: skip


def days_open(mla_request: MLARequest) -> int:
    """Calendar days from receipt or sending until closing, or until today."""
    until = mla_request.closed_on or clock.today()
    return (until - mla_request.counted_from).days


def decided(mla_request: MLARequest) -> str:
    """How many measures have an outcome, as a phrase."""
    total = len(mla_request.measures)
    done = sum(outcome.is_final for outcome in mla_request.outcomes)
    return ngettext(
        "%(done)s of %(num)s measure has an outcome",
        "%(done)s of %(num)s measures have an outcome",
        total,
        done=done,
    )


# ------------------------------------------------------------------------ actions


def proposed(mla_request: MLARequest) -> Step | None:
    """The step that waits for somebody's approval; None where nothing waits."""
    if not mla_request.open_proposals:
        return None
    return STEPS[mla_request.direction][mla_request.open_proposals[0].step_code]


@dataclass(frozen=True)
class Actions:
    """What may be done now, the likely one first, and why the rest may not."""

    open: list[Step]
    likely: Step | None
    closed: list[tuple[Step, Sentence]]


def actions(mla_request: MLARequest, user: User) -> Actions:
    """The steps of the life cycle for this person."""
    standing, permissions = mla_request.standing, user.permissions
    steps = lifecycle.open_steps(standing, permissions)
    usual = [step for step in steps if step.code == mla_request.stage.next_step]
    likely = usual[0] if usual else None
    return Actions(steps, likely, lifecycle.closed_steps(standing, permissions))
