"""Deadlines and pauses of requests that an older ctrack has kept without them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select
from sqlalchemy import update as change

from ctrack.domain import pauses as paused
from ctrack.domain.statuses import Status
from ctrack.extensions import db
from ctrack.models import Deadline, Event, MLARequest, Pause
from ctrack.queries import moves, timing
from ctrack.services import bulk, deadlines, open_requests, situations
from ctrack.services.deadline_rows import plan

CHUNK = 1000

_PAUSING = (
    "INFORMATION_REQUESTED",
    "INFORMATION_ASKED_OF_US",
    "POSTPONED",
    "POSTPONED_ABROAD",
    "SUSPENDED",
    "TRANSLATION_ORDERED",
)
"""The events by which a request comes to a stage that pauses it."""


def _concerned() -> ColumnElement[bool]:
    """Requests that are open, or were paused once."""
    paused_once = exists().where(
        Event.mla_request_id == MLARequest.id, Event.kind.in_(_PAUSING)
    )
    return or_(MLARequest.closed_on.is_(None), paused_once)


def lacking() -> int:
    """How many requests have to be filled in."""
    return db.session.scalar(select(func.count(MLARequest.id)).where(_concerned())) or 0


def fill(on_progress: Callable[[int], None] = lambda _: None) -> None:
    """Give each request its deadlines and pauses. To be done once.

    `on_progress` is told how many requests each chunk has filled in.
    """
    db.session.flush()
    db.session.expire_all()  # rules that have just been shipped are still plain words
    last = 0
    while requests := _chunk(last):
        last = requests[-1]["id"]
        _fill(requests)
        on_progress(len(requests))


def _chunk(last: int) -> list[dict[str, Any]]:
    names = (*situations.COLUMNS, "form", "id", "central_authority_id")
    rows = db.session.execute(
        select(*(getattr(MLARequest, name) for name in names))
        .where(MLARequest.id > last, _concerned())
        .order_by(MLARequest.id)
        .limit(CHUNK)
    )
    return [row._asdict() for row in rows]


def _fill(requests: Sequence[dict[str, Any]]) -> None:
    ids = [request["id"] for request in requests]
    log = _moves(ids)
    instruments = open_requests.instruments(ids)
    transfers = open_requests.transfers(ids)
    pause_rows, deadline_rows, columns = [], [], []
    for request in requests:
        number = request["id"]
        reopened = [m.on for m in log[number] if m.before is Status.CLOSED]
        request["reopened_on"] = reopened[-1] if reopened else None
        found = paused.of_moves(log[number], request["status"], request["held_since"])
        pause_rows += [deadlines.pause_row(number, pause, None) for pause in found]
        situation = situations.situation(
            request,
            instruments[number],
            (situations.entrusted(t, t.id) for t in transfers[number]),
        )
        planned = plan(situation, timing.timing(request["central_authority_id"]), found)
        deadline_rows += [{"mla_request_id": number, **row} for row in planned.rows]
        columns.append(
            {
                "request": number,
                "reopened": request["reopened_on"],
                "due": planned.due_on,
                "paused": planned.paused_since,
            }
        )
    bulk.add(Pause, pause_rows)
    bulk.add(Deadline, deadline_rows)
    db.session.connection().execute(_SET, columns)


_REQUEST = MLARequest.metadata.tables[MLARequest.__tablename__]
_SET = (
    change(_REQUEST)
    .where(_REQUEST.c.id == bindparam("request"))
    .values(
        reopened_on=bindparam("reopened"),
        due_on=bindparam("due"),
        paused_since=bindparam("paused"),
    )
)


def _moves(ids: Sequence[int]) -> dict[int, list[Any]]:
    statement = select(
        Event.mla_request_id, Event.happened_on, Event.changes, Event.details
    ).where(Event.mla_request_id.in_(ids), Event.kind.in_(moves.KINDS))
    found: dict[int, list[Any]] = defaultdict(list)
    rows: Any = db.session.execute(statement.order_by(Event.id))
    for number, *told in rows:
        move = moves.move(*told)
        if move is not None:
            found[number].append(move)
    return found
