"""The changes of stage that the event log tells, from which follows who had a file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from ctrack.domain.course import Move
from ctrack.domain.incoming_steps import INCOMING
from ctrack.domain.outgoing_steps import OUTGOING
from ctrack.domain.statuses import Status
from ctrack.domain.step import Follow
from ctrack.extensions import db
from ctrack.models import Event

KINDS = frozenset(
    step.event for step in (*INCOMING, *OUTGOING) if step.target is not Follow.STAY
)
"""The kinds of events that may change the stage."""


def move(
    on: date, changes: Mapping[str, Sequence[str | None]], details: Mapping[str, str]
) -> Move | None:
    """What an event with these changes moved; None where the stage stayed."""
    if "status" not in changes:
        return None
    before, after = changes["status"]
    undone = details.get("closed_on")
    return Move(
        on,
        Status(before or ""),
        Status(after or ""),
        date.fromisoformat(undone) if undone else None,
    )


def of_request(request_id: int) -> list[Move]:
    """The moves of a request in the order in which they were entered."""
    rows = db.session.execute(_OF_REQUEST, {"request_id": request_id})
    found = (move(*row) for row in rows)
    return [one for one in found if one is not None]


_OF_REQUEST: Any = (
    select(Event.happened_on, Event.changes, Event.details)
    .where(Event.mla_request_id == bindparam("request_id"), Event.kind.in_(KINDS))
    .order_by(Event.id)
)
