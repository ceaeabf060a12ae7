"""Steps of the life cycle: what they demand, what they set, what they write."""

from datetime import date, timedelta

import pytest

from ctrack import clock
from ctrack.domain.errors import Invalid, NotFound, NotPermitted, StepNotOpen
from ctrack.domain.permissions import Role
from ctrack.domain.statuses import Holder, Status
from ctrack.domain.vocabulary import (
    Confidentiality,
    Outcome,
    Rank,
    RequestForm,
)
from tests.cases import (
    FULL,
    NOT_POSSIBLE,
    PART,
    RECEIVED,
    REFUSED,
    Case,
    incoming,
    outgoing,
)

ORAL = RequestForm.ORAL


def problems(refusal):
    return [str(problem) for problem in refusal.value.problems]


def day(number):
    """The given number of days after the request was received."""
    return RECEIVED + timedelta(days=number)


# ---------------------------------------------------------------- the usual ways


def test_a_request_goes_its_usual_way(case, make):
    court, police = make.Authority(name="Court"), make.Authority(name="Police")
    case.walk("acknowledge", "review")
    case.take("accept", primary_basis="UNTOC", applied_bases=["COE030"])
    assert case.request.status is Status.ACCEPTED
    one, two = case.send(court, 1), case.send(police, 2)
    assert case.request.status is Status.TRANSFERRED
    case.tell(one, "take-in-charge")
    assert case.request.status is Status.IN_EXECUTION
    case.tell(one, "report", m1=FULL)
    assert case.request.status is Status.PARTIALLY_EXECUTED
    case.tell(two, "report", m2=PART)
    assert case.request.status is Status.EXECUTED
    case.take("send-results")
    assert case.request.status is Status.RESULTS_TRANSMITTED
    case.take("close", outcome=Outcome.GRANTED_PART)

    request = case.request
    assert request.status is Status.CLOSED
    assert request.outcome is Outcome.GRANTED_PART
    assert [
        request.acknowledged_on,
        request.accepted_on,
        request.transferred_on,
        request.executed_on,
        request.results_sent_on,
        request.closed_on,
    ] == [day(n) for n in (1, 3, 4, 8, 9, 10)]
    primary, additional = request.bases
    assert (primary.instrument_code, primary.rank) == ("UNTOC", Rank.PRIMARY)
    assert additional.rank is Rank.ADDITIONAL
    assert primary.is_applied
    assert additional.is_applied


def test_our_request_goes_its_usual_way(ours):
    case = ours.walk("translate", "receive-translation", "send")
    assert case.request.status is Status.SENT
    assert case.request.counted_from == case.request.sent_on == day(3)
    case.take("record-acknowledgement", partner_reference="  A 7 / 2020 ")
    case.record(code="record-response", m1=FULL)
    assert case.request.status is Status.RESPONSE_PARTIAL
    case.record(code="record-response", m2=REFUSED)
    assert case.request.status is Status.RESPONSE_COMPLETE
    case.take("close", outcome=Outcome.GRANTED_PART)

    assert case.request.status is Status.CLOSED
    assert "A 7 / 2020" in {reference.value for reference in case.request.references}
    assert case.request.executed_on == day(6)


def test_a_request_without_an_authority_is_executed_by_ourselves(accepted):
    accepted.record(m1=FULL, m2=FULL)
    assert accepted.request.status is Status.PARTIALLY_EXECUTED
    assert accepted.request.executed_on is None
    accepted.record(m3=NOT_POSSIBLE)
    assert accepted.request.status is Status.EXECUTED
    assert accepted.request.executed_on == accepted.day


# --------------------------------------------------------------------- hard rules


def test_refusal_needs_a_consultation(case):
    case.take("review")
    with pytest.raises(StepNotOpen, match=r"record the consultation .* first"):
        case.take("refuse")
    assert case.request.status is Status.UNDER_REVIEW


