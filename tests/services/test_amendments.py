"""Corrections: events of their own, told from progress."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from ctrack import clock
from ctrack.domain.errors import ChangedMeanwhile, Invalid
from ctrack.domain.permissions import Role
from ctrack.domain.records import BasisRecord, MeasureRecord, PersonRecord
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import (
    Confidentiality,
    LinkKind,
    Outcome,
    Rank,
    ReferenceKind,
)
from ctrack.extensions import db, transaction
from ctrack.services import amendments, measures, request_parts
from tests.cases import FULL, NOT_POSSIBLE, PENDING, RECEIVED, REFUSED, Case, incoming


def day(number):
    return RECEIVED + timedelta(days=number)


def amend(case, by=None, override_note="", **changes):
    return amendments.amend(
        case.request, changes, by=by or case.clerk, override_note=override_note
    )


def test_a_correction_says_before_and_after_and_is_marked(case):
    event = amend(case, subject="Invoices", partner_state="BE", received_on=day(1))

    assert event.is_correction
    assert event.kind == "AMENDED"
    assert event.actor_id == case.clerk.id
    assert event.happened_on == clock.today()
    assert event.changes == {
        "subject": ["Invoices of a carousel", "Invoices"],
        "partner_state": ["FR", "BE"],
        "received_on": ["2020-03-02", "2020-03-03"],
    }
    assert case.request.counted_from == day(1)
    assert case.fact.partner_state == "BE"
    assert case.fact.opened_on == day(1)


def test_progress_is_no_correction(case):
    assert not case.take("review").is_correction


def test_correcting_nothing_writes_nothing(case):
    lines = len(case.events)
    assert amend(case, subject="Invoices of a carousel", partner_state="FR") is None
    assert len(case.events) == lines
    assert len(case.facts) == 1


@pytest.mark.parametrize("name", ["status", "outcome", "reference", "id", "direction"])
def test_status_outcome_and_reference_are_not_corrected_by_hand(case, name):
    with pytest.raises(KeyError):
        amend(case, **{name: "CLOSED"})


@pytest.mark.parametrize(
    "name",
    [
        "accepted_on",
        "transferred_on",
        "executed_on",
        "results_sent_on",
        "closed_on",
        "sent_on",
    ],
)
def test_a_correction_takes_no_step(case, ours, name):
    for some in (case, ours):
        with pytest.raises(Invalid, match="Take the step that records it") as refusal:
            amend(some, **{name: day(3)})
        assert [problem.field for problem in refusal.value.problems] == [name]
        assert getattr(some.request, name) is None


def test_an_old_register_may_be_completed(make):
    record = incoming(
        is_historical=True,
        closed_on=day(90),
        outcome=Outcome.WITHDRAWN,
        status=Status.CLOSED,
        measures=[MeasureRecord("DOCUMENTS", outcome=NOT_POSSIBLE)],
    )
    case = Case(record)
    amend(case, transferred_on=day(9), acknowledged_on=day(2))
    assert case.fact.transferred_on == day(9)


def test_days_stay_in_order_when_corrected(accepted):
    with pytest.raises(Invalid, match="lies before received"):
        amend(accepted, accepted_on=day(-1))
    with pytest.raises(Invalid, match="lies before received"):
        amend(accepted, received_on=day(9))
    with pytest.raises(Invalid, match="has not come yet"):
        amend(accepted, accepted_on=clock.today() + timedelta(days=1))
    with pytest.raises(Invalid, match="cannot be emptied"):
        amend(accepted, received_on=None)
    with pytest.raises(Invalid):
        amend(accepted, accepted_on=day(-1), override_note="So it was.")
    event = amend(
        accepted,
        accepted_on=day(-1),
        by=accepted.supervisor,
        override_note="So it was.",
    )
    assert event.details == {"override": "So it was."}


def test_a_postponed_request_keeps_its_day_of_review(accepted):
    accepted.walk("consult", "postpone")
    with pytest.raises(Invalid, match="needs a day of review"):
        amend(accepted, review_on=None)
    amend(accepted, review_on=day(200))
    assert accepted.request.review_on == day(200)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("subject", "x" * 501),
        ("language", "x" * 81),
        ("remarks", "x" * 20_001),
        ("subject", "a\0b"),
        ("partner_authority", "x" * 501),
    ],
)
def test_what_the_database_would_not_take_is_refused_in_a_sentence(case, name, value):
    with pytest.raises(Invalid) as refusal:
        amend(case, **{name: value})
    assert [problem.field for problem in refusal.value.problems] == [name]


def test_who_restricts_a_request_may_still_see_it(case):
    case.take("assign", officer_id=case.supervisor.id)
    amend(case, confidentiality=Confidentiality.RESTRICTED)
    named = {row.user_id for row in case.request.named_officers}
    assert named == {case.clerk.id, case.supervisor.id}


# -------------------------------------------------------------------------- parts


def test_persons_are_counted_in_the_log_not_named(case):
    persons = [PersonRecord("Ahmed Mansour"), PersonRecord("Acme Ltd")]
    event = request_parts.set_persons(case.request, persons, by=case.clerk)
    assert event.changes == {"persons": ["0", "2"]}
    assert event.is_correction
    assert request_parts.set_persons(case.request, persons, by=case.clerk) is None
    fewer = request_parts.set_persons(case.request, persons[1:], by=case.clerk)
    assert fewer.changes == {"persons": ["2", "1"]}
    assert [person.name for person in case.request.persons] == ["Acme Ltd"]


def test_exactly_one_basis_is_primary(case):
    for ranks in ([], [Rank.PRIMARY, Rank.PRIMARY], [Rank.ADDITIONAL]):
        bases = [BasisRecord("UNTOC", str(n), rank) for n, rank in enumerate(ranks)]
        with pytest.raises(Invalid, match="Exactly one legal basis is primary"):
            request_parts.set_bases(case.request, bases, by=case.clerk)
    event = request_parts.set_bases(
        case.request,
        [BasisRecord("UNCAC", "46", Rank.PRIMARY), BasisRecord("UNTOC")],
        by=case.clerk,
    )
    assert event.changes["legal_bases"][1] == (
        "UNCAC art. 46 (primary, cited, requesting); UNTOC (cited, requesting)"
    )
    assert case.fact.primary_basis == "UNCAC"


def test_offences_are_set_in_order(case):
    request_parts.set_offences(case.request, ["FRAUD", "LAUNDERING"], by=case.clerk)
    assert case.fact.primary_offence == "FRAUD"
    with pytest.raises(Invalid, match="named twice"):
        request_parts.set_offences(case.request, ["FRAUD", "FRAUD"], by=case.clerk)


def test_references_are_kept_once(case):
    request_parts.add_reference(
        case.request, ReferenceKind.PARTNER, " 7 / 2020 ", by=case.clerk
    )
    again = request_parts.add_reference(
        case.request, ReferenceKind.PARTNER, "7-2020", by=case.clerk
    )
    assert again is None
    with pytest.raises(Invalid, match="letters or digits"):
        request_parts.add_reference(
            case.request, ReferenceKind.OTHER, "--", by=case.clerk
        )


def test_a_request_is_linked_once_and_not_to_itself(case, ours):
    link = request_parts.link
    event = link(case.request, ours.request, LinkKind.RELATES_TO, by=case.clerk)
    assert event.details["reference"] == ours.request.reference
    assert link(case.request, ours.request, LinkKind.RELATES_TO, by=case.clerk) is None
    with pytest.raises(Invalid, match="not linked to itself"):
        link(case.request, case.request, LinkKind.DUPLICATES, by=case.clerk)


def test_somebody_who_can_work_on_it_is_named(case, make):
    auditor = make.User(role=Role.AUDITOR)
    with pytest.raises(Invalid, match="at least one clerk or supervisor"):
        request_parts.name_officers(case.request, [auditor], by=case.supervisor)
    event = request_parts.name_officers(
        case.request, [case.clerk, auditor], by=case.supervisor
    )
    assert event.details["officers"] == f"{case.clerk.name}, {auditor.name}"


# ----------------------------------------------------------------------- measures


def correct(case, number, outcome, on, reasons="Not lawful with us."):
    return measures.correct_outcome(
        case.measure(number), outcome, on=on, by=case.supervisor, reasons=reasons
    )


def test_a_measure_is_not_corrected_to_refused_without_reasons(accepted, abroad):
    """UNTOC art. 18(23): reasons shall be given for any refusal; of ours, that is."""
    accepted.record(m1=FULL, m2=FULL, m3=FULL)
    with pytest.raises(Invalid, match="Give the reasons"):
        correct(accepted, 2, REFUSED, accepted.day, reasons=" ")
    event = correct(accepted, 2, REFUSED, accepted.day)
    assert event.note == "Not lawful with us."

    abroad.record(code="record-response", m1=FULL, m2=FULL)
    assert correct(abroad, 2, REFUSED, abroad.day, reasons="").note == ""


def test_a_wrong_outcome_is_corrected_and_the_stage_follows(accepted):
    accepted.record(m1=FULL, m2=FULL, m3=FULL)
    event = correct(accepted, 2, PENDING, day(9))
    assert event.is_correction
    assert event.changes == {"measure 2: outcome": ["PROVIDED_FULL", "PENDING"]}
    assert accepted.request.status is Status.PARTIALLY_EXECUTED
    assert accepted.request.executed_on is None


def test_a_correction_is_not_undone_by_the_next_report(accepted, make):
    one = accepted.send(make.Authority(), 1)
    two = accepted.send(make.Authority(), 2, 3)
    accepted.tell(one, "report", m1=FULL)
    correct(accepted, 1, REFUSED, accepted.day)
    assert one.cells[0].outcome is REFUSED  # the grid says the same
    accepted.tell(two, "report", m2=FULL, m3=FULL)
    assert accepted.request.outcomes == [REFUSED, FULL, FULL]


def test_a_measure_reported_wrongly_can_be_sent_anew(accepted, make):
    one = accepted.send(make.Authority(), 1)
    accepted.tell(one, "report", m1=FULL)
    correct(accepted, 1, PENDING, accepted.day)
    two = accepted.send(make.Authority(), 1)
    accepted.tell(two, "report", m1=NOT_POSSIBLE)
    assert accepted.measure(1).outcome is NOT_POSSIBLE


def test_what_an_authority_works_on_is_not_corrected(accepted, make):
    accepted.send(make.Authority(), 1)
    with pytest.raises(Invalid, match="Recall it first"):
        correct(accepted, 1, FULL, accepted.day)


def test_a_correction_is_no_way_to_record_an_outcome(accepted, abroad):
    for case in (accepted, abroad):
        with pytest.raises(Invalid, match="Record it by its step"):
            correct(case, 1, REFUSED, case.day)


def test_an_outcome_is_not_older_than_the_transfer(accepted, make):
    transfer = accepted.send(make.Authority(), on=day(10))
    accepted.tell(transfer, "report", day(20), m1=FULL, m2=FULL, m3=FULL)
    with pytest.raises(Invalid, match="before the request was in execution"):
        correct(accepted, 1, REFUSED, day(9))
    correct(accepted, 1, REFUSED, day(10))


def test_a_refused_request_has_no_measure_provided(accepted):
    accepted.walk("consult", "refuse")
    with pytest.raises(Invalid, match="refused or withdrawn as a whole"):
        correct(accepted, 1, FULL, accepted.day)


def test_closed_requests_are_reopened_before_they_are_corrected(case):
    case.take("close", outcome=Outcome.WITHDRAWN)
    with pytest.raises(Invalid, match="Reopen it first"):
        correct(case, 1, FULL, case.day)
    with pytest.raises(Invalid, match="Reopen it first"):
        measures.add_measures(case.request, [MeasureRecord("SERVICE")], by=case.clerk)


def test_an_answer_that_was_recorded_wrongly_is_pending_again(abroad):
    abroad.record(code="record-response", m1=FULL, m2=FULL)
    correct(abroad, 2, PENDING, abroad.day)
    assert abroad.request.status is Status.RESPONSE_PARTIAL


def test_further_measures_are_asked_for(accepted):
    accepted.record(m1=FULL, m2=FULL, m3=FULL)
    measures.add_measures(
        accepted.request, [MeasureRecord("EXAMINE")], by=accepted.clerk
    )
    assert [measure.number for measure in accepted.request.measures] == [1, 2, 3, 4]
    assert accepted.request.status is Status.PARTIALLY_EXECUTED
    accepted.record(m4=FULL)
    accepted.take("send-results")
    with pytest.raises(Invalid, match="supplementary request"):
        measures.add_measures(
            accepted.request, [MeasureRecord("SERVICE")], by=accepted.clerk
        )


# --------------------------------------------------------------------------- versions


def test_who_saves_second_is_told(case):
    """Also where only a part of the request was changed."""
    db.session.commit()
    for change in (
        lambda: amend(case, subject="Mine"),
        lambda: request_parts.set_persons(
            case.request, [PersonRecord("Ahmed")], by=case.clerk
        ),
        lambda: request_parts.set_offences(case.request, ["FRAUD"], by=case.clerk),
        lambda: case.take("note"),
    ):

        def change_what_another_has_just_changed(change=change):
            with transaction():
                assert case.request.version  # read before the other stores
                with db.session.no_autoflush:
                    db.session.execute(
                        text("UPDATE mla_request SET version = version + 1")
                    )
                change()

        with pytest.raises(ChangedMeanwhile, match="Nothing was stored"):
            change_what_another_has_just_changed()
    assert case.request.subject == "Invoices of a carousel"
    assert len(case.events) == 1
