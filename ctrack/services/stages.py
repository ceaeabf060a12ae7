"""The stage of a request, and what moves with it."""

from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from ctrack.domain.statuses import Holder, Status
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


def move(mla_request: MLARequest, status: Status, on: date) -> None:
    """Set the stage, and the day of execution that follows from it."""
    mla_request.status = status
    if status is Status.EXECUTED:
        mla_request.executed_on = max(on, mla_request.executed_on or on)
    elif status in _EXECUTION:
        mla_request.executed_on = None


def note_holder(mla_request: MLARequest, held_by: Holder, on: date) -> None:
    """Keep since when the present holder has the file, if a deed changed hands."""
    if mla_request.holder is not held_by:
        mla_request.held_since = on