@pytest.mark.parametrize(
    ("missing", "complaint"),
    [
        (
            {"refusal_grounds": []},
            "refusal_grounds: Choose at least one ground of refusal.",
        ),
        ({"reasons": ""}, "reasons: Give the reasons."),
        ({"reasons": " \n\t "}, "reasons: Give the reasons."),
        (
            {"refusal_grounds": ["ONGOING_PROCEEDINGS"]},
            "refusal_grounds: There is no ground ONGOING_PROCEEDINGS.",
        ),
        ({"refusal_grounds": ["NONSENSE"]}, "There is no ground NONSENSE."),
    ],
)
def test_refusal_needs_ground_and_reasons(case, missing, complaint):
    case.walk("review", "consult")
    with pytest.raises(Invalid) as refusal:
        case.take("refuse", **missing)
    assert complaint in "; ".join(problems(refusal))
    assert case.request.status is Status.UNDER_REVIEW
    assert case.request.grounds == []


def test_the_consultation_comes_before_the_refusal_not_after_it(case):
    case.walk("review")
    case.take("consult", on=day(10))
    with pytest.raises(Invalid) as refusal:
        case.take("refuse", on=day(9))
    assert problems(refusal)[0].startswith(
        "on: No consultation with the requesting State had been held by 2020-03-11."
    )
    case.take("refuse", on=day(10))
    assert case.request.status is Status.REFUSED


def test_not_even_a_supervisor_refuses_without_consultation(case):
    case.walk("review")
    with pytest.raises(StepNotOpen):
        case.take("refuse", by=case.supervisor, override_note="No time.")
    case.take("consult", on=day(10))
    with pytest.raises(Invalid):
        case.take("refuse", day(9), by=case.supervisor, override_note="No time.")


def test_a_refusal_decides_every_pending_measure(case):
    case.walk("review", "consult")
    case.take("refuse", refusal_grounds=["DUAL_CRIMINALITY", "FORM"])

    request = case.request
    assert request.status is Status.REFUSED
    assert request.outcomes == [REFUSED, REFUSED]
    assert [g.ground_code for g in request.grounds] == ["DUAL_CRIMINALITY", "FORM"]
    assert request.refusal_reasons == "No offence here."
    with pytest.raises(Invalid, match="Close it as refused"):
        case.take("close", outcome=Outcome.WITHDRAWN)
    case.take("close", outcome=Outcome.REFUSED)
    assert request.outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    ("bases", "applied", "is_lawful"),
    [
        (["UNTOC"], "UNTOC", False),
        (["COE030"], "COE030", True),
        (["COE030", "UNTOC"], "COE030", True),  # cited, but not applied
        (["COE030", "UNTOC"], "UNTOC", False),
        (["UNTOC", "COE030"], None, False),  # nothing applied yet: what is cited
        (["COE030"], None, True),
    ],
)
@pytest.mark.parametrize("ground", ["BANK_SECRECY", "FISCAL_ONLY"])
def test_bank_secrecy_and_fiscal_matters_are_grounds_under_some_bases_only(
    make, bases, applied, is_lawful, ground
):
    case = Case(bases=bases).walk("review")
    if applied:
        case.take("accept", primary_basis=applied)
    case.take("consult")
    if is_lawful:
        case.take("refuse", refusal_grounds=[ground])
        assert case.request.status is Status.REFUSED
    else:
        with pytest.raises(Invalid, match="is not a lawful ground under UNTOC"):
            case.take("refuse", refusal_grounds=["DUAL_CRIMINALITY", ground])


def test_what_was_provided_cannot_be_refused_as_a_whole(accepted):
    accepted.take("consult")
    accepted.record(m1=FULL)
    with pytest.raises(StepNotOpen, match="1 measure has been provided"):
        accepted.take("refuse")


