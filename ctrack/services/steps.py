"""Taking a request through its life cycle: the one place where its status moves."""

from datetime import date

from ctrack import clock
from ctrack.domain import dates, lifecycle
from ctrack.domain.errors import Invalid, Problem, StepNotOpen, problem
from ctrack.domain.events import EventKind
from ctrack.domain.permissions import Permission
from ctrack.domain.step import Field, Step
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_, Sentence
from ctrack.models import Event, MLARequest, User
from ctrack.queries import approvals
from ctrack.services import (
    deadlines,
    events,
    facts,
    notifications,
    proposals,
    stages,
)
from ctrack.services.step_answers import Answers
from ctrack.services.step_effects import EFFECTS

UNSEEN = Sentence(N_("somebody else has to approve it first"))
"""Why a step that needs a second pair of eyes is not taken by one person alone."""

_MISSING: dict[Field, str] = {
    Field.NOTE: N_("Write what there is to note."),
    Field.REASONS: N_("Give the reasons."),
    Field.REFUSAL_GROUNDS: N_("Choose at least one ground of refusal."),
    Field.POSTPONEMENT_GROUND: N_("Choose the ground of postponement."),
    Field.REVIEW_ON: N_("Give the day on which this will be looked at again."),
    Field.DEFICIENCIES: N_("Choose what is missing."),
    Field.PRIMARY_BASIS: N_("Choose the legal basis the request is accepted under."),
    Field.TRANSFERS: N_("Choose an authority and the measures it is to execute."),
    Field.MEASURE_OUTCOMES: N_("Give the outcome of at least one measure."),
    Field.OUTCOME: N_("Choose the outcome."),
    Field.OFFICER: N_("Choose the officer."),
    Field.COURT: N_("Name the court."),
}


def take(
    mla_request: MLARequest,
    code: str,
    answers: Answers,
    *,
    by: User,
    is_approved: bool = False,
) -> Event:
    """Take the step: check the table, change the request, write the event.

    Raises StepNotOpen or NotPermitted where the table says no, or somebody else has
    to approve the step first; Invalid where the answers lack something or days are
    out of order.
    """
    step = lifecycle.step_of(mla_request.direction, code)
    lifecycle.check(mla_request.standing, step, by.permissions)
    if not is_approved and approvals.needs_approval(mla_request, code):
        raise StepNotOpen(N_("%(step)s: %(reason)s."), step=step.label, reason=UNSEEN)
    _check_answers(mla_request, step, answers, by)
    before = {"status": mla_request.status.value}
    held_by = mla_request.holder
    details: dict[str, str] = {}
    for effect in EFFECTS.get(code, ()):
        details |= effect(mla_request, answers, by)
    _set_milestone(mla_request, step, answers)
    stages.move(mla_request, stages.after(mla_request, step), answers.on)
    stages.note_holder(mla_request, held_by, answers.on)
    stages.touch(mla_request)
    deadlines.refresh(mla_request, answers.on, by.id)
    event = events.record(
        EventKind[step.event],
        by=by,
        on=answers.on,
        mla_request=mla_request,
        details=details | _override(answers, by),
        changes=_changes(before, mla_request),
        note=answers.note or answers.reasons or answers.conditions,
    )
    facts.refresh(mla_request)
    if not is_approved:
        proposals.reconsider(mla_request)
    if code == "assign":
        notifications.tell_assigned(
            mla_request.officer_id,
            request_id=mla_request.id,
            reference=mla_request.reference,
            by=by,
        )
    return event


def _set_milestone(mla_request: MLARequest, step: Step, answers: Answers) -> None:
    name = step.milestone
    if not name or name == "executed_on":  # follows from the measures
        if name and mla_request.direction is Direction.OUTGOING:
            mla_request.executed_on = stages.last_decided_on(mla_request)
        return
    setattr(mla_request, name, _day_kept(mla_request, name, answers.on))
    if name == "sent_on":
        mla_request.counted_from = answers.on


