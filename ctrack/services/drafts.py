"""Keeping registrations that were begun and put aside."""

from ctrack import clock
from ctrack.domain.vocabulary import Direction
from ctrack.extensions import db
from ctrack.models import Draft, User
from ctrack.queries import drafts


def save(
    fields: dict[str, list[str]],
    *,
    direction: Direction,
    by: User,
    draft_id: int | None = None,
) -> Draft:
    """Keep what was typed, as typed; a new draft unless one is given.

    Raises NotFound for a draft of somebody else.
    """
    draft = drafts.by_id(draft_id, owner=by) if draft_id else Draft(owner_id=by.id)
    draft.direction = direction
    draft.title = (fields.get("subject") or [""])[0][:500]
    draft.fields = fields
    draft.saved_at = clock.now()
    db.session.add(draft)
    db.session.flush()
    return draft


def discard(draft: Draft) -> None:
    """Throw the draft away: it has been registered, or is not wanted."""
    db.session.delete(draft)
