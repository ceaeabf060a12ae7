"""What the register knows of a request's deadlines, extensions and pauses."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row as Found
from sqlalchemy import Table, bindparam, select

from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.deadlines import Extension as MoreTime
from ctrack.domain.pauses import Pause as Interval
from ctrack.extensions import db
from ctrack.models import CentralAuthority, Deadline, Extension, MLARequest, Pause


def _table(model: type[Any]) -> Table:
    table: Table = model.metadata.tables[model.__tablename__]
    return table


_D, _E, _P = _table(Deadline), _table(Extension), _table(Pause)
_R, _C = _table(MLARequest), _table(CentralAuthority)

OF_DEADLINE = tuple(
    column.name for column in _D.c if column.name not in {"id", "mla_request_id"}
)
"""The columns of a deadline that are computed or set, in the table's order."""


@dataclass
class KeptDeadline:
    """A deadline by column, with its extensions; `id` is that of its row."""

    id: int
    row: dict[str, Any]
    extensions: dict[int, MoreTime] = field(default_factory=dict)


@dataclass
class KeptPause:
    """A pause of the register."""

    id: int
    interval: Interval
    is_by_hand: bool


@dataclass
class Facts:
    """All that is kept of a request's time, read with one question."""

    timing_key: str = ""
    deadlines: dict[int, KeptDeadline] = field(default_factory=dict)
    pauses: dict[int, KeptPause] = field(default_factory=dict)


def of_request(request_id: int) -> Facts:
    """The deadlines, extensions and pauses of a request, as they are stored."""
    found = Facts()
    rows = db.session.connection().execute(_OF_REQUEST, {"request_id": request_id})
    for row in rows:
        _take(found, row)
    return found


def _take(found: Facts, row: Found[Any]) -> None:
    """Add what a row holds; rows repeat deadlines and pauses in all combinations."""
    by_column = row._mapping
    found.timing_key = by_column[_C.c.timing_key]
    deadline_id, pause_id = by_column[_D.c.id], by_column[_P.c.id]
    if deadline_id is not None and deadline_id not in found.deadlines:
        values = {name: by_column[_D.c[name]] for name in OF_DEADLINE}
        found.deadlines[deadline_id] = KeptDeadline(deadline_id, values)
    extension_id = by_column[_E.c.id]
    if extension_id is not None:
        found.deadlines[deadline_id].extensions[extension_id] = MoreTime(
            by_column[_E.c.granted_on],
            by_column[_E.c.count],
            by_column[_E.c.unit],
            by_column[_E.c.until],
            by_column[_E.c.reason],
        )
    if pause_id is not None and pause_id not in found.pauses:
        interval = Interval(
            by_column[_P.c.since], by_column[_P.c.until], by_column[_P.c.category]
        )
        found.pauses[pause_id] = KeptPause(
            pause_id, interval, by_column[_P.c.is_by_hand]
        )


class OpenDeadline(NamedTuple):
    """A deadline that is open: its id, what is due, and when; None while held."""

    id: int
    kind: DeadlineKind
    current_on: date | None


def open_of(request_ids: Sequence[int]) -> dict[int, list[OpenDeadline]]:
    """The open deadlines of each of these requests; one question."""
    rows = db.session.execute(
        select(Deadline.mla_request_id, Deadline.id, Deadline.kind, Deadline.current_on)
        .where(Deadline.mla_request_id.in_(request_ids), Deadline.is_open)
        .order_by(Deadline.id)
    )
    found: dict[int, list[OpenDeadline]] = {}
    for request_id, number, kind, current_on in rows:
        its = OpenDeadline(number, kind, current_on)
        found.setdefault(request_id, []).append(its)
    return found


_OF_REQUEST = (
    select(
        _C.c.timing_key,
        _D.c.id,
        *(_D.c[name] for name in OF_DEADLINE),
        *(
            _E.c[name]
            for name in ("id", "granted_on", "count", "unit", "until", "reason")
        ),
        *(_P.c[name] for name in ("id", "since", "until", "category", "is_by_hand")),
    )
    .select_from(
        _R.join(_C, _C.c.id == _R.c.central_authority_id)
        .outerjoin(_D, _D.c.mla_request_id == _R.c.id)
        .outerjoin(_E, _E.c.deadline_id == _D.c.id)
        .outerjoin(_P, _P.c.mla_request_id == _R.c.id)
    )
    .where(_R.c.id == bindparam("request_id"))
    .order_by(_D.c.id, _E.c.id, _P.c.id)
)
"""Composed once, since every deed asks it."""