def test_measure_after_measure_is_no_way_around_a_refusal(accepted):
    """No ground, no reasons, no consultation: neither for one measure nor for all."""
    refused = {"m1": REFUSED, "m2": REFUSED, "m3": REFUSED}
    with pytest.raises(Invalid, match=r"No consultation .* art\. 18\(26\)"):
        accepted.record(**refused)
    accepted.take("consult")
    with pytest.raises(Invalid, match="Give the reasons"):
        accepted.record(**refused)
    accepted.record(note="Not an offence with us.", **refused)
    accepted.take("send-results")
    with pytest.raises(Invalid, match="has not been refused"):
        accepted.take("close", outcome=Outcome.REFUSED)


def test_what_every_authority_refused_the_state_refuses_with_a_ground(accepted, make):
    transfer = accepted.send(make.Authority())
    accepted.tell(transfer, "report", m1=REFUSED, m2=REFUSED, m3=REFUSED)
    assert accepted.request.status is Status.EXECUTED
    accepted.walk("consult", "refuse")
    accepted.take("close", outcome=Outcome.REFUSED)
    assert [ground.ground_code for ground in accepted.request.grounds]


def test_postponement_needs_consultation_ground_reasons_and_review_day(accepted):
    with pytest.raises(StepNotOpen, match="record the consultation"):
        accepted.take("postpone")
    accepted.take("consult")
    with pytest.raises(Invalid) as refusal:
        accepted.take("postpone", postponement_ground="", reasons="", review_on=None)
    assert [p.field for p in refusal.value.problems] == [
        "postponement_ground",
        "reasons",
        "review_on",
    ]
    on = accepted.day + timedelta(days=1)
    with pytest.raises(Invalid, match="must lie after the postponement"):
        accepted.take("postpone", on, review_on=on)
    with pytest.raises(Invalid, match="There is no ground FORM"):
        accepted.take("postpone", on, postponement_ground="FORM")
    accepted.take("postpone", on, review_on=on + timedelta(days=90))
    assert accepted.request.status is Status.POSTPONED
    assert accepted.request.review_on == on + timedelta(days=90)
    accepted.take("resume")
    assert accepted.request.status is Status.ACCEPTED
    assert accepted.request.review_on is None


def test_nothing_is_closed_while_an_authority_works_on_it(accepted, make):
    transfer = accepted.send(make.Authority(), 1)
    with pytest.raises(StepNotOpen, match="1 transfer is still open"):
        accepted.take("close", outcome=Outcome.WITHDRAWN)
    accepted.tell(transfer, "recall", note="Withdrawn.")
    accepted.take("close", outcome=Outcome.WITHDRAWN)
    assert accepted.request.status is Status.CLOSED
    assert all(outcome.is_final for outcome in accepted.request.outcomes)


@pytest.mark.parametrize(
    "outcome", [Outcome.GRANTED_FULL, Outcome.GRANTED_PART, Outcome.NO_RESULT]
)
def test_nothing_is_closed_as_executed_with_measures_pending(accepted, outcome):
    accepted.record(m1=FULL)
    with pytest.raises(Invalid, match="Measures without an outcome: 2"):
        accepted.take("close", outcome=outcome)
    assert accepted.request.closed_on is None


def test_what_is_executed_is_not_closed_before_the_results_are_sent(accepted, make):
    transfer = accepted.send(make.Authority())
    accepted.take("suspend")
    accepted.tell(transfer, "report", m1=FULL, m2=FULL, m3=FULL)
    assert accepted.request.status is Status.LITIGATION
    with pytest.raises(Invalid, match="The request stands still"):
        accepted.take("close", outcome=Outcome.GRANTED_FULL)
    accepted.take("end-suspension")
    assert accepted.request.status is Status.EXECUTED
    with pytest.raises(StepNotOpen, match="Executed, results not sent"):
        accepted.take("close", outcome=Outcome.GRANTED_FULL)


