"""Changing a deadline rule: what is open follows at once, and only as it was shown."""

from collections.abc import Mapping
from typing import Any

from ctrack.domain.events import EventKind
from ctrack.models import DeadlineRule, User
from ctrack.services import due_changes, reference_data


def save(
    code: str, values: Mapping[str, Any], *, by: User, seen: str = "", moves: str = ""
) -> int:
    """Store a rule, and let what is open follow; gives how many requests moved.

    `moves` is the word for the moves that were seen. Raises WouldMove where others, or
    any, would move, and what `reference_data.save_entry` raises; the caller's
    transaction ends then.
    """
    reference_data.save_entry(DeadlineRule, code, values, by=by, seen=seen)
    office = by.central_authority_id
    return due_changes.follow(office, EventKind.TERMS_MOVED, by=by, seen=moves)
