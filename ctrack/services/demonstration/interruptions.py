"""What interrupts the execution of an incoming request."""

from collections.abc import Iterator
from datetime import timedelta

from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Outcome
from ctrack.services.demonstration import data, transfer_desk
from ctrack.services.demonstration.desk import Desk
from ctrack.services.demonstration.timetable import Course, Timetable

_AT_AUTHORITIES = frozenset(
    {Status.TRANSFERRED, Status.IN_EXECUTION, Status.PARTIALLY_EXECUTED}
)


def perhaps(desk: Desk, timetable: Timetable) -> None:
    """Let what may come between come between; at most one thing that stops it."""
    chance = desk.rng.random()
    course: Course | None = None
    if chance < 0.03:
        course = _postponement(desk, timetable)
    elif chance < 0.05:
        course = _court_challenge(desk, timetable)
    elif chance < 0.09:
        course = _question(desk, timetable)
    elif chance < 0.125:
        course = _withdrawal(desk, timetable)
    if course is not None:
        timetable.add(course)
    if desk.rng.random() < 0.3:
        timetable.add(_part_results(desk))
    if desk.rng.random() < 0.2:
        timetable.add(_note(desk))


def _is_with_authorities(desk: Desk) -> bool:
    return desk.status in _AT_AUTHORITIES and bool(desk.open_transfers)


def _postponement(desk: Desk, timetable: Timetable) -> Iterator[float]:
    yield desk.lasting(35)
    if not _is_with_authorities(desk):
        return
    desk.consult()
    yield desk.lasting(6)
    if not _is_with_authorities(desk):
        return
    days = 30 + desk.lasting(100)
    postpone(desk, round(days))
    timetable.delay(days)
    yield days
    desk.resume("resume")


def postpone(desk: Desk, days: int) -> None:
    """Postpone until a day of review (UNTOC art. 18(25))."""
    step, record = desk.begin("postpone"), desk.record
    record.review_on = desk.day + timedelta(days=max(days, 30))
    details = {
        "review_on": record.review_on.isoformat(),
        "postponement_ground": "ONGOING_PROCEEDINGS",
    }
    desk.end(step, details, note=data.read("office")["postponement"])


def _court_challenge(desk: Desk, timetable: Timetable) -> Iterator[float]:
    yield desk.lasting(60)
    if not _is_with_authorities(desk):
        return
    days = desk.lasting(150)
    suspend(desk, desk.office.text(desk.rng, "courts"))
    timetable.delay(days)
    yield days
    step = desk.begin("end-suspension")
    desk.record.court = ""
    desk.end(step)


def suspend(desk: Desk, court: str) -> None:
    """Record that the measure has been challenged before a court."""
    step = desk.begin("suspend")
    desk.record.court = court
    desk.end(step, {"court": court})


def _question(desk: Desk, timetable: Timetable) -> Iterator[float]:
    yield desk.lasting(50)
    if not _is_with_authorities(desk):
        return
    days = desk.lasting(40 * desk.case.partner.pace)
    step = desk.begin("request-information")
    desk.end(step, {"deficiencies": "ASSISTANCE_UNCLEAR"})
    timetable.delay(days)
    yield days
    desk.take("receive-information")


def _withdrawal(desk: Desk, timetable: Timetable) -> Iterator[float]:
    yield desk.lasting(80)
    if not _is_with_authorities(desk):
        return
    timetable.clear()
    transfer_desk.recall_all(desk, "The requesting State no longer needs it.")
    if desk.status is not Status.EXECUTED:
        yield desk.lasting(5)
        desk.close(Outcome.WITHDRAWN)


def _part_results(desk: Desk) -> Iterator[float]:
    yield desk.lasting(90)
    if desk.status is Status.PARTIALLY_EXECUTED and desk.standing.provided_measures:
        desk.take("send-part-results")


def _note(desk: Desk) -> Iterator[float]:
    yield desk.lasting(40)
    desk.take("note")
