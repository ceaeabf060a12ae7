"""The calendar of the office: days of its own, told before they move anything."""

from datetime import date

import pytest
from sqlalchemy import select

from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.deadlines import Unit
from ctrack.domain.permissions import Role
from ctrack.extensions import db
from ctrack.models import CalendarDay, CentralAuthority, Deadline, DeadlineRule, Event
from ctrack.models.calendar import DayKind
from ctrack.services import deadlines, timing
from tests.cases import Case, incoming, outgoing

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
    address = "/admin/calendar/2020-03-04/remove"
    page = admin.submit(address, expect=200)
    assert "12 Mar 2020" in page.text
    assert len(own_days()) == 1

    admin.submit(address, data=page.form())

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
    data = MARCH_4 | typed | {"moves": "1"}

    page = admin.submit("/admin/calendar", data=data, expect=422)

    assert told in page.text
    assert own_days() == []


def test_a_day_that_no_term_asks_about_moves_nothing(admin, case):
    db.session.get(DeadlineRule, "ACK").unit = Unit.CALENDAR_DAYS
    timing.announce(case.clerk.central_authority)
    db.session.flush()
    deadlines.refresh(case.request)
    db.session.commit()

    admin.submit("/admin/calendar", data=MARCH_4, expect=302)

    assert "due days" not in admin.open("/admin/calendar").select_one("main").text
    assert len(own_days()) == 1
    lines = db.session.scalars(select(Event.kind).order_by(Event.id)).all()
    assert lines[-1] == "CALENDAR_CHANGED"


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


@pytest.fixture
def ours(make):
    """Sent to the Emirates on Monday 2 March 2020; four working days to acknowledge."""
    db.session.get(DeadlineRule, "OUT_ACK_CHASE").unit = Unit.WORKING_DAYS
    db.session.get(DeadlineRule, "OUT_ACK_CHASE").count = 4
    timing.announce(db.session.scalars(select(CentralAuthority)).one())
    found = Case(outgoing(partner_state="AE"))
    found.take("send", date(2020, 3, 2))
    db.session.commit()
    assert found.request.due_on == date(2020, 3, 6)
    return found


EMIRATES = {"serves": "STATE", "place": "United Arab Emirates"}


def added(admin, **typed):
    """Look at what a further calendar would move, and store it."""
    page = admin.submit("/admin/calendar/new", data=EMIRATES | typed, expect=200)
    return admin.submit("/admin/calendar/new", data=page.form()).location


def test_what_another_state_owes_is_counted_by_its_calendar(admin, ours, case):
    """In 2020 Friday and Saturday were free there; what is our own turn stays."""
    page = admin.submit("/admin/calendar/new", data=EMIRATES, expect=200)
    assert "Acknowledgement by the requested State" in page.text
    assert "6 Mar 2020" in page.text
    db.session.refresh(ours.request)
    assert ours.request.due_on == date(2020, 3, 6)

    there = admin.submit("/admin/calendar/new", data=page.form()).location

    db.session.refresh(ours.request)
    db.session.refresh(case.request)
    assert ours.request.due_on == date(2020, 3, 8)  # a Sunday
    assert case.request.due_on == date(2020, 3, 11)
    assert "United Arab Emirates" in admin.open(there).select_one("h1").text
    assert "United Arab Emirates" in admin.open("/admin/calendar").text


def test_the_day_is_explained_by_that_calendar(admin, ours, sign_in):
    added(admin)
    clerk = sign_in(user=ours.clerk)
    deadline = db.session.scalars(
        select(Deadline).where(Deadline.mla_request_id == ours.request.id)
    ).one()
    page = clerk.open(f"/requests/{ours.request.reference}/deadlines/{deadline.id}")
    told = page.select_one("main").get_text(" ", strip=True)
    assert "Due on 8 Mar 2020" in told
    assert "Working days are those of United Arab Emirates." in told
    assert "6 Mar 2020 to 7 Mar 2020 Weekend" in told


def test_a_calendar_that_is_done_away_with_gives_the_days_back(admin, ours):
    there = added(admin)

    page = admin.submit(f"{there}/delete", expect=200)
    assert "6 Mar 2020" in page.text
    admin.submit(f"{there}/delete", data=page.form())

    db.session.refresh(ours.request)
    assert ours.request.due_on == date(2020, 3, 6)
    admin.open(there, expect=404)


