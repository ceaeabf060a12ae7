"""What a person may see, as a mark: it changes when something is taken from them.

A file that names requests is kept for some days. Before it is handed over, the mark of
the day on which it was made is held against that of today.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, not_, select

from ctrack.domain.permissions import Permission
from ctrack.extensions import db
from ctrack.models import Fact, MLARequest, User
from ctrack.queries.visibility import requests_seen_by


def mark(user: User) -> str:
    """The mark of what the person may see of the requests that are there now."""
    newest = select(func.max(Fact.mla_request_id))
    if user.may(Permission.READ_REQUESTS):
        newest = select(func.max(MLARequest.id))
    return _mark(user, db.session.scalar(newest) or 0)


def holds(made: str, user: User) -> bool:
    """Whether the person may still see all that they saw when the mark was made.

    Requests that came later are left out, since no file of then names them.
    """
    newest, _, _ = made.partition(":")
    return newest.isdecimal() and _mark(user, int(newest)) == made


def _mark(user: User, newest: int) -> str:
    hidden = db.session.scalars(_hidden_from(user, newest))
    return f"{newest}:{_digest([user.role, user.central_authority_id], hidden)}"


def _digest(*parts: Iterable[object]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        for each in part:
            digest.update(f"{each};".encode())
    return digest.hexdigest()


def _hidden_from(user: User, newest: int) -> Select[Any]:
    """The requests up to the newest that this person must not be told of."""
    if user.may(Permission.READ_REQUESTS):
        return (
            select(MLARequest.id)
            .where(MLARequest.id <= newest, not_(requests_seen_by(user)))
            .order_by(MLARequest.id)
        )
    return (
        select(Fact.mla_request_id)
        .where(
            Fact.mla_request_id <= newest,
            Fact.known_until.is_(None),
            Fact.is_restricted,
        )
        .order_by(Fact.mla_request_id)
    )
