"""Reading the outbox: what waits, and what was given up."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select

from ctrack.domain.outbox import MessageState
from ctrack.extensions import db
from ctrack.models import OutboxMessage

PAGE = 100
"""How many messages a page shows."""


def due_number(now: datetime) -> int:
    """How many messages could be sent now."""
    found = db.session.scalar(
        select(func.count()).where(
            OutboxMessage.state == MessageState.WAITING,
            OutboxMessage.next_attempt_at <= now,
        )
    )
    return found or 0


def numbers(central_authority_id: int) -> dict[MessageState, int]:
    """How many messages of the office are in each state."""
    rows = db.session.execute(
        select(OutboxMessage.state, func.count())
        .where(OutboxMessage.central_authority_id == central_authority_id)
        .group_by(OutboxMessage.state)
    )
    counted = {row[0]: row[1] for row in rows}
    return {state: counted.get(state, 0) for state in MessageState}


def latest(
    central_authority_id: int, *, state: MessageState | None = None
) -> Sequence[OutboxMessage]:
    """The newest messages of the office, those of one state where it is given."""
    statement = select(OutboxMessage).where(
        OutboxMessage.central_authority_id == central_authority_id
    )
    if state is not None:
        statement = statement.where(OutboxMessage.state == state)
    return db.session.scalars(
        statement.order_by(OutboxMessage.id.desc()).limit(PAGE)
    ).all()


def by_id(message_id: int, central_authority_id: int) -> OutboxMessage | None:
    """The message of this id; None where the office has none."""
    return db.session.scalar(
        select(OutboxMessage).where(
            OutboxMessage.id == message_id,
            OutboxMessage.central_authority_id == central_authority_id,
        )
    )


def not_sent() -> Iterator[OutboxMessage]:
    """Every message that has not gone out, the oldest first."""
    yield from db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.state != MessageState.SENT)
        .order_by(OutboxMessage.id)
        .execution_options(yield_per=200)
    )
