"""Transfers to competent authorities, and what follows for the request."""

from datetime import timedelta

import pytest

from ctrack import clock
from ctrack.domain.errors import Invalid, NotFound, NotPermitted, StepNotOpen
from ctrack.domain.permissions import Role
from ctrack.domain.statuses import Status
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import ReferenceKind
from ctrack.models import Authority, CentralAuthority
from ctrack.services.step_answers import TransferOrder
from tests.cases import FULL, NOT_POSSIBLE, PART, PENDING, RECEIVED, REFUSED

T = TransferStatus


def day(number):
    return RECEIVED + timedelta(days=number)


def test_several_authorities_work_at_once_each_on_its_measures(accepted, make):
    court, police = make.Authority(), make.Authority()
    ids = [measure.id for measure in accepted.request.measures]
    event = accepted.take(
        "transfer",
        transfers=[TransferOrder(court.id, ids[:1]), TransferOrder(police.id, ids[1:])],
    )
    one, two = accepted.request.transfers

    assert event.details["authority"] == f"{court.name}, {police.name}"
    assert [cell.measure.number for cell in two.cells] == [2, 3]
    accepted.tell(one, "take-in-charge")
    accepted.tell(two, "report", m2=FULL)
    assert (one.status, two.status) == (T.ACCEPTED, T.IN_PROGRESS)
    assert accepted.request.status is Status.PARTIALLY_EXECUTED
    accepted.tell(two, "report", m3=FULL)
    accepted.tell(one, "report", m1=NOT_POSSIBLE)
    assert (one.status, two.status) == (T.DONE, T.DONE)
    assert accepted.request.status is Status.EXECUTED
    assert accepted.request.outcomes == [NOT_POSSIBLE, FULL, FULL]


def test_two_authorities_on_one_measure_and_the_best_result_stands(accepted, make):
    one = accepted.send(make.Authority(), 1, on=day(4))
    two = accepted.send(make.Authority(), 1, on=day(4))
    accepted.tell(one, "report", day(20), m1=FULL)
    assert accepted.measure(1).outcome is PENDING  # the other has not reported
    accepted.tell(two, "report", day(9), m1=REFUSED)
    assert accepted.measure(1).outcome is FULL
    assert accepted.measure(1).decided_on == day(20)  # the last of the two


def test_a_declined_transfer_says_nothing_of_its_measures(accepted, make):
    one = accepted.send(make.Authority(), 1)
    two = accepted.send(make.Authority(), 1)
    accepted.tell(one, "report", m1=PART)
    accepted.tell(two, "decline", note="Not in our district.")
    assert accepted.measure(1).outcome is PART
    assert two.status is T.RETURNED_UNEXECUTED
    assert two.reason == "Not in our district."


def test_a_declined_measure_can_be_sent_elsewhere_or_executed_by_us(accepted, make):
    one = accepted.send(make.Authority(), 1, 2)
    accepted.tell(one, "decline", note="Not ours.")
    assert accepted.request.status is Status.ACCEPTED
    two = accepted.send(make.Authority(), 1)
    accepted.record(m2=FULL)
    accepted.tell(two, "report", m1=FULL)
    assert accepted.request.outcomes == [FULL, FULL, PENDING]


def test_what_was_reported_before_declining_stands(accepted, make):
    transfer = accepted.send(make.Authority(), 1, 2)
    accepted.tell(transfer, "report", m1=FULL)
    accepted.tell(transfer, "decline", note="The other is not for us.")
    assert accepted.request.outcomes == [FULL, PENDING, PENDING]
    assert accepted.request.status is Status.PARTIALLY_EXECUTED


def test_a_recall_takes_the_request_back(accepted, make):
    transfer = accepted.send(make.Authority())
    accepted.tell(transfer, "recall", note="Sent to the wrong court.")
    assert transfer.status is T.RECALLED
    assert transfer.recalled_on == accepted.day
    assert accepted.request.status is Status.ACCEPTED
    with pytest.raises(StepNotOpen):
        accepted.tell(transfer, "report", m1=FULL)


def test_passing_on_and_back_keeps_the_trail(accepted, make):
    court, police = make.Authority(name="Court"), make.Authority(name="Police")
    first = accepted.send(court, 1, 2)
    accepted.tell(first, "report", m1=FULL)
    event = accepted.tell(
        first, "pass-on", authority_id=police.id, note="They have the file."
    )
    second = accepted.request.transfers[-1]

    assert event.details == {"authority": "Court", "to": "Police"}
    assert (first.status, second.status) == (T.RETURNED_UNEXECUTED, T.ASSIGNED)
    assert second.parent is first
    assert [cell.measure.number for cell in second.cells] == [2]  # what was left
    accepted.tell(second, "pass-on", authority_id=court.id, note="Back to you.")
    third = accepted.request.transfers[-1]
    assert third.parent is second
    assert third.authority is court
    accepted.tell(third, "report", m2=FULL)
    assert accepted.request.outcomes == [FULL, FULL, PENDING]
    assert len(accepted.request.transfers) == 3


