"""Competent authorities at work on a transfer."""

from collections.abc import Iterator

from ctrack.domain.lifecycle import step_of
from ctrack.domain.vocabulary import Direction, MeasureOutcome
from ctrack.services.demonstration import transfer_desk
from ctrack.services.demonstration.desk import Desk
from ctrack.services.demonstration.timetable import Timetable


def executing(desk: Desk, timetable: Timetable, place: int) -> Iterator[float]:
    """What an authority does with a transfer until it has reported, declined or not."""
    rng, cells = desk.rng, desk.record.transfers[place].cells
    yield desk.lasting(4)
    if rng.random() < 0.2:
        transfer_desk.take(desk, place, "acknowledge")
        yield desk.lasting(5)
    chance = rng.random()
    if chance < 0.04:
        transfer_desk.take(desk, place, "decline")
        yield desk.lasting(7)
        _send_elsewhere(desk, timetable, place)
        return
    if chance < 0.06:
        yield desk.lasting(300)
    transfer_desk.take(desk, place, "take-in-charge", expects=rng.choice((0, 45, 90)))
    yield from _working(desk, place)
    if rng.random() < 0.03:
        onward = _another(desk, place)
        new_place = transfer_desk.pass_on(desk, place, onward)
        timetable.add(executing(desk, timetable, new_place))
        return
    while waiting := [c.measure for c in cells if not c.outcome.is_final]:
        part = waiting[:1] if len(waiting) > 1 and rng.random() < 0.35 else waiting
        yield desk.lasting(45, 0.9)
        transfer_desk.report(desk, place, draw_outcomes(desk, part))


def _working(desk: Desk, place: int) -> Iterator[float]:
    rng = desk.rng
    yield desk.lasting(20)
    if rng.random() < 0.12:
        transfer_desk.take(desk, place, "query")
        yield desk.lasting(10)
        transfer_desk.take(desk, place, "answer")
        yield desk.lasting(12)
    if rng.random() < 0.5:
        transfer_desk.take(desk, place, "progress", expects=rng.choice((0, 21, 60)))
        yield desk.lasting(25)
    if rng.random() < 0.08:
        transfer_desk.take(desk, place, "block", expects=rng.choice((0, 90)))
        yield desk.lasting(60)
        transfer_desk.take(desk, place, "progress")
        yield desk.lasting(15)


def _send_elsewhere(desk: Desk, timetable: Timetable, place: int) -> None:
    """What one authority declined goes to another, if it is still wanted."""
    measures = [c.measure for c in desk.record.transfers[place].cells]
    still = [measure for measure in measures if measure in desk.untransferred]
    transfer_step = step_of(Direction.INCOMING, "transfer")
    if still and desk.status in transfer_step.origins:
        new_place = transfer_desk.send(desk, _another(desk, place), still)
        timetable.add(executing(desk, timetable, new_place))


def _another(desk: Desk, place: int) -> str:
    """An authority that has not had the request yet."""
    had = {transfer.authority_id for transfer in desk.record.transfers}
    posts = [post.code for post in desk.office.posts.values() if post.id not in had]
    return desk.rng.choice(posts)


def draw_outcomes(desk: Desk, measures: list[int]) -> dict[int, MeasureOutcome]:
    """What becomes of measures; never is every measure of a request refused.

    A request none of whose measures is granted is refused by its own step, which asks
    for grounds and reasons.
    """
    drawn = desk.rng.choices(
        _OUTCOMES, cum_weights=(70, 84, 96, 98, 100), k=len(measures)
    )
    outcomes = dict(zip(measures, drawn, strict=True))
    all_outcomes = {*desk.outcomes, *drawn} - {MeasureOutcome.WITHDRAWN}
    if MeasureOutcome.REFUSED in drawn and not any(o.is_provided for o in all_outcomes):
        outcomes[measures[0]] = MeasureOutcome.PROVIDED_PARTIAL
    return outcomes


_OUTCOMES = (
    MeasureOutcome.PROVIDED_FULL,
    MeasureOutcome.PROVIDED_PARTIAL,
    MeasureOutcome.NOT_POSSIBLE,
    MeasureOutcome.REFUSED,
    MeasureOutcome.WITHDRAWN,
)
