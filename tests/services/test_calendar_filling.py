"""Published calendars: what the package gives, beside what was published."""

from datetime import date

import pytest

from ctrack.domain.calendars import Calendar, CalendarUse
from ctrack.models import Calendar as CalendarRow
from ctrack.models import CalendarDay
from ctrack.models.calendar import DayKind
from ctrack.queries import timing as asked
from ctrack.services import calendar_filling, timing
from tests.domain import published_calendars as by_hand


@pytest.mark.parametrize(
    ("state", "calendar", "years"),
    [
        ("GB", by_hand.ENGLAND, range(2020, 2024)),
        ("US", by_hand.UNITED_STATES, range(2021, 2024)),
        ("JP", by_hand.JAPAN, [2019]),
        ("CN", by_hand.CHINA, [2024]),
        ("HU", by_hand.HUNGARY, [2024]),
        ("ZA", by_hand.SOUTH_AFRICA, [2025]),
        ("FR", by_hand.FRANCE, [2024]),
    ],
)
def test_the_days_written_down_by_hand_are_those_of_the_package(state, calendar, years):
    subdivision = "ENG" if state == "GB" else ""
    found = calendar_filling.published(state, subdivision, years)
    package = Calendar(calendar.weekends, found.holidays, worked=found.worked)
    days = [*calendar.holidays, *calendar.worked]
    wrong = [
        day
        for day in days
        if day.year in years and package.is_working(day) != calendar.is_working(day)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("SA", [(calendar_filling.ALWAYS, "34"), (date(2013, 6, 29), "45")]),
        ("AE", [(calendar_filling.ALWAYS, "45"), (date(2022, 1, 1), "56")]),
        ("BD", [(calendar_filling.ALWAYS, "45")]),
        ("FR", [(calendar_filling.ALWAYS, "56")]),
        ("XX", [(calendar_filling.ALWAYS, "56")]),
    ],
)
def test_weekends_have_their_time(state, expected):
    assert calendar_filling.weekends(state) == expected


def test_every_listed_weekend_leaves_days_of_work():
    for state in calendar_filling.states():
        for _, weekdays in calendar_filling.weekends(state):
            assert set(weekdays) < set("0123456")


def test_the_office_counts_by_the_calendar_of_its_state(make):
    office = make.the_office()
    calendar = asked.read(office.id).calendar

    # CTRACK_STATE is AU; Australia Day of 2027 is a Tuesday.
    assert calendar.free(date(2027, 1, 26)).name == "Australia Day"
    assert calendar.is_working(date(2027, 1, 25))


def test_filling_again_changes_nothing_and_keeps_the_offices_own_days(make):
    calendar = timing.of_office(make.the_office().id)
    own = CalendarDay(day=date(2027, 1, 25), kind=DayKind.ADDED, name="Closed")
    calendar.days.append(own)

    assert not calendar_filling.fill(calendar, date(2026, 11, 24))
    assert own in calendar.days


def test_a_state_nobody_knows_has_saturdays_and_sundays_only(make):
    calendar = CalendarRow(
        central_authority_id=make.the_office().id, state="XX", serves=CalendarUse.STATE
    )
    calendar_filling.fill(calendar, date(2026, 11, 24), with_weekends=True)
    assert calendar.days == []
    assert [weekend.weekdays for weekend in calendar.weekends] == ["56"]


def test_rules_are_kept_in_memory_until_they_are_announced_anew(make, count_queries):
    office = make.the_office()
    key = asked.key_of(office.id)
    first = asked.timing(office.id, key)
    with count_queries() as sent:
        assert asked.timing(office.id, key) is first
    assert sent == []
    timing.announce(office)
    assert asked.timing(office.id, office.timing_key) is not first
