"""Many requests at once, with what the rules of the life cycle look at."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from ctrack.domain.many import MOST
from ctrack.domain.request_list import Filters
from ctrack.extensions import db
from ctrack.models import MLARequest, Transfer, User
from ctrack.queries import request_list
from ctrack.queries.visibility import requests_seen_by

PARTS = (
    joinedload(MLARequest.officer),
    selectinload(MLARequest.bases),
    selectinload(MLARequest.measures),
    selectinload(MLARequest.offences),
    selectinload(MLARequest.grounds),
    selectinload(MLARequest.consultations),
    selectinload(MLARequest.named_officers),
    selectinload(MLARequest.open_proposals),
    selectinload(MLARequest.transfers).options(
        joinedload(Transfer.authority), selectinload(Transfer.cells)
    ),
)

"""What the life cycle and the facts look at, in a constant number of statements."""


def by_references(references: Iterable[str], *, seen_by: User) -> Sequence[MLARequest]:
    """Those of these requests that the person may see, in the order of registration."""
    return db.session.scalars(_called(references, seen_by)).all()


def locked(references: Iterable[str], *, seen_by: User) -> Sequence[MLARequest]:
    """The same, anew and held against others; always in one order, so that nobody
    waits for somebody who waits for them.
    """
    statement = _called(references, seen_by).with_for_update(of=MLARequest)
    return db.session.scalars(
        statement, execution_options={"populate_existing": True}
    ).all()


def _called(references: Iterable[str], seen_by: User) -> Select[MLARequest]:
    return (
        select(MLARequest)
        .where(MLARequest.reference.in_(references), requests_seen_by(seen_by))
        .order_by(MLARequest.id)
        .options(*PARTS)
    )


def of_list(filters: Filters, *, seen_by: User, today: date) -> Sequence[MLARequest]:
    """The requests of a list, in the order of registration; not more than MOST.

    Whoever asks has counted before that there are not more.
    """
    statement = (
        select(MLARequest)
        .where(request_list.condition(filters, seen_by=seen_by, today=today))
        .order_by(MLARequest.id)
        .limit(MOST)
        .options(*PARTS)
    )
    return db.session.scalars(statement).all()
