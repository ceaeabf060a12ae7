"""The list of transfers: filters, groups, and one page of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self

from sqlalchemy import ColumnElement, case, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from ctrack.domain.errors import Problem, problem
from ctrack.domain.events import EventKind
from ctrack.domain.permissions import Permission
from ctrack.domain.references import normalised
from ctrack.domain.transfer_list import PAGE_SIZE, Group
from ctrack.domain.transfers import CLOSED, TransferStatus
from ctrack.domain.vocabulary import ReferenceKind
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import (
    Authority,
    Event,
    Measure,
    Reference,
    Transfer,
    TransferMeasure,
    User,
)
from ctrack.queries import authorities, codes
from ctrack.queries.visibility import transfers_seen_by

LONGEST_TEXT = 200
MOST_VALUES = 60
_ORDER = tuple(Group)
_CLOSED = Transfer.status.in_(CLOSED)


@dataclass(frozen=True)
class Filters:
    """What the list is asked for. Values of one kind are alternatives to each other.

    `text` is looked for in our reference, theirs, and the authority's own.
    """

    text: str = ""
    authority: tuple[Authority, ...] = ()
    status: tuple[TransferStatus, ...] = ()
    is_overdue: bool = False
    page: int = 1

    @property
    def query(self) -> dict[str, list[str]]:
        """The same as stands in the address, the page left out."""
        found = {
            "q": [self.text] if self.text else [],
            "authority": [authority.code for authority in self.authority],
            "status": [status.value for status in self.status],
            "overdue": ["1"] if self.is_overdue else [],
        }
        return {name: values for name, values in found.items() if values}

    def only_overdue(self) -> Self:
        """The filters when only what is late is asked for."""
        return replace(self, is_overdue=True, page=1)

    def without(self, name: str, value: Any = None) -> Self:
        """The filters when this one is taken away; from the first page."""
        if name == "q":
            return replace(self, text="", page=1)
        if name == "overdue":
            return replace(self, is_overdue=False, page=1)
        if name == "status":
            statuses = tuple(status for status in self.status if status != value)
            return replace(self, status=statuses, page=1)
        left = tuple(each for each in self.authority if each != value)
        return replace(self, authority=left, page=1)


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


def read(
    query: Mapping[str, Sequence[str]], *, seen_by: User
) -> tuple[Filters, list[Problem]]:
    """The filters meant by the query, and a sentence for each value that means nothing.

    An authority's people see their own transfers only, so that they cannot name one.
    """
    problems: list[Problem] = []

    def texts(name: str) -> list[str]:
        given = (value.replace("\0", "").strip() for value in query.get(name, ()))
        return [text for text in given if text][:MOST_VALUES]

    def meant(name: str, text: str, value: Any, sentence: str) -> list[Any]:
        if value is None:
            problems.append(problem(name, sentence, typed=text[:60]))
        return [] if value is None else [value]

    found: dict[str, Any] = {"authority": [], "status": []}
    if seen_by.may(Permission.LIST_REQUESTS):
        for text in texts("authority"):
            value = authorities.by_text(text, seen_by.central_authority_id)
            found["authority"] += meant("authority", text, value, _NO_AUTHORITY)
    for text in texts("status"):
        member = codes.member(TransferStatus, text)
        found["status"] += meant("status", text, member, _NO_STATUS)
    number = (texts("page") or ["1"])[-1]
    if not number.isdecimal() or len(number) > 7:
        problems.append(problem("page", _NO_PAGE, typed=number[:60]))
        number = "1"
    return Filters(
        text=" ".join("".join(texts("q")[-1:]).split())[:LONGEST_TEXT],
        is_overdue=codes.yes_or_no("".join(texts("overdue")[-1:])) is True,
        page=max(1, int(number)),
        **{name: tuple(dict.fromkeys(values)) for name, values in found.items()},
    ), problems


_NO_AUTHORITY = N_("“%(typed)s” is no authority of the list. Choose one from it.")
_NO_STATUS = N_("“%(typed)s” is no status of a transfer. Choose one from the list.")
_NO_PAGE = N_("“%(typed)s” is no number of a page.")


def page(filters: Filters, *, seen_by: User, today: date) -> Listing:
    """One page of the list: by group, then what is due first, then the newest.

    For those who see the transfers of all authorities the groups are two: open and
    done. A constant number of queries, however long the list is.
    """
    rank = _rank(seen_by)
    wanted = [transfers_seen_by(seen_by), *_conditions(filters, seen_by)]
    is_late = ~_CLOSED & (Transfer.due_on < today)
    tallied = db.session.execute(
        select(rank, func.count().label("all"), func.sum(case((is_late, 1), else_=0)))
        .select_from(Transfer)
        .join(Transfer.mla_request)
        .where(*wanted)
        .group_by("rank")
    ).all()
    late = {_ORDER[place]: number for place, _all, number in tallied}
    everything = {_ORDER[place]: number for place, number, _late in tallied}
    counts = late if filters.is_overdue else everything
    pages = max(1, -(-sum(counts.values()) // PAGE_SIZE))
    here = min(filters.page, pages)
    places = db.session.execute(
        select(Transfer.id, rank)
        .join(Transfer.mla_request)
        .where(*wanted, *([is_late] if filters.is_overdue else []))
        .order_by(
            "rank",
            case((~_CLOSED, func.coalesce(Transfer.due_on, date.max))),
            Transfer.sent_on.desc(),
            Transfer.id.desc(),
        )
        .limit(PAGE_SIZE)
        .offset((here - 1) * PAGE_SIZE)
    ).all()
    rows = _loaded([transfer_id for transfer_id, _place in places])
    return Listing(
        rows=[rows[transfer_id] for transfer_id, _place in places],
        groups=[_ORDER[place] for _id, place in places],
        counts={group: counts[group] for group in _ORDER if counts.get(group)},
        all=sum(everything.values()),
        late=sum(late.values()),
        page=here,
        pages=pages,
    )


def _loaded(ids: Sequence[int]) -> dict[int, Transfer]:
    """These transfers with what the list tells of them; sorting all had been slow."""
    statement = (
        select(Transfer)
        .where(Transfer.id.in_(ids))
        .options(
            joinedload(Transfer.mla_request),
            joinedload(Transfer.authority),
            selectinload(Transfer.cells)
            .joinedload(TransferMeasure.measure)
            .options(joinedload(Measure.nature), joinedload(Measure.subtype)),
        )
    )
    return {transfer.id: transfer for transfer in db.session.scalars(statement)}


def _rank(user: User) -> Any:
    """The place of a transfer's group in the order of groups."""
    place = {group: number for number, group in enumerate(_ORDER)}
    done = (_CLOSED, place[Group.DONE])
    if user.may(Permission.LIST_REQUESTS):
        return case(done, else_=place[Group.OPEN]).label("rank")
    status = Transfer.status
    return case(
        done,
        (status == TransferStatus.ASSIGNED, place[Group.TO_TAKE_IN_CHARGE]),
        (status == TransferStatus.QUERIED, place[Group.QUERIED]),
        (_is_just_answered(), place[Group.ANSWERED]),
        else_=place[Group.OPEN],
    ).label("rank")


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


