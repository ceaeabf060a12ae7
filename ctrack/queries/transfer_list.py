"""The list of transfers: its groups, and one page of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from ctrack.domain.events import EventKind
from ctrack.domain.permissions import Permission
from ctrack.domain.transfer_list import PAGE_SIZE, Group
from ctrack.domain.transfers import CLOSED, TransferStatus
from ctrack.extensions import db
from ctrack.models import Event, MLARequest, Transfer, TransferMeasure, User
from ctrack.queries.memory import remembered
from ctrack.queries.request_conditions import apart
from ctrack.queries.transfer_filters import Filters, conditions
from ctrack.queries.visibility import transfers_seen_by

_ORDER = tuple(Group)
_PLACE = {group: number for number, group in enumerate(_ORDER)}
_CLOSED = Transfer.status.in_(CLOSED)
_OPEN = Transfer.status.in_(set(TransferStatus) - CLOSED)


@dataclass(frozen=True)
class Listing:
    """One page of the list.

    `counts` say how many there are in each group that the list is made of, `late` how
    many of all that the other filters let through are late.
    """

    rows: Sequence[Transfer]
    counts: Mapping[Group, int]
    all: int
    late: int
    page: int = 1
    pages: int = 1
    groups: Sequence[Group] = field(default_factory=tuple)
    """The group of each row."""

    @property
    def number(self) -> int:
        """How many transfers the list has on all its pages."""
        return sum(self.counts.values())


Counts = Mapping[Group, int]
Place = tuple[int, Group]
"""The id of a transfer, and the group in which it stands."""


def page(filters: Filters, *, seen_by: User, today: date) -> Listing:
    """One page of the list: by group, then what is due first, then the newest.

    For those who see the transfers of all authorities the groups are two: open and
    done. A constant number of queries, however long the list is.
    """
    wanted = [transfers_seen_by(seen_by), *conditions(filters, seen_by)]
    everything, overdue = _remembered_counts(filters, wanted, seen_by, today)
    counts = overdue if filters.is_overdue else everything
    number = sum(counts.values())
    pages = max(1, -(-number // PAGE_SIZE))
    here = min(filters.page, pages)
    if filters.is_overdue:
        wanted = [*wanted, late(today)]
    places = _places(wanted, seen_by, counts, (here - 1) * PAGE_SIZE)
    rows = _loaded([transfer_id for transfer_id, _group in places])
    return Listing(
        rows=[rows[transfer_id] for transfer_id, _group in places],
        groups=[group for _id, group in places],
        counts={group: counts[group] for group in _ORDER if counts.get(group)},
        all=sum(everything.values()),
        late=sum(overdue.values()),
        page=here,
        pages=pages,
    )


def late(today: date) -> ColumnElement[bool]:
    """Past its day, of a request that is not paused; joined with its request."""
    return (Transfer.due_on < today) & MLARequest.paused_since.is_(None)


Wanted = list[ColumnElement[bool]]


def _remembered_counts(
    filters: Filters, wanted: Wanted, seen_by: User, today: date
) -> tuple[Counts, Counts]:
    """How many there are in each group, and how many of those are late."""
    asked = [(n, tuple(v)) for n, v in filters.without("overdue").query.items()]
    key = ("transfers", seen_by.id, seen_by.role, seen_by.authority_id, *asked, today)
    return remembered(key, lambda: _counts(wanted, seen_by, today))


def _counts(wanted: Wanted, seen_by: User, today: date) -> tuple[Counts, Counts]:
    is_late = ~_CLOSED & late(today)
    rank = _rank(seen_by).label("rank")
    tallied = db.session.execute(
        select(rank, func.count(), func.sum(case((is_late, 1), else_=0)))
        .select_from(Transfer)
        .join(Transfer.mla_request)
        .where(*wanted)
        .group_by("rank")
    ).all()
    return (
        {_ORDER[place]: number for place, number, _late in tallied},
        {_ORDER[place]: number for place, _all, number in tallied},
    )


def _places(wanted: Wanted, seen_by: User, counts: Counts, offset: int) -> list[Place]:
    """What stands on the page that begins there.

    Open and done are asked for apart: few are open, and found by their status, which
    costs little to sort; of those done, by far the most, only the page is read.
    """
    number_open = sum(counts.values()) - counts.get(Group.DONE, 0)
    of_open = max(0, min(PAGE_SIZE, number_open - offset))
    places: list[Place] = []
    if of_open:
        places += _open_places(wanted, seen_by, offset, of_open)
    if of_open < PAGE_SIZE and counts.get(Group.DONE):
        skipped = max(0, offset - number_open)
        places += _done_places(wanted, skipped, PAGE_SIZE - of_open)
    return places


def _open_places(
    wanted: Wanted, seen_by: User, offset: int, number: int
) -> list[Place]:
    rank = _rank(seen_by).label("rank")
    found = db.session.execute(
        select(Transfer.id, rank)
        .join(Transfer.mla_request)
        .where(*wanted, _OPEN)
        .order_by(
            "rank",
            func.coalesce(Transfer.due_on, date.max),
            Transfer.sent_on.desc(),
            Transfer.id.desc(),
        )
        .limit(number)
        .offset(offset)
    )
    return [(transfer_id, _ORDER[place]) for transfer_id, place in found]


def _done_places(wanted: Wanted, offset: int, number: int) -> list[Place]:
    found = db.session.scalars(
        select(Transfer.id)
        .join(Transfer.mla_request)
        .where(*wanted, apart(_CLOSED))
        .order_by(Transfer.sent_on.desc(), Transfer.id.desc())
        .limit(number)
        .offset(offset)
    )
    return [(transfer_id, Group.DONE) for transfer_id in found]


def _loaded(ids: Sequence[int]) -> dict[int, Transfer]:
    """These transfers with what the list tells of them; sorting all had been slow."""
    statement = (
        select(Transfer)
        .where(Transfer.id.in_(ids))
        .options(
            joinedload(Transfer.mla_request),
            joinedload(Transfer.authority),
            selectinload(Transfer.cells).joinedload(TransferMeasure.measure),
        )
    )
    return {transfer.id: transfer for transfer in db.session.scalars(statement)}


def _rank(user: User) -> Any:
    """The place of a transfer's group in the order of groups."""
    done = (_CLOSED, _PLACE[Group.DONE])
    if user.may(Permission.LIST_REQUESTS):
        return case(done, else_=_PLACE[Group.OPEN])
    status = Transfer.status
    return case(
        done,
        (status == TransferStatus.ASSIGNED, _PLACE[Group.TO_TAKE_IN_CHARGE]),
        (status == TransferStatus.QUERIED, _PLACE[Group.QUERIED]),
        (_is_just_answered(), _PLACE[Group.ANSWERED]),
        else_=_PLACE[Group.OPEN],
    )


def _is_just_answered() -> ColumnElement[bool]:
    """Whether the last that happened is that we answered a query."""
    last = (
        select(Event.kind)
        .where(
            Event.mla_request_id == Transfer.mla_request_id,
            Event.transfer_id == Transfer.id,
        )
        .order_by(Event.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return last == EventKind.TRANSFER_ANSWERED.name
