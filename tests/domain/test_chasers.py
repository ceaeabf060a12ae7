"""The ladder of chasers: never a rung passed over, never two on one day's heels."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctrack.domain.chasers import (
    ChaseKind,
    ChaseLevel,
    Ladder,
    Rungs,
    Silence,
    due,
    due_abroad,
    earliest,
    ladders,
    level_of,
    next_chase,
    whynot,
)
from ctrack.domain.statuses import Status
from ctrack.domain.transfers import TransferStatus

SENT = date(2026, 1, 1)
RUNGS = ladders()
AUTHORITY = RUNGS[ChaseKind.TRANSFER]


def silence(number=0, last_on=None, kind=ChaseKind.TRANSFER, **details):
    return Silence(kind, SENT, number, last_on, **details)


def after(days):
    return SENT + timedelta(days=days)


@pytest.mark.parametrize(
    ("number", "last", "due_after", "level"),
    [
        (0, None, 30, ChaseLevel.FIRST),
        (1, 30, 60, ChaseLevel.SECOND),
        (2, 60, 90, ChaseLevel.ESCALATION),
    ],
)
def test_an_authority_is_reminded_twice_and_then_its_superior(
    number, last, due_after, level
):
    last_on = after(last) if last else None

    found = next_chase(silence(number, last_on), AUTHORITY)

    assert (found.number, found.level) == (number + 1, level)
    assert found.due_on == after(due_after)
    assert due(silence(number, last_on), AUTHORITY, after(due_after - 1)) is None
    assert due(silence(number, last_on), AUTHORITY, after(due_after)) == found


def test_after_the_superior_the_ladder_ends():
    assert next_chase(silence(3, after(90)), AUTHORITY) is None


def test_long_silence_begins_with_the_first_rung():
    """A register brought in from before: nobody was reminded yet."""
    assert due(silence(), AUTHORITY, after(900)).level is ChaseLevel.FIRST


def test_a_late_reminder_moves_those_after_it():
    """Reminded on day 200: the next comes 30 days later, not the next morning."""
    found = next_chase(silence(1, after(200)), AUTHORITY)

    assert (found.level, found.due_on) == (ChaseLevel.SECOND, after(230))


def test_nobody_is_reminded_of_a_promise_before_its_day():
    promised = silence(promised_on=after(45))

    assert next_chase(promised, AUTHORITY).due_on == after(46)
    assert next_chase(silence(promised_on=after(10)), AUTHORITY).due_on == after(30)


def test_days_on_which_nobody_had_to_answer_do_not_count():
    assert next_chase(silence(paused_days=12), AUTHORITY).due_on == after(42)


def abroad(today, receipt=0, status=0, last=None, acknowledged=False):
    last_on = after(last) if last else None
    waiting = None if acknowledged else silence(receipt, kind=ChaseKind.RECEIPT)
    asked = silence(status, last_on, kind=ChaseKind.STATUS)
    found = due_abroad(waiting, asked, RUNGS, after(today))
    return found and (found.kind, found.number)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ({"today": 29}, None),
        ({"today": 30}, (ChaseKind.RECEIPT, 1)),
        ({"today": 30, "acknowledged": True}, None),
        ({"today": 45, "receipt": 1}, None),
        ({"today": 60, "receipt": 1}, (ChaseKind.STATUS, 1)),
        ({"today": 400}, (ChaseKind.STATUS, 1)),
        ({"today": 119, "status": 1, "last": 60}, None),
        ({"today": 120, "status": 1, "last": 60}, (ChaseKind.STATUS, 2)),
        ({"today": 130, "status": 1, "last": 90}, None),
        ({"today": 600, "status": 9, "last": 540}, (ChaseKind.STATUS, 10)),
    ],
)
def test_another_state_is_asked_for_receipt_and_then_again_and_again(case, expected):
    assert abroad(**case) == expected


def test_from_the_third_on_every_chaser_is_an_escalation():
    assert [level_of(n).value for n in (1, 2, 3, 4, 9)] == [
        "FIRST", "SECOND", "ESCALATION", "ESCALATION", "ESCALATION",
    ]  # fmt: skip


def test_the_rules_of_the_office_make_the_ladders():
    own = ladders(Rungs(authority={90, 14}, status={45}))

    assert own[ChaseKind.TRANSFER] == Ladder((14, 90))
    assert own[ChaseKind.STATUS] == Ladder((45,), again_after=45)
    assert own[ChaseKind.RECEIPT].days == (30,)
    assert earliest(own, *ChaseKind) == 14


def test_without_rules_nobody_is_reminded():
    none = ladders(Rungs((), (), ()))

    for kind in ChaseKind:
        assert next_chase(silence(kind=kind), none[kind]) is None
    assert earliest(none, *ChaseKind) is None


@given(
    rungs=st.lists(
        st.integers(1, 400), min_size=1, max_size=4, unique=True
    ).map(lambda days: Ladder(tuple(sorted(days)), again_after=30)),
    visits=st.lists(st.integers(0, 1500), min_size=1, max_size=60).map(sorted),
    paused=st.integers(0, 300),
)  # fmt: skip
def test_however_often_one_looks_no_rung_comes_too_early_or_twice(
    rungs, visits, paused
):
    number, last_on, chased = 0, None, []
    for day in map(after, visits):
        for _again in range(3):  # looking again on the same day changes nothing
            found = due(silence(number, last_on, paused_days=paused), rungs, day)
            if found:
                number, last_on = found.number, day
                chased.append(day)
    assert len(set(chased)) == len(chased)
    for place, day in enumerate(chased, 1):
        assert day >= rungs.due_on(place, SENT + timedelta(days=paused), None)


@pytest.mark.parametrize(
    ("transfer", "request_stage", "told"),
    [
        (TransferStatus.ASSIGNED, Status.TRANSFERRED, ""),
        (TransferStatus.BLOCKED, Status.IN_EXECUTION, ""),
        (TransferStatus.DONE, Status.EXECUTED, ""),
        (TransferStatus.QUERIED, Status.IN_EXECUTION, "waits for our answer"),
        (TransferStatus.ACCEPTED, Status.POSTPONED, "paused"),
        (TransferStatus.ACCEPTED, Status.LITIGATION, "paused"),
        (TransferStatus.ASSIGNED, Status.INFO_REQUESTED, "paused"),
    ],
)
def test_why_a_transfer_is_not_chased(transfer, request_stage, told):
    found = whynot(transfer, request_stage)

    assert (told in found) if told else found == ""
