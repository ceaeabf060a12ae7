"""Deadlines and pauses that follow each deed."""

from datetime import date

import pytest
from sqlalchemy import select

from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.pauses import PauseCategory
from ctrack.domain.records import CellRecord, TransferRecord
from ctrack.domain.statuses import Status
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import Matter, Outcome, RequestForm
from ctrack.extensions import db
from ctrack.models import Deadline, Pause
from ctrack.services import amendments, deadline_filling, request_parts
from tests.cases import FULL, RECEIVED, Case, incoming, outgoing

K = DeadlineKind


def open_days(case):
    """The open deadlines by kind, with their present days."""
    db.session.flush()
    rows = db.session.scalars(
        select(Deadline)
        .where(Deadline.mla_request_id == case.request.id, Deadline.is_open)
        .execution_options(populate_existing=True)
    )
    return {row.kind: row.current_on for row in rows}


def met_days(case):
    rows = db.session.scalars(
        select(Deadline)
        .where(Deadline.mla_request_id == case.request.id, ~Deadline.is_open)
        .execution_options(populate_existing=True)
    )
    return {row.kind: row.met_on for row in rows}


def pauses(case):
    rows = db.session.scalars(
        select(Pause)
        .where(Pause.mla_request_id == case.request.id)
        .order_by(Pause.id)
        .execution_options(populate_existing=True)
    )
    return [(row.category, row.since, row.until) for row in rows]


def test_a_request_received_is_to_be_acknowledged_and_reviewed(make):
    case = Case(incoming())

    # 7 and 15 days after Monday 2 March 2020.
    assert open_days(case) == {
        K.ACKNOWLEDGEMENT: date(2020, 3, 9),
        K.REVIEW: date(2020, 3, 17),
    }
    assert case.request.due_on == date(2020, 3, 9)


def test_what_is_done_is_due_no_more_and_the_next_thing_is(make):
    case = Case(incoming())
    case.take("acknowledge", date(2020, 3, 4))
    assert case.request.due_on == date(2020, 3, 17)
    case.take("review", date(2020, 3, 5))
    case.take("accept", date(2020, 3, 10))

    assert open_days(case) == {K.TRANSFER: date(2020, 3, 15)}
    assert met_days(case) == {
        K.ACKNOWLEDGEMENT: date(2020, 3, 4),
        K.REVIEW: date(2020, 3, 10),
    }
    assert case.request.due_on == date(2020, 3, 15)


def test_each_authority_has_its_own_day(make):
    case = Case(incoming()).walk("acknowledge", "review", "accept")
    first = case.send(make.Authority(), 1, on=date(2020, 3, 10))
    case.send(make.Authority(), 2, on=date(2020, 3, 10), due_on=date(2020, 4, 1))

    assert case.request.due_on == date(2020, 4, 1)
    second = case.request.transfers[1]
    case.tell(second, "report", on=date(2020, 3, 20), m2=FULL)
    assert open_days(case) == {K.ANSWER: date(2020, 6, 8)}  # 90 days

    case.tell(first, "report", on=date(2020, 3, 21), m1=FULL)
    assert open_days(case) == {K.RESULTS: date(2020, 3, 28)}
    case.take("send-results", date(2020, 3, 22))
    assert case.request.due_on is None


def test_a_question_stops_the_clock_and_the_answer_sets_it_going(make):
    case = Case(incoming()).walk("acknowledge", "review")
    case.take("request-information", date(2020, 3, 10))

    assert case.request.due_on is None
    assert case.request.paused_since == date(2020, 3, 10)
    assert open_days(case) == {
        K.REVIEW: None,
        K.INFORMATION_LAPSE: date(2020, 5, 9),
    }
    case.take("receive-information", date(2020, 3, 30))
    assert case.request.paused_since is None
    assert open_days(case) == {K.REVIEW: date(2020, 4, 6)}  # twenty days later
    assert case.request.due_on == date(2020, 4, 6)
    assert pauses(case) == [
        (PauseCategory.REQUESTING_STATE, date(2020, 3, 10), date(2020, 3, 30))
    ]


def test_resumed_on_the_day_of_pausing_nothing_has_moved(make):
    case = Case(incoming()).walk("acknowledge", "review")
    before = case.request.due_on
    case.take("request-information", date(2020, 3, 10))
    case.take("receive-information", date(2020, 3, 10))
    assert case.request.due_on == before


def test_a_postponement_is_reviewed_on_its_day_and_never_overdue(make):
    case = Case(incoming()).walk("acknowledge", "review", "consult")
    case.take("postpone", date(2020, 3, 10), review_on=date(2020, 6, 1))
    assert case.request.due_on is None
    assert open_days(case)[K.POSTPONEMENT_REVIEW] == date(2020, 6, 1)

    amendments.amend(case.request, {"review_on": date(2020, 7, 1)}, by=case.clerk)
    assert open_days(case)[K.POSTPONEMENT_REVIEW] == date(2020, 7, 1)
    case.take("resume", date(2020, 5, 1))
    assert K.POSTPONEMENT_REVIEW not in open_days(case)


def test_a_court_challenge_pauses_and_a_second_question_has_a_day_of_its_own(make):
    case = Case(incoming()).walk("acknowledge", "review", "accept")
    case.send(make.Authority(), on=date(2020, 3, 10))
    case.take("suspend", date(2020, 3, 20))
    case.take("end-suspension", date(2020, 4, 20))
    case.take("request-information", date(2020, 4, 25))
    assert open_days(case)[K.INFORMATION_LAPSE] == date(2020, 6, 24)
    case.take("receive-information", date(2020, 4, 26))
    case.take("request-information", date(2020, 5, 25))
    assert open_days(case)[K.INFORMATION_LAPSE] == date(2020, 7, 24)
    assert [category for category, *_ in pauses(case)] == [
        PauseCategory.COURT,
        PauseCategory.REQUESTING_STATE,
        PauseCategory.REQUESTING_STATE,
    ]


