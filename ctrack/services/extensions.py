"""More time for a deadline, with its reason, and taking it back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from ctrack import clock
from ctrack.domain.deadlines import Unit
from ctrack.domain.errors import Invalid, NotFound, Problem, problem
from ctrack.domain.events import EventKind
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Deadline, Event, Extension, MLARequest, User
from ctrack.services.time_deeds import day_problems, reason_problems, written


def extend(
    mla_request: MLARequest,
    deadline_id: int,
    until: date,
    reason: str,
    *,
    by: User,
    on: date | None = None,
) -> Event:
    """Give more time for a deadline, until a day; what was due at first is kept.

    `on` is the day on which it was given, today where it is not said. Raises NotFound,
    or Invalid where the day is no later one or no reason is given.
    """
    deadline = of_request(mla_request, deadline_id)
    given_on = on or clock.today()
    problems = day_problems("on", given_on, deadline.base_on)
    if problems := problems + _extending(deadline, given_on, until, reason):
        raise Invalid(problems)
    row = {"granted_on": given_on, "until": until}
    return _extended(mla_request, deadline, row, reason, by)


def extend_by(
    mla_request: MLARequest,
    deadline_id: int,
    count: int,
    unit: Unit,
    reason: str,
    *,
    by: User,
    on: date | None = None,
) -> Event:
    """Give more time for a deadline by a number of days, beside what it has.

    Raises NotFound, or Invalid where it is done or paused, or no reason is given.
    """
    deadline = of_request(mla_request, deadline_id)
    given_on = on or clock.today()
    problems = day_problems("on", given_on, deadline.base_on)
    problems += _at_all(deadline) or reason_problems(reason)
    if not 0 < count <= MOST_DAYS:
        text = N_("Give a number of days between 1 and %(most)s.")
        problems.append(problem("count", text, most=MOST_DAYS))
    if problems:
        raise Invalid(problems)
    row = {"granted_on": given_on, "count": count, "unit": unit}
    return _extended(mla_request, deadline, row, reason, by)


MOST_DAYS = 730
"""Whoever gives more days than two years have has mistyped."""


def _extended(
    mla_request: MLARequest,
    deadline: Deadline,
    row: Mapping[str, Any],
    reason: str,
    by: User,
) -> Event:
    db.session.add(
        Extension(
            deadline_id=deadline.id,
            reason=reason.strip(),
            entered_at=clock.now(),
            entered_by_id=by.id,
            **row,
        )
    )

    def details() -> dict[str, str]:
        db.session.expire(deadline)
        until = deadline.current_on or row.get("until") or deadline.original_on
        return {"deadline": deadline.kind.value, "until": until.isoformat()}

    return written(
        mla_request,
        EventKind.DEADLINE_EXTENDED,
        row["granted_on"],
        details,
        by=by,
        note=reason.strip(),
    )


def take_back(
    mla_request: MLARequest, deadline_id: int, reason: str, *, by: User
) -> Event:
    """Take back the last additional time of a deadline; the history keeps it.

    Raises NotFound, or Invalid without a reason and where there is nothing to take.
    """
    deadline = of_request(mla_request, deadline_id)
    problems = reason_problems(reason)
    if not deadline.extensions:
        problems.append(problem("", N_("No more time has been given for this.")))
    if problems:
        raise Invalid(problems)
    before = deadline.current_on
    deadline.extensions.pop()
    return written(
        mla_request,
        EventKind.EXTENSION_TAKEN_BACK,
        clock.today(),
        {"deadline": deadline.kind.value},
        by=by,
        note=reason.strip(),
        changes={"due_on": [before.isoformat() if before else None, None]},
    )


def of_request(mla_request: MLARequest, deadline_id: int) -> Deadline:
    """The deadline with this id, if it is one of this request; else NotFound."""
    found = db.session.scalar(
        select(Deadline).where(
            Deadline.id == deadline_id, Deadline.mla_request_id == mla_request.id
        )
    )
    if found is None:
        raise NotFound(N_("The request has no such deadline."))
    return found


def _extending(
    deadline: Deadline, given_on: date, until: date, reason: str
) -> list[Problem]:
    found: list[Problem] = []
    if deadline.current_on is None or not deadline.is_open:
        return _at_all(deadline)
    if until <= deadline.current_on:
        text = N_("It is due on %(day)s now. Give a later day.")
        found.append(problem("until", text, day=deadline.current_on))
    elif until < given_on:
        text = N_("This lies before the day on which it was given, %(day)s.")
        found.append(problem("until", text, day=given_on))
    if not reason.strip():
        found.append(problem("reason", N_("Give the reason.")))
    return found


def _at_all(deadline: Deadline) -> list[Problem]:
    """Why no more time can be given for this."""
    if not deadline.is_open:
        return [problem("", N_("This has been done: nobody needs more time for it."))]
    if deadline.current_on is None:
        text = N_("The request is paused: more time is given when it goes on.")
        return [problem("", text)]
    return []
