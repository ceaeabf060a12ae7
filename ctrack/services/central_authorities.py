"""Keeping what is known of the central authority itself."""

from collections.abc import Mapping

from ctrack import states
from ctrack.domain.errors import Invalid, Problem, problem
from ctrack.domain.events import EventKind
from ctrack.domain.wording import N_
from ctrack.models import CentralAuthority, Event, User
from ctrack.services import events, unchanged

LONGEST = {
    "name": 200,
    "address": 2_000,
    "email": 300,
    "telephone": 80,
    "languages": 300,
}
"""How many characters each text may have."""
FIELDS = ("state", *LONGEST)


def change(
    office: CentralAuthority, values: Mapping[str, str], *, by: User, seen: str = ""
) -> Event | None:
    """Change name, State, and how to reach the office; None where nothing changes.

    `seen` is the fingerprint of FIELDS when the form was made. Raises Invalid for a
    missing name, a State that is none, or a text too long; ChangedMeanwhile where
    somebody else changed it since.
    """
    unchanged.hold(office, FIELDS, seen)
    if problems := _problems(values):
        raise Invalid(problems)
    changes: dict[str, list[str | None]] = {
        name: [getattr(office, name) or None, value or None]
        for name, value in values.items()
        if getattr(office, name) != value
    }
    if not changes:
        return None
    for name in changes:
        setattr(office, name, values[name])
    return events.record(
        EventKind.REFERENCE_DATA_CHANGED,
        by=by,
        details={"what": "office"},
        changes=changes,
    )


def _problems(values: Mapping[str, str]) -> list[Problem]:
    found = []
    if not values["name"].strip():
        found.append(problem("name", N_("Give the name of the office.")))
    if values["state"] and values["state"] not in states.names():
        found.append(
            problem("state", N_("Name a State by its name or code, for example FR."))
        )
    for name, limit in LONGEST.items():
        if len(values[name]) > limit:
            found.append(
                problem(
                    name,
                    N_("This is longer than %(limit)s characters. Shorten it."),
                    limit=limit,
                )
            )
    return found