def test_correcting_the_day_of_receipt_moves_what_counts_from_it(make):
    case = Case(incoming())
    amendments.amend(case.request, {"received_on": date(2020, 2, 28)}, by=case.clerk)
    # 2020 is a leap year: 28 February and 7 days is 6 March.
    assert case.request.due_on == date(2020, 3, 6)
    assert open_days(case)[K.ACKNOWLEDGEMENT] == date(2020, 3, 6)


def test_a_closed_request_is_due_no_more_and_a_reopened_one_anew(make):
    case = Case(incoming()).walk("review")
    case.take("close", date(2020, 3, 10), outcome=Outcome.WITHDRAWN)
    assert (case.request.due_on, open_days(case)) == (None, {})

    case.take("reopen", date(2021, 1, 4))
    assert open_days(case) == {
        K.ACKNOWLEDGEMENT: date(2020, 3, 9),
        K.REVIEW: date(2021, 1, 19),
    }


def test_closing_while_waiting_ends_the_pause(make):
    case = Case(incoming()).walk("review", "request-information")
    case.take("close", date(2020, 6, 1), outcome=Outcome.LAPSED)
    assert pauses(case)[0][2] == date(2020, 6, 1)
    assert case.request.paused_since is None


@pytest.mark.parametrize(
    ("details", "kind", "day"),
    [
        ({"matter": Matter.EIO}, K.DECISION, date(2020, 4, 1)),
        ({"bases": ["EUFCO2018"]}, K.DECISION, date(2020, 4, 16)),
        ({"form": RequestForm.ORAL}, K.ORAL_CONFIRMATION, date(2020, 3, 4)),
        ({"matter": Matter.PRESERVATION}, K.PRESERVATION, date(2020, 5, 1)),
    ],
)
def test_matter_instrument_and_form_bring_deadlines_of_their_own(
    make, details, kind, day
):
    assert open_days(Case(incoming(**details)))[kind] == day


def test_a_basis_added_later_brings_its_deadline(make):
    case = Case(incoming())
    bases = incoming(bases=["EUFCO2018"]).bases
    bases[0].rank = bases[0].rank.PRIMARY
    request_parts.set_bases(case.request, bases, by=case.clerk)
    assert open_days(case)[K.DECISION] == date(2020, 4, 16)


def test_our_own_request_waits_for_its_acknowledgement(make):
    case = Case(outgoing())
    assert case.request.due_on is None
    case.take("send", date(2020, 3, 10))
    assert open_days(case) == {K.ACKNOWLEDGEMENT_ABROAD: date(2020, 4, 9)}
    case.take("record-acknowledgement", date(2020, 3, 20))
    assert case.request.due_on is None


def test_a_translation_of_ours_is_a_pause(make):
    case = Case(outgoing())
    case.take("translate", date(2020, 3, 10))
    assert case.request.paused_since == date(2020, 3, 10)


def test_a_request_entered_with_its_transfers_has_their_days(make):
    authority = make.Authority()
    record = incoming(
        acknowledged_on=RECEIVED,
        accepted_on=date(2020, 3, 3),
        transferred_on=date(2020, 3, 4),
        status=Status.TRANSFERRED,
        transfers=[
            TransferRecord(
                authority.id,
                TransferStatus.ASSIGNED,
                date(2020, 3, 4),
                cells=[CellRecord(0), CellRecord(1)],
            )
        ],
    )
    case = Case(record)
    assert open_days(case) == {K.ANSWER: date(2020, 6, 2)}
    row = db.session.scalars(select(Deadline)).one()
    assert row.place == case.request.transfers[0].id
    case.tell(case.request.transfers[0], "report", date(2020, 3, 9), m1=FULL, m2=FULL)
    assert open_days(case) == {K.RESULTS: date(2020, 3, 16)}


def test_a_record_of_before_is_not_asked_for_its_acknowledgement(make):
    case = Case(incoming(is_historical=True))
    assert set(open_days(case)) == {K.REVIEW}


def test_an_older_register_gets_what_deeds_would_have_kept(make):
    case = Case(incoming()).walk("acknowledge", "review")
    case.take("request-information", date(2020, 3, 10))
    case.take("receive-information", date(2020, 3, 30))
    other = Case(incoming()).walk("review", "accept")
    other.send(make.Authority(), on=date(2020, 3, 10))
    other.take("suspend", date(2020, 3, 20))
    closed = Case(incoming()).walk("review", "request-information")
    closed.take("close", date(2020, 6, 1), outcome=Outcome.LAPSED)
    cases = [case, other, closed]
    kept = [
        (open_days(c), pauses(c), c.request.due_on, c.request.paused_since)
        for c in cases
    ]
    db.session.execute(Deadline.__table__.delete())
    db.session.execute(Pause.__table__.delete())
    for one in cases:
        one.request.due_on = one.request.paused_since = None

    assert deadline_filling.lacking() == 3
    deadline_filling.fill()

    db.session.expire_all()
    assert kept == [
        (open_days(c), pauses(c), c.request.due_on, c.request.paused_since)
        for c in cases
    ]


def test_a_deed_costs_two_statements_more_at_most(make, count_queries):
    case = Case(incoming()).walk("acknowledge", "review", "accept")
    db.session.flush()
    with count_queries() as sent:
        case.send(make.Authority(), on=date(2020, 3, 10))
    of_time = [sql for sql in sent if "deadline" in sql or "pause" in sql]
    of_time = [sql for sql in of_time if not sql.startswith("UPDATE mla_request")]
    assert len(of_time) == 2, str(sent)
