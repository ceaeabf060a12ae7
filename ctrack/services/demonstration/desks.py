"""What lies on the desks today: time given and stood still, marks, leave, chasers.

Unlike the past, which is made up as records, this is done as people do it: by the same
deeds as the pages.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from ctrack import clock
from ctrack.domain.calendars import CalendarUse
from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.deadlines import Unit
from ctrack.domain.pauses import PauseCategory
from ctrack.domain.permissions import Role
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Confidentiality, Direction
from ctrack.extensions import db
from ctrack.models import Deadline, MLARequest, User
from ctrack.models.calendar import DayKind
from ctrack.queries import chasers as silent
from ctrack.queries import ladders, mla_requests
from ctrack.services import (
    approvals,
    calendars,
    chasers,
    extensions,
    leaves,
    pauses,
    reminders,
    review_marks,
    set_deadlines,
)
from ctrack.services.demonstration.office import Office
from ctrack.services.step_answers import Answers

FEWEST = 5
"""With fewer requests under review than this nothing is laid on the desks."""


def lay_out(office: Office) -> None:
    """Fill the first page, the office and the bell with what is believable."""
    supervisor = db.session.get_one(User, office.supervisor.id)
    clerk = db.session.get_one(User, office.clerks[0].id)
    reviewed = (Status.UNDER_REVIEW, Status.REGISTERED, Status.RECEIVED)
    under_review = _requests(Direction.INCOMING, reviewed, FEWEST)
    if len(under_review) < FEWEST:
        return
    _give_time(under_review[:2], clerk)
    _wait(under_review[1:3], clerk)
    _set_days(under_review[3], clerk)
    review_marks.add(
        under_review[4],
        "The letter names two courts: which of them asks? Ring before Friday.",
        by=supervisor,
    )
    _ask_for_approval(clerk)
    _look_ahead(under_review, clerk, supervisor, office)
    _chase(office)


def _requests(
    direction: Direction, statuses: Sequence[Status], number: int
) -> Sequence[MLARequest]:
    """Requests of these stages that everybody may see and nothing stands still at."""
    ids = db.session.scalars(
        select(MLARequest.id)
        .where(
            MLARequest.direction == direction,
            MLARequest.status.in_(statuses),
            MLARequest.paused_since.is_(None),
            MLARequest.confidentiality != Confidentiality.RESTRICTED,
        )
        .order_by(MLARequest.id.desc())
        .limit(number)
    ).all()
    return [mla_requests.by_id(number) for number in ids]


def _give_time(requests: Sequence[MLARequest], clerk: User) -> None:
    """More time for the review: the annexes are long."""
    for mla_request in requests:
        due = db.session.scalars(
            select(Deadline).where(
                Deadline.mla_request_id == mla_request.id,
                Deadline.kind == DeadlineKind.REVIEW,
                Deadline.is_open,
                Deadline.current_on.is_not(None),
            )
        ).first()
        if due is not None:
            extensions.extend_by(
                mla_request,
                due.id,
                10,
                Unit.WORKING_DAYS,
                "The annexes fill four boxes.",
                by=clerk,
            )


def _wait(requests: Sequence[MLARequest], clerk: User) -> None:
    waiting = (
        (PauseCategory.TRANSLATION, "With the translator until the end of the month."),
        (PauseCategory.CONSULTATION, "They want to talk about the conditions first."),
    )
    for mla_request, (category, note) in zip(requests, waiting, strict=True):
        since = max(mla_request.counted_from, clock.today() - timedelta(days=6))
        pauses.begin(mla_request, category, since, note, by=clerk)


def _set_days(mla_request: MLARequest, clerk: User) -> None:
    today = clock.today()
    set_deadlines.add(
        mla_request,
        DeadlineKind.STATUS_REPLY,
        base_on=today,
        until=None,
        note="They rang and ask how far it is.",
        by=clerk,
    )
    set_deadlines.add(
        mla_request,
        DeadlineKind.OTHER,
        base_on=today,
        until=today + timedelta(days=5),
        note="Tell the court the room for the hearing by video link.",
        by=clerk,
    )


def _ask_for_approval(clerk: User) -> None:
    """Refusing, and sending our own requests, needs a second pair of eyes."""
    admin = db.session.scalars(select(User).where(User.role == Role.ADMIN)).first()
    if admin is None:
        return
    chosen = ["incoming/refuse", "outgoing/send"]
    approvals.choose(admin.central_authority, chosen, by=admin)
    db.session.flush()
    for mla_request in _requests(Direction.OUTGOING, [Status.CA_REVIEW], 1):
        answers = Answers(on=clock.today(), note="By courier.")
        approvals.propose(mla_request, "send", answers, by=clerk)


def _look_ahead(
    requests: Sequence[MLARequest], clerk: User, supervisor: User, office: Office
) -> None:
    today = clock.today()
    reminders.add(
        requests[0], today + timedelta(days=21), "Whatever happens: ask.", by=clerk
    )
    reminders.put_off(requests[4], today + timedelta(days=7), by=clerk)
    away, deputy = (db.session.get_one(User, one.id) for one in office.clerks[1:3])
    leaves.record(
        away,
        deputy,
        since=today,
        until=today + timedelta(days=9),
        note="On leave",
        by=supervisor,
    )
    admin = db.session.scalars(select(User).where(User.role == Role.ADMIN)).first()
    if admin is not None:
        _calendars(admin, _next_thursday(today + timedelta(days=14)))


def _calendars(admin: User, moving: date) -> None:
    """The office moves; a State has a calendar of its own, and so have some courts."""
    own = calendars.by_id(None, by=admin)
    calendars.say(own, moving, DayKind.ADDED, "The office moves", by=admin)
    calendars.save(None, CalendarUse.STATE, "AE", by=admin)
    where = calendars.written(own) or "GB"
    calendars.save(None, CalendarUse.AUTHORITIES, where, "Courts", by=admin)


def _next_thursday(day: date) -> date:
    return day + timedelta(days=(3 - day.weekday()) % 7)


def _chase(office: Office) -> None:
    """Authorities that have not answered are chased, by letter: none has an address."""
    today = clock.today()
    rungs = ladders.in_force(today)
    waiting = silent.authorities_to_chase(office.central_authority_id, rungs, today)
    for authority_id, _most in waiting[:2]:
        chasers.chase_authority(authority_id, rungs, today)
