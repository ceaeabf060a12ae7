"""What deeds about time have in common: checks, and the line they write."""

from collections.abc import Callable, Mapping
from datetime import date

from ctrack import clock
from ctrack.domain.errors import Problem, problem
from ctrack.domain.events import EventKind
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Event, MLARequest, User
from ctrack.services import deadlines, events, stages


def day_problems(field: str, on: date, first: date) -> list[Problem]:
    """What is wrong with the day of something that has happened since another day."""
    if on > clock.today():
        text = N_("%(day)s has not come yet. Give a day up to today.")
        return [problem(field, text, day=on)]
    if on < first:
        text = N_("This lies before %(first)s. Give that day or a later one.")
        return [problem(field, text, first=first)]
    return []


def reason_problems(reason: str) -> list[Problem]:
    """What is missing where a reason has to be given."""
    if reason.strip():
        return []
    return [problem("reason", N_("Give the reason."))]


Details = dict[str, str]


def written(
    mla_request: MLARequest,
    kind: EventKind,
    on: date,
    details: Details | Callable[[], Details],
    *,
    by: User,
    note: str = "",
    changes: Mapping[str, list[str | None]] | None = None,
    is_correction: bool = False,
) -> Event:
    """Let the deadlines follow, and write it down.

    Details that follow from the deadlines are asked for when these are known.
    """
    db.session.flush()
    deadlines.refresh(mla_request, on, by.id)
    stages.touch(mla_request)
    return events.record(
        kind,
        by=by,
        on=on,
        mla_request=mla_request,
        details=details() if callable(details) else details,
        note=note,
        changes=changes,
        is_correction=is_correction,
    )