@pytest.mark.parametrize("make_record", ["incoming", "outgoing"])
def test_an_oral_request_is_closed_after_it_is_confirmed(make, make_record):
    case = oral(make_record)
    with pytest.raises(StepNotOpen, match="has not been confirmed in writing"):
        case.take("close", outcome=Outcome.GRANTED_PART)
    case.walk("confirm-in-writing")
    with pytest.raises(StepNotOpen, match="no oral request waits"):
        case.take("confirm-in-writing")
    case.take("close", outcome=Outcome.GRANTED_PART)
    assert case.request.status is Status.CLOSED


def oral(make_record):
    """An oral request on which something was provided, and nothing is pending."""
    case = Case({"incoming": incoming, "outgoing": outgoing}[make_record](form=ORAL))
    if make_record == "outgoing":
        case.take("send")
        case.record(code="record-response", m1=FULL, m2=NOT_POSSIBLE)
        return case
    case.walk("review", "accept")
    case.record(m1=FULL, m2=NOT_POSSIBLE)
    return case.walk("send-results")


@pytest.mark.parametrize("make_record", ["incoming", "outgoing"])
def test_help_given_on_a_word_is_closed_unconfirmed_only_with_a_supervisors_note(
    make, make_record
):
    case = oral(make_record)
    chief = case.supervisor
    with pytest.raises(Invalid) as refusal:
        case.take("close", by=chief, outcome=Outcome.GRANTED_PART)
    [told] = problems(refusal)
    assert told == (
        "override_note: Close: the oral request has not been confirmed in writing. "
        "Say why it is done all the same."
    )
    event = case.take(
        "close",
        by=chief,
        outcome=Outcome.GRANTED_PART,
        override_note="The ministry was dissolved.",
    )
    assert event.details["override"] == "The ministry was dissolved."


@pytest.mark.parametrize(
    "outcome",
    [Outcome.WITHDRAWN, Outcome.LAPSED, Outcome.RETURNED, Outcome.DUPLICATE],
)
def test_an_oral_request_nobody_came_back_to_is_closed_unconfirmed(make, outcome):
    """Nothing was provided on it (UNTOC art. 18(14))."""
    case = Case(form=ORAL).walk("review")
    case.take("close", outcome=outcome)
    assert case.request.status is Status.CLOSED


def test_a_request_goes_out_under_exactly_one_primary_basis(make):
    from ctrack.domain.records import BasisRecord

    case = Case(outgoing(bases=[BasisRecord("UNTOC")]))
    with pytest.raises(StepNotOpen, match="no primary legal basis"):
        case.take("send")


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"primary_basis": ""}, "primary_basis"),
        ({"primary_basis": "UNCAC"}, "primary_basis"),
        ({"primary_basis": "UNTOC", "applied_bases": ["UNCAC"]}, "applied_bases"),
    ],
)
def test_a_request_is_accepted_under_a_basis_it_names(case, answers, field):
    with pytest.raises(Invalid) as refusal:
        case.take("accept", **answers)
    assert [problem.field for problem in refusal.value.problems] == [field]


# --------------------------------------------------------------------------- days


def test_a_day_that_has_not_come_is_refused_whoever_gives_it(case):
    tomorrow = clock.today() + timedelta(days=1)
    for by in (case.clerk, case.supervisor):
        with pytest.raises(Invalid, match="has not come yet"):
            case.take("review", tomorrow, by=by, override_note="I know it.")


def test_nothing_happens_before_the_request_itself(case):
    with pytest.raises(Invalid, match="lies before received"):
        case.take("acknowledge", day(-1))
    with pytest.raises(Invalid, match="lies before the request itself, 2020-03-02"):
        case.take("review", day(-1))
    with pytest.raises(Invalid, match="lies before the request itself"):
        case.take("note", day(-1))


