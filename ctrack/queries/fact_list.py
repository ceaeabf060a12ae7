"""The list for those who see coded facts only: read from the facts, never the records.

A request that has been sent to nobody yet is not counted, and so not listed; nor is one
that only named officers may know of.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    case,
    false,
    func,
    or_,
    select,
)

from ctrack import states
from ctrack.domain.permissions import Permission
from ctrack.domain.references import normalised
from ctrack.domain.request_list import (
    PAGE_SIZE,
    PAUSED_STAGES,
    Filters,
    ListedRequest,
    Sort,
)
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Direction, Outcome
from ctrack.extensions import db
from ctrack.models import Fact, FactMention, User
from ctrack.queries.memory import remembered
from ctrack.queries.request_list import Listing

CHUNK = 1000
NOT_STATED = "NOT_STATED"
Condition = ColumnElement[bool]

_COLUMNS = (
    Fact.id,
    Fact.mla_request_id,
    Fact.reference,
    Fact.direction,
    Fact.status,
    Fact.partner_state,
    Fact.opened_on,
    Fact.closed_on,
    Fact.outcome,
    Fact.primary_basis,
)


def page(filters: Filters, *, seen_by: User, today: date) -> Listing:
    """The page that is asked for, or the last one where there are fewer."""
    number = count(filters, seen_by=seen_by, today=today)
    listing = Listing((), number, filters.page)
    here = min(filters.page, listing.pages)
    offset = (here - 1) * PAGE_SIZE
    rows = db.session.execute(_list(filters, seen_by).limit(PAGE_SIZE).offset(offset))
    return replace(listing, rows=_lines(rows.all()), page=here)


def every(filters: Filters, *, seen_by: User, today: date) -> Iterator[ListedRequest]:
    """All lines of the list in its order, as a stream."""
    statement = _list(filters, seen_by).execution_options(yield_per=CHUNK)
    for chunk in db.session.execute(statement).partitions(CHUNK):
        yield from _lines(chunk)


def count(filters: Filters, *, seen_by: User, today: date) -> int:
    """How many requests the list has."""
    statement = select(func.count()).where(*_wanted(filters, seen_by))
    key = ("facts", seen_by.id, replace(filters, page=1, sort=Filters.sort))
    return remembered(key, lambda: db.session.scalar(statement) or 0)


def numbers(*, seen_by: User, today: date) -> dict[str, int]:
    """How many requests the ready-made lists have."""
    ready = {"open": Filters(is_open=True), "paused": Filters(status=PAUSED_STAGES)}
    return {
        name: count(filters, seen_by=seen_by, today=today)
        for name, filters in ready.items()
    }


def _list(filters: Filters, seen_by: User) -> Select[*tuple[Any, ...]]:
    statement = select(*_COLUMNS).where(*_wanted(filters, seen_by))
    return statement.order_by(*_order(filters))


def _order(filters: Filters) -> list[SQLColumnExpression[Any]]:
    sort, downwards = filters.sorted_by
    newest: list[SQLColumnExpression[Any]]
    newest = [Fact.opened_on.desc(), Fact.mla_request_id.desc()]
    first: SQLColumnExpression[Any]
    if sort is Sort.STATE:
        first = _rank(Fact.partner_state, list(states.names()))
    elif sort is Sort.STATUS:
        first = _rank(Fact.status, [status.value for status in Status])
    elif sort is Sort.REFERENCE:
        first = Fact.reference
    else:
        if downwards:
            return newest
        return [Fact.opened_on.asc(), Fact.mla_request_id.asc()]
    return [first.desc() if downwards else first.asc(), *newest]


def _rank(column: Any, values: Sequence[str]) -> ColumnElement[int]:
    places = {value: place for place, value in enumerate(values)}
    return case(places, value=column, else_=len(places))


def _wanted(filters: Filters, seen_by: User) -> list[Condition]:
    if not seen_by.may(Permission.LIST_REQUESTS):
        return [false()]
    found: list[Condition] = [
        Fact.central_authority_id == seen_by.central_authority_id,
        Fact.known_until.is_(None),
        Fact.is_restricted.is_(False),
        Fact.opened_on.is_not(None),
    ]
    plain: dict[str, Any] = {
        "direction": Fact.direction,
        "status": Fact.status,
        "state": Fact.partner_state,
    }
    for name, column in plain.items():
        if values := getattr(filters, name):
            found.append(column.in_([str(value) for value in values]))
    found += _mentions(filters)
    found += _days(filters)
    if filters.text:
        found.append(_has_reference(filters.text))
    return found


def _mentions(filters: Filters) -> list[Condition]:
    asked: dict[str, Sequence[str]] = {
        "basis": filters.basis,
        "nature": filters.nature,
        "offence": filters.offence,
        "authority": [str(party.id) for party in filters.authority],
    }
    return [_mention(kind, codes) for kind, codes in asked.items() if codes]


def _mention(kind: str, codes: Sequence[str]) -> Condition:
    named = Fact.id.in_(
        select(FactMention.fact_id).where(
            FactMention.kind == kind, FactMention.code.in_(codes)
        )
    )
    if NOT_STATED not in codes or kind not in _PRIMARY:
        return named
    return or_(named, _PRIMARY[kind] == NOT_STATED)


_PRIMARY = {"basis": Fact.primary_basis, "offence": Fact.primary_offence}


def _days(filters: Filters) -> list[Condition]:
    found: list[Condition] = []
    if filters.since:
        found.append(Fact.opened_on >= filters.since)
    if filters.until:
        found.append(Fact.opened_on <= filters.until)
    if filters.closed_since:
        found.append(Fact.closed_on >= filters.closed_since)
    if filters.closed_until:
        found.append(Fact.closed_on <= filters.closed_until)
    if filters.is_open:
        found.append(Fact.closed_on.is_(None))
    return found


def _has_reference(text: str) -> Condition:
    """Our reference holds the fragment; signs alone are no fragment."""
    fragment = normalised(text)
    plain = func.replace(func.lower(Fact.reference), "-", "")
    return plain.like(f"%{fragment}%") if fragment else false()


def _lines(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[ListedRequest]:
    mentioned = _mentioned([row[0] for row in rows])
    return [_line(row, mentioned.get(row[0], {})) for row in rows]


def _line(row: Row[*tuple[Any, ...]], mentioned: dict[str, list[str]]) -> ListedRequest:
    has_primary = row.primary_basis != NOT_STATED
    return ListedRequest(
        id=row.mla_request_id,
        reference=row.reference,
        direction=Direction[row.direction.upper()],
        status=Status(row.status),
        partner_state=row.partner_state,
        counted_from=row.opened_on,
        closed_on=row.closed_on,
        outcome=Outcome[row.outcome] if row.outcome else None,
        basis=row.primary_basis if has_primary else "",
        other_bases=max(0, len(mentioned.get("basis", ())) - has_primary),
        natures=tuple(dict.fromkeys(mentioned.get("nature", ()))),
    )


def _mentioned(ids: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """The codes of bases and natures by fact and kind."""
    rows = db.session.execute(
        select(FactMention.fact_id, FactMention.kind, FactMention.code)
        .where(FactMention.fact_id.in_(ids), FactMention.kind.in_(("basis", "nature")))
        .order_by(FactMention.fact_id, FactMention.kind, FactMention.position)
    )
    found: dict[int, dict[str, list[str]]] = {}
    for fact_id, kind, code in rows:
        found.setdefault(fact_id, {}).setdefault(kind, []).append(code)
    return found
