"""Keeping the directory of competent authorities."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from ctrack.domain.errors import ChangedMeanwhile, Invalid, Problem, problem
from ctrack.domain.events import EventKind
from ctrack.domain.mail_addresses import address_problems
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Authority, Calendar, User
from ctrack.queries import authorities
from ctrack.services import due_changes, events, handing_over, timing

FIELDS = (
    "code",
    "name",
    "type",
    "email",
    "superior_email",
    "contact",
    "superior_contact",
    "calendar_id",
    "note",
    "valid_from",
    "valid_until",
)


def save(
    authority: Authority | None,
    values: Mapping[str, Any],
    *,
    by: User,
    version: int | None = None,
    successor: str = "",
) -> Authority:
    """Add an authority, or change one; `version` is the one the form has seen.

    Where the end of its use is set and transfers are open, the authority with the code
    `successor` takes them over. Raises ChangedMeanwhile where somebody else changed it
    since, Invalid for a code that is taken or no code, a missing name, a validity that
    ends before it begins, or open transfers that nobody takes over.
    """
    if authority is not None and version is not None and authority.version != version:
        raise ChangedMeanwhile(
            N_(
                "Somebody else has changed this authority meanwhile. What you typed is "
                "below; press again to store it instead."
            )
        )
    if problems := _problems(authority, values, by):
        raise Invalid(problems)
    if authority is not None and _retires(authority, values):
        office = by.central_authority_id
        other = authorities.by_text(successor, office) if successor.strip() else None
        handing_over.retire(authority, other, by=by)
    if authority is None:
        authority = Authority(central_authority_id=by.central_authority_id)
    changes = {
        name: [
            _worded(name, getattr(authority, name)),
            _worded(name, values[name]),
        ]
        for name in FIELDS
        if name in values and getattr(authority, name) != values[name]
    }
    for name in FIELDS:
        if name in values:
            setattr(authority, name, values[name])
    db.session.add(authority)
    db.session.flush()
    if changes:
        events.record(
            EventKind.REFERENCE_DATA_CHANGED,
            by=by,
            details={"what": f"authority {authority.code}"},
            changes=changes,
        )
    return authority


def store(
    authority: Authority | None,
    values: Mapping[str, Any],
    *,
    by: User,
    version: int | None = None,
    successor: str = "",
    seen: str | None = None,
) -> int:
    """The same; what is open follows the calendar that the authority has then.

    `seen` is the word for the moves that were shown. Gives how many requests moved.
    Raises WouldMove where other days would move than were seen.
    """
    before = authority.calendar_id if authority is not None else None
    stored = save(authority, values, by=by, version=version, successor=successor)
    if stored.calendar_id == before:
        return 0
    timing.announce(by.central_authority)
    office = by.central_authority_id
    return due_changes.follow(office, EventKind.DEADLINES_MOVED, by=by, seen=seen)


def _retires(authority: Authority, values: Mapping[str, Any]) -> bool:
    """Whether the last day of its use is set, or set to another day."""
    until = values.get("valid_until", authority.valid_until)
    return until is not None and until != authority.valid_until


def _problems(
    authority: Authority | None, values: Mapping[str, Any], by: User
) -> list[Problem]:
    found = []
    code = str(values.get("code", ""))
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9_-]{0,39}", code):
        found.append(
            problem(
                "code",
                N_(
                    "A code has up to 40 capital letters, digits, hyphens or "
                    "underscores, for example HIGH-COURT."
                ),
            )
        )
    name = str(values.get("name", "")).strip()
    if not name:
        found.append(problem("name", N_("Give the authority's name.")))
    for other in authorities.all_of(by.central_authority_id):
        if authority is not None and other.id == authority.id:
            continue
        if other.code.casefold() == code.casefold():
            found.append(problem("code", N_("Another authority has this code.")))
        if name and other.name.casefold() == name.casefold():
            found.append(problem("name", N_("Another authority has this name.")))
    for field in ("email", "superior_email"):
        if field in values and values[field] != getattr(authority, field, None):
            found += address_problems(field, values[field])
    since, until = values.get("valid_from"), values.get("valid_until")
    if since is not None and until is not None and until < since:
        found.append(problem("valid_until", N_("The validity ends before it begins.")))
    return found


def _worded(field: str, value: object) -> str | None:
    if value is None or value == "":
        return None
    if field == "calendar_id":
        return db.session.get_one(Calendar, value).name
    if isinstance(value, date):
        return value.isoformat()
    return str(getattr(value, "value", value))