@pytest.mark.parametrize("wrong", ["itself", "nobody", "somebody who has it already"])
def test_passing_on_goes_to_another_authority(accepted, make, wrong):
    court, police = make.Authority(), make.Authority()
    transfer = accepted.send(court, 1)
    accepted.send(police, 1)
    to = {"itself": court.id, "nobody": None, "somebody who has it already": police.id}
    with pytest.raises(Invalid):
        accepted.tell(transfer, "pass-on", authority_id=to[wrong], note="Yours.")


def test_an_authority_that_does_not_exist_is_not_found(accepted, make):
    transfer = accepted.send(make.Authority(), 1)
    with pytest.raises(NotFound):
        accepted.tell(transfer, "pass-on", authority_id=987654, note="Yours.")


def test_query_and_answer(accepted, make):
    transfer = accepted.send(make.Authority())
    with pytest.raises(StepNotOpen):
        accepted.tell(transfer, "answer", note="Nobody asked.")
    accepted.tell(transfer, "query", note="Which account?")
    assert transfer.status is T.QUERIED
    event = accepted.tell(transfer, "answer", note="The first.")
    assert (transfer.status, event.note) == (T.IN_PROGRESS, "The first.")


def test_a_blocked_transfer_is_under_way_again_with_progress(accepted, make):
    transfer = accepted.send(make.Authority())
    accepted.tell(transfer, "take-in-charge", expected_on=day(90))
    accepted.tell(transfer, "block", note="The bank does not answer.")
    assert (transfer.status, transfer.reason) == (
        T.BLOCKED,
        "The bank does not answer.",
    )
    accepted.tell(transfer, "progress", note="The bank has answered.")
    assert transfer.status is T.IN_PROGRESS
    assert transfer.expected_on == day(90)


@pytest.mark.parametrize("code", ["decline", "recall", "query", "pass-on"])
def test_what_needs_a_reason_is_not_done_without(accepted, make, code):
    transfer = accepted.send(make.Authority())
    with pytest.raises(Invalid) as refusal:
        accepted.tell(transfer, code, note="  ", authority_id=make.Authority().id)
    assert [problem.field for problem in refusal.value.problems] == ["note"]
    assert transfer.status is T.ASSIGNED


def test_receipt_is_acknowledged_once(accepted, make):
    transfer = accepted.send(make.Authority())
    accepted.tell(transfer, "acknowledge", authority_reference=" 7 Js 12 / 20 ")
    assert transfer.status is T.ASSIGNED
    with pytest.raises(StepNotOpen, match="acknowledged already"):
        accepted.tell(transfer, "acknowledge")
    assert transfer.authority_reference == "7 Js 12 / 20"
    executing = [
        reference.value
        for reference in accepted.request.references
        if reference.kind is ReferenceKind.EXECUTING
    ]
    assert executing == ["7 Js 12 / 20"]


def test_a_reference_of_punctuation_only_is_none(accepted, make):
    transfer = accepted.send(make.Authority())
    accepted.tell(transfer, "acknowledge", authority_reference=" -- ")
    assert len(accepted.request.references) == 1  # our own


# ------------------------------------------------------------------------- refusals


def test_a_measure_does_not_lie_twice_with_the_same_authority(accepted, make):
    court = make.Authority()
    accepted.send(court, 1)
    with pytest.raises(Invalid, match=f"A measure lies with {court.name} already"):
        accepted.send(court, 1, 2)
    ids = [measure.id for measure in accepted.request.measures]
    police = make.Authority()
    twice = [TransferOrder(police.id, ids[1:]), TransferOrder(police.id, ids[1:])]
    with pytest.raises(Invalid, match="lies with"):
        accepted.take("transfer", transfers=twice)


def test_what_has_an_outcome_is_not_transferred(accepted, make):
    accepted.record(m1=FULL)
    with pytest.raises(Invalid, match="has an outcome already"):
        accepted.send(make.Authority(), 1, 2)


def test_measures_of_another_request_are_not_transferred(accepted, make, case):
    order = TransferOrder(make.Authority().id, [case.measure(1).id])
    with pytest.raises(Invalid, match="Choose at least one measure"):
        accepted.take("transfer", transfers=[order])


def test_retired_and_foreign_authorities_are_sent_nothing(accepted, make):
    from ctrack.extensions import db

    elsewhere = CentralAuthority(code="OTHER", name="Another office")
    db.session.add(elsewhere)
    db.session.flush()
    foreign = make.Authority(central_authority_id=elsewhere.id)
    retired = make.Authority(valid_until=RECEIVED)
    future = make.Authority(valid_from=clock.today())
    for authority in (foreign, retired, future):
        with pytest.raises(Invalid, match="cannot be sent requests on this day"):
            accepted.send(authority, 1)
    transfer = accepted.send(make.Authority(), 1)
    with pytest.raises(Invalid, match="cannot be sent requests"):
        accepted.tell(transfer, "pass-on", authority_id=foreign.id, note="Yours.")
    assert isinstance(foreign, Authority)


