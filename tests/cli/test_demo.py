"""`ctrack demo`: a register to try, and never in the way of a real one."""

from ctrack.extensions import db
from ctrack.models import (
    CalendarDay,
    Chase,
    Deadline,
    Extension,
    Leave,
    MLARequest,
    Pause,
    Proposal,
    Reminder,
    ReviewMark,
    User,
)


def test_it_fills_an_empty_database_and_tells_who_can_sign_in(runner):
    told = runner("demo", "--requests", "60").stdout

    assert db.session.query(MLARequest).count() == 60
    assert "60 fictitious requests" in told
    for name in (
        "clerk",
        "supervisor",
        "statistician",
        "authority",
        "auditor",
        "admin",
    ):
        assert f"  {name} " in told
    assert "demonstration" in told


def test_what_lies_on_the_desks_today_is_shown_too(runner):
    runner("demo", "--requests", "250")

    def number(table, *conditions):
        return db.session.query(table).filter(*conditions).count()

    assert number(Extension) >= 1
    assert number(Pause, Pause.is_by_hand) == 2
    assert number(Deadline, Deadline.is_by_hand) == 2
    assert number(ReviewMark) == 1
    assert number(Proposal) == 1
    assert number(Reminder) == 2
    assert number(Leave) == 1
    assert number(Chase) >= 3
    assert number(CalendarDay, ~CalendarDay.is_shipped) == 1


def test_it_refuses_a_register_that_holds_requests(runner, make):
    make.MLARequest()

    told = runner("demo", expect=1)

    assert "empty database" in told.stderr
    assert told.stderr.count("\n") == 1
    assert db.session.query(MLARequest).count() == 1
    assert db.session.query(User).count() == 0


def test_it_leaves_such_a_register_alone_when_told_to(runner, make):
    make.MLARequest()

    told = runner("demo", "--if-empty")

    assert "left as it is" in told.stdout
    assert db.session.query(MLARequest).count() == 1


def test_it_fills_an_empty_register_when_told_to_spare_others(runner):
    runner("demo", "--if-empty", "--requests", "5")

    assert db.session.query(MLARequest).count() == 5


def test_a_name_in_use_leaves_nothing_behind(runner, make):
    make.User(username="clerk")

    told = runner("demo", expect=1)

    assert "clerk" in told.stderr
    assert db.session.query(MLARequest).count() == 0
    assert db.session.query(User).count() == 1


def test_a_number_that_makes_no_sense_is_wrong_usage(runner):
    runner("demo", "--requests", "0", expect=2)
    runner("demo", "--requests", "many", expect=2)
