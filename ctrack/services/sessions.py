"""Sessions: opened by signing in, ended by signing out or by what a person loses."""

import secrets

from sqlalchemy import ColumnElement, and_, delete

from ctrack import clock
from ctrack.extensions import db
from ctrack.models import User, UserSession
from ctrack.queries.users import LONGEST_SESSION


def open_for(user: User) -> str:
    """Open a session for this person; gives the key that the cookie is to hold.

    The person's sessions that are too old to be used are thrown away.
    """
    now = clock.now()
    _delete(
        and_(
            UserSession.user_id == user.id,
            UserSession.opened_at <= now - LONGEST_SESSION,
        )
    )
    user.session_key = secrets.token_hex(32)
    db.session.add(UserSession(key=user.session_key, user_id=user.id, opened_at=now))
    db.session.flush()
    return user.session_key


def end(key: str) -> None:
    """End the session of this key: a copy of its cookie opens nothing any more."""
    _delete(UserSession.key == key)


def end_all_of(user: User) -> None:
    """End every session of this person."""
    _delete(UserSession.user_id == user.id)


def _delete(condition: ColumnElement[bool]) -> None:
    db.session.execute(delete(UserSession).where(condition))
