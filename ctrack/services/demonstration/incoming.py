"""The lives of incoming requests."""

from collections.abc import Iterator

from ctrack.domain.closing import likely_outcome
from ctrack.domain.lifecycle import step_of
from ctrack.domain.records import BasisRecord
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import (
    AssertedBy,
    Direction,
    LinkKind,
    MeasureOutcome,
    Outcome,
    Rank,
    RequestForm,
)
from ctrack.services.demonstration import corrections, interruptions, transfer_desk
from ctrack.services.demonstration.desk import Desk
from ctrack.services.demonstration.timetable import Timetable

_GROUNDS = (
    "DUAL_CRIMINALITY",
    "DUAL_CRIMINALITY",
    "FORM",
    "ESSENTIAL_INTERESTS",
    "NE_BIS_IN_IDEM",
    "TORTURE_FAIR_TRIAL",
    "IMMUNITY_LIMITATION",
)
_DEFICIENCIES = (
    "FACTS_INSUFFICIENT",
    "LINK_MISSING",
    "PERSON_UNIDENTIFIED",
    "LAW_PENALTY_MISSING",
    "TRANSLATION",
    "UNDERTAKING_MISSING",
    "UNSIGNED",
)


def live(desk: Desk) -> None:
    """From registration as far as today; PastToday where the life is not over."""
    if arrive(desk) and review(desk) and decide(desk):
        execute(desk)
        finish(desk)
        perhaps_reopen(desk)


def arrive(desk: Desk) -> bool:
    """Assigned and acknowledged, or found to be not ours; False when it is over."""
    rng = desk.rng
    if rng.random() < 0.9:
        desk.wait(desk.lasting(0.7))
        desk.assign(desk.officer)
    chance = rng.random()
    if chance < 0.9:
        desk.wait(desk.lasting(3))
        desk.take("acknowledge")
    if desk.record.form is RequestForm.ORAL:
        desk.wait(desk.lasting(2))
        desk.take("confirm-in-writing")
    chance = rng.random()
    if chance < 0.02:
        desk.wait(desk.lasting(4))
        desk.close(Outcome.FORWARDED)
        return False
    if chance < 0.035:
        desk.case.link = LinkKind.DUPLICATES
        desk.wait(desk.lasting(6))
        desk.close(Outcome.DUPLICATE)
        return False
    if chance < 0.07:
        desk.case.link = LinkKind.SUPPLEMENTS
    return True


def review(desk: Desk) -> bool:
    """Looked at, and completed by the other State; False when it is over."""
    rng, pace = desk.rng, desk.case.partner.pace
    desk.wait(desk.lasting(5))
    desk.take("review")
    corrections.perhaps(desk)
    if rng.random() > 0.16:
        return True
    desk.wait(desk.lasting(6))
    ask_for_information(desk, *rng.sample(_DEFICIENCIES, rng.choice((1, 1, 2))))
    if rng.random() < 0.22:
        desk.wait(90 + desk.lasting(30))
        desk.close(Outcome.LAPSED)
        return False
    desk.wait(desk.lasting(45 * pace))
    desk.take("receive-information")
    return True


def ask_for_information(desk: Desk, *deficiencies: str) -> None:
    """Ask the other State for what is missing (UNTOC art. 18(16))."""
    step = desk.begin("request-information")
    desk.end(step, {"deficiencies": "; ".join(deficiencies)})


def decide(desk: Desk) -> bool:
    """Accepted, or not: True when it is to be executed."""
    chance = desk.rng.random()
    desk.wait(desk.lasting(9))
    if chance < 0.045:
        desk.consult()
        desk.wait(desk.lasting(30))
        refuse(desk, desk.rng.choice(_GROUNDS))
        desk.wait(desk.lasting(8))
        desk.close(Outcome.REFUSED)
        return False
    if chance < 0.085:
        desk.close(Outcome.RETURNED)
        return False
    if chance < 0.1:
        desk.close(Outcome.WITHDRAWN)
        return False
    accept(desk)
    return True