def _conditions(filters: Filters, user: User) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.text:
        found.append(_mentions(filters.text, user))
    if filters.authority:
        ids = [authority.id for authority in filters.authority]
        found.append(Transfer.authority_id.in_(ids))
    if filters.status:
        found.append(Transfer.status.in_(filters.status))
    return found


def _mentions(text: str, user: User) -> ColumnElement[bool]:
    """Whether a reference of the request, or the authority's own, holds the fragment.

    The number that another authority has given the request does not count: nobody
    looks for this transfer by it, and an authority's people would learn of the other.
    """
    fragment = normalised(text)
    if not fragment:
        return false()
    holds = Reference.normalised.contains(fragment, autoescape=True)
    of_request = select(Reference.mla_request_id).where(
        holds, Reference.kind.in_(_searched_by(user))
    )
    sent = aliased(Transfer)
    own = (
        select(sent.id)
        .join(Reference, Reference.mla_request_id == sent.mla_request_id)
        .where(
            holds,
            Reference.kind == ReferenceKind.EXECUTING,
            Reference.value == sent.authority_reference,
        )
    )
    return or_(
        Transfer.mla_request_id.in_(of_request),
        Transfer.id.in_(own),
        # as it was typed, where the request knew the number in another spelling
        Transfer.authority_reference.icontains(text, autoescape=True),
    )


def _searched_by(user: User) -> set[ReferenceKind]:
    if user.may(Permission.LIST_REQUESTS):
        return set(ReferenceKind) - {ReferenceKind.EXECUTING}
    return {ReferenceKind.OWN, ReferenceKind.PARTNER}
