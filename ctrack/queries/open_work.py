"""What lies with a person or an authority and would be left without a holder."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from ctrack.domain.transfers import CLOSED
from ctrack.extensions import db
from ctrack.models import (
    Draft,
    Leave,
    MLARequest,
    NamedOfficer,
    Reminder,
    Transfer,
    User,
)
from ctrack.queries.many_requests import PARTS
from ctrack.queries.request_conditions import IS_OPEN, IS_RESTRICTED


@dataclass(frozen=True)
class OpenWork:
    """In numbers: what a person looks after, may see by name, put aside, and so on."""

    requests: int = 0
    named: int = 0
    drafts: int = 0
    leaves: int = 0
    reminders: int = 0

    def __bool__(self) -> bool:
        """Whether somebody has to take over."""
        return any(vars(self).values())


def of_person(user: User) -> OpenWork:
    """What lies with this person, in one statement."""
    columns = (
        select(func.count()).select_from(MLARequest).where(_looked_after_by(user.id)),
        select(func.count()).select_from(MLARequest).where(_known_to(user.id)),
        select(func.count()).select_from(Draft).where(Draft.owner_id == user.id),
        select(func.count()).select_from(Leave).where(Leave.deputy_id == user.id),
        select(func.count()).select_from(Reminder).where(_wanted_by(user.id)),
    )
    row = db.session.execute(select(*(each.scalar_subquery() for each in columns)))
    return OpenWork(*row.one())


def looked_after_by(user: User) -> Sequence[MLARequest]:
    """The open requests of this officer."""
    return db.session.scalars(
        select(MLARequest).where(_looked_after_by(user.id)).order_by(MLARequest.id)
    ).all()


def reminders_of(user: User) -> Sequence[Reminder]:
    """What the person still wants to be reminded of."""
    return db.session.scalars(select(Reminder).where(_wanted_by(user.id))).all()


def _wanted_by(user_id: int) -> ColumnElement[bool]:
    return and_(
        Reminder.user_id == user_id, ~Reminder.puts_off, Reminder.done_at.is_(None)
    )


def known_to(user: User) -> Sequence[MLARequest]:
    """The restricted requests that somebody has to know instead of this person.

    The open ones, and closed ones that nobody else of those who work here may see.
    """
    named = selectinload(MLARequest.named_officers).joinedload(NamedOfficer.user)
    return db.session.scalars(
        select(MLARequest)
        .where(_known_to(user.id))
        .order_by(MLARequest.id)
        .options(named)
    ).all()


def _looked_after_by(user_id: int) -> ColumnElement[bool]:
    return and_(MLARequest.officer_id == user_id, IS_OPEN)


def _known_to(user_id: int) -> ColumnElement[bool]:
    other = aliased(NamedOfficer)
    somebody_else = exists(
        select(other.user_id)
        .join(User, User.id == other.user_id)
        .where(
            other.mla_request_id == MLARequest.id, other.user_id != user_id, User.active
        )
    )
    named = select(NamedOfficer.mla_request_id).where(NamedOfficer.user_id == user_id)
    return and_(MLARequest.id.in_(named), IS_RESTRICTED, or_(IS_OPEN, ~somebody_else))


def transfers_at(authority_id: int) -> Sequence[Transfer]:
    """The open transfers of an authority, each with its request and all its parts."""
    return db.session.scalars(
        select(Transfer)
        .where(Transfer.authority_id == authority_id, Transfer.status.not_in(CLOSED))
        .order_by(Transfer.id)
        .options(
            joinedload(Transfer.authority),
            selectinload(Transfer.cells),
            joinedload(Transfer.mla_request).options(*PARTS),
        )
    ).all()
