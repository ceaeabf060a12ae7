"""Deadlines that an officer sets: what no stage of the life cycle makes due."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from ctrack import clock
from ctrack.domain.deadline_rules import BY_HAND, DeadlineKind, Rule, chosen
from ctrack.domain.deadlines import Unit
from ctrack.domain.errors import Invalid, Problem, problem
from ctrack.domain.events import EventKind
from ctrack.domain.validation import LONGEST_LINE, text_problems
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Deadline, Event, MLARequest, User
from ctrack.queries import timing
from ctrack.services.extensions import of_request
from ctrack.services.time_deeds import day_problems, reason_problems, written

LONGEST_YEARS = 30
"""Whoever sets a day later than this has mistyped the year."""


def rule_for(mla_request: MLARequest, kind: DeadlineKind) -> Rule | None:
    """The rule that gives the term of a deadline set by hand; None where none does."""
    rules = timing.timing(mla_request.central_authority_id).rules
    named = (basis.instrument_code for basis in mla_request.bases)
    found = chosen(rules, mla_request.direction, mla_request.matter, named)
    return found.get(kind)


def add(
    mla_request: MLARequest,
    kind: DeadlineKind,
    *,
    base_on: date,
    until: date | None,
    note: str = "",
    by: User,
) -> Event:
    """Set a deadline: until a day, or for the term of its rule from the base day.

    Raises Invalid for a closed request, a kind that no officer sets, a day that cannot
    be, or a term that no rule gives.
    """
    rule = rule_for(mla_request, kind)
    if problems := _problems(mla_request, kind, base_on, until, note, rule):
        raise Invalid(problems)
    row = Deadline(
        mla_request_id=mla_request.id,
        kind=kind,
        place=_place(mla_request, kind),
        rule_code=rule.code if rule else None,
        base_on=base_on,
        count=rule.term.count if rule else 0,
        unit=rule.term.unit if rule else Unit.CALENDAR_DAYS,
        rolls=rule.term.rolls if rule and until is None else False,
        stands_still=rule.stands_still if rule else False,
        until=until,
        original_on=until or base_on,
        current_on=until,
        is_open=True,
        is_by_hand=True,
        note=note.strip(),
    )
    db.session.add(row)
    db.session.flush()
    event = written(
        mla_request,
        EventKind.DEADLINE_SET,
        clock.today(),
        lambda: {"deadline": kind.value, "until": _due_on(row)},
        by=by,
        note=row.note,
    )
    db.session.expire(row)
    return event


def _due_on(row: Deadline) -> str:
    """The day that follows for it, once the deadlines have been computed."""
    found = db.session.execute(
        select(Deadline.current_on, Deadline.original_on).where(Deadline.id == row.id)
    ).one()
    day: date = found.current_on or found.original_on
    return day.isoformat()


def _place(mla_request: MLARequest, kind: DeadlineKind) -> int:
    """Below zero, where no transfer and no day has its place."""
    lowest = db.session.scalar(
        select(func.min(Deadline.place)).where(
            Deadline.mla_request_id == mla_request.id, Deadline.kind == kind
        )
    )
    return min(0, lowest or 0) - 1


def _problems(
    mla_request: MLARequest,
    kind: DeadlineKind,
    base_on: date,
    until: date | None,
    note: str,
    rule: Rule | None,
) -> list[Problem]:
    if not mla_request.is_open:
        return [problem("", N_("The request is closed: nothing is due any more."))]
    found = text_problems("note", note, LONGEST_LINE)
    if kind not in BY_HAND:
        found.append(problem("kind", N_("Choose what is to be kept.")))
    if base_on > clock.today():
        text = N_("%(day)s has not come yet. Give a day up to today.")
        found.append(problem("base_on", text, day=base_on))
    if until is None and rule is None:
        text = N_("No rule gives a term for this: give the day.")
        found.append(problem("until", text))
    elif until is not None and until < base_on:
        text = N_("It cannot be due before %(day)s, the day from which it counts.")
        found.append(problem("until", text, day=base_on))
    elif until is not None and until.year > clock.today().year + LONGEST_YEARS:
        found.append(problem("until", N_("Correct the year.")))
    if kind is DeadlineKind.OTHER and not note.strip():
        found.append(problem("note", N_("Say what is to be kept.")))
    return found


def is_settled_by_hand(row: Mapping[str, Any]) -> bool:
    """Whether an officer says when it was done; all others follow from the stage."""
    is_set = row["is_by_hand"] or row["kind"] is DeadlineKind.PRESERVATION
    return bool(row["is_open"] and is_set)


def settle(
    mla_request: MLARequest, deadline_id: int, on: date, note: str = "", *, by: User
) -> Event:
    """Record the day on which it was done. Raises NotFound, Invalid."""
    deadline = of_request(mla_request, deadline_id)
    problems = text_problems("note", note, LONGEST_LINE)
    its = {name: getattr(deadline, name) for name in ("is_by_hand", "kind", "is_open")}
    if not is_settled_by_hand(its):
        text = N_("This is done already, or it ends by itself with a step.")
        problems.append(problem("", text))
    problems += day_problems("on", on, deadline.base_on)
    if problems:
        raise Invalid(problems)
    deadline.settled_on = on
    return written(
        mla_request,
        EventKind.DEADLINE_SETTLED,
        on,
        {"deadline": deadline.kind.value},
        by=by,
        note=note.strip(),
    )


def strike(
    mla_request: MLARequest, deadline_id: int, reason: str, *, by: User
) -> Event:
    """Take a deadline out that should not have been set; the history keeps it.

    Raises NotFound, or Invalid without a reason and for what no officer has set.
    """
    deadline = of_request(mla_request, deadline_id)
    problems = reason_problems(reason)
    if not deadline.is_by_hand:
        text = N_("This follows from the request itself: it cannot be struck out.")
        problems.append(problem("", text))
    if problems:
        raise Invalid(problems)
    what = {"deadline": deadline.kind.value}
    until = deadline.current_on or deadline.original_on
    db.session.delete(deadline)
    return written(
        mla_request,
        EventKind.DEADLINE_STRUCK,
        clock.today(),
        what,
        by=by,
        note=reason.strip(),
        changes={"due_on": [until.isoformat(), None]},
    )
