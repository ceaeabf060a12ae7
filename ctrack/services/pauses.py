"""Pauses that an officer records, and more time for a deadline, each with its event."""

from datetime import date

from sqlalchemy import select

from ctrack import clock
from ctrack.domain.errors import Invalid, NotFound, Problem, problem
from ctrack.domain.events import EventKind
from ctrack.domain.pauses import PauseCategory
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Deadline, Event, Extension, MLARequest, Pause, User
from ctrack.services import deadlines, events, stages

BY_HAND = (
    PauseCategory.TRANSLATION,
    PauseCategory.CONSULTATION,
    PauseCategory.REQUESTING_STATE,
    PauseCategory.COURT,
)
"""What may be waited for beside the stage a request is at (UNTOC art. 18(14), (26))."""


def begin(
    mla_request: MLARequest,
    category: PauseCategory,
    since: date,
    note: str = "",
    *,
    by: User,
) -> Event:
    """Let the clock stand still from this day on, until the pause is ended.

    Raises Invalid where the request is closed, the day cannot be, or the same is
    waited for already.
    """
    if problems := _beginning(mla_request, category, since):
        raise Invalid(problems)
    pause = Pause(
        mla_request_id=mla_request.id,
        since=since,
        category=category,
        is_by_hand=True,
        note=note,
        entered_at=clock.now(),
        entered_by_id=by.id,
    )
    db.session.add(pause)
    return _told(
        mla_request,
        EventKind.PAUSED,
        since,
        {"pause": category.value},
        by=by,
        note=note,
    )


def _beginning(
    mla_request: MLARequest, category: PauseCategory, since: date
) -> list[Problem]:
    if not mla_request.is_open:
        return [problem("", N_("The request is closed: nothing is waited for."))]
    if any(p.category is category for p in _running(mla_request)):
        text = N_("The request is paused for this already. End that pause first.")
        return [problem("category", text)]
    return _day_problems(mla_request, "since", since, mla_request.counted_from)


def _running(mla_request: MLARequest) -> list[Pause]:
    found = db.session.scalars(
        select(Pause).where(
            Pause.mla_request_id == mla_request.id, Pause.until.is_(None)
        )
    )
    return list(found)


def _day_problems(
    mla_request: MLARequest, field: str, on: date, first: date
) -> list[Problem]:
    if on > clock.today():
        text = N_("%(day)s has not come yet. Give a day up to today.")
        return [problem(field, text, day=on)]
    if on < first:
        text = N_("This lies before %(first)s. Give that day or a later one.")
        return [problem(field, text, first=first)]
    return []


def running(mla_request: MLARequest, pause_id: int) -> Pause:
    """The pause by hand of this request that has no end yet; NotFound if none is."""
    for pause in _running(mla_request):
        if pause.id == pause_id and pause.is_by_hand:
            return pause
    raise NotFound(N_("There is no such pause that could be ended."))


def end(mla_request: MLARequest, pause_id: int, until: date, *, by: User) -> Event:
    """Let the clock go on: `until` is the first day that counts again.

    Raises NotFound, or Invalid where the day lies before the pause or in the future.
    """
    pause = running(mla_request, pause_id)
    if problems := _day_problems(mla_request, "until", until, pause.since):
        raise Invalid(problems)
    pause.until = until
    return _told(
        mla_request,
        EventKind.PAUSE_ENDED,
        until,
        {"pause": pause.category.value},
        by=by,
    )


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
    problems = _day_problems(mla_request, "on", given_on, deadline.base_on)
    if problems := problems + _extending(deadline, given_on, until, reason):
        raise Invalid(problems)
    db.session.add(
        Extension(
            deadline_id=deadline.id,
            granted_on=given_on,
            until=until,
            reason=reason.strip(),
            entered_at=clock.now(),
            entered_by_id=by.id,
        )
    )
    return _told(
        mla_request,
        EventKind.DEADLINE_EXTENDED,
        given_on,
        {"deadline": deadline.kind.value, "until": until.isoformat()},
        by=by,
        note=reason.strip(),
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
    found = []
    if not deadline.is_open:
        return [problem("", N_("This has been done: nobody needs more time for it."))]
    if deadline.current_on is None:
        text = N_("The request is paused: more time is given when it goes on.")
        return [problem("", text)]
    if until <= deadline.current_on:
        text = N_("It is due on %(day)s now. Give a later day.")
        found.append(problem("until", text, day=deadline.current_on))
    elif until < given_on:
        text = N_("This lies before the day on which it was given, %(day)s.")
        found.append(problem("until", text, day=given_on))
    if not reason.strip():
        found.append(problem("reason", N_("Give the reason.")))
    return found


def _told(
    mla_request: MLARequest,
    kind: EventKind,
    on: date,
    details: dict[str, str],
    *,
    by: User,
    note: str = "",
) -> Event:
    """Let the deadlines follow, and write it down."""
    db.session.flush()
    deadlines.refresh(mla_request, on, by.id)
    stages.touch(mla_request)
    return events.record(
        kind, by=by, on=on, mla_request=mla_request, details=details, note=note
    )
