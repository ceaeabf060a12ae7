"""What is open follows when rules or calendars change, and only as it was shown.

Set-wise: an office has thousands of open requests, and all may be concerned.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy import update as change_of

from ctrack import clock
from ctrack.domain.events import EventKind
from ctrack.extensions import db
from ctrack.models import Deadline, Event, MLARequest, User
from ctrack.queries import timing as known
from ctrack.queries.deadlines import OF_DEADLINE
from ctrack.queries.timing import Timing
from ctrack.services import bulk, deadlines, open_requests
from ctrack.services.bulk import Row
from ctrack.services.deadline_rows import Known, Planned, plan
from ctrack.services.due_moves import Move, WouldMove, seen_as, told

CHUNK = 1000


def follow(
    office: int, kind: EventKind, *, by: User | None, seen: str | None = None
) -> int:
    """Let what is open follow from rules and calendars as they are stored by now.

    `kind` is the line each request that moves gets; `seen` the word for the moves that
    were shown, None where nobody has to see them. Gives how many requests moved.
    Raises WouldMove where others, or any, would move; the caller's transaction ends
    then, and nothing has changed.
    """
    db.session.flush()
    changes = list(_changes(office, known.read(office)))
    found = [move for change in changes for move in change.moves]
    if found and seen is not None and seen_as(found) != seen:
        raise WouldMove(found)
    _store(changes, office, kind, by)
    return sum(bool(change.moves) for change in changes)


@dataclass(frozen=True)
class _Change:
    """What follows for a request."""

    request_id: int
    planned: Planned
    moves: Sequence[Move]


def _changes(office: int, timed: Timing) -> Iterator[_Change]:
    """The open requests whose deadlines follow otherwise from these rules."""
    for chunk in open_requests.chunks(office, CHUNK):
        kept = _kept([one.id for one in chunk])
        for one in chunk:
            its = kept[one.id]
            planned = plan(one.situation, timed, one.pauses, its)
            if planned.rows:
                yield _Change(one.id, planned, _moves(one.id, its, planned.rows))


def _kept(ids: Sequence[int]) -> dict[int, list[Known]]:
    extensions = open_requests.extensions(ids)
    rows = db.session.execute(
        select(
            Deadline.id,
            Deadline.mla_request_id,
            *(getattr(Deadline, name) for name in OF_DEADLINE),
        )
        .where(Deadline.mla_request_id.in_(ids))
        .order_by(Deadline.id)
    ).mappings()
    found: dict[int, list[Known]] = defaultdict(list)
    for row in rows:
        its = {name: row[name] for name in OF_DEADLINE}
        found[row["mla_request_id"]].append(Known(its, extensions[row["id"]]))
    return found


def _moves(request_id: int, kept: Sequence[Known], rows: Sequence[Row]) -> list[Move]:
    before = {one.key: _day(one.row) for one in kept}
    found = []
    for row in rows:
        was, is_now = before.get((row["kind"], row["place"])), _day(row)
        if was != is_now:
            found.append(Move(request_id, row["kind"], was, is_now))
    return found


def _day(row: Row) -> date | None:
    return row["current_on"] if row["is_open"] else None


def _store(
    changes: Sequence[_Change], office: int, kind: EventKind, by: User | None
) -> None:
    if not changes:
        return
    rows = [(one.request_id, one.planned.rows) for one in changes]
    deadlines.store_many(rows)
    db.session.connection().execute(
        _FOLLOW,
        [{"request": one.request_id, "due": one.planned.due_on} for one in changes],
    )
    now, today = clock.now(), clock.today()
    bulk.add(
        Event,
        [
            {
                "central_authority_id": office,
                "mla_request_id": one.request_id,
                "transfer_id": None,
                "kind": kind.name,
                "actor_id": by.id if by else None,
                "happened_on": today,
                "entered_at": now,
                "details": {"moved": "; ".join(map(told, one.moves))},
                "changes": {},
                "note": "",
                "is_correction": False,
            }
            for one in changes
            if one.moves
        ],
    )


_REQUEST = MLARequest.metadata.tables[MLARequest.__tablename__]
_FOLLOW = (
    change_of(_REQUEST)
    .where(_REQUEST.c.id == bindparam("request"))
    .values(due_on=bindparam("due"), version=_REQUEST.c.version + 1)
)
