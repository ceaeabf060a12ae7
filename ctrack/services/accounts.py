"""People who sign in: adding, changing, and letting them in."""

import secrets
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ctrack import clock
from ctrack.domain.errors import DomainError, Invalid, problem
from ctrack.domain.events import EventKind
from ctrack.domain.permissions import Role
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Authority, User
from ctrack.queries import authorities, central_authorities, users
from ctrack.services import events, handing_over, sessions, unchanged
from ctrack.services.account_rules import (
    name_problems,
    password_problems,
    role_problems,
    username_problems,
)

CHANGEABLE = ("name", "role", "authority_id", "active")
"""What of a person an administrator changes on the same form."""
TRIES = 5
LOCKED_FOR = timedelta(minutes=15)

_hasher = PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_hex())


class SignInRefused(DomainError):
    """The user name and password do not belong together, or the account is locked."""


def create(
    *,
    username: str,
    role: Role,
    password: str,
    name: str = "",
    authority_code: str | None = None,
    by: User | None = None,
    is_demonstration: bool = False,
) -> User:
    """Add a person; raises Invalid for a name in use or a password too short."""
    authority_to_use = central_authorities.only()
    username = username.strip().lower()
    authority = _authority(authority_code, authority_to_use.id)
    problems = [
        *username_problems(username),
        *name_problems(name.strip() or "-"),  # as the user name
        *role_problems(role, authority, authority_code),
        *([] if is_demonstration else password_problems(password)),
    ]
    if problems:
        raise Invalid(problems)
    user = User(
        central_authority_id=authority_to_use.id,
        username=username,
        name=name.strip() or username,
        role=role,
        authority_id=authority.id if authority else None,
        password_hash=_hasher.hash(password),
        is_demonstration=is_demonstration,
    )
    db.session.add(user)
    db.session.flush()
    _told(user, by, {"role": [None, role.value], "username": [None, username]})
    return user


def remember(username: str, *, central_authority_id: int) -> User:
    """Add somebody whom an old register names, without the right to sign in."""
    user = User(
        central_authority_id=central_authority_id,
        username=username,
        name=username,
        role=Role.CLERK,
        active=False,
    )
    db.session.add(user)
    db.session.flush()
    _told(user, None, {"role": [None, Role.CLERK.value], "username": [None, username]})
    return user


def change(
    user: User,
    *,
    by: User,
    name: str,
    role: Role,
    authority_code: str | None,
    active: bool,
    seen: str = "",
    successor: str = "",
) -> User:
    """Change name, role, authority, or whether the person may sign in.

    Whoever looks after requests no longer hands them over to the `successor` (a user
    name), so that nothing is left without a holder.
    Open sessions end when role, authority or activity change. `seen` is the
    fingerprint of CHANGEABLE when the form was made. Raises Invalid; nobody takes the
    administration from themselves, so that somebody always has it. Raises
    ChangedMeanwhile where somebody else changed the person since.
    """
    unchanged.hold(user, CHANGEABLE, seen)
    authority = _authority(authority_code, user.central_authority_id)
    problems = role_problems(role, authority, authority_code)
    problems += name_problems(name)
    if user.id == by.id and (role is not user.role or not active):
        problems.append(
            problem(
                "role", N_("You cannot take your own role. Ask another administrator.")
            )
        )
    if problems:
        raise Invalid(problems)
    if not (active and role in handing_over.LOOK_AFTER_REQUESTS):
        handing_over.leave(user, successor, by=by)
    new: dict[str, object] = {
        "name": name.strip(),
        "role": role,
        "authority_id": authority.id if authority else None,
        "active": active,
    }
    changes: dict[str, list[str | None]] = {
        field: [_worded(getattr(user, field)), _worded(value)]
        for field, value in new.items()
        if getattr(user, field) != value
    }
    if "authority_id" in changes:
        # The log names the authority; a number would tell nobody anything.
        del changes["authority_id"]
        old = user.authority.code if user.authority else None
        changes["authority"] = [old, authority.code if authority else None]
    for field, value in new.items():
        setattr(user, field, value)
    if set(changes) - {"name"}:
        sessions.end_all_of(user)
    if changes:
        _told(user, by, changes)
    return user


def set_password(user: User, password: str, *, by: User | None) -> None:
    """Give a new password; every session of the person ends. Raises Invalid."""
    if problems := password_problems(password):
        raise Invalid(problems)
    user.password_hash = _hasher.hash(password)
    sessions.end_all_of(user)
    user.failed_logins = 0
    user.locked_until = None
    user.is_demonstration = False
    _told(user, by, {"password": [None, None]})


def sign_in(username: str, password: str) -> User:
    """The person with this name and password.

    Raises SignInRefused with a sentence that says what happens next; after five
    failures the account is locked for 15 minutes. The caller commits in both cases,
    or the failures would not be counted.
    """
    user = users.by_username(username)
    now = clock.now()
    if user is not None and user.locked_until is not None and user.locked_until > now:
        raise SignInRefused(
            N_("The account is locked for some minutes after too many tries. Wait.")
        )
    if not _fits(user, password) or user is None or not user.active:
        raise SignInRefused(_failed(user))
    if user.authority is not None and not user.authority.is_in_use(clock.today()):
        raise SignInRefused(
            N_(
                "%(authority)s is no longer in use in this register. Ask your "
                "administrator."
            ),
            authority=user.authority.name,
        )
    user.failed_logins = 0
    user.locked_until = None
    user.signed_in_at = now
    if _hasher.check_needs_rehash(user.password_hash):
        user.password_hash = _hasher.hash(password)
    events.record(EventKind.SIGNED_IN, by=user)
    return user


def fits(user: User, password: str) -> bool:
    """Whether this is the person's password."""
    return _fits(user, password)


def _fits(user: User | None, password: str) -> bool:
    """Compare also for nobody, so that the time taken does not tell who exists."""
    stored = user.password_hash if user and user.password_hash else _nobodys_hash()
    try:
        return _hasher.verify(stored, password) and user is not None
    except (VerificationError, InvalidHashError):
        return False


def _failed(user: User | None) -> str:
    # The sentence is the same for a name that nobody has: it does not tell who exists.
    if user is None:
        return _DO_NOT_BELONG
    user.failed_logins += 1
    events.record(EventKind.SIGN_IN_REFUSED, by=None, details={"name": user.username})
    if user.failed_logins >= TRIES:
        user.failed_logins = 0
        user.locked_until = clock.now() + LOCKED_FOR
    return _DO_NOT_BELONG


_DO_NOT_BELONG = N_(
    "The user name and password do not belong together. "
    "After five failures an account is locked for 15 minutes."
)


def _authority(code: str | None, central_authority_id: int) -> Authority | None:
    if not code:
        return None
    return authorities.by_text(code, central_authority_id)


def _worded(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(getattr(value, "value", value))


def _told(user: User, by: User | None, changes: dict[str, list[str | None]]) -> None:
    events.record(
        EventKind.USER_CHANGED, by=by, details={"name": user.username}, changes=changes
    )
