"""Personal reminders of a request, and putting it off on the own work list."""

from datetime import date, timedelta

from ctrack import clock
from ctrack.domain.errors import Invalid, NotFound, Problem, StepNotOpen, problem
from ctrack.domain.events import EventKind
from ctrack.domain.validation import LONGEST_LINE, text_problems
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import MLARequest, Reminder, User
from ctrack.queries import reminders as queries
from ctrack.services import events

LONGEST = timedelta(days=3 * 366)
"""Whoever wants to be reminded later than this has mistyped the year."""
LATER = timedelta(days=7)
"""How much later "in a week" is."""


def add(mla_request: MLARequest, due_on: date, note: str, *, by: User) -> Reminder:
    """Remind this person on that day, whatever happens. Raises Invalid."""
    problems = _day_problems("due_on", due_on)
    problems += text_problems("note", note, LONGEST_LINE)
    if problems:
        raise Invalid(problems)
    reminder = Reminder(
        user_id=by.id,
        mla_request_id=mla_request.id,
        due_on=due_on,
        note=note,
        created_at=clock.now(),
    )
    db.session.add(reminder)
    db.session.flush()
    return reminder


def _day_problems(field: str, day: date) -> list[Problem]:
    today = clock.today()
    if day <= today:
        sentence = N_("%(day)s is not to come any more. Give a day after today.")
        return [problem(field, sentence, day=day.isoformat())]
    if day > today + LONGEST:
        sentence = N_("%(day)s is more than three years away. Correct the year.")
        return [problem(field, sentence, day=day.isoformat())]
    return []


def finish(reminder: Reminder, *, by: User) -> None:
    """It has been seen to. Raises NotFound where it is somebody else's."""
    _own(reminder, by)
    reminder.done_at = reminder.done_at or clock.now()


def move(reminder: Reminder, *, by: User) -> None:
    """Remind again in a week from today. Raises NotFound or StepNotOpen."""
    _own(reminder, by)
    if reminder.done_at is not None:
        raise StepNotOpen(N_("This reminder has been seen to already."))
    reminder.due_on = clock.today() + LATER
    reminder.mailed_at = None


def _own(reminder: Reminder, by: User) -> None:
    if reminder.user_id != by.id or reminder.puts_off:
        raise NotFound(N_("There is no such reminder of yours."))


def put_off(mla_request: MLARequest, until: date, *, by: User) -> Reminder:
    """Leave the request out of this person's work list until that day. Raises Invalid.

    What is put off already is put off until that day instead. The history tells it,
    so that nobody wonders why it lay.
    """
    if problems := _day_problems("until", until):
        raise Invalid(problems)
    reminder = queries.putting_off(mla_request.id, by)
    if reminder is None:
        reminder = Reminder(
            user_id=by.id,
            mla_request_id=mla_request.id,
            puts_off=True,
            created_at=clock.now(),
        )
        db.session.add(reminder)
    reminder.due_on = until
    events.record(
        EventKind.PUT_OFF,
        by=by,
        mla_request=mla_request,
        details={"until": until.isoformat()},
    )
    db.session.flush()
    return reminder


def put_back(mla_request: MLARequest, *, by: User) -> None:
    """Let it stand on the work list again. Raises StepNotOpen where it does."""
    reminder = queries.putting_off(mla_request.id, by)
    if reminder is None:
        raise StepNotOpen(N_("You have not put this request off."))
    reminder.done_at = clock.now()
    events.record(EventKind.PUT_BACK, by=by, mla_request=mla_request)
