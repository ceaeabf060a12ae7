"""Chasers that went out, and letters that still have to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from ctrack.domain.chasers import ChaseLevel
from ctrack.domain.outbox import MessageState
from ctrack.extensions import db
from ctrack.models import Chase, MLARequest, OutboxMessage, Transfer, User
from ctrack.queries.visibility import requests_seen_by

MOST = 500
"""How many letters to other States a page shows."""

_IS_UNSENT_LETTER = and_(Chase.outbox_message_id.is_(None), Chase.posted_on.is_(None))


def of_transfer(transfer: Transfer) -> Sequence[Chase]:
    """The chasers of a transfer, the first one first, with their messages."""
    return db.session.scalars(
        select(Chase)
        .where(Chase.transfer_id == transfer.id)
        .options(joinedload(Chase.message), joinedload(Chase.posted_by))
        .order_by(Chase.number)
    ).all()


@dataclass(frozen=True)
class Bundle:
    """What an authority was chased for on a day, in one message or letter."""

    authority_id: int
    chased_on: date
    is_for_superior: bool
    number: int
    state: MessageState | None
    """Of the message; None for a letter."""
    recipient: str
    posted: int
    """How many of a letter's chasers are recorded as sent."""
    sent_at: datetime | None = None
    """When the mail server took the message."""
    last_error: str = ""
    """What the mail server said of the message at the last try."""

    @property
    def is_waiting_letter(self) -> bool:
        """Whether somebody has to print and send it."""
        return self.state is None and self.posted < self.number


def bundles(central_authority_id: int, today: date) -> list[Bundle]:
    """What went to authorities today, and the letters that are not sent yet."""
    above = Chase.level == ChaseLevel.ESCALATION
    rows = db.session.execute(
        select(
            Chase.authority_id,
            Chase.chased_on,
            above.label("above"),
            func.count(),
            OutboxMessage.state,
            func.coalesce(OutboxMessage.recipient, ""),
            func.count(Chase.posted_on),
            func.max(OutboxMessage.sent_at),
            func.coalesce(func.max(OutboxMessage.last_error), ""),
        )
        .outerjoin(OutboxMessage, OutboxMessage.id == Chase.outbox_message_id)
        .where(
            Chase.central_authority_id == central_authority_id,
            Chase.authority_id.is_not(None),
            or_(Chase.chased_on == today, _IS_UNSENT_LETTER),
        )
        .group_by(
            Chase.authority_id,
            Chase.chased_on,
            above,
            OutboxMessage.state,
            OutboxMessage.recipient,
        )
        .order_by(Chase.chased_on.desc(), Chase.authority_id, above)
    )
    return [
        Bundle(row[0], row[1], bool(row[2]), *row[3:])
        for row in rows
        if row[0] is not None
    ]


@dataclass(frozen=True)
class ChasedLine:
    """A chaser with what its letter says of the transfer."""

    chase: Chase
    transfer: Transfer
    mla_request: MLARequest


def of_authority(
    authority_id: int, day: date, *, above: bool, seen_by: User
) -> tuple[list[ChasedLine], int]:
    """The chasers of an authority on a day, and how many more one may not see."""
    level = Chase.level == ChaseLevel.ESCALATION
    wanted = (
        Chase.authority_id == authority_id,
        Chase.chased_on == day,
        level if above else ~level,
    )
    rows = db.session.execute(
        select(Chase, Transfer, MLARequest)
        .join(Transfer, Transfer.id == Chase.transfer_id)
        .join(MLARequest, MLARequest.id == Chase.mla_request_id)
        .where(*wanted, requests_seen_by(seen_by))
        .order_by(Transfer.sent_on, Transfer.id)
    ).all()
    all_of_them = db.session.scalar(select(func.count()).where(*wanted)) or 0
    lines = [ChasedLine(row[0], row[1], row[2]) for row in rows]
    return lines, all_of_them - len(lines)


def unsent_abroad(user: User) -> list[tuple[Chase, MLARequest]]:
    """The letters to other States that are not sent yet, the oldest first."""
    rows = db.session.execute(
        select(Chase, MLARequest)
        .join(MLARequest, MLARequest.id == Chase.mla_request_id)
        .options(joinedload(MLARequest.officer))
        .where(
            Chase.central_authority_id == user.central_authority_id,
            Chase.transfer_id.is_(None),
            _IS_UNSENT_LETTER,
            requests_seen_by(user),
        )
        .order_by(Chase.chased_on, Chase.id)
        .limit(MOST)
    )
    return [(row[0], row[1]) for row in rows]


def unsent_letter(
    authority_id: int, day: date, *, above: bool, seen_by: User
) -> Sequence[Chase]:
    """The chasers of one letter that is not recorded as sent, which one may see."""
    level = Chase.level == ChaseLevel.ESCALATION
    return db.session.scalars(
        select(Chase)
        .join(MLARequest, MLARequest.id == Chase.mla_request_id)
        .where(
            requests_seen_by(seen_by),
            Chase.authority_id == authority_id,
            Chase.chased_on == day,
            level if above else ~level,
            _IS_UNSENT_LETTER,
        )
        .with_for_update(of=Chase)
    ).all()


def unsent_one(chase_id: int, user: User) -> tuple[Chase, MLARequest] | None:
    """A letter to another State that this person may record as sent."""
    row = db.session.execute(
        select(Chase, MLARequest)
        .join(MLARequest, MLARequest.id == Chase.mla_request_id)
        .where(
            Chase.id == chase_id,
            Chase.transfer_id.is_(None),
            _IS_UNSENT_LETTER,
            requests_seen_by(user),
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None
