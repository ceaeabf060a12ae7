"""The calendar of the office: days of its own, told before they move anything."""

from datetime import date

import pytest
from sqlalchemy import select

from ctrack.domain.deadlines import Unit
from ctrack.domain.permissions import Role
from ctrack.extensions import db
from ctrack.models import CalendarDay, CentralAuthority, DeadlineRule, Event
from ctrack.models.calendar import DayKind
from ctrack.services import timing
from tests.cases import Case, incoming

MARCH_4 = {"day": "4 Mar 2020", "kind": "ADDED", "name": "Flood"}


@pytest.fixture
def case(make):
    """Received on Monday 2 March 2020; to be acknowledged in seven working days."""
    db.session.get(DeadlineRule, "ACK").unit = Unit.WORKING_DAYS
    db.session.get(DeadlineRule, "QC").valid_until = date(2020, 1, 1)
    timing.announce(db.session.scalars(select(CentralAuthority)).one())
    case = Case(incoming())
    db.session.commit()
    assert case.request.due_on == date(2020, 3, 11)
    return case


@pytest.fixture
def admin(sign_in):
    return sign_in(role=Role.ADMIN)


def own_days():
    rows = db.session.scalars(select(CalendarDay).where(~CalendarDay.is_shipped))
    return [(row.day, row.kind, row.name) for row in rows]


def store(admin, **typed):
    """Look at what would move, and store it."""
    shown = admin.submit("/admin/calendar", data=MARCH_4 | typed, expect=200)
    return admin.submit("/admin/calendar", data=shown.form())


def test_what_was_not_seen_is_shown_before_it_is_stored(admin, case):
    shown = admin.submit("/admin/calendar", data=MARCH_4, expect=200)
    Case(incoming())  # another letter comes in meanwhile
    db.session.commit()

    again = admin.submit("/admin/calendar", data=shown.form(), expect=409)

    assert "What would move has changed since you saw it." in again.get_text()
    assert own_days() == []
    admin.submit("/admin/calendar", data=again.form())
    assert len(own_days()) == 1


def test_what_would_move_is_told_first_and_nothing_is_stored(admin, case):
    page = admin.submit("/admin/calendar", data=MARCH_4, expect=200)

    row = page.select_one("main form table tbody tr").text
    assert "Acknowledgement of receipt" in row
    assert "11 Mar 2020" in row
    assert "12 Mar 2020" in row
    assert case.request.reference not in page.text
    assert own_days() == []
    assert case.request.due_on == date(2020, 3, 11)


def test_then_it_moves_with_a_line_in_the_history(admin, case):
    store(admin)

    db.session.refresh(case.request)
    assert case.request.due_on == date(2020, 3, 12)
    assert own_days() == [(date(2020, 3, 4), DayKind.ADDED, "Flood")]
    event = db.session.scalars(
        select(Event).where(Event.mla_request_id == case.request.id)
    ).all()[-1]
    assert event.kind == "DEADLINES_MOVED"
    assert event.details == {"moved": "ACKNOWLEDGEMENT 2020-03-11 2020-03-12"}


def test_a_holiday_or_saturday_may_be_worked(admin, case):
    store(admin, day="7 Mar 2020", kind="WORKED", name="For a bridge day")

    db.session.refresh(case.request)
    assert case.request.due_on == date(2020, 3, 10)


def test_what_was_said_of_a_day_is_taken_back(admin, case):
    store(admin)
    page = admin.open("/admin/calendar/2020-03-04/remove")
    assert "12 Mar 2020" in page.text

    admin.submit("/admin/calendar/2020-03-04/remove")

    db.session.refresh(case.request)
    assert case.request.due_on == date(2020, 3, 11)
    assert own_days() == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"day": "31 Feb 2020"}, "is not a day"),
        ({"day": ""}, "Give the day."),
        ({"day": "7 Mar 2020"}, "This day is free already."),
        ({"kind": "WORKED"}, "This day is a working day already."),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_a_sentence(admin, case, typed, told):
    data = MARCH_4 | typed | {"confirmed": "1"}

    page = admin.submit("/admin/calendar", data=data, expect=422)

    assert told in page.text
    assert own_days() == []


def test_a_day_that_no_term_asks_about_moves_nothing(admin, case):
    db.session.get(DeadlineRule, "ACK").unit = Unit.CALENDAR_DAYS
    timing.announce(case.clerk.central_authority)
    other = Case(incoming(bases=["UNTOC"]))
    db.session.commit()

    page = admin.submit(
        "/admin/calendar", data=MARCH_4 | {"day": "2 Jan 2020"}, expect=200
    )

    assert "No due day moves." in page.text
    assert other.request.is_open


def test_another_weekend_moves_what_is_due_after_a_look_at_it(admin, case):
    """Friday and Saturday from Sunday 8 March: that Sunday is worked."""
    address, typed = "/admin/calendar/weekend", {"since": "8 Mar 2020"}
    page = admin.submit(address, data=typed | {"weekdays": ["4", "5"]}, expect=200)
    db.session.refresh(case.request)
    assert "10 Mar 2020" in page.get_text()
    assert case.request.due_on == date(2020, 3, 11)

    admin.submit(address, data=page.form())

    db.session.refresh(case.request)
    assert case.request.due_on == date(2020, 3, 10)
    shown = admin.open(address).get_text(" ", strip=True)
    assert "Friday, Saturday" in shown
    assert "Saturday, Sunday" in shown


@pytest.mark.parametrize("weekdays", [[], ["0", "1", "2", "3"], ["5", "6"]])
def test_a_weekend_that_cannot_be_or_is_so_already_is_refused(admin, case, weekdays):
    page = admin.submit(
        "/admin/calendar/weekend",
        data={"since": "1 Jan 1900", "weekdays": weekdays},
        expect=422,
    )

    assert "Choose one to three days" in page.text or "so already" in page.text


def test_only_administrators_change_the_calendar(sign_in):
    clerk = sign_in(role=Role.CLERK)

    clerk.open("/admin/calendar", expect=403)
    clerk.submit("/admin/calendar", data=MARCH_4, expect=403)
