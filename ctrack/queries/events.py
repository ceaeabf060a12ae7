"""Reading the event log."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from ctrack.extensions import db
from ctrack.models import Event, MLARequest, User


def of_request(
    mla_request: MLARequest, *, limit: int = 50, offset: int = 0
) -> Sequence[Event]:
    """What happened to the request, the latest day first, after `offset` lines.

    Ordered by the day it happened, then by entry, so that late entries stand where
    they belong.
    """
    asked = {"request_id": mla_request.id, "limit": limit, "offset": offset}
    return db.session.scalars(_OF_REQUEST, asked).all()


# Composed once, since it is part of the page that is opened most.
_OF_REQUEST = (
    select(Event)
    .where(Event.mla_request_id == bindparam("request_id"))
    .options(joinedload(Event.actor).load_only(User.name))
    .order_by(Event.happened_on.desc(), Event.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)


class Actor(NamedTuple):
    """Who has entered a line."""

    name: str


class Line(NamedTuple):
    """A line of the log as pages tell it; without an actor it was the system."""

    id: int
    kind: str
    happened_on: date
    entered_at: datetime
    details: dict[str, str]
    changes: dict[str, list[str | None]]
    note: str
    is_correction: bool
    actor: Actor | None


def latest_of_request(mla_request: MLARequest, *, limit: int) -> tuple[list[Line], int]:
    """The latest lines in the order of `of_request`, and how many lines there are."""
    asked = {"request_id": mla_request.id, "limit": limit}
    rows = db.session.execute(_LATEST, asked).all()
    lines = [
        Line._make((*row[:-2], None if row[-2] is None else Actor(row[-2])))
        for row in rows
    ]
    return lines, rows[0][-1] if rows else 0


# Plain columns: a record of each line would take twice as long.
_EVENT = Event.metadata.tables[Event.__tablename__]
_USER = User.metadata.tables[User.__tablename__]
_LATEST: Any = (
    select(
        *(_EVENT.c[name] for name in Line._fields[:-1]),
        _USER.c.name,
        func.count().over(),
    )
    .select_from(_EVENT.outerjoin(_USER, _USER.c.id == _EVENT.c.actor_id))
    .where(_EVENT.c.mla_request_id == bindparam("request_id"))
    .order_by(_EVENT.c.happened_on.desc(), _EVENT.c.id.desc())
    .limit(bindparam("limit"))
)


def count_of_request(mla_request: MLARequest) -> int:
    """How many lines the log has of the request."""
    return db.session.scalar(_COUNT, {"request_id": mla_request.id}) or 0


_COUNT = select(func.count()).where(Event.mla_request_id == bindparam("request_id"))


def last_id(mla_request: MLARequest) -> int:
    """The id of the request's latest line: what a form has seen when it was made."""
    return (
        db.session.scalar(
            select(func.max(Event.id)).where(Event.mla_request_id == mla_request.id)
        )
        or 0
    )


def since(mla_request: MLARequest, event_id: int) -> Sequence[Event]:
    """What others did to the request after that line, oldest first."""
    return db.session.scalars(
        select(Event)
        .where(Event.mla_request_id == mla_request.id, Event.id > event_id)
        .options(joinedload(Event.actor))
        .order_by(Event.id)
    ).all()
