"""The stage of a request, and what moves with it."""

from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from ctrack.domain import lifecycle
from ctrack.domain.statuses import Holder, Status
from ctrack.domain.step import Step
from ctrack.domain.transfers import stage_of_execution
from ctrack.models import MLARequest


def touch(mla_request: MLARequest) -> None:
    """Let the request's version count, though only its parts have changed."""
    flag_modified(mla_request, "status")


def follow_transfers(mla_request: MLARequest, on: date) -> None:
    """Let the request's stage follow from its transfers and measures.

    Only while execution is under way: a side stage (postponed, court challenge,
    additional information) is left by its own step.
    """
    if mla_request.status in _EXECUTION:
        move(mla_request, of_execution(mla_request), on)


_EXECUTION = frozenset(
    {
        Status.ACCEPTED,
        Status.TRANSFERRED,
        Status.IN_EXECUTION,
        Status.PARTIALLY_EXECUTED,
        Status.EXECUTED,
    }
)


def of_execution(mla_request: MLARequest) -> Status:
    """The stage that follows from the transfers and measures, by the written rule."""
    return stage_of_execution(
        [t.status for t in mla_request.transfers], mla_request.outcomes
    )


def after(mla_request: MLARequest, step: Step) -> Status:
    """The stage in which the step leaves the request, by the life cycle's table."""
    return lifecycle.stage_after(
        step,
        mla_request.standing,
        [transfer.status for transfer in mla_request.transfers],
        mla_request.outcomes,
    )


def move(mla_request: MLARequest, status: Status, on: date) -> None:
    """Set the stage, and the day of execution that follows from it.

    Executed on the day of the last measure, in whatever order the reports came in.
    """
    mla_request.status = status
    if status is Status.EXECUTED:
        mla_request.executed_on = last_decided_on(mla_request) or on
    elif status in _EXECUTION:
        mla_request.executed_on = None


def last_decided_on(mla_request: MLARequest) -> date | None:
    """The day on which the last of the decided measures was decided."""
    days = [measure.decided_on for measure in mla_request.measures]
    return max((day for day in days if day is not None), default=None)


def note_holder(mla_request: MLARequest, held_by: Holder, on: date) -> None:
    """Keep since when the present holder has the file, if a deed changed hands."""
    if mla_request.holder is held_by:
        return
    days = [on, mla_request.held_since]
    if held_by is Holder.COMPETENT:  # the last of the authorities gave it back
        for transfer in mla_request.transfers:
            days += [day for day in transfer.ended_on if day is not None]
    # A deed that is entered late does not take the file from its next holder.
    mla_request.held_since = max(days)
