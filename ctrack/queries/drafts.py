"""Finding registrations that were put aside."""

from collections.abc import Sequence

from sqlalchemy import func, select

from ctrack.domain.errors import NotFound
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Draft, User


def of_owner(owner: User) -> Sequence[Draft]:
    """The drafts of this person, the latest first."""
    return db.session.scalars(
        select(Draft).where(Draft.owner_id == owner.id).order_by(Draft.saved_at.desc())
    ).all()


def count_of_owner(owner: User) -> int:
    """How many drafts the person has."""
    return (
        db.session.scalar(select(func.count()).where(Draft.owner_id == owner.id)) or 0
    )


def by_id(draft_id: int, *, owner: User) -> Draft:
    """The draft, if it is this person's; NotFound otherwise."""
    draft = db.session.get(Draft, draft_id)
    if draft is None or draft.owner_id != owner.id:
        raise NotFound(N_("There is no such draft of yours."))
    return draft
