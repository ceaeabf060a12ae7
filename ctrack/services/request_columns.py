"""The columns of a request's own row, from the record that is entered."""

from datetime import date, datetime
from operator import attrgetter
from typing import Any

from ctrack import clock
from ctrack.domain.records import RequestRecord
from ctrack.domain.searching import folded
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Direction


def counted_from(record: RequestRecord) -> date:
    """The day from which the request's age counts, and whose year it is numbered in.

    Received (incoming) or sent (outgoing); while not sent, the day it reached us.
    """
    return record.opened_on or record.received_on or clock.today()


def first_status(record: RequestRecord) -> Status:
    """The stage of a request that has just been entered."""
    if record.direction is Direction.INCOMING:
        return Status.REGISTERED
    if record.sent_on is None:
        return Status.CA_REVIEW
    return Status.ACKNOWLEDGED if record.acknowledged_on else Status.SENT


_COPIED = (
    "reference",
    "direction",
    "matter",
    "partner_state",
    "partner_authority",
    "originating_authority",
    "subject",
    "channel",
    "form",
    "language",
    "proceeding_stage",
    "urgency",
    "urgency_reason",
    "wished_on",
    "confidentiality",
    "use_limitation",
    "conditions",
    "remarks",
    "received_on",
    "sent_on",
    "acknowledged_on",
    "accepted_on",
    "transferred_on",
    "executed_on",
    "results_sent_on",
    "closed_on",
    "confirmed_in_writing_on",
    "review_on",
    "outcome",
    "refusal_reasons",
    "court",
    "officer_id",
    "is_historical",
    "provenance",
    "submission_key",
)
_copied = attrgetter(*_COPIED)


def columns_of(
    record: RequestRecord,
    central_authority_id: int,
    actor_id: int | None,
    now: datetime,
) -> dict[str, Any]:
    """The columns of the request's own row."""
    opened = counted_from(record)
    return {
        **dict(zip(_COPIED, _copied(record), strict=True)),
        "subject_folded": folded(record.subject),
        "central_authority_id": central_authority_id,
        "status": record.status or first_status(record),
        "counted_from": opened,
        "held_since": record.holder_since or _latest_day(record) or opened,
        "entered_at": record.entered_at or now,
        "entered_by_id": record.entered_by_id or actor_id,
        "version": 1,
    }


def _latest_day(record: RequestRecord) -> date | None:
    days = [day for day in record.milestones.values() if day is not None]
    return max(days, default=None)
