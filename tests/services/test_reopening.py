"""Reopening undoes a closing, keeps its history, and invents nothing."""

from datetime import timedelta

import pytest

from ctrack.domain.errors import Invalid, NotPermitted, StepNotOpen
from ctrack.domain.events import EventKind
from ctrack.domain.statuses import Holder, Status
from ctrack.domain.vocabulary import Outcome
from tests.cases import (
    FULL,
    NOT_POSSIBLE,
    PENDING,
    RECEIVED,
    REFUSED,
    WITHDRAWN,
    Case,
    incoming,
)


def closed(case, outcome):
    case.take("close", outcome=outcome)
    return case


def test_a_clerk_does_not_reopen(case):
    closed(case, Outcome.WITHDRAWN)
    with pytest.raises(NotPermitted):
        case.take("reopen", by=case.clerk)


def test_reopening_needs_reasons(case):
    closed(case, Outcome.WITHDRAWN)
    with pytest.raises(Invalid, match="Give the reasons"):
        case.take("reopen", reasons="")


def test_nothing_else_happens_to_a_closed_request(case):
    closed(case, Outcome.WITHDRAWN)
    for code in ("review", "accept", "acknowledge", "consult", "close", "assign"):
        with pytest.raises(StepNotOpen):
            case.take(code, outcome=Outcome.WITHDRAWN)
    case.walk("note")
    assert case.request.status is Status.CLOSED


def test_a_request_is_not_reopened_before_it_was_closed(case):
    closed(case, Outcome.WITHDRAWN)
    with pytest.raises(Invalid, match="lies before the closing, 2020-03-03"):
        case.take("reopen", on=case.request.received_on)


def test_the_history_stays_and_says_how_it_had_been_closed(case):
    closed(case, Outcome.WITHDRAWN)
    day = case.request.closed_on
    before = [(event.id, event.kind, event.details) for event in case.events]
    event = case.take("reopen")

    assert [(e.id, e.kind, e.details) for e in case.events][:-1] == before
    assert event.kind == EventKind.REOPENED.name
    assert event.details == {"closed_on": day.isoformat(), "outcome": "WITHDRAWN"}
    assert event.changes == {"status": ["CLOSED", "UNDER_REVIEW"]}
    assert event.note == "A document was overlooked."
    assert (case.request.closed_on, case.request.outcome) == (None, None)
    assert case.request.outcomes == [PENDING, PENDING]
    assert (case.request.holder, case.request.held_since) == (Holder.CENTRAL, case.day)


def test_facts_of_the_time_before_reopening_stay_true(case):
    closed(case, Outcome.WITHDRAWN)
    case.take("reopen")
    outcomes = [fact.outcome for fact in case.facts]
    assert outcomes[-2:] == ["WITHDRAWN", None]
    assert case.fact.closed_on is None


def test_a_refusal_that_is_reopened_is_undone_as_a_whole(accepted, make):
    transfer = accepted.send(make.Authority(), 1)
    accepted.tell(transfer, "report", m1=REFUSED)
    accepted.walk("consult", "refuse")
    closed(accepted, Outcome.REFUSED).take("reopen")

    assert accepted.request.outcomes == [PENDING] * 3
    assert accepted.request.grounds == []
    assert accepted.request.refusal_reasons == ""
    assert accepted.request.consultations  # this was held


def test_what_was_provided_and_reported_stays(accepted, make):
    """Also when the report came on the very day of the closing."""
    transfer = accepted.send(make.Authority())
    accepted.tell(transfer, "report", m1=FULL, m2=NOT_POSSIBLE, m3=FULL)
    accepted.take("send-results", on=accepted.day)
    accepted.take("close", on=accepted.day, outcome=Outcome.GRANTED_PART)
    accepted.take("reopen")

    assert accepted.request.outcomes == [FULL, NOT_POSSIBLE, FULL]


