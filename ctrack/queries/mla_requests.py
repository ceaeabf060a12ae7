"""Finding one request with all that belongs to it."""

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from ctrack.domain.errors import NotFound
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import MLARequest, User
from ctrack.queries import request_parts
from ctrack.queries.request_parts import WHETHER_THERE
from ctrack.queries.visibility import requests_seen_by


def by_reference(reference: str, *, seen_by: User) -> MLARequest:
    """The request with this reference, with its parts, in a constant number of queries.

    Raises NotFound when there is none, or none that this person may see.
    """
    statement = select(MLARequest).where(
        _is_called(reference), requests_seen_by(seen_by)
    )
    return _one(statement, reference)


def locked(reference: str, *, seen_by: User) -> MLARequest:
    """The same, held against others until the transaction ends (PostgreSQL).

    SQLite has taken its write lock when the transaction began.
    """
    statement = select(MLARequest).where(
        _is_called(reference), requests_seen_by(seen_by)
    )
    return _one(statement.with_for_update(of=MLARequest), reference, anew=True)


def by_id(request_id: int) -> MLARequest:
    """The request with this id, whoever asks: for services, never for pages."""
    return _one(select(MLARequest).where(MLARequest.id == request_id), "")


def any_exist() -> bool:
    """Whether the register holds a request."""
    return bool(db.session.scalar(select(select(MLARequest.id).exists())))


def by_submission_key(key: str | None) -> MLARequest | None:
    """The request that this very form has already registered; None without a key."""
    if not key:
        return None
    return db.session.scalar(select(MLARequest).where(MLARequest.submission_key == key))


_OFFICER = joinedload(MLARequest.officer).load_only(User.username, User.name)


def _is_called(reference: str) -> ColumnElement[bool]:
    """Our own numbers in any case; those of an old register as they stand there.

    No two differ by case alone: the import sees to it.
    """
    text = reference.strip()
    return MLARequest.reference.in_({text, text.upper()})


def _one(
    statement: Select[MLARequest], reference: str, *, anew: bool = False
) -> MLARequest:
    row = db.session.execute(
        statement.add_columns(*WHETHER_THERE).options(_OFFICER),
        execution_options={"populate_existing": anew},
    ).one_or_none()
    if row is None:
        raise NotFound(
            N_("There is no request %(reference)s that you may see."),
            reference=reference[:40],
        )
    found: MLARequest = row[0]
    request_parts.load(found, row, anew=anew)
    return found
