"""Finding one request with all that belongs to it."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
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
    return _one(_called(requests_seen_by(seen_by)), reference)


def locked(reference: str, *, seen_by: User) -> MLARequest:
    """The same, held against others until the transaction ends (PostgreSQL).

    SQLite has taken its write lock when the transaction began.
    """
    return _one(_called(requests_seen_by(seen_by), held=True), reference, anew=True)


def by_id(request_id: int) -> MLARequest:
    """The request with this id, whoever asks: for services, never for pages."""
    return _one(_ANY.where(MLARequest.id == request_id), "")


def any_exist() -> bool:
    """Whether the register holds a request."""
    return bool(db.session.scalar(select(select(MLARequest.id).exists())))


def entered_with(submission_key: str | None) -> str | None:
    """The reference that this very form has already been given; None without a key."""
    if not submission_key:
        return None
    return db.session.scalar(
        select(MLARequest.reference).where(MLARequest.submission_key == submission_key)
    )


_OFFICER = joinedload(MLARequest.officer).load_only(User.username, User.name)


_ANY = select(MLARequest).add_columns(*WHETHER_THERE).options(_OFFICER)


@lru_cache(maxsize=1_000)
def _called(seen: ColumnElement[bool], *, held: bool = False) -> Select[Any]:
    """Composed once for each person, since it is asked by every page of a request."""
    names: Any = bindparam("names", expanding=True)
    statement = _ANY.where(MLARequest.reference.in_(names), seen)
    return statement.with_for_update(of=MLARequest) if held else statement


def _names(reference: str) -> list[str]:
    """Our own numbers in any case; those of an old register as they stand there.

    No two differ by case alone: the import sees to it.
    """
    text = reference.strip()
    return list({text, text.upper()})


def _one(statement: Select[Any], reference: str, *, anew: bool = False) -> MLARequest:
    row = db.session.execute(
        statement,
        {"names": _names(reference)},
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
