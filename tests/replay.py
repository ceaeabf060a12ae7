"""Does again, through the services, what a record's log says was done to it."""

from dataclasses import replace

from ctrack.domain.events import TRANSFER_EVENTS, EventKind
from ctrack.domain.lifecycle import STEPS
from ctrack.domain.records import RequestRecord
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import MeasureOutcome, Outcome
from ctrack.services import register, steps, transfers
from ctrack.services.step_answers import Answers, TransferOrder

TRANSFER_STEP_OF = {kind: code for code, kind in TRANSFER_EVENTS.items()}
STEP_OF = {
    direction: {EventKind[step.event]: step.code for step in table.values()}
    for direction, table in STEPS.items()
}


def replay(record, *, by, posts):
    """A new request to which everything happens that the record's log tells.

    `by` may do everything; `posts` are the authorities' ids by name.
    """
    mla_request = register.register(as_entered(record), by=by)
    for event in record.events:
        if event.transfer is not None:
            _take_transfer_step(mla_request, record, event, by, posts)
        elif code := STEP_OF[record.direction].get(event.kind):
            answers = _answers(mla_request, record, event, posts)
            steps.take(mla_request, code, answers, by=by)
    return mla_request


def as_entered(record):
    """The request as it was before anything had been done with it."""
    moves = [e.changes["status"][0] for e in record.events if "status" in e.changes]
    return RequestRecord(
        direction=record.direction,
        partner_state=record.partner_state,
        received_on=record.received_on,
        form=record.form,
        bases=[replace(basis, is_applied=False) for basis in record.bases],
        measures=[replace(m, outcome=MeasureOutcome.PENDING, decided_on=None)
                  for m in record.measures],
        status=Status(moves[0]) if moves else record.status,
        holder_since=record.received_on,
    )  # fmt: skip


def _answers(mla_request, record, event, posts):
    details = event.details
    ids = [measure.id for measure in mla_request.measures]
    outcomes = _outcomes(details.get("outcomes", ""), ids)
    return Answers(
        on=event.happened_on,
        note=event.note or "noted",
        reasons=event.note or "reasons",
        refusal_grounds=_codes(details.get("refusal_grounds"))
        or (record.refusal_grounds if event.kind is EventKind.REFUSED_ABROAD else []),
        postponement_ground=details.get("postponement_ground", ""),
        review_on=_review(record, event),
        deficiencies=_codes(details.get("deficiencies")),
        primary_basis=details.get("primary_basis", "").partition(" ")[0],
        applied_bases=[b.instrument for b in record.bases if b.is_applied],
        transfers=_orders(details, ids, posts),
        measure_outcomes=outcomes,
        outcome=Outcome[details["outcome"]] if details.get("outcome") else None,
        officer_id=event.actor_id,
        court=details.get("court", ""),
    )


def _codes(text):
    return text.split("; ") if text else []


def _review(record, event):
    """Any day after; what it was is compared with the record at the end."""
    told = event.details.get("review_on")
    return type(event.happened_on).fromisoformat(told) if told else record.review_on


def _outcomes(text, ids):
    pairs = (part.split() for part in _codes(text))
    return {ids[int(number) - 1]: MeasureOutcome[code] for number, code in pairs}


def _orders(details, ids, posts):
    if "measures" not in details:
        return []
    chosen = [ids[int(number) - 1] for number in details["measures"].split(", ")]
    return [TransferOrder(posts[details["authority"]], chosen)]


def _take_transfer_step(mla_request, record, event, by, posts):
    ids = [measure.id for measure in mla_request.measures]
    answers = transfers.TransferAnswers(
        on=event.happened_on,
        note=event.note if event.details.get("outcomes") else event.note or "noted",
        outcomes=_outcomes(event.details.get("outcomes", ""), ids),
        authority_id=posts.get(event.details.get("to")),
    )
    transfer = mla_request.transfers[event.transfer]
    transfers.take(transfer, TRANSFER_STEP_OF[event.kind], answers, by=by)


MILESTONES = (
    "status", "received_on", "sent_on", "acknowledged_on", "accepted_on",
    "transferred_on", "executed_on", "results_sent_on", "closed_on",
    "confirmed_in_writing_on", "review_on", "outcome", "court",
)  # fmt: skip
DAYS = (
    "authority_id", "status", "sent_on", "acknowledged_on", "accepted_on",
    "declined_on", "executed_on", "recalled_on",
)  # fmt: skip


def standing(request):
    """What a record and a request must have in common."""
    return {name: getattr(request, name) for name in MILESTONES} | {
        "measures": [(m.outcome, m.decided_on) for m in request.measures],
        "transfers": [
            tuple(getattr(t, name) for name in DAYS) for t in request.transfers
        ],
        "consultations": [c.held_on for c in request.consultations],
    }