@pytest.fixture
def transferred(make):
    """Sent to a court on Monday 2 March 2020, to be answered in five working days."""
    rule = db.session.get(DeadlineRule, "COA_ANSWER")
    rule.unit, rule.count = Unit.WORKING_DAYS, 5
    timing.announce(db.session.scalars(select(CentralAuthority)).one())
    found = Case(incoming())
    found.take("accept", date(2020, 3, 2))
    court = make.Authority(name="Court of the South")
    found.send(court, on=date(2020, 3, 2))
    db.session.commit()
    return found, court


def answer_due(case):
    return db.session.scalars(
        select(Deadline.current_on)
        .where(Deadline.mla_request_id == case.request.id)
        .where(Deadline.kind == DeadlineKind.ANSWER)
        .execution_options(populate_existing=True)
    ).one()


def test_an_authority_answers_by_the_calendar_it_is_given(admin, transferred):
    """Adelaide Cup Day, Monday 9 March 2020, is kept in South Australia only."""
    case, court = transferred
    assert answer_due(case) == date(2020, 3, 9)
    south = {"serves": "AUTHORITIES", "place": "AU-SA", "name": "The South"}
    there = admin.submit("/admin/calendar/new", data=south).location
    assert answer_due(case) == date(2020, 3, 9)
    form = admin.open(f"/admin/authorities/{court.id}").form()
    form["calendar_id"] = there.rpartition("/")[2]

    page = admin.submit(f"/admin/authorities/{court.id}", data=form, expect=200)
    assert "10 Mar 2020" in page.text
    assert answer_due(case) == date(2020, 3, 9)
    admin.submit(f"/admin/authorities/{court.id}", data=page.form())

    assert answer_due(case) == date(2020, 3, 10)
    refused = admin.submit(f"{there}/delete", expect=422)
    assert "Give it another one first." in refused.text


def test_the_office_may_lie_in_a_part_of_its_state(admin, transferred):
    case, _court = transferred
    page = admin.submit("/admin/calendar/place", data={"place": "AU-SA"}, expect=200)
    assert "10 Mar 2020" in page.text
    admin.submit("/admin/calendar/place", data=page.form())
    assert answer_due(case) == date(2020, 3, 10)
    assert "(AU-SA)" in admin.open("/admin/calendar").text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"place": ""}, "Name a State"),
        ({"place": "Ruritania"}, "Name a State"),
        ({"place": "DE-XX"}, "DE-BY"),
        ({"serves": "AUTHORITIES"}, "Give the calendar a name."),
        ({"serves": "OFFICE"}, "not in the list"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_with_a_sentence(admin, typed, told):
    page = admin.submit("/admin/calendar/new", data=EMIRATES | typed, expect=422)

    assert told in page.get_text(" ")
    assert "Another State" not in admin.open("/admin/calendar").text


def test_a_state_has_one_calendar(admin):
    admin.submit("/admin/calendar/new", data=EMIRATES)
    page = admin.submit("/admin/calendar/new", data=EMIRATES, expect=422)
    assert "There is a calendar of this State already." in page.text


def test_holidays_published_anew_move_what_is_open(admin, ours):
    """`ctrack init` fills calendars again, and each request tells that it moved."""
    calendar = timing.of_office(ours.request.central_authority_id)
    flood = date(2020, 3, 4)
    calendar.days.append(
        CalendarDay(day=flood, kind=DayKind.HOLIDAY, name="", is_shipped=True)
    )
    timing.announce(ours.clerk.central_authority)
    db.session.flush()
    deadlines.refresh(ours.request)
    assert ours.request.due_on == date(2020, 3, 9)
    db.session.commit()

    timing.load()
    db.session.commit()

    db.session.refresh(ours.request)
    assert ours.request.due_on == date(2020, 3, 6)
    assert db.session.scalars(select(Event).order_by(Event.id)).all()[-1].details == {
        "moved": "ACKNOWLEDGEMENT_ABROAD 2020-03-09 2020-03-06"
    }


def test_only_administrators_change_the_calendar(sign_in):
    clerk = sign_in(role=Role.CLERK)

    clerk.open("/admin/calendar", expect=403)
    clerk.submit("/admin/calendar", data=MARCH_4, expect=403)