def test_days_out_of_order_need_a_supervisor_and_a_note(accepted, make):
    transfer = accepted.send(make.Authority(), on=day(4))
    accepted.tell(transfer, "report", day(6), m1=FULL, m2=FULL, m3=FULL)
    early = day(5)
    with pytest.raises(Invalid) as refusal:
        accepted.take("send-results", early)
    [told] = problems(refusal)
    assert told.startswith(
        "on: results sent on 2020-03-07 lies before executed on 2020-03-08."
    )
    with pytest.raises(Invalid):  # a clerk's note does not help
        accepted.take("send-results", early, override_note="Sent by fax.")
    with pytest.raises(Invalid):  # nor does a supervisor's word without a note
        accepted.take("send-results", early, by=accepted.supervisor)
    with pytest.raises(Invalid):
        accepted.take("send-results", early, by=accepted.supervisor, override_note="  ")
    event = accepted.take(
        "send-results", early, by=accepted.supervisor, override_note="Sent by fax."
    )
    assert event.details["override"] == "Sent by fax."
    assert accepted.request.results_sent_on == early


def test_a_clerks_note_is_not_written_down_as_an_override(case):
    event = case.take("review", override_note="I may not.")
    assert "override" not in event.details


def test_a_second_transfer_is_not_sent_before_the_acceptance(accepted, make):
    accepted.send(make.Authority(), 1, on=day(5))
    with pytest.raises(Invalid, match="transferred on 2020-03-03 lies before accepted"):
        accepted.send(make.Authority(), 2, on=day(1))


def test_the_first_transfer_counts_though_it_is_entered_last(accepted, make):
    accepted.send(make.Authority(), 1, on=day(9))
    accepted.send(make.Authority(), 2, on=day(5))
    assert accepted.request.transferred_on == day(5)
    accepted.send(make.Authority(), 3, on=day(12))
    assert accepted.request.transferred_on == day(5)


def test_a_request_is_executed_on_the_day_of_its_last_measure(accepted, make):
    one = accepted.send(make.Authority(), 1, 2, on=day(4))
    two = accepted.send(make.Authority(), 3, on=day(4))
    accepted.tell(one, "report", day(20), m1=FULL, m2=FULL)
    accepted.tell(two, "report", day(8), m3=FULL)  # entered late
    assert accepted.request.executed_on == day(20)
    assert accepted.request.held_since == day(20)
    assert two.executed_on == day(8)


def test_an_acceptance_entered_again_does_not_move_the_first(accepted):
    accepted.walk("consult", "postpone")
    accepted.take("accept", day(40))
    assert accepted.request.status is Status.ACCEPTED
    assert accepted.request.accepted_on == day(2)


def test_accepting_during_a_postponement_does_not_hide_the_authorities(accepted, make):
    accepted.send(make.Authority())
    accepted.walk("consult", "postpone", "accept")
    assert accepted.request.status is Status.TRANSFERRED


# ------------------------------------------------------------------------ holders


def test_the_holder_has_the_file_since_the_day_it_changed_hands(accepted, make):
    request = accepted.request
    assert (request.holder, request.held_since) == (Holder.CENTRAL, day(0))
    transfer = accepted.send(make.Authority(), on=day(5))
    assert (request.holder, request.held_since) == (Holder.COMPETENT, day(5))
    accepted.tell(transfer, "take-in-charge", day(7))
    assert request.held_since == day(5)
    accepted.take("request-information", day(8))
    assert (request.holder, request.held_since) == (Holder.FOREIGN, day(8))
    accepted.take("receive-information", day(15))
    assert (request.holder, request.held_since) == (Holder.COMPETENT, day(15))
    accepted.tell(transfer, "decline", day(17), note="Not ours.")
    assert (request.holder, request.held_since) == (Holder.CENTRAL, day(17))


def test_a_deed_entered_late_does_not_take_the_file_from_its_next_holder(
    accepted, make
):
    one = accepted.send(make.Authority(), 1, on=day(4))
    two = accepted.send(make.Authority(), 2, 3, on=day(4))
    accepted.tell(one, "decline", day(12), note="Not ours.")
    accepted.tell(two, "decline", day(6), note="Not ours.")
    assert accepted.request.held_since == day(12)


def test_a_request_entered_late_is_held_since_its_last_day(make):
    case = Case(acknowledged_on=day(6))
    assert case.request.held_since == day(6)


