"""Recording what competent authorities report on their transfers."""

from dataclasses import dataclass, field
from datetime import date

from ctrack import clock
from ctrack.domain import transfer_steps
from ctrack.domain.errors import Invalid, Problem, StepNotOpen, problem
from ctrack.domain.events import TRANSFER_EVENTS
from ctrack.domain.notifications import NotificationKind
from ctrack.domain.references import normalised
from ctrack.domain.statuses import Status
from ctrack.domain.transfers import (
    TRANSFER_STEPS,
    TransferStatus,
    TransferStep,
    measure_outcome,
    needs_reasons,
    next_status,
)
from ctrack.domain.vocabulary import MeasureOutcome, ReferenceKind
from ctrack.domain.wording import N_
from ctrack.models import (
    Event,
    MLARequest,
    Reference,
    Transfer,
    User,
)
from ctrack.services import (
    deadlines,
    events,
    facts,
    notifications,
    sending,
    stages,
)
from ctrack.services.step_answers import TransferOrder


@dataclass
class TransferAnswers:
    """What a step of a transfer was told; `outcomes` by the measure's id."""

    on: date
    note: str = ""
    expected_on: date | None = None
    authority_reference: str = ""
    outcomes: dict[int, MeasureOutcome] = field(default_factory=dict)
    authority_id: int | None = None


def take(transfer: Transfer, code: str, answers: TransferAnswers, *, by: User) -> Event:
    """Take the step of the transfer's table; the request's stage follows.

    Raises StepNotOpen, NotPermitted or Invalid. People of an authority act on its own
    transfers only; those of the central authority may record what it reported.
    """
    step = TRANSFER_STEPS.get(code)
    if step is None:
        raise StepNotOpen(N_("There is no step “%(code)s” for a transfer."), code=code)
    transfer_steps.check(transfer.standing, step, transfer.permissions_of(by))
    _check_answers(transfer, step, answers)
    mla_request = transfer.mla_request
    before = transfer.status
    held_by = mla_request.holder
    details = {"authority": transfer.authority.name}
    _keep(transfer, step, answers)
    if code == "report":
        details["outcomes"] = _report(transfer, answers)
    transfer.status = next_status(
        transfer.status, code, [cell.outcome for cell in transfer.cells]
    )
    if transfer.status is TransferStatus.DONE:
        transfer.executed_on = max(
            cell.decided_on or answers.on for cell in transfer.cells
        )
    if code == "pass-on":
        details["to"] = _pass_on(transfer, answers).authority.name
    roll_up(transfer, answers.on)
    stages.follow_transfers(mla_request, answers.on)
    stages.note_holder(mla_request, held_by, answers.on)
    stages.touch(mla_request)
    deadlines.refresh(mla_request, answers.on, by.id)
    event = events.record(
        TRANSFER_EVENTS[code],
        by=by,
        on=answers.on,
        mla_request=mla_request,
        transfer=transfer,
        details=details,
        changes={"transfer_status": [before.value, transfer.status.value]},
        note=answers.note,
    )
    facts.refresh(mla_request)
    _tell_officer(transfer, code, event, by)
    return event


_TOLD = {
    "report": NotificationKind.REPORTED,
    "decline": NotificationKind.DECLINED,
    "pass-on": NotificationKind.PASSED_ON,
    "query": NotificationKind.ASKED,
}
"""What the request's officer is told of, when somebody else records it."""


def _tell_officer(transfer: Transfer, code: str, event: Event, by: User) -> None:
    kind = _TOLD.get(code)
    if kind is None:
        return
    mla_request = transfer.mla_request
    if code == "report" and mla_request.status is Status.EXECUTED:
        kind = NotificationKind.RESULTS_WAITING
    notifications.tell(
        mla_request.officer_id,
        kind,
        request_id=mla_request.id,
        reference=mla_request.reference,
        by=by,
        transfer_id=transfer.id,
        details={name: event.details[name] for name in kind.blanks},
    )


def _check_answers(
    transfer: Transfer, step: TransferStep, answers: TransferAnswers
) -> None:
    problems: list[Problem] = []
    today = clock.today()
    if answers.on > today:
        problems.append(
            problem(
                "on",
                N_("%(day)s has not come yet. Give a day up to today, %(today)s."),
                day=answers.on.isoformat(),
                today=today.isoformat(),
            )
        )
    problems += _order_problems(transfer, step, answers)
    if step.note_needed and not answers.note.strip():
        problems.append(problem("note", N_("Write this down: it is needed.")))
    if "authority" in step.asks and answers.authority_id is None:
        problems.append(problem("authority", N_("Choose the authority.")))
    if step.code == "report":
        problems += _outcome_problems(transfer, answers)
        problems += _reason_problems(answers)
    if problems:
        raise Invalid(problems)


