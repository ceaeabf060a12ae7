"""The life of a transfer, and what follows from several for the request."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctrack.domain.errors import StepNotOpen
from ctrack.domain.events import TRANSFER_EVENTS
from ctrack.domain.permissions import GRANTS, Role
from ctrack.domain.statuses import Status
from ctrack.domain.transfer_steps import (
    TransferActions,
    TransferStanding,
    actions,
    in_the_way,
    open_steps,
)
from ctrack.domain.transfers import (
    TRANSFER_STEPS,
    TransferStatus,
    measure_outcome,
    next_status,
    stage_of_execution,
)
from ctrack.domain.vocabulary import MeasureOutcome

T, M = TransferStatus, MeasureOutcome
OPEN = {T.ASSIGNED, T.ACCEPTED, T.QUERIED, T.IN_PROGRESS, T.BLOCKED}

AFTER = {
    "acknowledge": {T.ASSIGNED: T.ASSIGNED},
    "take-in-charge": {T.ASSIGNED: T.ACCEPTED},
    "progress": dict.fromkeys(OPEN - {T.ASSIGNED}, T.IN_PROGRESS),
    "query": dict.fromkeys(OPEN - {T.QUERIED}, T.QUERIED),
    "block": dict.fromkeys({T.ACCEPTED, T.QUERIED, T.IN_PROGRESS}, T.BLOCKED),
    "report": dict.fromkeys(OPEN, T.DONE),
    "decline": dict.fromkeys(OPEN, T.RETURNED_UNEXECUTED),
    "pass-on": dict.fromkeys(OPEN, T.RETURNED_UNEXECUTED),
    "answer": {T.QUERIED: T.IN_PROGRESS},
    "recall": dict.fromkeys(OPEN, T.RECALLED),
}


@pytest.mark.parametrize("status", T)
@pytest.mark.parametrize("code", AFTER)
def test_each_step_is_open_where_it_makes_sense(code, status):
    if status in AFTER[code]:
        assert next_status(status, code, [M.REFUSED]) is AFTER[code][status]
    else:
        label = TRANSFER_STEPS[code].label
        with pytest.raises(StepNotOpen) as refusal:
            next_status(status, code, [M.REFUSED])
        assert str(refusal.value) == (
            f"“{label}” is not open for a transfer that is: {status.label}."
        )


def test_each_step_writes_an_event_of_its_own():
    assert set(TRANSFER_EVENTS) == set(TRANSFER_STEPS) == set(AFTER)
    assert len(set(TRANSFER_EVENTS.values())) == len(TRANSFER_EVENTS)


def test_a_report_is_done_only_when_nothing_is_pending():
    assert next_status(T.ACCEPTED, "report", [M.PROVIDED_FULL, M.PENDING]) is (
        T.IN_PROGRESS
    )
    assert next_status(T.ACCEPTED, "report", [M.PROVIDED_FULL, M.REFUSED]) is T.DONE


def test_an_authority_reports_and_the_central_authority_recalls():
    def codes(role):
        asked = TransferStanding(T.QUERIED)
        return {step.code for step in open_steps(asked, GRANTS[role])}

    assert codes(Role.AUTHORITY) == {
        "report",
        "progress",
        "block",
        "decline",
        "pass-on",
    }
    assert codes(Role.CLERK) == codes(Role.AUTHORITY) | {"answer", "recall"}
    assert codes(Role.AUDITOR) == codes(Role.STATISTICIAN) == codes(Role.ADMIN) == set()


def test_receipt_is_acknowledged_once():
    sent = TransferStanding(T.ASSIGNED)
    acknowledge = TRANSFER_STEPS["acknowledge"]
    assert in_the_way(sent, acknowledge) is None
    told = in_the_way(replace(sent, is_acknowledged=True), acknowledge)
    assert str(told) == "Receipt has been acknowledged already."


def test_the_central_authority_records_what_an_authority_told_it_by_letter():
    office = actions(TransferStanding(T.QUERIED), GRANTS[Role.CLERK])
    assert [step.code for step in office.own] == ["answer", "recall"]
    assert "report" in {step.code for step in office.reported}
    assert office.likely == "answer"
    assert [step.code for step in office.in_brief] == ["report", "answer", "recall"]


def test_an_authority_is_told_what_it_cannot_do_yet():
    theirs = actions(TransferStanding(T.ASSIGNED), GRANTS[Role.AUTHORITY])
    assert theirs.likely == "take-in-charge"
    assert not theirs.reported
    assert [(step.code, str(why)) for step, why in theirs.closed] == [
        ("progress", "take it in charge first"),
        ("block", "take it in charge first"),
    ]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.STATISTICIAN, Role.ADMIN])
def test_whoever_may_do_nothing_is_offered_nothing(role):
    assert actions(TransferStanding(T.ASSIGNED), GRANTS[role]) == TransferActions(
        [], [], "", []
    )


def test_an_unknown_step_is_told_in_a_sentence():
    with pytest.raises(StepNotOpen, match="“dance” is not open"):
        next_status(T.ASSIGNED, "dance")


outcomes = st.lists(st.sampled_from(M), max_size=6)
statuses = st.lists(st.sampled_from(T), max_size=6)


@given(outcomes, st.randoms())
def test_the_order_of_reports_does_not_matter(cells, chance):
    shuffled = chance.sample(cells, len(cells))
    assert measure_outcome(shuffled) is measure_outcome(cells)


@given(outcomes)
def test_a_measure_waits_for_whoever_has_not_reported(cells):
    outcome = measure_outcome(cells)

    assert outcome.is_final is (bool(cells) and M.PENDING not in cells)
    assert outcome is M.PENDING or outcome in cells
    if outcome.is_final and any(cell.is_provided for cell in cells):
        assert outcome.is_provided  # the best result stands


@given(statuses, outcomes, st.randoms())
def test_the_order_of_transfers_and_measures_does_not_matter(told, measures, chance):
    assert stage_of_execution(
        chance.sample(told, len(told)), chance.sample(measures, len(measures))
    ) is stage_of_execution(told, measures)


@given(statuses, outcomes)
def test_the_stage_follows_by_the_first_rule_that_holds(told, measures):
    stage = stage_of_execution(told, measures)
    any_open = any(status in OPEN for status in told)
    decided = [outcome is not M.PENDING for outcome in measures]

    if measures and all(decided) and not any_open:
        assert stage is Status.EXECUTED
    elif any(decided):
        assert stage is Status.PARTIALLY_EXECUTED
    elif {*told} & {T.ACCEPTED, T.QUERIED, T.IN_PROGRESS, T.BLOCKED, T.DONE}:
        assert stage is Status.IN_EXECUTION
    elif any_open:
        assert stage is Status.TRANSFERRED
    else:
        assert stage is Status.ACCEPTED