# --------------------------------------------------------------------- the others


def test_side_stages_lead_back_to_where_the_request_was(case, make):
    case.walk("request-information")
    assert case.request.status is Status.INFO_REQUESTED
    case.walk("receive-information")
    assert case.request.status is Status.UNDER_REVIEW
    case.walk("accept")
    transfer = case.send(make.Authority())
    case.tell(transfer, "take-in-charge")
    for begin, end in (
        ("request-information", "receive-information"),
        ("suspend", "end-suspension"),
    ):
        case.walk(begin, end)
        assert case.request.status is Status.IN_EXECUTION
    case.walk("consult", "postpone", "resume")
    assert case.request.status is Status.IN_EXECUTION


def test_a_refusal_among_the_answers_is_an_answer(abroad):
    abroad.walk("record-acknowledgement")
    abroad.record(code="record-response", m1=REFUSED)
    abroad.walk("record-question", "send-information")
    assert abroad.request.status is Status.RESPONSE_PARTIAL


def test_what_is_no_longer_needed_is_withdrawn(abroad):
    abroad.record(code="record-response", m1=FULL)
    abroad.walk("no-longer-needed")
    assert [outcome.value for outcome in abroad.request.outcomes] == [
        "PROVIDED_FULL",
        "WITHDRAWN",
    ]


def test_their_refusal_may_come_without_grounds(abroad):
    abroad.take("record-refusal", note="By letter.")
    assert abroad.request.status is Status.REFUSED_ABROAD
    assert abroad.request.outcomes == [REFUSED, REFUSED]
    abroad.take("close", outcome=Outcome.REFUSED)


def test_an_officer_is_somebody_who_works_here(case, make):
    case.take("assign", officer_id=case.supervisor.id)
    assert case.request.officer is case.supervisor
    for wrong in (
        make.User(role=Role.AUDITOR),
        make.User(role=Role.CLERK, active=False),
    ):
        with pytest.raises(Invalid, match="Choose a clerk or supervisor"):
            case.take("assign", officer_id=wrong.id)
    with pytest.raises(NotFound):
        case.take("assign", officer_id=987654)


def test_whoever_gets_a_restricted_request_may_see_it(make):
    case = Case(confidentiality=Confidentiality.RESTRICTED)
    other = make.User(role=Role.CLERK)
    case.take("assign", officer_id=other.id)
    case.take("assign", officer_id=other.id)
    named = sorted(row.user_id for row in case.request.named_officers)
    assert named == sorted({case.clerk.id, other.id})


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.STATISTICIAN, Role.ADMIN, Role.AUTHORITY]
)
def test_only_the_central_authority_takes_steps(case, make, role):
    authority = make.Authority() if role is Role.AUTHORITY else None
    stranger = make.User(role=role, authority=authority)
    with pytest.raises(NotPermitted, match="Your role may not do this"):
        case.take("review", by=stranger)


def test_an_answer_that_is_no_word_is_missing(case):
    case.take("review")
    for code, field in (("note", "note"), ("consult", "note"), ("suspend", "court")):
        if code == "suspend":
            case.take("accept")
            case.record(m1=FULL)
        with pytest.raises(Invalid) as refusal:
            case.take(code, **{field: " \t "})
        assert [problem.field for problem in refusal.value.problems] == [field]


def test_measures_that_do_not_exist_or_are_decided_get_no_outcome(accepted):
    from ctrack.services import steps
    from ctrack.services.step_answers import Answers

    accepted.record(m1=FULL)
    with pytest.raises(Invalid, match="Measure 1 is not open for an outcome of ours"):
        accepted.record(m1=PART)
    with pytest.raises(Invalid, match="is not open"):
        steps.take(
            accepted.request,
            "record-outcome",
            Answers(on=date(2020, 4, 1), measure_outcomes={987654: FULL}),
            by=accepted.clerk,
        )