def _order_problems(
    transfer: Transfer, step: TransferStep, answers: TransferAnswers
) -> list[Problem]:
    if transfer.sent_on is not None and answers.on < transfer.sent_on:
        return [
            problem(
                "on",
                N_("%(day)s lies before the transfer of %(sent)s. Correct the day."),
                day=answers.on.isoformat(),
                sent=transfer.sent_on.isoformat(),
            )
        ]
    taken = transfer.accepted_on or transfer.acknowledged_on
    if step.milestone and taken is not None and answers.on < taken:
        return [
            problem(
                "on",
                N_(
                    "%(day)s lies before the day on which the authority took it, "
                    "%(taken)s. Correct the day."
                ),
                day=answers.on.isoformat(),
                taken=taken.isoformat(),
            )
        ]
    return []


def _outcome_problems(transfer: Transfer, answers: TransferAnswers) -> list[Problem]:
    pending = {c.measure_id for c in transfer.cells if not c.outcome.is_final}
    given = {m for m, outcome in answers.outcomes.items() if outcome.is_final}
    if not given:
        return [problem("outcomes", N_("Give the outcome of at least one measure."))]
    if not given <= pending:
        return [
            problem(
                "outcomes",
                N_("An outcome was given for a measure that is not pending here."),
            )
        ]
    return []


def _reason_problems(answers: TransferAnswers) -> list[Problem]:
    if needs_reasons(answers.outcomes.values()) and not answers.note.strip():
        return [
            problem("note", N_("Give the reasons: a measure is refused, art. 18(23)."))
        ]
    return []


def _keep(transfer: Transfer, step: TransferStep, answers: TransferAnswers) -> None:
    if step.milestone and step.code != "report":
        setattr(transfer, step.milestone, answers.on)
    if step.code == "take-in-charge" and transfer.acknowledged_on is None:
        transfer.acknowledged_on = answers.on
    if step.code in {"decline", "pass-on", "recall", "block"}:
        transfer.reason = answers.note
    if answers.expected_on is not None:
        transfer.expected_on = answers.expected_on
    if reference := " ".join(answers.authority_reference.split()):
        transfer.authority_reference = reference
        _keep_reference(transfer.mla_request, reference)


def _keep_reference(mla_request: MLARequest, value: str) -> None:
    known = {"", *(r.normalised for r in mla_request.references)}
    if normalised(value) in known:
        return
    mla_request.references.append(
        Reference(
            kind=ReferenceKind.EXECUTING, value=value, normalised=normalised(value)
        )
    )


def _report(transfer: Transfer, answers: TransferAnswers) -> str:
    told = []
    for cell in transfer.cells:
        outcome = answers.outcomes.get(cell.measure_id)
        if outcome is not None and outcome.is_final:
            cell.outcome = outcome
            cell.decided_on = answers.on
            told.append(f"{cell.measure.number} {outcome.value}")
    return "; ".join(told)


def _pass_on(transfer: Transfer, answers: TransferAnswers) -> Transfer:
    order = TransferOrder(
        authority_id=answers.authority_id or 0,
        measure_ids=[c.measure_id for c in transfer.cells if not c.outcome.is_final],
        due_on=transfer.due_on
        if (transfer.due_on or answers.on) >= answers.on
        else None,
        note=answers.note,
    )
    if order.authority_id == transfer.authority_id:
        raise Invalid(
            [problem("authority", N_("It lies with this authority already."))]
        )
    return sending.send(transfer.mla_request, order, on=answers.on, parent=transfer)


def roll_up(transfer: Transfer, on: date) -> None:
    """Let the outcomes of its measures follow from what the authorities reported.

    A declined or recalled transfer says nothing on the measures it left pending; a
    measure that lies with nobody keeps the outcome we recorded ourselves. Measures
    with which the transfer has nothing to do are left as they are: somebody may have
    corrected them.
    """
    for measure in [cell.measure for cell in transfer.cells]:
        cells = [
            cell
            for other in transfer.mla_request.transfers
            for cell in other.cells
            if cell.measure_id == measure.id
            and (other.status.is_open or cell.outcome.is_final)
        ]
        if not cells:
            continue
        measure.outcome = measure_outcome([cell.outcome for cell in cells])
        measure.decided_on = None
        if measure.outcome.is_final:
            measure.decided_on = max(cell.decided_on or on for cell in cells)
