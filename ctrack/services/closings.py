"""Closing a request and opening it again: what becomes of its pending measures."""

from datetime import date

from ctrack.domain.closing import DISPOSES, IMPLIED, check_outcome, pending_again
from ctrack.domain.errors import Invalid
from ctrack.domain.vocabulary import MeasureOutcome
from ctrack.models import MLARequest, User
from ctrack.services.step_answers import Answers

Details = dict[str, str]


def close(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """The outcome; what is still pending takes the outcome that it implies."""
    assert answers.outcome is not None  # noqa: S101 (the table has asked for it)
    if problems := check_outcome(
        answers.outcome, mla_request.status, mla_request.outcomes
    ):
        raise Invalid(problems)
    if answers.outcome in DISPOSES:
        dispose(mla_request, IMPLIED[answers.outcome], answers.on)
    mla_request.outcome = answers.outcome
    mla_request.review_on = None
    return {"outcome": answers.outcome.value}


def no_longer_needed(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """What has not been answered is withdrawn (UNTOC art. 18(24))."""
    dispose(mla_request, MeasureOutcome.WITHDRAWN, answers.on)
    return {}


def dispose(mla_request: MLARequest, outcome: MeasureOutcome, on: date) -> None:
    """Give every pending measure this outcome."""
    for measure in mla_request.measures:
        if not measure.outcome.is_final:
            measure.outcome = outcome
            measure.decided_on = on


def reopen(mla_request: MLARequest, answers: Answers, by: User) -> Details:
    """The closing is undone; the events keep when and how it was closed.

    Measures that had been disposed of by the closing or the refusal are pending
    again; what was provided, and what authorities reported, stays.
    """
    details = {
        "closed_on": mla_request.closed_on.isoformat() if mla_request.closed_on else "",
        "outcome": mla_request.outcome.value if mla_request.outcome else "",
    }
    _undispose(mla_request)
    mla_request.closed_on = None
    mla_request.reopened_on = answers.on
    mla_request.outcome = None
    mla_request.grounds = []
    mla_request.refusal_reasons = ""
    mla_request.results_sent_on = None
    return details


def _undispose(mla_request: MLARequest) -> None:
    disposed = IMPLIED[mla_request.outcome] if mla_request.outcome else None
    reported = {
        cell.measure.position
        for transfer in mla_request.transfers
        for cell in transfer.cells
        if cell.outcome is disposed
    }
    measures = mla_request.measures
    told = [n for n, measure in enumerate(measures) if measure.position in reported]
    for place in pending_again(mla_request.outcome, mla_request.outcomes, told):
        measures[place].outcome = MeasureOutcome.PENDING
        measures[place].decided_on = None