def test_an_answer_is_not_due_before_the_question(accepted, make):
    with pytest.raises(Invalid, match="would be due before it is sent"):
        accepted.send(make.Authority(), 1, on=day(5), due_on=day(4))


@pytest.mark.parametrize(
    ("outcomes", "complaint"),
    [
        ({}, "at least one measure"),
        ({"m1": PENDING}, "at least one measure"),
        ({"m3": FULL}, "not pending here"),
    ],
)
def test_a_report_names_outcomes_of_its_measures(accepted, make, outcomes, complaint):
    transfer = accepted.send(make.Authority(), 1, 2)
    with pytest.raises(Invalid, match=complaint):
        accepted.tell(transfer, "report", **outcomes)


@pytest.mark.parametrize("note", ["", " \n"])
def test_an_authority_refuses_with_reasons(accepted, make, note):
    """UNTOC art. 18(23): reasons shall be given for any refusal."""
    transfer = accepted.send(make.Authority())
    with pytest.raises(Invalid) as refusal:
        accepted.tell(transfer, "report", note=note, m1=FULL, m2=REFUSED)
    assert [str(problem) for problem in refusal.value.problems] == [
        "note: Give the reasons: a measure is refused, art. 18(23)."
    ]
    assert accepted.measure(1).outcome is PENDING
    accepted.tell(transfer, "report", note=note, m1=FULL, m3=NOT_POSSIBLE)
    event = accepted.tell(transfer, "report", note="Bis in idem.", m2=REFUSED)
    assert event.note == "Bis in idem."


def test_what_was_reported_is_not_reported_anew(accepted, make):
    transfer = accepted.send(make.Authority(), 1, 2)
    accepted.tell(transfer, "report", m1=FULL)
    with pytest.raises(Invalid, match="not pending here"):
        accepted.tell(transfer, "report", m1=REFUSED, m2=FULL)
    assert accepted.measure(1).outcome is FULL


def test_days_of_a_transfer_are_in_order(accepted, make):
    transfer = accepted.send(make.Authority(), on=day(10))
    with pytest.raises(Invalid, match="lies before the transfer of 2020-03-12"):
        accepted.tell(transfer, "take-in-charge", day(9))
    with pytest.raises(Invalid, match="has not come yet"):
        accepted.tell(transfer, "take-in-charge", clock.today() + timedelta(days=1))
    accepted.tell(transfer, "take-in-charge", day(15))
    for code, answers in (
        ("report", {"m1": FULL}),
        ("decline", {"note": "No."}),
        ("recall", {"note": "No."}),
    ):
        with pytest.raises(Invalid, match="before the day on which the authority took"):
            accepted.tell(transfer, code, day(14), **answers)
    accepted.tell(transfer, "report", day(15), m1=FULL)


# --------------------------------------------------------------------- who may what


def test_an_authority_acts_on_its_own_transfers_only(accepted, make):
    court, police = make.Authority(), make.Authority()
    mine = make.User(role=Role.AUTHORITY, authority=court)
    other = make.User(role=Role.AUTHORITY, authority=police)
    homeless = make.User(role=Role.AUTHORITY, authority=None)
    transfer = accepted.send(court)
    for stranger in (other, homeless):
        with pytest.raises(NotPermitted):
            accepted.tell(transfer, "take-in-charge", by=stranger)
    accepted.tell(transfer, "take-in-charge", by=mine)
    assert transfer.status is T.ACCEPTED
    with pytest.raises(NotPermitted):
        accepted.tell(transfer, "recall", by=mine, note="I would rather not.")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.STATISTICIAN, Role.ADMIN])
def test_readers_report_nothing(accepted, make, role):
    transfer = accepted.send(make.Authority())
    with pytest.raises(NotPermitted):
        accepted.tell(transfer, "take-in-charge", by=make.User(role=role))


def test_an_unknown_step_is_told_in_a_sentence(accepted, make):
    transfer = accepted.send(make.Authority())
    with pytest.raises(StepNotOpen, match="no step “dance” for a transfer"):
        accepted.tell(transfer, "dance")


# ----------------------------------------------------------------------- side stages


def test_authorities_go_on_while_the_request_stands_still(accepted, make):
    transfer = accepted.send(make.Authority())
    accepted.take("request-information")
    accepted.tell(transfer, "report", day(30), m1=FULL, m2=FULL, m3=FULL)
    assert accepted.request.status is Status.INFO_REQUESTED
    accepted.take("receive-information", day(60))
    assert accepted.request.status is Status.EXECUTED
    assert accepted.request.executed_on == day(30)  # not when the letter came
