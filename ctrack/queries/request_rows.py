"""The lines of the list, read as plain values: no records, few statements."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select

from ctrack.domain.request_list import ListedRequest, OpenTransfer
from ctrack.domain.transfers import CLOSED
from ctrack.domain.vocabulary import Confidentiality, Rank
from ctrack.extensions import db
from ctrack.models import Authority, LegalBasis, MLARequest, Transfer, User

CHUNK = 1000
Rows = Select[*tuple[Any, ...]]

_COLUMNS = {
    "id": MLARequest.id,
    "reference": MLARequest.reference,
    "direction": MLARequest.direction,
    "status": MLARequest.status,
    "partner_state": MLARequest.partner_state,
    "counted_from": MLARequest.counted_from,
    "closed_on": MLARequest.closed_on,
    "outcome": MLARequest.outcome,
    "subject": MLARequest.subject,
    "urgency": MLARequest.urgency,
    "is_restricted": MLARequest.confidentiality == Confidentiality.RESTRICTED,
    "held_since": MLARequest.held_since,
    "due_on": MLARequest.due_on,
    "paused_since": MLARequest.paused_since,
    "wished_on": MLARequest.wished_on,
    "review_on": MLARequest.review_on,
    "originator": MLARequest.originating_authority,
    "officer": func.coalesce(User.name, ""),
}
"""What a line is made of, by its names in `ListedRequest`."""

_NAMES = tuple(_COLUMNS)


_ROWS: Rows = select(*_COLUMNS.values()).outerjoin(
    User, MLARequest.officer_id == User.id
)


def rows_of() -> Rows:
    """The columns that lines are made of; conditions and order are to be added."""
    return _ROWS


def read(statement: Rows) -> list[ListedRequest]:
    """The lines, with bases and open transfers: three statements for any number."""
    return _lines(db.session.execute(statement).all())


def stream(statement: Rows) -> Iterator[ListedRequest]:
    """The lines one after the other, however many there are."""
    found = db.session.execute(statement.execution_options(yield_per=CHUNK))
    for chunk in found.partitions(CHUNK):
        yield from _lines(chunk)


def _lines(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[ListedRequest]:
    ids = [row[0] for row in rows]
    bases, transfers = _bases(ids), _open_transfers(ids)
    return [
        _line(row, bases.get(row[0], []), transfers.get(row[0], ())) for row in rows
    ]


def _line(
    row: Row[*tuple[Any, ...]],
    bases: list[tuple[str, str]],
    transfers: Iterable[OpenTransfer],
) -> ListedRequest:
    basis, article = bases[0] if bases else ("", "")
    return ListedRequest(
        **dict(zip(_NAMES, row, strict=True)),
        basis=basis,
        article=article,
        other_bases=max(0, len(bases) - 1),
        transfers=tuple(transfers),
    )


def _bases(ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Instrument and article of each basis, the primary one first."""
    found: dict[int, list[tuple[str, str]]] = {}
    rows = db.session.execute(_BASES, {"ids": ids})
    for request_id, rank, code, article in rows:
        bases = found.setdefault(request_id, [])
        bases.insert(0 if rank is Rank.PRIMARY else len(bases), (code, article))
    return found


def _open_transfers(ids: Sequence[int]) -> dict[int, list[OpenTransfer]]:
    """The authorities that have something to do, the one due first at the head."""
    found: dict[int, list[OpenTransfer]] = {}
    rows = db.session.execute(_OPEN_TRANSFERS, {"ids": ids})
    for request_id, name, due_on in rows:
        found.setdefault(request_id, []).append(OpenTransfer(name, due_on))
    return found


# Composed once, since every page of the list asks it.
_IDS: Any = bindparam("ids", expanding=True)
_BASES = (
    select(
        LegalBasis.mla_request_id,
        LegalBasis.rank,
        LegalBasis.instrument_code,
        LegalBasis.article,
    )
    .where(LegalBasis.mla_request_id.in_(_IDS))
    .order_by(LegalBasis.mla_request_id, LegalBasis.position)
)
_OPEN_TRANSFERS = (
    select(Transfer.mla_request_id, Authority.name, Transfer.due_on)
    .join(Transfer.authority)
    .where(Transfer.mla_request_id.in_(_IDS), Transfer.status.not_in(CLOSED))
    .order_by(
        Transfer.mla_request_id,
        Transfer.due_on.is_(None),
        Transfer.due_on,
        Transfer.id,
    )
)
