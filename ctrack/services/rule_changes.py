"""Changing a deadline rule: what is open follows at once, and only as it was shown.

Set-wise: an office has thousands of open requests, and all may be concerned.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy import update as change_of

from ctrack import clock
from ctrack.domain.events import EventKind
from ctrack.extensions import db
from ctrack.models import Deadline, DeadlineRule, Event, MLARequest, User
from ctrack.queries import timing as known
from ctrack.queries.deadlines import OF_DEADLINE
from ctrack.queries.timing import Timing
from ctrack.services import bulk, deadlines, open_requests, reference_data
from ctrack.services.bulk import Row
from ctrack.services.deadline_rows import Known, Planned, plan
from ctrack.services.due_moves import Move, WouldMove, seen_as, told

CHUNK = 1000


def save(
    code: str, values: Mapping[str, Any], *, by: User, seen: str = "", moves: str = ""
) -> int:
    """Store a rule, and let what is open follow; gives how many requests moved.

    `moves` is the word for the moves that were seen. Raises WouldMove where others, or
    any, would move, and what `reference_data.save_entry` raises; the caller's
    transaction ends then.
    """
    reference_data.save_entry(DeadlineRule, code, values, by=by, seen=seen)
    db.session.flush()
    office = by.central_authority_id
    changes = list(_changes(office, known.read(office)))
    found = [move for change in changes for move in change.moves]
    if found and seen_as(found) != moves:
        raise WouldMove(found)
    _store(changes, by)
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


def _store(changes: Sequence[_Change], by: User) -> None:
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
                "central_authority_id": by.central_authority_id,
                "mla_request_id": one.request_id,
                "transfer_id": None,
                "kind": EventKind.TERMS_MOVED.name,
                "actor_id": by.id,
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
