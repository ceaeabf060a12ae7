"""Finding one transfer with what its authority needs to know."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ctrack.domain.errors import NotFound
from ctrack.domain.events import EventKind
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import (
    Event,
    MLARequest,
    Transfer,
    TransferMeasure,
    User,
)
from ctrack.queries import mla_requests
from ctrack.queries.visibility import transfers_seen_by

Entity = TypeVar("Entity")

LARGEST_ID = 2**31 - 1
"""What a key of the database can be."""
MOST_EVENTS = 200


def by_id(transfer_id: int, *, seen_by: User) -> Transfer:
    """The transfer with its measures and the facts of its request.

    In a constant number of queries. Raises NotFound when there is none, or none that
    this person may see.
    """
    statement = _seen(select(Transfer), transfer_id, seen_by).options(
        contains_eager(Transfer.mla_request).options(
            selectinload(MLARequest.offences),
            selectinload(MLARequest.persons),
            selectinload(MLARequest.references),
        ),
        joinedload(Transfer.authority),
        joinedload(Transfer.parent).joinedload(Transfer.authority),
        selectinload(Transfer.cells).joinedload(TransferMeasure.measure),
    )
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise _not_found()
    return found


def locked(transfer_id: int, *, seen_by: User) -> Transfer:
    """The same with its whole request, held against others until the transaction ends.

    The request's row is locked first (PostgreSQL; SQLite has locked everything), as
    steps of the life cycle do: so nobody waits in a circle. What is read afterwards
    is what those have left for whom we waited.
    """
    request_id = db.session.scalar(
        _seen(select(Transfer.mla_request_id), transfer_id, seen_by)
    )
    if request_id is None:
        raise _not_found()
    db.session.execute(
        select(MLARequest.id).where(MLARequest.id == request_id).with_for_update()
    )
    mla_requests.by_id(request_id)
    return by_id(transfer_id, seen_by=seen_by)


def onward(transfer: Transfer) -> Sequence[Transfer]:
    """The transfers that came of passing this one on."""
    return db.session.scalars(
        select(Transfer)
        .where(
            Transfer.mla_request_id == transfer.mla_request_id,
            Transfer.parent_id == transfer.id,
        )
        .options(joinedload(Transfer.authority))
        .order_by(Transfer.id)
    ).all()


def history(transfer: Transfer) -> Sequence[Event]:
    """What happened to this transfer, the latest day first, and to no other."""
    return db.session.scalars(
        _events(transfer)
        .order_by(Event.happened_on.desc(), Event.id.desc())
        .limit(MOST_EVENTS)
    ).all()


def last_event_id(transfer: Transfer) -> int:
    """The id of its latest line: what a form has seen when it was made."""
    found = db.session.scalar(select(func.max(Event.id)).where(*_of(transfer)))
    return found or 0


def since(transfer: Transfer, event_id: int) -> Sequence[Event]:
    """What was done with the transfer after that line, oldest first."""
    return db.session.scalars(
        _events(transfer).where(Event.id > event_id).order_by(Event.id)
    ).all()


def open_question(transfer: Transfer) -> str:
    """What the authority asked us last; empty where it has asked nothing."""
    found = db.session.scalar(
        select(Event.note)
        .where(*_of(transfer), Event.kind == EventKind.TRANSFER_QUERY.name)
        .order_by(Event.id.desc())
        .limit(1)
    )
    return found or ""


def _events(transfer: Transfer) -> Select[Event]:
    return select(Event).where(*_of(transfer)).options(joinedload(Event.actor))


def _of(transfer: Transfer) -> tuple[ColumnElement[bool], ...]:
    # the request first: the log is indexed by it
    return (
        Event.mla_request_id == transfer.mla_request_id,
        Event.transfer_id == transfer.id,
    )


def _seen(statement: Select[Entity], transfer_id: int, user: User) -> Select[Entity]:
    return statement.join(Transfer.mla_request).where(
        Transfer.id == min(transfer_id, LARGEST_ID), transfers_seen_by(user)
    )


def _not_found() -> NotFound:
    return NotFound(N_("There is no such transfer that you may see."))
