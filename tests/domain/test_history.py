"""What an old register's row implies where it does not say it."""

from datetime import date

import pytest

from ctrack.domain import history
from ctrack.domain.records import MeasureRecord, RequestRecord, TransferRecord
from ctrack.domain.statuses import Status
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import Direction, MeasureOutcome, Outcome

DAY = date(2015, 6, 1)
PENDING, FULL = MeasureOutcome.PENDING, MeasureOutcome.PROVIDED_FULL
ASSIGNED, DONE = TransferStatus.ASSIGNED, TransferStatus.DONE


def row(direction=Direction.INCOMING, measures=(PENDING,), transfers=(), **days):
    return RequestRecord(
        direction=direction,
        partner_state="FR",
        measures=[MeasureRecord("SERVICE", outcome=outcome) for outcome in measures],
        transfers=[TransferRecord(1, status=status) for status in transfers],
        **days,
    )


@pytest.mark.parametrize(
    ("record", "stage"),
    [
        (row(), Status.REGISTERED),
        (row(closed_on=DAY, transfers=[DONE]), Status.CLOSED),
        (row(results_sent_on=DAY, measures=[FULL]), Status.RESULTS_TRANSMITTED),
        (row(transfers=[ASSIGNED], transferred_on=DAY), Status.TRANSFERRED),
        (row(transferred_on=DAY), Status.ACCEPTED),
        (row(transfers=[TransferStatus.ACCEPTED]), Status.IN_EXECUTION),
        (row(measures=[FULL, PENDING]), Status.PARTIALLY_EXECUTED),
        (row(measures=[FULL], transfers=[DONE]), Status.EXECUTED),
        (row(executed_on=DAY, transfers=[DONE]), Status.PARTIALLY_EXECUTED),
        (row(executed_on=DAY, transfers=[ASSIGNED]), Status.TRANSFERRED),
        (row(refusal_grounds=["DUAL_CRIMINALITY"]), Status.REFUSED),
    ],
)
def test_the_stage_of_an_incoming_request_follows_from_its_days(record, stage):
    assert history.stage(record) is stage


@pytest.mark.parametrize(
    ("record", "stage"),
    [
        (row(Direction.OUTGOING), Status.SENT),
        (row(Direction.OUTGOING, acknowledged_on=DAY), Status.ACKNOWLEDGED),
        (row(Direction.OUTGOING, executed_on=DAY), Status.RESPONSE_PARTIAL),
        (row(Direction.OUTGOING, [FULL, PENDING]), Status.RESPONSE_PARTIAL),
        (row(Direction.OUTGOING, [FULL]), Status.RESPONSE_COMPLETE),
        (row(Direction.OUTGOING, refusal_grounds=["AGE"]), Status.REFUSED_ABROAD),
        (row(Direction.OUTGOING, closed_on=DAY), Status.CLOSED),
    ],
)
def test_the_stage_of_an_outgoing_request_follows_from_its_days(record, stage):
    assert history.stage(record) is stage


@pytest.mark.parametrize(
    ("outcome", "implied"),
    [
        (Outcome.GRANTED_FULL, MeasureOutcome.PROVIDED_FULL),
        (Outcome.GRANTED_PART, MeasureOutcome.PROVIDED_PARTIAL),
        (Outcome.REFUSED, MeasureOutcome.REFUSED),
        (Outcome.WITHDRAWN, MeasureOutcome.WITHDRAWN),
        (Outcome.LAPSED, MeasureOutcome.NOT_POSSIBLE),
    ],
)
def test_the_measures_of_a_closed_row_take_the_outcome_it_implies(outcome, implied):
    record = row(closed_on=DAY, outcome=outcome)

    assert history.implied_measure(record) == (implied, DAY)


def test_the_measures_of_an_open_row_are_pending():
    assert history.implied_measure(row(executed_on=DAY)) == (PENDING, None)


def test_measures_were_decided_when_the_request_was_executed_not_when_it_was_closed():
    executed_on = date(2015, 5, 1)
    record = row(closed_on=DAY, outcome=Outcome.GRANTED_FULL, executed_on=executed_on)

    assert history.implied_measure(record) == (FULL, executed_on)


@pytest.mark.parametrize(
    ("details", "days", "status"),
    [
        ({}, {}, ASSIGNED),
        ({}, {"accepted_on": DAY}, TransferStatus.ACCEPTED),
        ({}, {"declined_on": DAY}, TransferStatus.RETURNED_UNEXECUTED),
        ({}, {"executed_on": DAY}, DONE),
        ({"executed_on": DAY}, {}, DONE),
        ({"closed_on": DAY, "outcome": Outcome.GRANTED_PART}, {}, DONE),
        ({"closed_on": DAY, "outcome": Outcome.WITHDRAWN}, {}, TransferStatus.RECALLED),
        ({"refusal_grounds": ["AGE"]}, {}, TransferStatus.RECALLED),
    ],
)
def test_where_a_transfer_stands_follows_from_its_days_and_the_requests(
    details, days, status
):
    assert history.implied_transfer(row(**details), **days) is status


def test_no_finished_request_is_left_with_an_open_transfer():
    for outcome in Outcome:
        record = row(closed_on=DAY, outcome=outcome)

        assert not history.implied_transfer(record, accepted_on=DAY).is_open
