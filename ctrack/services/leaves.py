"""Recording who is away and who stands in."""

from datetime import date

from ctrack import clock
from ctrack.domain.errors import Invalid, Problem, problem
from ctrack.domain.events import EventKind
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Leave, NamedOfficer, User
from ctrack.queries import leaves, open_work
from ctrack.services import events, handing_over, stages

LONGEST_NOTE = 500


def record(
    user: User,
    deputy: User,
    *,
    since: date,
    until: date,
    note: str = "",
    with_restricted: bool = False,
    by: User,
) -> Leave:
    """Record that a person is away from a day until another, and who stands in.

    `with_restricted` names the deputy for the open restricted requests of the absent
    one. Raises Invalid for days in the wrong order or past, days that overlap with
    another leave, and a deputy who is the same, away too, or not one to stand in.
    """
    problems = _problems(user, deputy, since, until)
    if len(note) > LONGEST_NOTE:
        text = N_("This is longer than %(limit)s characters. Shorten it.")
        problems.append(problem("note", text, limit=LONGEST_NOTE))
    if problems:
        raise Invalid(problems)
    leave = Leave(user=user, deputy=deputy, since=since, until=until, note=note)
    db.session.add(leave)
    if with_restricted:
        _name(deputy, user, by)
    _told(EventKind.LEAVE_RECORDED, leave, by)
    return leave


def end(leave: Leave, *, by: User) -> None:
    """Take a leave away: it did not come about, or the person is back early."""
    _told(EventKind.LEAVE_ENDED, leave, by)
    db.session.delete(leave)


def _told(kind: EventKind, leave: Leave, by: User) -> None:
    details = {
        "name": leave.user.name,
        "deputy": leave.deputy.name,
        "since": leave.since.isoformat(),
        "until": leave.until.isoformat(),
    }
    events.record(kind, by=by, details=details, note=leave.note)


def _problems(user: User, deputy: User, since: date, until: date) -> list[Problem]:
    office = user.central_authority_id
    found = []
    if not handing_over.can_look_after(user, office):
        found.append(problem("user", N_("Choose a clerk or supervisor.")))
    if until < since:
        found.append(problem("until", N_("The leave ends before it begins.")))
    elif until < clock.today():
        found.append(problem("until", N_("The leave is over already.")))
    elif leaves.overlapping(user.id, since, until):
        text = N_("%(name)s is away on some of these days already.")
        found.append(problem("since", text, name=user.name))
    if deputy.id == user.id or not handing_over.can_look_after(deputy, office):
        found.append(problem("deputy", N_("Choose another clerk or supervisor.")))
    elif leaves.overlapping(deputy.id, since, until):
        text = N_("%(name)s is away on some of these days.")
        found.append(problem("deputy", text, name=deputy.name))
    return found


def _name(deputy: User, absent: User, by: User) -> None:
    """Let the deputy know the restricted requests that the absent one looks after."""
    for mla_request in open_work.looked_after_by(absent):
        named = mla_request.named_officers
        if not mla_request.is_restricted or deputy.id in {n.user_id for n in named}:
            continue
        named.append(NamedOfficer(user=deputy, user_id=deputy.id))
        stages.touch(mla_request)
        events.record(
            EventKind.OFFICERS_NAMED,
            by=by,
            mla_request=mla_request,
            details={"officers": ", ".join(each.user.name for each in named)},
        )
