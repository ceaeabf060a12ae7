"""The filters of the list as conditions on requests."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    literal_column,
    or_,
    select,
)

from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.request_list import (
    DAYS_AHEAD,
    LONG_PAUSE,
    RUNNING_OUT,
    Filters,
    Queue,
)
from ctrack.domain.statuses import Status
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import Confidentiality, Direction, RequestForm, Urgency
from ctrack.models import (
    Deadline,
    LegalBasis,
    Measure,
    MLARequest,
    Proposal,
    RequestOffence,
    ReviewMark,
    Transfer,
)

Condition = ColumnElement[bool]
NOT_STATED = "NOT_STATED"

IS_OPEN = MLARequest.closed_on.is_(None)
IS_RESTRICTED = MLARequest.confidentiality == Confidentiality.RESTRICTED


def apart(condition: Condition) -> Condition:
    """The same condition, put so that no index on its column is chosen for its sake.

    Counting reads everything it needs from one index; SQLite, told that few requests
    are open, would rather look up each of those records.
    """
    return case((condition, 1), else_=0) == 1


def conditions(
    filters: Filters, *, today: date, counting: bool = False, in_turn: bool = False
) -> list[Condition]:
    """What the filters ask of a request, but for the text that is looked for.

    `in_turn` where the requests are gone through in their order until a page is full.
    """
    found: list[Condition] = []
    for name, column in _PLAIN.items():
        if values := getattr(filters, name):
            found.append(column.in_(values))
    for name, mention in _MENTIONS.items():
        if values := getattr(filters, name):
            found.append(mention(values, in_turn))
    ranges = [*_period(filters), *([IS_OPEN] if filters.is_open else [])]
    found += map(apart, ranges) if counting else ranges
    if filters.officer:
        found.append(_officer(filters))
    if filters.is_restricted:
        found.append(IS_RESTRICTED)
    if filters.is_overdue:
        found.append(overdue(today))
    if filters.queue:
        found.append(or_(*(waiting(queue, today) for queue in filters.queue)))
    return found


def _period(filters: Filters) -> list[Condition]:
    found: list[Condition] = []
    if filters.since:
        found.append(MLARequest.counted_from >= filters.since)
    if filters.until:
        found.append(MLARequest.counted_from <= filters.until)
    if filters.closed_since:
        found.append(MLARequest.closed_on >= filters.closed_since)
    if filters.closed_until:
        found.append(MLARequest.closed_on <= filters.closed_until)
    return found


_PLAIN = {
    "direction": MLARequest.direction,
    "status": MLARequest.status,
    "state": MLARequest.partner_state,
    "urgency": MLARequest.urgency,
}


_Part = type[LegalBasis] | type[Measure] | type[RequestOffence] | type[Transfer]


def _names(part: _Part, named: Condition, in_turn: bool) -> Condition:
    """Requests with such a part.

    Where many have it the first of them are soon found in turn; SQLite would else read
    all of them and sort.
    """
    if in_turn:
        return exists().where(part.mla_request_id == MLARequest.id, named)
    return MLARequest.id.in_(select(part.mla_request_id).where(named))


def _basis(codes: tuple[str, ...], in_turn: bool) -> Condition:
    named = _names(LegalBasis, LegalBasis.instrument_code.in_(codes), in_turn)
    if NOT_STATED not in codes:
        return named
    any_basis = exists().where(LegalBasis.mla_request_id == MLARequest.id)
    return or_(named, ~any_basis)


def _nature(codes: tuple[str, ...], in_turn: bool) -> Condition:
    return _names(Measure, Measure.nature_code.in_(codes), in_turn)


def _offence(codes: tuple[str, ...], in_turn: bool) -> Condition:
    named = _names(RequestOffence, RequestOffence.offence_code.in_(codes), in_turn)
    if NOT_STATED not in codes:
        return named
    any_offence = exists().where(RequestOffence.mla_request_id == MLARequest.id)
    return or_(named, ~any_offence)


def _authority(parties: tuple[tuple[int, str, str], ...], in_turn: bool) -> Condition:
    """Requests that have been transferred to one of them, whatever became of it."""
    ids = [party[0] for party in parties]
    return _names(Transfer, Transfer.authority_id.in_(ids), in_turn)


_MENTIONS: dict[str, Callable[..., Condition]] = {
    "basis": _basis,
    "nature": _nature,
    "offence": _offence,
    "authority": _authority,
}


def _officer(filters: Filters) -> Condition:
    ids = [party.id for party in filters.officer if party.id is not None]
    choices = [MLARequest.officer_id.in_(ids)] if ids else []
    if len(ids) < len(filters.officer):
        choices.append(MLARequest.officer_id.is_(None))
    return or_(*choices)


# ------------------------------------------------------------------- open work


def overdue(today: date) -> Condition:
    """Past the first of its deadlines; what is paused or closed has none."""
    return and_(IS_OPEN, MLARequest.due_on < today)


def waiting(queue: Queue, today: date) -> Condition:
    """Requests that wait for the deed of this queue."""
    return and_(IS_OPEN, _WAITING[queue](today))


def _in(*statuses: Status) -> Condition:
    return MLARequest.status.in_(statuses)


def _transfer_in(status: TransferStatus) -> Condition:
    return MLARequest.id.in_(
        select(Transfer.mla_request_id).where(Transfer.status == status)
    )


def _lacks(part: _Part, *kind: Condition) -> Condition:
    """Requests without such a part, asked of one after the other.

    Of NOT EXISTS, PostgreSQL makes a list of all requests that have one, though only
    the first few that lack it are wanted.
    """
    found: Select[Any] = select(literal_column("1")).where(
        part.mla_request_id == MLARequest.id, *kind
    )
    return found.limit(1).scalar_subquery().is_(None)


_S = Status
_INCOMING = MLARequest.direction == Direction.INCOMING

_WAITING: dict[Queue, Callable[[date], Condition]] = {
    Queue.RESULTS_TO_SEND: lambda _: _in(_S.EXECUTED),
    Queue.TO_APPROVE: lambda _: MLARequest.id.in_(
        select(Proposal.mla_request_id).where(Proposal.decided_at.is_(None))
    ),
    Queue.MARKED: lambda _: MLARequest.id.in_(
        select(ReviewMark.mla_request_id).where(ReviewMark.resolved_at.is_(None))
    ),
    Queue.TO_ANSWER: lambda _: _transfer_in(TransferStatus.QUERIED),
    # What was brought in from an older register has been acknowledged, or not, there.
    Queue.OVERDUE: overdue,
    Queue.PRESERVATION: lambda today: MLARequest.id.in_(
        select(Deadline.mla_request_id).where(
            literal_column("deadline.is_open"),  # as the index on open ones says it
            Deadline.kind == DeadlineKind.PRESERVATION,
            Deadline.current_on <= today + timedelta(days=RUNNING_OUT),
        )
    ),
    Queue.URGENT: lambda _: and_(
        MLARequest.urgency != Urgency.NORMAL, MLARequest.paused_since.is_(None)
    ),
    Queue.DUE_THIS_WEEK: lambda today: MLARequest.due_on.between(
        today, today + timedelta(days=DAYS_AHEAD - 1)
    ),
    Queue.TO_ACKNOWLEDGE: lambda _: and_(
        _INCOMING,
        MLARequest.acknowledged_on.is_(None),
        MLARequest.is_historical.is_(False),
    ),
    Queue.TO_REVIEW: lambda _: _in(
        _S.RECEIVED, _S.REGISTERED, _S.UNDER_REVIEW, _S.CA_REVIEW
    ),
    Queue.TO_TRANSFER: lambda _: _in(_S.ACCEPTED),
    Queue.NOT_TAKEN_IN_CHARGE: lambda _: _transfer_in(TransferStatus.ASSIGNED),
    Queue.TO_CONFIRM: lambda _: and_(
        MLARequest.form == RequestForm.ORAL,
        MLARequest.confirmed_in_writing_on.is_(None),
    ),
    Queue.REVIEW_DUE: lambda today: and_(
        _in(_S.POSTPONED), MLARequest.review_on <= today
    ),
    Queue.TO_CLOSE: lambda _: _in(
        _S.RESULTS_TRANSMITTED,
        _S.REFUSED,
        _S.RESPONSE_COMPLETE,
        _S.NO_LONGER_NEEDED,
        _S.REFUSED_ABROAD,
    ),
    Queue.PAUSED_TOO_LONG: lambda today: (
        MLARequest.paused_since <= today - timedelta(days=LONG_PAUSE)
    ),
    Queue.INCOMPLETE: lambda _: or_(
        _lacks(LegalBasis, LegalBasis.instrument_code != NOT_STATED),
        _lacks(Measure),
        _lacks(RequestOffence),
    ),
}
