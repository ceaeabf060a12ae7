"""What waits for the office, queue by queue."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select, union_all

from ctrack.domain.request_list import ListedRequest, Queue
from ctrack.extensions import db
from ctrack.models import MLARequest, User
from ctrack.queries import request_rows
from ctrack.queries.memory import remembered
from ctrack.queries.reminders import put_off_by
from ctrack.queries.request_conditions import IS_OPEN, waiting
from ctrack.queries.visibility import requests_seen_by


def first(
    queues: Sequence[Queue],
    *,
    seen_by: User,
    today: date,
    limit: int,
    only_own: bool = False,
) -> dict[Queue, list[ListedRequest]]:
    """The requests that have waited longest in each of these queues of open work.

    `only_own` leaves out what is somebody else's, or nobody's.
    """
    if not queues:
        return {}
    parts = [
        select(MLARequest.id, literal(queue.value).label("queue"))
        .where(*_waits_for(seen_by, queue, today), *_own(seen_by, only_own))
        .order_by(_FIRST_BY.get(queue, MLARequest.held_since), MLARequest.id)
        .limit(limit)
        .subquery()
        for queue in queues
    ]
    found = db.session.execute(
        union_all(*(select(part.c.id, part.c.queue) for part in parts))
    ).all()
    ids = {row.id for row in found}
    statement = request_rows.rows_of().where(MLARequest.id.in_(ids))
    lines = {line.id: line for line in request_rows.read(statement)}
    by_code = {queue.value: queue for queue in queues}
    rows: dict[Queue, list[ListedRequest]] = {queue: [] for queue in queues}
    for request_id, queue in found:
        rows[by_code[queue]].append(lines[request_id])
    # a union does not promise to keep the order of its parts
    return {
        q: sorted(r, key=lambda line: (_first_day(q, line), line.id))
        for q, r in rows.items()
    }


_FIRST_BY: dict[Queue, Any] = {
    Queue.OVERDUE: MLARequest.due_on,
    Queue.DUE_THIS_WEEK: MLARequest.due_on,
    Queue.PAUSED_TOO_LONG: MLARequest.paused_since,
}
"""The day by which a queue is ordered, where it is not that of the present holder."""


def _first_day(queue: Queue, line: ListedRequest) -> date:
    if queue is Queue.PAUSED_TOO_LONG:
        return line.paused_since or date.max
    found = line.due_on if queue in _FIRST_BY else line.held_since
    return found or date.max


def waiting_numbers(
    *, seen_by: User, today: date, only_own: bool = False
) -> dict[Queue, int]:
    """How many requests wait in each queue of open work, in one statement."""
    key = ("waiting", seen_by.id, today, only_own)
    return remembered(key, lambda: _waiting_numbers(seen_by, today, only_own))


def _own(user: User, only_own: bool) -> list[ColumnElement[bool]]:
    return [MLARequest.officer_id == user.id] if only_own else []


def _waiting_numbers(seen_by: User, today: date, only_own: bool) -> dict[Queue, int]:
    row = db.session.execute(
        select(
            *(
                func.coalesce(func.sum(case((waiting(q, today), 1), else_=0)), 0)
                for q in Queue
            )
        ).where(
            requests_seen_by(seen_by),
            ~put_off_by(seen_by, today),
            IS_OPEN,
            *_own(seen_by, only_own),
        )
    ).one()
    return dict(zip(Queue, row, strict=True))


def _waits_for(user: User, queue: Queue, today: date) -> list[ColumnElement[bool]]:
    """What stands in this person's queue: what was put off does not."""
    seen = requests_seen_by(user)
    return [seen, waiting(queue, today), ~put_off_by(user, today)]
