"""Who is away, and who stands in for whom."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ctrack.domain.errors import NotFound
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Leave, User


def present_and_coming(central_authority_id: int, today: date) -> Sequence[Leave]:
    """The absences that have not ended, the next one first."""
    return db.session.scalars(
        select(Leave)
        .join(Leave.user)
        .where(User.central_authority_id == central_authority_id, Leave.until >= today)
        .options(joinedload(Leave.user), joinedload(Leave.deputy))
        .order_by(Leave.since, Leave.id)
    ).all()


def stood_in_for(deputy: User, today: date) -> Sequence[Leave]:
    """The absences of today for which this person stands in, by name."""
    return db.session.scalars(
        select(Leave)
        .join(Leave.user)
        .where(Leave.deputy_id == deputy.id, Leave.since <= today, Leave.until >= today)
        .options(joinedload(Leave.user))
        .order_by(User.name, Leave.id)
    ).all()


def overlapping(user_id: int, since: date, until: date) -> Sequence[Leave]:
    """The absences of a person that share a day with these."""
    return db.session.scalars(
        select(Leave).where(
            Leave.user_id == user_id, Leave.since <= until, Leave.until >= since
        )
    ).all()


def by_deputy(user_id: int, today: date) -> Sequence[Leave]:
    """The absences, present and coming, for which a person is to stand in."""
    return db.session.scalars(
        select(Leave).where(Leave.deputy_id == user_id, Leave.until >= today)
    ).all()


def by_id(leave_id: int, *, central_authority_id: int) -> Leave:
    """The absence with this id in this office, or NotFound."""
    leave = db.session.get(Leave, leave_id)
    if leave is None or leave.user.central_authority_id != central_authority_id:
        raise NotFound(N_("There is no such leave."))
    return leave
