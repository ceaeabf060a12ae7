"""What happens to the transfers of a made-up request."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from ctrack.domain.events import TRANSFER_EVENTS
from ctrack.domain.records import CellRecord, TransferRecord
from ctrack.domain.transfers import (
    TRANSFER_STEPS,
    TransferStatus,
    measure_outcome,
    next_status,
)
from ctrack.domain.vocabulary import MeasureOutcome, ReferenceKind
from ctrack.services.demonstration.desk import Desk
from ctrack.services.demonstration.office import Officer, Post

_UNANSWERED = frozenset({TransferStatus.RETURNED_UNEXECUTED, TransferStatus.RECALLED})


def send(
    desk: Desk, code: str, measures: Sequence[int], note: str | None = None
) -> int:
    """Transfer measures to the authority of this code; gives the transfer’s place."""
    step = desk.begin("transfer")
    post = desk.office.posts[code]
    if note is None:
        note = desk.office.note(desk.rng, "TRANSFERRED")
    place = _add(desk, post, measures, note=note)
    worded = named_measures(desk, measures)
    desk.end(step, {"authority": post.name, "measures": worded}, note=note)
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
    transfer, before = desk.record.transfers[place], desk.holder
    post = post_of(desk, transfer)
    step = TRANSFER_STEPS[code]
    transfer.status = next_status(transfer.status, code)
    if step.milestone:
        setattr(transfer, step.milestone, desk.day)
    kind = TRANSFER_EVENTS[code]
    if note is None:
        note = desk.office.note(desk.rng, kind.name)
    if step.milestone in {"declined_on", "recalled_on"} or code == "block":
        transfer.reason = note
    if expects:
        transfer.expected_on = desk.day + timedelta(days=expects)
    if "authority_reference" in step.asks:
        _give_number(desk, transfer, post)
    desk.follow_transfers(before)
    details = {"authority": post.name} if "authority" in kind.blanks() else {}
    desk.log(kind, details, note=note, by=_reporter(desk, post, code), transfer=place)


def report(desk: Desk, place: int, outcomes: Mapping[int, MeasureOutcome]) -> None:
    """Report what became of measures: the transfer is done once all have an outcome."""
    transfer, before = desk.record.transfers[place], desk.holder
    for cell in transfer.cells:
        if cell.measure in outcomes:
            cell.outcome, cell.decided_on = outcomes[cell.measure], desk.day
    reported = [cell.outcome for cell in transfer.cells]
    transfer.status = next_status(transfer.status, "report", reported)
    transfer.executed_on = desk.day
    for measure in outcomes:
        _settle_measure(desk, measure)
    desk.follow_transfers(before)
    post = post_of(desk, transfer)
    worded = named_outcomes(desk, outcomes)
    desk.log(
        TRANSFER_EVENTS["report"],
        {"authority": post.name, "outcomes": worded},
        by=_reporter(desk, post, "report"),
        transfer=place,
    )


def pass_on(desk: Desk, place: int, code: str) -> int:
    """Let an authority hand its transfer to another; gives the new one's place."""
    transfer, before = desk.record.transfers[place], desk.holder
    post, receiver = post_of(desk, transfer), desk.office.posts[code]
    transfer.status = next_status(transfer.status, "pass-on")
    transfer.declined_on = desk.day
    transfer.reason = desk.office.note(desk.rng, "TRANSFER_PASSED_ON")
    open_cells = [c.measure for c in transfer.cells if not c.outcome.is_final]
    onward = _add(desk, receiver, open_cells, parent=place)
    desk.follow_transfers(before)
    desk.log(
        TRANSFER_EVENTS["pass-on"],
        {"authority": post.name, "to": receiver.name},
        note=transfer.reason,
        by=_reporter(desk, post, "pass-on"),
        transfer=place,
    )
    desk.record.transfers[onward].entered_at = desk.record.events[-1].entered_at
    return onward


def recall_all(desk: Desk, note: str | None = None) -> None:
    """Recall what is still open."""
    for place in desk.open_transfers:
        take(desk, place, "recall", note=note)


def record_outcomes(desk: Desk, outcomes: Mapping[int, MeasureOutcome]) -> None:
    """Record what the central authority has executed itself."""
    step = desk.begin("record-outcome")
    desk.decide(outcomes)
    desk.end(step, {"outcomes": named_outcomes(desk, outcomes)})


def post_of(desk: Desk, transfer: TransferRecord) -> Post:
    """The authority a transfer went to."""
    return desk.office.post(transfer.authority_id)


def _settle_measure(desk: Desk, place: int) -> None:
    """A measure's outcome follows from what the authorities asked for it reported."""
    cells = [
        cell.outcome
        for transfer in desk.record.transfers
        for cell in transfer.cells
        if cell.measure == place
        and (cell.outcome.is_final or transfer.status not in _UNANSWERED)
    ]
    outcome = measure_outcome(cells)
    if outcome.is_final:
        desk.decide({place: outcome})


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


def named_measures(desk: Desk, places: Sequence[int]) -> str:
    """The measures as the log names them."""
    return "; ".join(desk.record.measures[place].nature for place in places)


def named_outcomes(desk: Desk, outcomes: Mapping[int, MeasureOutcome]) -> str:
    """The measures and what became of them, as the log names them."""
    return "; ".join(
        f"{desk.record.measures[place].nature}: {outcome.value}"
        for place, outcome in outcomes.items()
    )
