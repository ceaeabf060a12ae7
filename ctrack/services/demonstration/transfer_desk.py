"""What happens to the transfers of a made-up request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ctrack.domain.events import TRANSFER_EVENTS
from ctrack.domain.records import CellRecord, TransferRecord
from ctrack.domain.statuses import Holder
from ctrack.domain.transfers import (
    TRANSFER_STEPS,
    TransferStatus,
    TransferStep,
    measure_outcome,
    needs_reasons,
    next_status,
)
from ctrack.domain.vocabulary import MeasureOutcome, ReferenceKind
from ctrack.services.demonstration.desk import Desk
from ctrack.services.demonstration.office import Officer, Post


def send(
    desk: Desk, code: str, measures: Sequence[int], note: str | None = None
) -> int:
    """Transfer measures to the authority of this code; gives the transfer’s place."""
    step = desk.begin("transfer")
    post = desk.office.posts[code]
    if note is None:
        note = desk.office.note(desk.rng, "TRANSFERRED")
    place = _add(desk, post, measures, note=note)
    numbers = ", ".join(str(measure + 1) for measure in sorted(measures))
    desk.end(step, {"authority": post.name, "measures": numbers}, note=note)
    desk.record.transfers[place].entered_at = desk.record.events[-1].entered_at
    return place


def _add(
    desk: Desk,
    post: Post,
    measures: Sequence[int],
    *,
    note: str = "",
    parent: int | None = None,
) -> int:
    desk.record.transfers.append(
        TransferRecord(
            post.id,
            sent_on=desk.day,
            due_on=desk.day + timedelta(days=desk.rng.choice((30, 60, 90))),
            note=note,
            parent=parent,
            cells=[CellRecord(place) for place in measures],
        )
    )
    return len(desk.record.transfers) - 1


def take(
    desk: Desk, place: int, code: str, *, note: str | None = None, expects: int = 0
) -> None:
    """Take a step of a transfer that asks for a note and, at most, an expected day."""
    work = _begin(desk, place, code)
    if note is None:
        note = desk.office.note(desk.rng, TRANSFER_EVENTS[code].name)
    if expects:
        work.transfer.expected_on = desk.day + timedelta(days=expects)
    _end(desk, work, note=note)


def report(desk: Desk, place: int, outcomes: Mapping[int, MeasureOutcome]) -> None:
    """Report what became of measures: the transfer is done once all have an outcome."""
    work = _begin(desk, place, "report")
    for cell in work.transfer.cells:
        if cell.measure in outcomes:
            cell.outcome, cell.decided_on = outcomes[cell.measure], desk.day
    _end(desk, work, {"outcomes": named_outcomes(outcomes)}, _reasons(desk, outcomes))


def _reasons(desk: Desk, outcomes: Mapping[int, MeasureOutcome]) -> str:
    """What a refusal of measures is explained with; nothing where none is refused."""
    refused = needs_reasons(outcomes.values())
    return desk.office.reasons("DUAL_CRIMINALITY") if refused else ""


def pass_on(desk: Desk, place: int, code: str) -> int:
    """Let an authority hand its transfer to another; gives the new one's place."""
    work = _begin(desk, place, "pass-on")
    note = desk.office.note(desk.rng, "TRANSFER_PASSED_ON")
    receiver, transfer = desk.office.posts[code], work.transfer
    waiting = [c.measure for c in transfer.cells if not c.outcome.is_final]
    onward = _add(desk, receiver, waiting, note=note, parent=place)
    due = transfer.due_on
    desk.record.transfers[onward].due_on = due if due and due >= desk.day else None
    _end(desk, work, {"to": receiver.name}, note=note)
    desk.record.transfers[onward].entered_at = desk.record.events[-1].entered_at
    return onward


@dataclass
class _Work:
    """A step of a transfer in hand: who had the file and how it stood before."""

    place: int
    transfer: TransferRecord
    step: TransferStep
    holder: Holder
    status: TransferStatus


def _begin(desk: Desk, place: int, code: str) -> _Work:
    transfer = desk.record.transfers[place]
    step = TRANSFER_STEPS[code]
    next_status(transfer.status, code)  # refuses what is not open
    return _Work(place, transfer, step, desk.holder, transfer.status)


def _end(
    desk: Desk, work: _Work, details: Mapping[str, str] | None = None, note: str = ""
) -> None:
    """Set day and status; measures and the request's stage follow; write the event."""
    transfer, step = work.transfer, work.step
    if step.milestone and step.code != "report":
        setattr(transfer, step.milestone, desk.day)
    if step.code == "take-in-charge" and transfer.acknowledged_on is None:
        transfer.acknowledged_on = desk.day
    if step.code in {"decline", "pass-on", "recall", "block"}:
        transfer.reason = note
    post = desk.office.post(transfer.authority_id)
    if "authority_reference" in step.asks:
        _give_number(desk, transfer, post)
    reported = [cell.outcome for cell in transfer.cells]
    transfer.status = next_status(transfer.status, step.code, reported)
    if transfer.status is TransferStatus.DONE:
        transfer.executed_on = desk.day
    _roll_up(desk)
    desk.follow_transfers(work.holder)
    desk.log(
        TRANSFER_EVENTS[step.code],
        {"authority": post.name, **(details or {})},
        note=note,
        by=_reporter(desk, post, step.code),
        transfer=work.place,
        changes={"transfer_status": [work.status.value, transfer.status.value]},
    )


def recall_all(desk: Desk, note: str | None = None) -> None:
    """Recall what is still open."""
    for place in desk.open_transfers:
        take(desk, place, "recall", note=note)


def record_outcomes(desk: Desk, outcomes: Mapping[int, MeasureOutcome]) -> None:
    """Record what the central authority has executed itself."""
    reasons = _reasons(desk, outcomes)
    if reasons:
        desk.consult()
    step = desk.begin("record-outcome")
    desk.decide(outcomes)
    desk.end(step, {"outcomes": named_outcomes(outcomes)}, note=reasons or None)


def _roll_up(desk: Desk) -> None:
    """Each measure's outcome follows from what authorities reported on it.

    A declined or recalled transfer says nothing on the measures it left pending.
    """
    for place, measure in enumerate(desk.record.measures):
        cells = [
            cell.outcome
            for transfer in desk.record.transfers
            for cell in transfer.cells
            if cell.measure == place
            and (transfer.status.is_open or cell.outcome.is_final)
        ]
        if cells and (outcome := measure_outcome(cells)) is not measure.outcome:
            measure.outcome = outcome
            measure.decided_on = desk.day if outcome.is_final else None


def _reporter(desk: Desk, post: Post, code: str) -> Officer:
    """Its login; our officer where it writes letters, or for our steps."""
    if code in {"answer", "recall"} or post.reporter is None:
        return desk.officer
    return post.reporter


def _give_number(desk: Desk, transfer: TransferRecord, post: Post) -> None:
    if transfer.authority_reference or desk.rng.random() < 0.3:
        return
    initials = "".join(word[0] for word in post.code.split("-"))
    number = f"{initials}/MLA/{desk.day.year}/{desk.rng.randint(1, 999):04}"
    transfer.authority_reference = number
    desk.record.references.append((ReferenceKind.EXECUTING, number))


def named_outcomes(outcomes: Mapping[int, MeasureOutcome]) -> str:
    """What became of measures, by their numbers, as the log keeps it."""
    return "; ".join(
        f"{place + 1} {outcome.value}" for place, outcome in sorted(outcomes.items())
    )