def test_a_reopened_request_goes_on_after_it_is_accepted_again(accepted, make):
    """Without a supervisor's word, though it was transferred before."""
    transfer = accepted.send(make.Authority(), 1)
    accepted.tell(transfer, "report", m1=FULL)
    closed(accepted, Outcome.WITHDRAWN).take("reopen")
    first = accepted.request.accepted_on
    accepted.take("accept")

    assert accepted.request.outcomes == [FULL, PENDING, PENDING]
    assert accepted.request.status is Status.PARTIALLY_EXECUTED
    assert accepted.request.accepted_on == first
    other = accepted.send(make.Authority(), 2, 3)
    accepted.tell(other, "report", m2=FULL, m3=FULL)
    accepted.take("send-results")
    closed(accepted, Outcome.GRANTED_FULL)


def test_an_old_register_that_tells_no_acceptance_stops_nobody(make):
    """It was transferred and executed long before it is accepted again."""
    record = incoming(
        transferred_on=day(20),
        executed_on=day(40),
        closed_on=day(60),
        outcome=Outcome.WITHDRAWN,
        status=Status.CLOSED,
        is_historical=True,
    )
    record.measures[0].outcome, record.measures[0].decided_on = FULL, day(40)
    record.measures[1].outcome, record.measures[1].decided_on = WITHDRAWN, day(60)
    case = Case(record)
    case.take("reopen", on=day(400))
    case.take("accept", on=day(401))
    assert case.request.accepted_on == day(20)  # at the latest when it was transferred
    transfer = case.send(make.Authority(), 2, on=day(402))
    case.tell(transfer, "report", day(403), m2=FULL)
    case.take("send-results", on=day(404))
    case.take("close", on=day(405), outcome=Outcome.GRANTED_FULL)

    assert case.request.transferred_on == day(20)
    assert case.request.executed_on == day(403)


def day(number):
    return RECEIVED + timedelta(days=number)


def test_everything_executed_and_reopened_is_executed_when_accepted_again(accepted):
    accepted.record(m1=FULL, m2=FULL, m3=FULL)
    accepted.walk("send-results")
    closed(accepted, Outcome.GRANTED_FULL).walk("reopen", "accept")
    assert accepted.request.status is Status.EXECUTED


@pytest.mark.parametrize(
    ("steps", "stage"),
    [
        ([], Status.CA_REVIEW),
        (["translate"], Status.CA_REVIEW),
        (["send"], Status.SENT),
        (["send", "record-acknowledgement"], Status.ACKNOWLEDGED),
        (["send", "record-question"], Status.SENT),
    ],
)
def test_our_request_returns_to_the_last_stage_it_had_reached(ours, steps, stage):
    ours.walk(*steps)
    closed(ours, Outcome.WITHDRAWN).take("reopen")
    assert ours.request.status is stage
    assert ours.request.outcomes == [PENDING, PENDING]


def test_what_was_not_needed_any_more_is_asked_for_again(abroad):
    abroad.record(code="record-response", m1=FULL)
    abroad.walk("no-longer-needed")
    assert abroad.request.outcomes == [FULL, WITHDRAWN]
    closed(abroad, Outcome.WITHDRAWN).take("reopen")
    assert abroad.request.outcomes == [FULL, PENDING]
    assert abroad.request.status is Status.RESPONSE_PARTIAL


def test_their_refusal_is_undone(abroad):
    abroad.walk("record-refusal")
    closed(abroad, Outcome.REFUSED).take("reopen")
    assert abroad.request.outcomes == [PENDING, PENDING]
    assert abroad.request.status is Status.SENT


def test_a_request_can_be_reopened_as_often_as_needed(case):
    for _ in range(3):
        closed(case, Outcome.WITHDRAWN).take("reopen")
    kinds = [event.kind for event in case.events]
    assert kinds.count("CLOSED") == kinds.count("REOPENED") == 3


def test_a_step_lies_after_the_reopening_or_is_overridden_with_a_note(case):
    case.walk("review", "accept")
    closed(case, Outcome.WITHDRAWN).take("reopen")
    before = case.day - timedelta(days=1)

    with pytest.raises(Invalid) as refused:
        case.take("accept", before)

    assert "lies before the reopening" in str(refused.value)
    case.take("note", before)  # what was done before may be noted later
    case.take("accept", before, by=case.supervisor, override_note="The letter says so.")
    assert case.request.status is Status.ACCEPTED
