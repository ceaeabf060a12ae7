"""Correcting and completing the measures of a request."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ctrack import clock
from ctrack.domain.errors import Invalid, problem
from ctrack.domain.lifecycle import stage_after_return
from ctrack.domain.records import MeasureRecord
from ctrack.domain.statuses import Status
from ctrack.domain.transfers import needs_reasons
from ctrack.domain.vocabulary import Direction, MeasureOutcome
from ctrack.domain.wording import N_
from ctrack.models import Event, Measure, MLARequest, User
from ctrack.services import corrections, stages
from ctrack.services.corrections import Change, worded

_RESPONSES = frozenset({Status.RESPONSE_PARTIAL, Status.RESPONSE_COMPLETE})
_REFUSED = frozenset({Status.REFUSED, Status.REFUSED_ABROAD, Status.NO_LONGER_NEEDED})
_ANSWERED = _REFUSED | {Status.RESULTS_TRANSMITTED, Status.RESPONSE_COMPLETE}


def add_measures(
    mla_request: MLARequest, measures: Sequence[MeasureRecord], *, by: User
) -> Event | None:
    """Further natures of assistance that the request asks for."""
    if not measures:
        return None
    _must_be_open(mla_request)
    if mla_request.status in _ANSWERED:
        text = N_(
            "The request has been answered already. What else is asked for is a "
            "supplementary request: register it and link it to this one."
        )
        raise Invalid([problem("natures", text)])
    first = max((m.position for m in mla_request.measures), default=-1) + 1
    for place, measure in enumerate(measures, first):
        mla_request.measures.append(
            Measure(
                position=place,
                nature_code=measure.nature,
                subtype_code=measure.subtype or None,
                description=measure.description,
                outcome=MeasureOutcome.PENDING,
            )
        )
    stages.follow_transfers(mla_request, clock.today())
    added = "; ".join(measure.nature for measure in measures)
    return corrections.record(mla_request, {"natures": [None, added]}, by=by)


def describe_measure(
    measure: Measure, *, subtype: str, description: str, by: User
) -> Event | None:
    """The finer kind of a measure and the words that describe it."""
    new: dict[str, Any] = {
        "subtype_code": subtype or None,
        "description": description.strip(),
    }
    changes: dict[str, Change] = {
        f"measure {measure.number}: {name}": [
            worded(getattr(measure, name)),
            worded(value),
        ]
        for name, value in new.items()
        if getattr(measure, name) != value
    }
    if not changes:
        return None
    for name, value in new.items():
        setattr(measure, name, value)
    return corrections.record(measure.mla_request, changes, by=by)


def correct_outcome(
    measure: Measure,
    outcome: MeasureOutcome,
    *,
    on: date,
    by: User,
    reasons: str = "",
) -> Event | None:
    """The outcome of a measure that was recorded wrongly. The stage follows.

    So does what authorities reported to this effect, or the next report would bring
    the mistake back. Raises Invalid where the outcome is not ours to say: while an
    authority works on the measure, and once the request was refused or withdrawn; and
    where a measure that we were asked for is refused without `reasons` (UNTOC art.
    18(23)).
    """
    if measure.outcome is outcome:
        return None
    mla_request = measure.mla_request
    _must_be_open(mla_request)
    _must_be_correctable(measure, outcome, on)
    is_asked_of_us = mla_request.direction is Direction.INCOMING
    is_refused = is_asked_of_us and needs_reasons([outcome])
    if is_refused and not reasons.strip():
        text = N_("Give the reasons: a measure is refused, art. 18(23).")
        raise Invalid([problem("reasons", text)])
    changes: dict[str, Change] = {
        f"measure {measure.number}: outcome": [measure.outcome.value, outcome.value]
    }
    for transfer in mla_request.transfers:
        for cell in transfer.cells:
            if cell.measure_id == measure.id and cell.outcome is measure.outcome:
                cell.outcome = outcome
                cell.decided_on = on if outcome.is_final else None
    measure.outcome = outcome
    measure.decided_on = on if outcome.is_final else None
    held_by = mla_request.holder
    if mla_request.status in _RESPONSES:
        stages.move(mla_request, stage_after_return(mla_request.standing), on)
    stages.follow_transfers(mla_request, on)
    stages.note_holder(mla_request, held_by, on)
    note = reasons.strip() if is_refused else ""
    return corrections.record(mla_request, changes, by=by, note=note)


def _days_before_outcomes(mla_request: MLARequest) -> tuple[date | None, ...]:
    if mla_request.direction is Direction.OUTGOING:
        return mla_request.counted_from, mla_request.sent_on
    accepted, transferred = mla_request.accepted_on, mla_request.transferred_on
    return mla_request.counted_from, accepted, transferred


def _must_be_correctable(measure: Measure, outcome: MeasureOutcome, on: date) -> None:
    mla_request = measure.mla_request
    is_at_work = any(
        cell.measure_id == measure.id and not cell.outcome.is_final
        for transfer in mla_request.open_transfers
        for cell in transfer.cells
    )
    text = ""
    first = max(day for day in _days_before_outcomes(mla_request) if day is not None)
    if on > clock.today():
        text = N_("This day has not come yet.")
    elif on < first:
        text = N_("This day lies before the request was in execution.")
    elif mla_request.status in _REFUSED:
        text = N_("The request was refused or withdrawn as a whole.")
    elif is_at_work:
        text = N_("The measure lies with an authority. Recall it first.")
    elif not measure.outcome.is_final:
        text = N_("No outcome has been recorded yet. Record it by its step.")
    elif not outcome.is_final and mla_request.status is Status.RESULTS_TRANSMITTED:
        text = N_("The results have been sent. Close and reopen the request first.")
    if text:
        raise Invalid([problem("outcome", text)])


def _must_be_open(mla_request: MLARequest) -> None:
    if not mla_request.is_open:
        raise Invalid(
            [
                problem(
                    "natures",
                    N_("The request is closed. Reopen it first, then correct it."),
                )
            ]
        )