def _day_kept(mla_request: MLARequest, name: str, on: date) -> date:
    """The day of a milestone: the first one of what may happen again.

    A request that was transferred or executed had been accepted by then, though an old
    register may not say when; it is reopened and accepted again all the same.
    """
    happened = {
        "accepted_on": ("accepted_on", "transferred_on", "executed_on"),
        "transferred_on": ("transferred_on",),
    }.get(name, ())
    known = (getattr(mla_request, earlier) for earlier in happened)
    return min(day for day in (on, *known) if day is not None)


def _changes(
    before: dict[str, str], mla_request: MLARequest
) -> dict[str, list[str | None]]:
    after = mla_request.status.value
    return {} if before["status"] == after else {"status": [before["status"], after]}


def _override(answers: Answers, by: User) -> dict[str, str]:
    return {"override": answers.override_note} if _overrides(answers, by) else {}


def _overrides(answers: Answers, by: User) -> bool:
    return bool(answers.override_note.strip()) and by.may(Permission.OVERRIDE)


def _check_answers(
    mla_request: MLARequest, step: Step, answers: Answers, by: User
) -> None:
    problems = [
        Problem(name.value, _missing(name))
        for name in step.needs
        if not answers.is_given(name)
    ]
    problems += _unnoted(mla_request, step, answers, by)
    problems += _day_problems(mla_request, step, answers, by)
    if Field.REVIEW_ON in step.needs and answers.review_on is not None:
        problems += _review_problems(answers)
    if problems:
        raise Invalid(problems)


def _unnoted(
    mla_request: MLARequest, step: Step, answers: Answers, by: User
) -> list[Problem]:
    reason = lifecycle.to_note(mla_request.standing, step)
    if reason is None or _overrides(answers, by):
        return []
    text = N_("%(step)s: %(reason)s. Say why it is done all the same.")
    return [problem("override_note", text, step=step.label, reason=reason)]


def _missing(name: Field) -> Sentence:
    return Sentence(_MISSING[name])


def _review_problems(answers: Answers) -> list[Problem]:
    if answers.review_on is not None and answers.review_on <= answers.on:
        return [
            problem(
                "review_on",
                N_("The day of review must lie after the postponement."),
            )
        ]
    return []


def _day_problems(
    mla_request: MLARequest, step: Step, answers: Answers, by: User
) -> list[Problem]:
    today = clock.today()
    if answers.on > today:
        return [
            problem(
                "on",
                N_("%(day)s has not come yet. Give a day up to today, %(today)s."),
                day=answers.on.isoformat(),
                today=today.isoformat(),
            )
        ]
    if _overrides(answers, by):
        return []
    days = {name: getattr(mla_request, name) for name, _ in dates.MILESTONES}
    if mla_request.direction is Direction.INCOMING:
        days["sent_on"] = None
    already = {p.field for p in dates.out_of_order(days)}
    if step.milestone == "accepted_on":
        days["accepted_on"] = _day_kept(mla_request, "accepted_on", answers.on)
    elif step.milestone:
        days[step.milestone] = answers.on
    found = [p for p in dates.out_of_order(days) if p.field not in already]
    if not found:
        found = _too_early(mla_request, step, answers.on)
    return [Problem("on", p.sentence) for p in found]


def _too_early(mla_request: MLARequest, step: Step, on: date) -> list[Problem]:
    opened = mla_request.received_on or mla_request.sent_on
    reopened = mla_request.reopened_on
    if opened is not None and on < opened:
        text = N_("%(day)s lies before the request itself, %(first)s. Correct the day.")
    elif mla_request.closed_on is not None and on < mla_request.closed_on:
        text = N_("%(day)s lies before the closing, %(first)s. Correct the day.")
        opened = mla_request.closed_on
    elif reopened is not None and on < reopened and _moves(mla_request, step):
        text = N_("%(day)s lies before the reopening, %(first)s. Correct the day.")
        opened = reopened
    else:
        return []
    first = opened.isoformat() if opened else ""
    return [problem("on", text, day=on.isoformat(), first=first)]


def _moves(mla_request: MLARequest, step: Step) -> bool:
    """Whether it leads to another stage: what was done before may be noted later."""
    return stages.after(mla_request, step) is not mla_request.status
