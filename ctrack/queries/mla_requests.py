"""Finding one request with all that belongs to it."""

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from ctrack.domain.errors import NotFound
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import (
    LegalBasis,
    Measure,
    MLARequest,
    NamedOfficer,
    RequestGround,
    RequestLink,
    RequestOffence,
    Transfer,
    User,
)
from ctrack.queries.visibility import requests_seen_by


def by_reference(reference: str, *, seen_by: User) -> MLARequest:
    """The request with this reference, with its parts, in a constant number of queries.

    Raises NotFound when there is none, or none that this person may see.
    """
    statement = select(MLARequest).where(
        _is_called(reference), requests_seen_by(seen_by)
    )
    return _one(_with_parts(statement), reference)


def locked(reference: str, *, seen_by: User) -> MLARequest:
    """The same, held against others until the transaction ends (PostgreSQL).

    SQLite has taken its write lock when the transaction began.
    """
    statement = select(MLARequest).where(
        _is_called(reference), requests_seen_by(seen_by)
    )
    locking = statement.with_for_update(of=MLARequest)
    return _one(
        _with_parts(locking).execution_options(populate_existing=True), reference
    )


def by_id(request_id: int) -> MLARequest:
    """The request with this id, whoever asks: for services, never for pages."""
    return _one(_with_parts(select(MLARequest).where(MLARequest.id == request_id)), "")


def any_exist() -> bool:
    """Whether the register holds a request."""
    return bool(db.session.scalar(select(select(MLARequest.id).exists())))


def by_submission_key(key: str) -> MLARequest | None:
    """The request that this very form has already registered."""
    return db.session.scalar(select(MLARequest).where(MLARequest.submission_key == key))


def _is_called(reference: str) -> ColumnElement[bool]:
    """Our own numbers in any case; those of an old register as they stand there.

    No two differ by case alone: the import sees to it.
    """
    text = reference.strip()
    return MLARequest.reference.in_({text, text.upper()})


def _one(statement: Select[MLARequest], reference: str) -> MLARequest:
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound(
            N_("There is no request %(reference)s that you may see."),
            reference=reference[:40],
        )
    return found


def _with_parts(statement: Select[MLARequest]) -> Select[MLARequest]:
    return statement.options(
        selectinload(MLARequest.officer),
        selectinload(MLARequest.references),
        selectinload(MLARequest.bases).joinedload(LegalBasis.instrument),
        selectinload(MLARequest.measures).options(
            joinedload(Measure.nature), joinedload(Measure.subtype)
        ),
        selectinload(MLARequest.offences).joinedload(RequestOffence.offence),
        selectinload(MLARequest.grounds).joinedload(RequestGround.ground),
        selectinload(MLARequest.transfers).options(
            joinedload(Transfer.authority), selectinload(Transfer.cells)
        ),
        selectinload(MLARequest.consultations),
        selectinload(MLARequest.named_officers).joinedload(NamedOfficer.user),
        selectinload(MLARequest.links).joinedload(RequestLink.target),
        selectinload(MLARequest.backlinks).joinedload(RequestLink.source),
    )
