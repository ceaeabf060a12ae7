"""A correction in the event log: an event of its own kind, with before and after."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from ctrack.domain.events import EventKind
from ctrack.models import Event, MLARequest, User
from ctrack.services import deadlines, events, facts, stages

Change = list[str | None]
"""What it was and what it is now, as text."""


def record(
    mla_request: MLARequest,
    changes: Mapping[str, Change],
    *,
    by: User,
    details: Mapping[str, str] | None = None,
    note: str = "",
) -> Event:
    """Write down what was corrected; the facts follow."""
    stages.touch(mla_request)
    deadlines.refresh(mla_request, by_id=by.id)
    event = events.record(
        EventKind.AMENDED,
        by=by,
        mla_request=mla_request,
        details=details,
        changes=changes,
        note=note,
        is_correction=True,
    )
    facts.refresh(mla_request)
    return event


def worded(value: Any) -> str | None:
    """A value as the log keeps it; nothing for what is empty."""
    if value is None or value == "":
        return None
    if isinstance(value, Enum):
        return str(value.value)
    return value.isoformat() if isinstance(value, date) else str(value)
