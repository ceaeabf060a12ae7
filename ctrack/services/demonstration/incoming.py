"""The lives of incoming requests."""

from ctrack.domain.closing import IMPLIED, likely_outcome, pending_again
from ctrack.domain.records import BasisRecord
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import (
    LinkKind,
    MeasureOutcome,
    Outcome,
    RequestForm,
)
from ctrack.services.demonstration import (
    at_work,
    corrections,
    interruptions,
    transfer_desk,
)
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


def accept(desk: Desk) -> None:
    """Accept under the basis that was cited first, or under another that applies."""
    record, rng = desk.record, desk.rng
    if rng.random() < 0.08 and all(b.instrument != "UNTOC" for b in record.bases):
        corrections.add_basis(desk, BasisRecord("UNTOC", "18", is_cited=False))
    step = desk.begin("accept")
    primary = record.bases[0].instrument
    others = {b.instrument for b in record.bases if rng.random() < 0.3}
    for basis in record.bases:
        basis.is_applied = basis.instrument in {primary, *others}
    if rng.random() < 0.1:
        record.conditions = desk.office.text(rng, "conditions")
    details = {"primary_basis": citation(record.bases[0])}
    desk.end(step, details, note=record.conditions)


def accept_soon(desk: Desk) -> None:
    """Acknowledged, looked at and accepted within a fortnight."""
    desk.wait(3)
    desk.take("acknowledge")
    desk.wait(2)
    desk.take("review")
    desk.wait(4)
    accept(desk)
    desk.wait(2)


def citation(basis: BasisRecord) -> str:
    """The basis as it is cited: `UNTOC art. 18`."""
    article = f" art. {basis.article}" if basis.article else ""
    return f"{basis.instrument}{article}"


def refuse(desk: Desk, *grounds: str) -> None:
    """Refuse, with grounds and reasons (UNTOC art. 18(21), (23))."""
    step = desk.begin("refuse")
    reasons = desk.keep_refusal(grounds)
    desk.end(step, {"refusal_grounds": "; ".join(grounds)}, note=reasons)


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
        timetable.add(at_work.executing(desk, timetable, place))
    interruptions.perhaps(desk, timetable)
    timetable.run()
    if desk.status is not Status.CLOSED and desk.pending:
        desk.wait(desk.lasting(15))
        execute_ourselves(desk)


def execute_ourselves(desk: Desk) -> None:
    """Record what no authority is to execute any more."""
    outcomes = at_work.draw_outcomes(desk, desk.untransferred)
    transfer_desk.record_outcomes(desk, outcomes)


def _plan(desk: Desk) -> dict[str, list[int]]:
    """By the code of each authority the measures it is to execute."""
    plan: dict[str, list[int]] = {}
    for measure, codes in enumerate(desk.case.authorities):
        for code in codes:
            plan.setdefault(code, []).append(measure)
    return plan


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
    desk.wait(desk.lasting(40))
    reopen(desk)
    desk.wait(desk.lasting(20))
    desk.close(likely_outcome(desk.status, desk.outcomes))


def reopen(desk: Desk) -> None:
    """Open a closed file again: what the closing had disposed of is pending again."""
    step, record = desk.begin("reopen", desk.office.supervisor), desk.record
    details = {
        "closed_on": record.closed_on.isoformat() if record.closed_on else "",
        "outcome": record.outcome.value if record.outcome else "",
    }
    for place in pending_again(record.outcome, desk.outcomes, _reported(desk)):
        measure = record.measures[place]
        measure.outcome, measure.decided_on = MeasureOutcome.PENDING, None
    record.closed_on = record.outcome = record.results_sent_on = None
    record.refusal_grounds, record.refusal_reasons = [], ""
    desk.end(step, details, by=desk.office.supervisor)


def _reported(desk: Desk) -> list[int]:
    """The places of measures of which an authority reported what the closing says."""
    outcome = desk.record.outcome
    return [
        cell.measure
        for transfer in desk.record.transfers
        for cell in transfer.cells
        if outcome is not None and cell.outcome is IMPLIED[outcome]
    ]