def accept(desk: Desk, primary: BasisRecord | None = None) -> None:
    """Accept under the basis that was cited first, or under another that applies."""
    step, record, rng = desk.begin("accept"), desk.record, desk.rng
    if primary is None and rng.random() < 0.08:
        primary = BasisRecord("UNTOC", "18", is_cited=False)
        primary.asserted_by = AssertedBy.REQUESTED
    if primary is not None and all(
        basis.instrument != primary.instrument for basis in record.bases
    ):
        for basis in record.bases:
            basis.rank = Rank.ADDITIONAL
        primary.rank = Rank.PRIMARY
        record.bases.insert(0, primary)
    record.bases[0].is_applied = True
    for basis in record.bases[1:]:
        basis.is_applied = rng.random() < 0.3
    if rng.random() < 0.1:
        record.conditions = desk.office.text(rng, "conditions")
    desk.end(
        step, {"primary_basis": record.bases[0].instrument}, note=record.conditions
    )


def refuse(desk: Desk, *grounds: str) -> None:
    """Refuse, with grounds and reasons (UNTOC art. 18(21), (23))."""
    step, record = desk.begin("refuse"), desk.record
    record.refusal_grounds = list(grounds)
    record.refusal_reasons = " ".join(desk.office.reasons(ground) for ground in grounds)
    details = {"refusal_grounds": "; ".join(grounds)}
    desk.end(step, details, note=record.refusal_reasons)


def execute(desk: Desk) -> None:
    """Transferred to the authorities, who report; or executed by ourselves."""
    desk.wait(desk.lasting(5))
    if desk.rng.random() < 0.07:
        desk.wait(desk.lasting(20))
        execute_ourselves(desk)
        return
    timetable = Timetable(desk)
    for code, measures in _plan(desk).items():
        place = transfer_desk.send(desk, code, measures)
        timetable.add(at_authority(desk, timetable, place))
    interruptions.perhaps(desk, timetable)
    timetable.run()
    if desk.status is not Status.CLOSED and desk.pending:
        desk.wait(desk.lasting(15))
        execute_ourselves(desk)


def execute_ourselves(desk: Desk) -> None:
    """Record what no authority is to execute any more."""
    outcomes = draw_outcomes(desk, desk.untransferred)
    transfer_desk.record_outcomes(desk, outcomes)


def _plan(desk: Desk) -> dict[str, list[int]]:
    """By the code of each authority the measures it is to execute."""
    plan: dict[str, list[int]] = {}
    for measure, codes in enumerate(desk.case.authorities):
        for code in codes:
            plan.setdefault(code, []).append(measure)
    return plan


def at_authority(desk: Desk, timetable: Timetable, place: int) -> Iterator[float]:
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
    yield from _at_work(desk, place)
    if rng.random() < 0.03:
        onward = _another(desk, place)
        new_place = transfer_desk.pass_on(desk, place, onward)
        timetable.add(at_authority(desk, timetable, new_place))
        return
    while waiting := [c.measure for c in cells if not c.outcome.is_final]:
        part = waiting[:1] if len(waiting) > 1 and rng.random() < 0.35 else waiting
        yield desk.lasting(45, 0.9)
        transfer_desk.report(desk, place, draw_outcomes(desk, part))


def _at_work(desk: Desk, place: int) -> Iterator[float]:
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
        timetable.add(at_authority(desk, timetable, new_place))


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


def finish(desk: Desk) -> None:
    """The results are sent, sometimes late, and the file is closed."""
    if desk.status is Status.CLOSED:
        return
    desk.wait(desk.lasting(11, 1.1))
    desk.take("send-results")
    desk.wait(desk.lasting(14))
    desk.close(likely_outcome(desk.status, desk.outcomes))


def perhaps_reopen(desk: Desk) -> None:
    """Once in a while a closed file is opened again."""
    if desk.rng.random() > 0.008:
        return
    outcome = desk.record.outcome or Outcome.NO_RESULT
    desk.wait(desk.lasting(40))
    reopen(desk)
    desk.wait(desk.lasting(20))
    desk.close(outcome)


def reopen(desk: Desk) -> None:
    """Open a closed file again; the history stays."""
    step = desk.begin("reopen", desk.office.supervisor)
    desk.record.closed_on = desk.record.outcome = None
    desk.end(step, by=desk.office.supervisor)
