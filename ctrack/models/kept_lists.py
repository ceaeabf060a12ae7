"""Letting everybody know, in whatever process they work, that a list has changed.

What changes a list goes through the session, whoever does it: therefore it is noticed
here, and cannot be forgotten.
"""

import secrets
from typing import Any

from sqlalchemy import Connection, event, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from ctrack.extensions import db
from ctrack.models.central_authority import CentralAuthority
from ctrack.models.reference_data import ReferenceEntry
from ctrack.models.user import User

_OF_PERSONS = ("name", "username", "role", "active", "central_authority_id")
"""What forms and lists tell of people; signing in changes none of it."""


def lists_have_changed(connection: Connection) -> None:
    """Give the offices another key: what was kept of any list is out of date."""
    connection.execute(update(CentralAuthority).values(lists_key=secrets.token_hex(8)))


@event.listens_for(db.session, "after_flush")
def _notice(session: Session, _context: Any) -> None:
    changed = (*session.new, *session.dirty, *session.deleted)
    if any(map(_is_kept, changed)):
        lists_have_changed(session.connection())
        session.info["lists_key"] = (session.get_transaction(), "")


def _is_kept(row: object) -> bool:
    if isinstance(row, User):
        return any(get_history(row, name).has_changes() for name in _OF_PERSONS)
    if isinstance(row, CentralAuthority):
        return bool(get_history(row, "approved_steps").has_changes())
    return isinstance(row, ReferenceEntry)
