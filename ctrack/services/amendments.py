"""Correcting what the request itself says: its subject, its days and the like."""

from collections.abc import Mapping
from typing import Any

from ctrack import clock
from ctrack.domain import dates, validation
from ctrack.domain.errors import Invalid, Problem, problem
from ctrack.domain.permissions import Permission
from ctrack.domain.statuses import Status
from ctrack.domain.validation import LONGEST_TEXT
from ctrack.domain.vocabulary import Confidentiality, Direction
from ctrack.domain.wording import N_
from ctrack.models import Event, MLARequest, NamedOfficer, User
from ctrack.services import corrections
from ctrack.services.corrections import worded

CORRECTABLE = frozenset(
    {
        "matter",
        "partner_state",
        "partner_authority",
        "originating_authority",
        "subject",
        "channel",
        "form",
        "language",
        "proceeding_stage",
        "urgency",
        "urgency_reason",
        "wished_on",
        "confidentiality",
        "use_limitation",
        "conditions",
        "remarks",
        "received_on",
        "sent_on",
        "acknowledged_on",
        "accepted_on",
        "transferred_on",
        "executed_on",
        "results_sent_on",
        "closed_on",
        "confirmed_in_writing_on",
        "review_on",
    }
)
"""What may be corrected by hand. Status and outcome move by steps only."""


def amend(
    mla_request: MLARequest,
    changes: Mapping[str, Any],
    *,
    by: User,
    override_note: str = "",
) -> Event | None:
    """Correct columns of the request; None where nothing is different.

    Raises Invalid when a milestone that is needed would be emptied, a day has not
    come yet, or days are out of order and no supervisor has noted why.
    """
    if unknown := set(changes) - CORRECTABLE:
        raise KeyError(f"not corrected by hand: {', '.join(sorted(unknown))}")
    different = {
        name: value
        for name, value in changes.items()
        if getattr(mla_request, name) != value
    }
    if not different:
        return None
    told = {
        name: [worded(getattr(mla_request, name)), worded(value)]
        for name, value in different.items()
    }
    _check_lengths(mla_request, different)
    _check_days(mla_request, different, override_note, by)
    for name, value in different.items():
        setattr(mla_request, name, value)
    _follow(mla_request, different, by)
    overrides = override_note.strip() and by.may(Permission.OVERRIDE)
    details = {"override": override_note} if overrides else {}
    return corrections.record(mla_request, told, by=by, details=details)


def _check_lengths(mla_request: MLARequest, different: Mapping[str, Any]) -> None:
    columns = MLARequest.metadata.tables[MLARequest.__tablename__].c
    found = []
    for name, value in different.items():
        limit = getattr(columns[name].type, "length", None) or LONGEST_TEXT
        if isinstance(value, str):
            found += validation.text_problems(name, value, limit)
    if found:
        raise Invalid(found)


def _check_days(
    mla_request: MLARequest, different: Mapping[str, Any], note: str, by: User
) -> None:
    days = {name: getattr(mla_request, name) for name, _ in dates.MILESTONES}
    emptied = [
        problem(name, N_("This day is known and cannot be emptied; correct it."))
        for name in days
        if name in different and different[name] is None
    ]
    emptied += _unreached(mla_request, different)
    days |= {name: different[name] for name in days if name in different}
    if mla_request.direction is Direction.INCOMING:
        days["sent_on"] = None
    changed = {name for name in days if name in different}
    found = emptied + dates.in_future(days, clock.today())
    if changed and not (note.strip() and by.may(Permission.OVERRIDE)):
        found += dates.out_of_order(days)
    if found:
        raise Invalid(found)


def _unreached(mla_request: MLARequest, different: Mapping[str, Any]) -> list[Problem]:
    """Corrections do not take steps: a day is given by its step first.

    An old register may lack days of what has long happened; they can be filled in.
    """
    may_lack = {"received_on", "acknowledged_on", "confirmed_in_writing_on"}
    if mla_request.is_historical or not mla_request.is_open:
        may_lack |= {"accepted_on", "transferred_on", "executed_on", "results_sent_on"}
    steps = {*(name for name, _ in dates.MILESTONES), "confirmed_in_writing_on"}
    found = [
        problem(name, N_("This has not happened yet. Take the step that records it."))
        for name, value in different.items()
        if name in steps - may_lack
        and value is not None
        and getattr(mla_request, name) is None
    ]
    confirmed = different.get("confirmed_in_writing_on")
    if confirmed is not None and confirmed > clock.today():
        found.append(
            problem("confirmed_in_writing_on", N_("This day has not come yet."))
        )
    empties_review = "review_on" in different and different["review_on"] is None
    if empties_review and mla_request.status is Status.POSTPONED:
        found.append(
            problem("review_on", N_("A postponed request needs a day of review."))
        )
    return found


def _follow(mla_request: MLARequest, different: Mapping[str, Any], by: User) -> None:
    opening = (
        "received_on" if mla_request.direction is Direction.INCOMING else "sent_on"
    )
    if different.get(opening) is not None:
        mla_request.counted_from = different[opening]
        mla_request.held_since = max(mla_request.held_since, different[opening])
    restricted = Confidentiality.RESTRICTED
    if different.get("confidentiality") is restricted:
        _name(mla_request, by.id)
        if mla_request.officer_id is not None:
            _name(mla_request, mla_request.officer_id)


def _name(mla_request: MLARequest, user_id: int) -> None:
    if user_id not in {named.user_id for named in mla_request.named_officers}:
        mla_request.named_officers.append(NamedOfficer(user_id=user_id))
