"""The lives of outgoing requests."""

from collections.abc import Mapping
from datetime import timedelta

from ctrack.domain.closing import likely_outcome
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import (
    MeasureOutcome,
    Outcome,
    ReferenceKind,
    RequestForm,
)
from ctrack.services.demonstration import corrections, transfer_desk
from ctrack.services.demonstration.at_work import draw_outcomes
from ctrack.services.demonstration.desk import Desk

_ABROAD_GROUNDS = ("DUAL_CRIMINALITY", "DE_MINIMIS", "ESSENTIAL_INTERESTS", "FORM")


def live(desk: Desk) -> None:
    """From the draft as far as today; PastToday where the life is not over."""
    prepare(desk)
    if desk.status is Status.SENT and wait_abroad(desk):
        answers(desk)
        desk.wait(desk.lasting(18))
        desk.close(likely_outcome(desk.status, desk.outcomes))


def prepare(desk: Desk) -> None:
    """Drafted, checked, translated and sent; or given up."""
    rng = desk.rng
    if desk.status is Status.DRAFT:
        desk.wait(desk.lasting(7))
        desk.take("submit")
    if rng.random() < 0.9:
        desk.wait(desk.lasting(0.7))
        desk.assign(desk.officer)
    desk.wait(desk.lasting(5))
    corrections.perhaps(desk)
    if rng.random() < 0.18:
        return_to_originator(desk, rng.choice(("LINK_MISSING", "FACTS_INSUFFICIENT")))
        desk.wait(desk.lasting(14))
        desk.take("submit")
        desk.wait(desk.lasting(4))
    if rng.random() < 0.03:
        desk.close(Outcome.WITHDRAWN)
        return
    if desk.case.partner.language != "English" and rng.random() < 0.85:
        desk.take("translate")
        desk.wait(desk.lasting(14))
        if rng.random() < 0.7:
            desk.take("receive-translation")
            desk.wait(desk.lasting(2))
    send(desk)
    if desk.record.form is RequestForm.ORAL:
        desk.wait(desk.lasting(2))
        desk.take("confirm-in-writing")


def send(desk: Desk) -> None:
    """Send it abroad; what was wished for by a day now past is wished for soon."""
    record = desk.record
    if record.wished_on is not None:
        record.wished_on = max(record.wished_on, desk.day + timedelta(days=30))
    desk.take("send")


def return_to_originator(desk: Desk, *deficiencies: str) -> None:
    """Send the draft back to whoever wrote it (UNTOC art. 18(15))."""
    step = desk.begin("return-to-originator")
    desk.end(step, {"deficiencies": "; ".join(deficiencies)})


def wait_abroad(desk: Desk) -> bool:
    """Acknowledged, perhaps questioned; False when no answer will come."""
    rng, pace = desk.rng, desk.case.partner.pace
    if rng.random() < 0.8:
        desk.wait(desk.lasting(16 * pace))
        acknowledge(desk)
    chance = rng.random()
    if chance < 0.05:
        desk.wait(desk.lasting(90 * pace))
        refuse_abroad(desk, rng.choice(_ABROAD_GROUNDS))
        desk.wait(desk.lasting(12))
        desk.close(Outcome.REFUSED)
        return False
    if chance < 0.09:
        desk.wait(desk.lasting(110))
        no_longer_needed(desk)
        desk.wait(desk.lasting(10))
        desk.close(Outcome.WITHDRAWN)
        return False
    if chance < 0.12:
        desk.wait(desk.lasting(40))
        postpone_abroad(desk, 120)
        desk.wait(60 + desk.lasting(90))
        desk.resume("record-resumption")
    elif chance < 0.34:
        desk.wait(desk.lasting(45 * pace))
        desk.take("record-question")
        desk.wait(desk.lasting(25))
        desk.take("send-information")
    return True


def acknowledge(desk: Desk) -> None:
    """Their acknowledgement, usually with their number."""
    step, record = desk.begin("record-acknowledgement"), desk.record
    if desk.rng.random() < 0.85:
        number = desk.case.partner.number(desk.rng, desk.day.year)
        record.references.append((ReferenceKind.PARTNER, number))
    desk.end(step)


def refuse_abroad(desk: Desk, *grounds: str) -> None:
    """The other State has refused, on these grounds."""
    step = desk.begin("record-refusal")
    reasons = desk.keep_refusal(grounds)
    desk.end(step, note=reasons)


def no_longer_needed(desk: Desk) -> None:
    """Tell them: what has not been answered is withdrawn (UNTOC art. 18(24))."""
    step = desk.begin("no-longer-needed")
    desk.dispose(MeasureOutcome.WITHDRAWN)
    desk.end(step)


def postpone_abroad(desk: Desk, days: int) -> None:
    """The other State has postponed; we look at it again after so many days."""
    step, record = desk.begin("record-postponement"), desk.record
    record.review_on = desk.day + timedelta(days=days)
    desk.end(step, {"review_on": record.review_on.isoformat()})


def answers(desk: Desk) -> None:
    """One response or several, until every measure has an outcome."""
    pace = desk.case.partner.pace
    desk.wait(desk.lasting(120 * pace, 0.85))
    while pending := desk.pending:
        is_part = len(pending) > 1 and desk.rng.random() < 0.5
        respond(desk, draw_outcomes(desk, pending[:1] if is_part else pending))
        if desk.pending:
            desk.wait(desk.lasting(70 * pace, 0.85))


def respond(desk: Desk, outcomes: Mapping[int, MeasureOutcome]) -> None:
    """A response with what became of these measures."""
    step = desk.begin("record-response")
    desk.decide(outcomes)
    desk.end(step, {"outcomes": transfer_desk.named_outcomes(outcomes)})
