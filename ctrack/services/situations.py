"""What the deadlines of a request follow from, in the register or on its way there."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from ctrack.domain.obligations import Entrusted, Situation
from ctrack.domain.records import RequestRecord
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import RequestForm
from ctrack.models import MLARequest
from ctrack.services.fact_parts import Recorded

COLUMNS = (
    "direction",
    "matter",
    "status",
    "held_since",
    "received_on",
    "sent_on",
    "acknowledged_on",
    "accepted_on",
    "transferred_on",
    "executed_on",
    "results_sent_on",
    "confirmed_in_writing_on",
    "review_on",
    "reopened_on",
    "is_historical",
    "partner_state",
)
"""The columns that deadlines follow from, beside the form of the request."""


class Sent(Recorded, Protocol):
    """A transfer with the day on which its answer is due."""

    due_on: Any


def entrusted(transfer: Sent, number: int) -> Entrusted:
    """What of a transfer counts; `number` tells it from the others."""
    status: TransferStatus = transfer.status
    days = (transfer.executed_on, transfer.declined_on, transfer.recalled_on)
    ended_on = next((day for day in days if day is not None), None)
    return Entrusted(
        number,
        transfer.sent_on,
        transfer.due_on,
        status.is_open,
        None if status.is_open else ended_on,
        transfer.authority_id,
    )


def situation(
    request: Mapping[str, Any],
    instruments: Iterable[str],
    transfers: Iterable[Entrusted],
) -> Situation:
    """The situation of a request, from its columns."""
    return Situation(
        **{name: request[name] for name in COLUMNS},
        is_oral=request["form"] is RequestForm.ORAL,
        instruments=frozenset(instruments),
        transfers=tuple(transfers),
    )


def of_request(mla_request: MLARequest) -> Situation:
    """The situation of a request of the register, as it stands in memory."""
    return situation(
        {name: getattr(mla_request, name) for name in (*COLUMNS, "form")},
        (basis.instrument_code for basis in mla_request.bases),
        (entrusted(transfer, transfer.id) for transfer in mla_request.transfers),
    )


def of_record(record: RequestRecord, row: Mapping[str, Any]) -> Situation:
    """The situation of a request that is being entered, from its future columns.

    Its transfers have their places as numbers, since they have no ids yet.
    """
    return situation(
        {"reopened_on": None, **row},
        (basis.instrument for basis in record.bases),
        (entrusted(transfer, n) for n, transfer in enumerate(record.transfers)),
    )
