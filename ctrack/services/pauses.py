"""Pauses that an officer records and corrects, each with its event."""

from datetime import date

from sqlalchemy import select

from ctrack import clock
from ctrack.domain.errors import Invalid, NotFound, Problem, problem
from ctrack.domain.events import EventKind
from ctrack.domain.pauses import PauseCategory
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Event, MLARequest, Pause, User
from ctrack.services.time_deeds import day_problems, reason_problems, written

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
    return written(
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
    return day_problems("since", since, mla_request.counted_from)


def _running(mla_request: MLARequest) -> list[Pause]:
    found = db.session.scalars(
        select(Pause).where(
            Pause.mla_request_id == mla_request.id, Pause.until.is_(None)
        )
    )
    return list(found)


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
    if problems := day_problems("until", until, pause.since):
        raise Invalid(problems)
    pause.until = until
    return written(
        mla_request,
        EventKind.PAUSE_ENDED,
        until,
        {"pause": pause.category.value},
        by=by,
    )


def one_of(mla_request: MLARequest, pause_id: int) -> Pause:
    """The pause of this request with this id, ended or not; else NotFound."""
    found = db.session.scalar(
        select(Pause).where(
            Pause.id == pause_id, Pause.mla_request_id == mla_request.id
        )
    )
    if found is None:
        raise NotFound(N_("The request has no such pause."))
    return found


def correct(
    mla_request: MLARequest,
    pause_id: int,
    *,
    category: PauseCategory | None,
    since: date,
    until: date | None,
    reason: str,
    by: User,
) -> Event:
    """Correct the days of a pause, and what was waited for where it is one by hand.

    A pause by hand without an end runs on; that of a stage ends with the stage. Raises
    NotFound, or Invalid where the days cannot be or no reason is given.
    """
    pause = one_of(mla_request, pause_id)
    problems = reason_problems(reason)
    problems += _correcting(mla_request, pause, category, since, until)
    if problems:
        raise Invalid(problems)
    after = {"since": since, "until": until, "category": category or pause.category}
    changes = {
        name: [_text(getattr(pause, name)), _text(value)]
        for name, value in after.items()
        if getattr(pause, name) != value
    }
    if not changes:
        raise Invalid([problem("", N_("Nothing was corrected: it says the same."))])
    pause.since, pause.until = since, until
    pause.category = category or pause.category
    return written(
        mla_request,
        EventKind.PAUSE_CORRECTED,
        clock.today(),
        {"pause": pause.category.value},
        by=by,
        note=reason.strip(),
        changes=changes,
        is_correction=True,
    )


def _text(value: date | PauseCategory | None) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else value.value


def _correcting(
    mla_request: MLARequest,
    pause: Pause,
    category: PauseCategory | None,
    since: date,
    until: date | None,
) -> list[Problem]:
    found = day_problems("since", since, mla_request.counted_from)
    if until is not None:
        found += day_problems("until", until, since)
    if pause.is_by_hand:
        if category not in BY_HAND:
            found.append(problem("category", N_("Choose what is waited for.")))
        if until is None and not mla_request.is_open:
            found.append(problem("until", N_("Give the day on which it ended.")))
        return found
    if (pause.until is None) != (until is None):
        text = N_("This pause begins and ends with a stage: only its days are known.")
        found.append(problem("until", text))
    return found


def strike(mla_request: MLARequest, pause_id: int, reason: str, *, by: User) -> Event:
    """Take a pause out that there never was; the history keeps it.

    Raises NotFound, or Invalid without a reason and for the pause of a stage.
    """
    pause = one_of(mla_request, pause_id)
    problems = reason_problems(reason)
    if not pause.is_by_hand:
        text = N_("This pause belongs to a stage: correct its days instead.")
        problems.append(problem("", text))
    if problems:
        raise Invalid(problems)
    what = {"pause": pause.category.value}
    changes = {n: [_text(getattr(pause, n)), None] for n in ("since", "until")}
    db.session.delete(pause)
    return written(
        mla_request,
        EventKind.PAUSE_STRUCK,
        clock.today(),
        what,
        by=by,
        note=reason.strip(),
        changes=changes,
        is_correction=True,
    )
