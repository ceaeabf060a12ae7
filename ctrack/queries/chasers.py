"""Who is silent: transfers without an answer, and requests of ours without one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from ctrack.domain.chasers import (
    ABROAD,
    CHASED_TRANSFERS,
    IN_EXECUTION,
    ChaseKind,
    Ladders,
    NextChase,
    Silence,
    due,
    due_abroad,
    earliest,
)
from ctrack.domain.pauses import paused_days
from ctrack.domain.vocabulary import Direction
from ctrack.extensions import db
from ctrack.models import Authority, Chase, MLARequest, Transfer
from ctrack.queries.standstills import is_paused, standstills

CHUNK = 500
"""How many rows are read at a time where there may be many."""


@dataclass(frozen=True)
class SilentTransfer:
    """A transfer whose chaser is due."""

    transfer_id: int
    mla_request_id: int
    authority_id: int
    reference: str
    authority_reference: str
    sent_on: date
    is_acknowledged: bool
    is_restricted: bool
    chase: NextChase


@dataclass(frozen=True)
class SilentRequest:
    """A request of ours whose chaser is due."""

    mla_request_id: int
    reference: str
    partner_state: str
    partner_authority: str
    officer_id: int | None
    sent_on: date
    is_restricted: bool
    chase: NextChase


def silent_transfers(
    central_authority_id: int,
    rungs: Ladders,
    today: date,
    *,
    authority_id: int | None = None,
    seen: ColumnElement[bool] | None = None,
) -> Iterator[SilentTransfer]:
    """The transfers whose chaser is due, by authority, the oldest first.

    Read as a stream. `seen` is a condition on Transfer and MLARequest.
    """
    ladder = rungs[ChaseKind.TRANSFER]
    first = earliest(rungs, ChaseKind.TRANSFER)
    if first is None:
        return
    before = today - timedelta(days=first)
    statement = _transfers(central_authority_id).where(Transfer.sent_on <= before)
    if authority_id is not None:
        statement = statement.where(Transfer.authority_id == authority_id)
    if seen is not None:
        statement = statement.where(seen)
    still = standstills(_only(statement, Transfer.mla_request_id))
    for row in db.session.execute(statement, execution_options={"yield_per": CHUNK}):
        spans = still.get(row.mla_request_id, ())
        if is_paused(spans, today):
            continue
        silence = Silence(
            ChaseKind.TRANSFER,
            row.sent_on,
            row.number or 0,
            row.last_on,
            row.expected_on,
            paused_days(spans, row.sent_on, today),
        )
        if chase := due(silence, ladder, today):
            yield _silent_transfer(row, chase)


def _silent_transfer(row: Row[Any], chase: NextChase) -> SilentTransfer:
    return SilentTransfer(
        row.transfer_id,
        row.mla_request_id,
        row.authority_id,
        row.reference,
        row.authority_reference,
        row.sent_on,
        row.acknowledged_on is not None or row.accepted_on is not None,
        row.is_restricted,
        chase,
    )


def _transfers(central_authority_id: int) -> Select[Any]:
    chased = _so_far(Chase.transfer_id, Chase.transfer_id.is_not(None))
    columns: tuple[Any, ...] = (
        Transfer.id.label("transfer_id"),
        Transfer.mla_request_id,
        Transfer.authority_id,
        MLARequest.reference,
        Transfer.authority_reference,
        Transfer.sent_on,
        Transfer.acknowledged_on,
        Transfer.accepted_on,
        Transfer.expected_on,
        _IS_RESTRICTED,
        chased.c.number,
        chased.c.last_on,
    )
    return (
        select(*columns)
        .join(MLARequest, MLARequest.id == Transfer.mla_request_id)
        .outerjoin(chased, chased.c.what == Transfer.id)
        .where(
            MLARequest.central_authority_id == central_authority_id,
            *chased_at_all(),
        )
        .order_by(Transfer.authority_id, Transfer.sent_on, Transfer.id)
    )


def chased_at_all() -> tuple[ColumnElement[bool], ...]:
    """Conditions on Transfer and MLARequest: it is the authority's turn to speak."""
    return (
        Transfer.status.in_(CHASED_TRANSFERS),
        MLARequest.status.in_(IN_EXECUTION),
    )


