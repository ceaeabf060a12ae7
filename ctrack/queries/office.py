"""What the supervisor's page tells: few statements, each grouped by the database."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

from ctrack.domain import office
from ctrack.domain.office import INTERVALS, OLDEST, RECENT, Tally
from ctrack.domain.request_list import ListedRequest
from ctrack.domain.transfers import CLOSED
from ctrack.domain.vocabulary import Direction
from ctrack.extensions import db
from ctrack.models import Authority, Fact, MLARequest, Transfer, User
from ctrack.queries import request_rows, transfer_list
from ctrack.queries.request_conditions import IS_OPEN, IS_RESTRICTED, overdue
from ctrack.queries.statistics.population import days_between
from ctrack.queries.statistics.timeliness import intervals_of
from ctrack.queries.visibility import requests_seen_by, transfers_seen_by


def tallies(*, seen_by: User, today: date) -> list[Tally]:
    """How many open requests are alike in what the page counts by: one statement."""
    groups: list[ColumnElement[Any]] = [
        MLARequest.direction.expression,
        MLARequest.status.expression,
        _band(today),
        MLARequest.officer_id.expression,
        _is(overdue(today)),
        _is(MLARequest.urgency.in_(office.URGENT)),
        _is(IS_RESTRICTED),
    ]
    numbered = [group.label(f"group_{n}") for n, group in enumerate(groups)]
    statement = (
        select(*numbered, func.count(), func.min(MLARequest.counted_from))
        .where(requests_seen_by(seen_by), IS_OPEN)
        .group_by(*numbered)
    )
    return [Tally._make(row) for row in db.session.execute(statement)]


def _is(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _band(today: date) -> ColumnElement[int]:
    whens = [
        (MLARequest.counted_from >= band.since, place)
        for place, band in enumerate(office.bands(today))
        if band.since
    ]
    return case(*whens, else_=len(whens))


def received_by_day(*, seen_by: User, today: date) -> dict[date, int]:
    """How many requests were received or sent each day, since the first month told."""
    day = MLARequest.counted_from
    return _by_day(day, office.first_month(today), seen_by, today)


def closed_by_day(*, seen_by: User, today: date) -> dict[date, int]:
    """How many requests were closed each day, since the first month told."""
    day = MLARequest.closed_on
    return _by_day(day, office.first_month(today), seen_by, today)


def _by_day(day: Any, since: date, seen_by: User, today: date) -> dict[date, int]:
    statement = (
        select(day, func.count())
        .select_from(MLARequest)
        .where(requests_seen_by(seen_by), day >= since)
        .group_by(day)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def closed_by_officer(*, seen_by: User, today: date) -> dict[int | None, int]:
    """How many requests of each officer were closed in the last days."""
    since = today - timedelta(days=RECENT - 1)
    statement = (
        select(MLARequest.officer_id, func.count())
        .where(
            requests_seen_by(seen_by),
            MLARequest.closed_on >= since,
            MLARequest.closed_on <= today,
        )
        .group_by(MLARequest.officer_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


class Burden(NamedTuple):
    """The open transfers of an authority: how many, how many late, since when."""

    code: str
    name: str
    open: int
    late: int
    oldest: date | None


def burdens(*, seen_by: User, today: date) -> Sequence[Burden]:
    """What lies with each authority, the one with most that is late first."""
    late = func.coalesce(func.sum(_is(transfer_list.late(today))), 0)
    statement = (
        select(Transfer.authority_id, func.count(), late, func.min(Transfer.sent_on))
        .join(Transfer.mla_request)
        .where(transfers_seen_by(seen_by), Transfer.status.not_in(CLOSED))
        .group_by(Transfer.authority_id)
    )
    numbers = {row[0]: row[1:] for row in db.session.execute(statement)}
    names = select(Authority.id, Authority.code, Authority.name)
    rows = db.session.execute(names.where(Authority.id.in_(numbers)))
    found = [Burden(code, name, *numbers[number]) for number, code, name in rows]
    return sorted(found, key=lambda burden: (-burden.late, -burden.open, burden.name))


def oldest(*, seen_by: User) -> list[ListedRequest]:
    """The open requests that were received or sent first."""
    statement = (
        request_rows.rows_of()
        .where(requests_seen_by(seen_by), IS_OPEN)
        .order_by(MLARequest.counted_from, MLARequest.id)
        .limit(OLDEST)
    )
    return request_rows.read(statement)


def durations(
    *, central_authority_id: int, since: date, until: date
) -> dict[str, list[tuple[int, int]]]:
    """Days and how often, of each interval with a target, of incoming requests.

    As the table of timeliness counts: from the facts, by the later day of the interval.
    """
    recent = _ended_between(central_authority_id, since, until)
    parts = []
    intervals = intervals_of(recent.c)
    for interval in INTERVALS:
        first, last = intervals[interval]
        taken = days_between(first, last)
        parts.append(
            select(literal(interval), taken, func.count())
            .where(last.between(since, until), first <= last)
            .group_by(taken)
        )
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for name, days, number in db.session.execute(union_all(*parts)):
        found[name].append((days, number))
    return found


def _ended_between(central_authority_id: int, since: date, until: date) -> Any:
    """The facts of incoming requests of which something ended in the period."""
    ends = (
        Fact.acknowledged_on,
        Fact.transferred_on,
        Fact.executed_on,
        Fact.results_sent_on,
        Fact.closed_on,
    )
    closed_on = case(
        (Fact.closed_on < Fact.opened_on, Fact.opened_on), else_=Fact.closed_on
    ).label("closed_on")
    columns = (Fact.opened_on, *ends[:-1], closed_on)
    statement: Select[*tuple[Any, ...]] = select(*columns).where(
        Fact.central_authority_id == central_authority_id,
        Fact.known_until.is_(None),
        Fact.direction == Direction.INCOMING.value,
        Fact.opened_on.is_not(None),
        or_(*(end.between(since, until) for end in ends)),
    )
    return statement.cte("recent").prefix_with("MATERIALIZED")
