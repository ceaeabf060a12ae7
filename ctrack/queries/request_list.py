"""The register as a list: a page of it, all of it, the place of a request in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    func,
    or_,
    select,
    true,
)

from ctrack.domain.request_list import (
    PAGE_SIZE,
    PAUSED_STAGES,
    Filters,
    ListedRequest,
    slices,
)
from ctrack.extensions import db
from ctrack.models import MLARequest, User
from ctrack.queries import request_order, request_rows, request_text
from ctrack.queries.memory import remembered
from ctrack.queries.reminders import put_off_by
from ctrack.queries.request_conditions import (
    IS_OPEN,
    apart,
    conditions,
    overdue,
)
from ctrack.queries.request_order import Groups, Ordering
from ctrack.queries.request_rows import Rows
from ctrack.queries.visibility import requests_seen_by

MANY = 500
"""Of more requests than these the first ones are found by going through the list."""


@dataclass(frozen=True)
class Listing:
    """One page of the list, and how many requests the whole of it has."""

    rows: Sequence[ListedRequest]
    number: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.number // PAGE_SIZE))


def page(filters: Filters, *, seen_by: User, today: date) -> Listing:
    """The page that is asked for, or the last one where there are fewer."""
    text = request_text.few(filters.text, seen_by) if filters.text else None
    grouped = request_order.groups(filters)
    key = ("list", seen_by.id, replace(filters, page=1), today)
    counts = remembered(
        key,
        lambda: _counts(_wanted(filters, seen_by, today, text, counting=True), grouped),
    )
    listing = Listing((), sum(counts.values()), filters.page)
    here = min(filters.page, listing.pages)
    offset = (here - 1) * PAGE_SIZE
    in_turn = listing.number > MANY
    wanted = _wanted(filters, seen_by, today, text, in_turn=in_turn)
    if not listing.number:
        rows = []
    elif grouped is None:
        if filters.text and text is None:
            text = request_text.row_by_row(filters.text, seen_by)
            wanted = _wanted(filters, seen_by, today, text, in_turn=in_turn)
        rows = _plain_page(wanted, filters, offset, listing.number)
    else:
        rows = _grouped_page(wanted, grouped, counts, offset)
    return replace(listing, rows=rows, page=here)


def count(filters: Filters, *, seen_by: User, today: date) -> int:
    """How many requests the list has."""
    key = ("count", seen_by.id, replace(filters, page=1, sort=Filters.sort), today)
    return remembered(
        key,
        lambda: _counts(_wanted(filters, seen_by, today, counting=True), None)[None],
    )


def numbers(*, seen_by: User, today: date) -> dict[str, int]:
    """How many open requests the ready-made lists have, in one statement.

    Reads the index on open requests only: the closed ones, which grow for ever, are
    not counted on every page.
    """
    key = ("numbers", seen_by.id, today)
    return remembered(key, lambda: _numbers(seen_by, today))


def _numbers(seen_by: User, today: date) -> dict[str, int]:
    wanted = {"open": true(), "mine": MLARequest.officer_id == seen_by.id}
    wanted["unassigned"] = MLARequest.officer_id.is_(None)
    wanted["paused"] = MLARequest.status.in_(PAUSED_STAGES)
    wanted["overdue"] = overdue(today)
    row = db.session.execute(
        select(
            *(
                func.coalesce(func.sum(case((c, 1), else_=0)), 0)
                for c in wanted.values()
            )
        ).where(requests_seen_by(seen_by), apart(IS_OPEN))
    ).one()
    return dict(zip(wanted, row, strict=True))


def every(filters: Filters, *, seen_by: User, today: date) -> Iterator[ListedRequest]:
    """All lines of the list in its order, as a stream."""
    order = request_order.spelled(request_order.complete(filters))
    wanted = _wanted(filters, seen_by, today)
    return request_rows.stream(request_rows.rows_of().where(*wanted).order_by(*order))


Wanted = list[ColumnElement[bool]]


def condition(filters: Filters, *, seen_by: User, today: date) -> ColumnElement[bool]:
    """What a request must fulfil to stand in the list, in one piece."""
    return and_(*_wanted(filters, seen_by, today))


def _wanted(
    filters: Filters,
    seen_by: User,
    today: date,
    text: ColumnElement[bool] | None = None,
    *,
    counting: bool = False,
    in_turn: bool = False,
) -> Wanted:
    """What stands in the list; `text` is how the text is looked for, if it matters."""
    found = [
        requests_seen_by(seen_by),
        *conditions(filters, today=today, counting=counting, in_turn=in_turn),
        *([~put_off_by(seen_by, today)] if filters.queue else []),
    ]
    if filters.text:
        if text is None:
            text = request_text.holds(filters.text, seen_by)
        found.append(text)
    return found


def _counts(wanted: Wanted, grouped: Groups | None) -> Mapping[Any, int]:
    """The number of rows by group; under None where there are no groups.

    Grouped by an expression: the index on the column would tempt SQLite to read every
    record for what the index on all columns that count has beside each other.
    """
    number = func.count()
    if grouped is None:
        statement = select(number).select_from(MLARequest).where(*wanted)
        return {None: db.session.scalar(statement) or 0}
    apart = grouped.apart
    rows = db.session.execute(select(apart, number).where(*wanted).group_by(apart))
    return {row[0]: row[1] for row in rows}


def _plain_page(
    wanted: Wanted, filters: Filters, offset: int, number: int
) -> list[ListedRequest]:
    """Rows by an index; the second half of the list is read from its end."""
    statement = request_rows.rows_of().where(*wanted)
    order = request_order.plain(filters)
    take = min(PAGE_SIZE, number - offset)
    if offset <= number // 2:
        return request_rows.read(_part(statement, order, offset, take))
    order = request_order.reverse(order)
    found = request_rows.read(_part(statement, order, number - offset - take, take))
    return found[::-1]


def _grouped_page(
    wanted: Wanted, grouped: Groups, counts: Mapping[Any, int], offset: int
) -> list[ListedRequest]:
    values = request_order.in_order(counts, grouped.values)
    shown = slices(counts, values, offset, PAGE_SIZE)
    order: Ordering = grouped.within
    if len(shown) > 1:
        order = ((grouped.rank(), False), *order)
    only = grouped.only([part.value for part in shown])
    statement = request_rows.rows_of().where(*wanted, only)
    take = sum(part.take for part in shown)
    return request_rows.read(_part(statement, order, shown[0].skip, take))


def _part(statement: Rows, order: Ordering, offset: int, take: int) -> Rows:
    spelled = request_order.spelled(order)
    return statement.order_by(*spelled).limit(take).offset(offset)


# ------------------------------------------------------------ place in the list


@dataclass(frozen=True)
class Place:
    """Where a request stands in a list: its number from 1, and its neighbours."""

    position: int
    number: int
    before: str | None
    after: str | None


def place_of(
    reference: str, filters: Filters, *, seen_by: User, today: date
) -> Place | None:
    """The place of a request in the list; None where it does not stand in it."""
    wanted = _wanted(filters, seen_by, today)
    order = request_order.complete(filters)
    here = db.session.execute(
        select(*(expression for expression, _ in order)).where(
            *wanted, MLARequest.reference == reference
        )
    ).one_or_none()
    if here is None:
        return None
    preceding = [*wanted, _beyond(request_order.reverse(order), here)]
    key = ("place", seen_by.id, replace(filters, page=1), today, reference)
    return Place(
        remembered(key, lambda: _counts(preceding, None)[None]) + 1,
        count(filters, seen_by=seen_by, today=today),
        before=_next(preceding, request_order.reverse(order)),
        after=_next([*wanted, _beyond(order, here)], order),
    )


def _next(wanted: Wanted, order: Ordering) -> str | None:
    return db.session.scalar(
        select(MLARequest.reference)
        .where(*wanted)
        .order_by(*request_order.spelled(order))
        .limit(1)
    )


def _beyond(order: Ordering, here: Sequence[Any]) -> ColumnElement[bool]:
    """The rows that come after these values in this order."""
    choices = []
    for number, (expression, downwards) in enumerate(order):
        same = [e == v for (e, _), v in zip(order[:number], here, strict=False)]
        value = here[number]
        further = expression < value if downwards else expression > value
        choices.append(and_(*same, further))
    return or_(*choices)