def authorities_to_chase(
    central_authority_id: int, rungs: Ladders, today: date
) -> list[tuple[int, int]]:
    """The authorities that may have to be chased, with how many transfers at most."""
    first = earliest(rungs, ChaseKind.TRANSFER)
    if first is None:
        return []
    before = today - timedelta(days=first)
    found = db.session.execute(
        select(Transfer.authority_id, func.count())
        .join(MLARequest, MLARequest.id == Transfer.mla_request_id)
        .join(Authority, Authority.id == Transfer.authority_id)
        .where(
            MLARequest.central_authority_id == central_authority_id,
            Transfer.sent_on <= before,
            *chased_at_all(),
        )
        .group_by(Transfer.authority_id, Authority.name)
        .order_by(Authority.name, Transfer.authority_id)
    )
    return [(authority_id, number) for authority_id, number in found]


def silent_requests(
    central_authority_id: int,
    rungs: Ladders,
    today: date,
    *,
    after: int = 0,
    limit: int | None = None,
    seen: ColumnElement[bool] | None = None,
) -> Iterator[SilentRequest]:
    """The requests of ours whose chaser is due, in the order of their ids."""
    first = earliest(rungs, ChaseKind.RECEIPT, ChaseKind.STATUS)
    if first is None:
        return
    statement = _requests(central_authority_id, today - timedelta(days=first), after)
    if seen is not None:
        statement = statement.where(seen)
    still = standstills(_only(statement, MLARequest.id))
    found = 0
    for row in db.session.execute(statement, execution_options={"yield_per": CHUNK}):
        spans = still.get(row.id, ())
        if is_paused(spans, today):
            continue
        paused = paused_days(spans, row.sent_on, today)
        receipt = None
        if row.acknowledged_on is None:
            receipt = Silence(
                ChaseKind.RECEIPT,
                row.sent_on,
                row.receipts or 0,
                row.receipt_on,
                paused_days=paused,
            )
        status = Silence(
            ChaseKind.STATUS,
            row.sent_on,
            row.statuses or 0,
            row.status_on,
            paused_days=paused,
        )
        if chase := due_abroad(receipt, status, rungs, today):
            yield _silent_request(row, chase)
            found += 1
            if found == limit:
                return


def _silent_request(row: Row[Any], chase: NextChase) -> SilentRequest:
    return SilentRequest(
        row.id,
        row.reference,
        row.partner_state,
        row.partner_authority,
        row.officer_id,
        row.sent_on,
        row.is_restricted,
        chase,
    )


def _requests(central_authority_id: int, before: date, after: int) -> Select[Any]:
    is_abroad = Chase.transfer_id.is_(None)
    receipts = _so_far(
        Chase.mla_request_id, and_(is_abroad, Chase.kind == ChaseKind.RECEIPT)
    )
    statuses = _so_far(
        Chase.mla_request_id, and_(is_abroad, Chase.kind == ChaseKind.STATUS)
    )
    return (
        select(
            MLARequest.id,
            MLARequest.reference,
            MLARequest.partner_state,
            MLARequest.partner_authority,
            MLARequest.officer_id,
            MLARequest.sent_on,
            MLARequest.acknowledged_on,
            _IS_RESTRICTED,
            receipts.c.number.label("receipts"),
            receipts.c.last_on.label("receipt_on"),
            statuses.c.number.label("statuses"),
            statuses.c.last_on.label("status_on"),
        )
        .outerjoin(receipts, receipts.c.what == MLARequest.id)
        .outerjoin(statuses, statuses.c.what == MLARequest.id)
        .where(
            MLARequest.central_authority_id == central_authority_id,
            MLARequest.direction == Direction.OUTGOING,
            MLARequest.status.in_(ABROAD),
            MLARequest.sent_on <= before,
            MLARequest.id > after,
        )
        .order_by(MLARequest.id)
    )


def _only(statement: Select[Any], column: InstrumentedAttribute[int]) -> Select[Any]:
    """The same requests, of which only the ids are wanted."""
    return statement.with_only_columns(column).order_by(None)


_IS_RESTRICTED = (MLARequest.confidentiality == "RESTRICTED").label("is_restricted")


def _so_far(what: InstrumentedAttribute[Any], which: ColumnElement[bool]) -> Subquery:
    """How many chasers went out for each, and when the last one did."""
    return (
        select(
            what.label("what"),
            func.max(Chase.number).label("number"),
            func.max(Chase.chased_on).label("last_on"),
        )
        .where(which)
        .group_by(what)
        .subquery()
    )
