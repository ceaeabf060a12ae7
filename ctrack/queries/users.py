"""Finding people."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, exists, func, or_, select, true
from sqlalchemy.orm import joinedload

from ctrack import clock
from ctrack.domain.errors import NotFound
from ctrack.domain.permissions import Role
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import (
    Authority,
    CentralAuthority,
    Notification,
    Reminder,
    User,
    UserSession,
)
from ctrack.queries import kept_lists, memory
from ctrack.queries.memory import LAST_EVENT

LONGEST_SESSION = timedelta(days=30)
"""After this a session ends, though its cookie was renewed with every page."""


def by_session(key: str) -> User | None:
    """The person whose session this is; None when the session has been ended."""
    earliest, today = clock.now() - LONGEST_SESSION, clock.today()
    row = db.session.execute(
        _OF_SESSION, {"key": key, "earliest": earliest, "today": today}
    ).one_or_none()
    if row is None:
        return None
    user, unread, due, lists_key, *last = row
    memory.note_last_event(*last)
    kept_lists.note_key(lists_key)
    found: User = user
    found.unread = unread + due
    return found


_UNREAD = (
    select(func.count())
    .where(Notification.user_id == User.id, Notification.read_at.is_(None))
    .correlate(User)
    .scalar_subquery()
)
_DUE = (
    select(func.count())
    .where(
        Reminder.user_id == User.id,
        Reminder.puts_off.is_(False),
        Reminder.done_at.is_(None),
        Reminder.due_on <= bindparam("today"),
    )
    .correlate(User)
    .scalar_subquery()
)
# Composed once, since every page asks it: who it is, and the number beside the bell.
_OF_SESSION = (
    select(
        User,
        _UNREAD,
        _DUE,
        CentralAuthority.lists_key,
        LAST_EVENT.c.id,
        LAST_EVENT.c.entered_at,
    )
    .join(UserSession, UserSession.user_id == User.id)
    .join(CentralAuthority, CentralAuthority.id == User.central_authority_id)
    .outerjoin(Authority, Authority.id == User.authority_id)
    .outerjoin(LAST_EVENT, true())
    .where(
        UserSession.key == bindparam("key"),
        UserSession.opened_at > bindparam("earliest"),
        User.active,
        or_(
            Authority.valid_until.is_(None),
            Authority.valid_until >= bindparam("today"),
        ),
    )
)


def by_username(username: str) -> User | None:
    """The person with this user name, whatever the case."""
    return db.session.scalar(
        select(User).where(User.username == username.strip().lower())
    )


def by_id(user_id: int) -> User:
    """The person with this id, or NotFound."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound(N_("There is no such user."))
    return user


def all_of(central_authority_id: int) -> Sequence[User]:
    """All people of a central authority, active ones first, by name."""
    return db.session.scalars(
        select(User)
        .where(User.central_authority_id == central_authority_id)
        .options(joinedload(User.authority))
        .order_by(User.active.desc(), User.name, User.id)
    ).all()


class Officer(NamedTuple):
    """Someone to whom a request can be assigned."""

    id: int
    username: str
    name: str


def officers(central_authority_id: int) -> Sequence[User]:
    """Clerks and supervisors to whom a request can be assigned, by name."""
    return db.session.scalars(_OFFICERS, {"office": central_authority_id}).all()


def assignable(central_authority_id: int) -> list[Officer]:
    """The same people, of whom a form only needs to know what they are called."""
    key = ("assignable", central_authority_id)
    return kept_lists.kept(key, lambda: _assignable(central_authority_id))


def _assignable(central_authority_id: int) -> list[Officer]:
    rows = db.session.execute(_ASSIGNABLE, {"office": central_authority_id})
    return [Officer(*row) for row in rows]


_OFFICERS = (
    select(User)
    .where(
        User.central_authority_id == bindparam("office"),
        User.active,
        User.role.in_([Role.CLERK, Role.SUPERVISOR]),
    )
    .order_by(User.name, User.id)
)
_ASSIGNABLE = _OFFICERS.with_only_columns(User.id, User.username, User.name)


def demonstration_logins_exist() -> bool:
    """Whether a login with a published password is in the register."""
    return bool(
        db.session.scalar(select(exists().where(User.is_demonstration, User.active)))
    )
