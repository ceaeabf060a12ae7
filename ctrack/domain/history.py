"""What an old register's row implies where it does not say it (contract, section 3)."""

from datetime import date

from ctrack.domain.closing import DISPOSES, IMPLIED
from ctrack.domain.records import RequestRecord
from ctrack.domain.register_file import Cell
from ctrack.domain.statuses import Status
from ctrack.domain.transfers import TransferStatus, stage_of_execution
from ctrack.domain.vocabulary import Direction, MeasureOutcome


def implied_measure(record: RequestRecord) -> Cell:
    """What became of a measure of which nothing is said.

    Of a closed request what its outcome implies, on the day of execution or else of
    closing; of an open one nothing yet.
    """
    if record.closed_on is None or record.outcome is None:
        return MeasureOutcome.PENDING, None
    return IMPLIED[record.outcome], record.executed_on or record.closed_on


def implied_transfer(
    record: RequestRecord,
    *,
    accepted_on: date | None = None,
    declined_on: date | None = None,
    executed_on: date | None = None,
) -> TransferStatus:
    """Where a transfer stands, from its own days and those of its request.

    A finished request has no open transfer: it was executed, or, where the request
    was refused, withdrawn or disposed of otherwise, recalled.
    """
    if executed_on is not None:
        return TransferStatus.DONE
    if declined_on is not None:
        return TransferStatus.RETURNED_UNEXECUTED
    if record.executed_on is not None or record.results_sent_on is not None:
        return TransferStatus.DONE
    if record.closed_on is not None and record.outcome not in DISPOSES:
        return TransferStatus.DONE
    if record.closed_on is not None or record.refusal_grounds:
        return TransferStatus.RECALLED
    return TransferStatus.ACCEPTED if accepted_on else TransferStatus.ASSIGNED


def stage(record: RequestRecord) -> Status:
    """The stage of a request whose row tells days and outcomes, but no stage."""
    if record.closed_on is not None:
        return Status.CLOSED
    outcomes = [measure.outcome for measure in record.measures]
    if record.direction is Direction.OUTGOING:
        return _stage_abroad(record, outcomes)
    is_open = any(transfer.status.is_open for transfer in record.transfers)
    if record.results_sent_on is not None and not is_open:
        return Status.RESULTS_TRANSMITTED
    if record.refusal_grounds and not is_open:
        return Status.REFUSED
    if not (record.transfers or record.transferred_on or _has_results(record)):
        return Status.REGISTERED
    reached = stage_of_execution([t.status for t in record.transfers], outcomes)
    if reached is not Status.EXECUTED and record.executed_on and not is_open:
        # Executed, but what became of each measure is still to be recorded.
        return Status.PARTIALLY_EXECUTED
    return reached


def _has_results(record: RequestRecord) -> bool:
    return record.executed_on is not None or any(
        measure.outcome.is_final for measure in record.measures
    )


def _stage_abroad(record: RequestRecord, outcomes: list[MeasureOutcome]) -> Status:
    if record.refusal_grounds:
        return Status.REFUSED_ABROAD
    if outcomes and all(outcome.is_final for outcome in outcomes):
        return Status.RESPONSE_COMPLETE
    if _has_results(record) or record.results_sent_on is not None:
        return Status.RESPONSE_PARTIAL
    return Status.ACKNOWLEDGED if record.acknowledged_on else Status.SENT
