"""Working days by published calendars."""

import pytest

from ctrack.domain.calendars import Calendar, FreeKind, weekend_of
from tests.domain.published_calendars import (
    CHINA,
    EMIRATES,
    ENGLAND,
    KUWAIT,
    SAUDI_ARABIA,
    days,
    on,
)


@pytest.mark.parametrize(
    ("calendar", "day", "kind"),
    [
        # Thursday was free in Saudi Arabia until the week of the change ...
        (SAUDI_ARABIA, "2013-06-27", FreeKind.WEEKEND),
        (SAUDI_ARABIA, "2013-06-22", None),  # ... and Saturday was worked
        (SAUDI_ARABIA, "2013-06-28", FreeKind.WEEKEND),
        (SAUDI_ARABIA, "2013-06-29", FreeKind.WEEKEND),
        (SAUDI_ARABIA, "2013-07-04", None),
        (SAUDI_ARABIA, "2012-09-23", FreeKind.HOLIDAY),
        (KUWAIT, "2007-08-30", FreeKind.WEEKEND),
        (KUWAIT, "2007-09-01", FreeKind.WEEKEND),
        (KUWAIT, "2007-09-06", None),
        (EMIRATES, "2021-12-31", FreeKind.WEEKEND),
        (EMIRATES, "2022-01-07", None),
        (EMIRATES, "2022-01-09", FreeKind.WEEKEND),
        (ENGLAND, "2022-05-30", None),  # the spring bank holiday was moved
        (ENGLAND, "2022-06-02", FreeKind.HOLIDAY),
        (CHINA, "2024-04-28", None),  # a Sunday on which people worked
    ],
)
def test_a_day_is_free_or_worked_as_published(calendar, day, kind):
    found = calendar.free(on(day))
    assert (found.kind if found else None) is kind


def test_a_holiday_on_a_weekend_is_called_by_its_name():
    assert EMIRATES.free(on("2022-01-01")).name == "New Year's Day"


def test_an_office_adds_its_own_days_and_works_on_others():
    office = Calendar(
        holidays=days("2026-12-24 Christmas Eve"),
        added=days("2026-12-28 Office closed"),
        worked=days("2026-12-24 Open until noon"),
    )
    assert office.is_working(on("2026-12-24"))
    assert office.free(on("2026-12-28")).kind is FreeKind.LOCAL


def test_the_order_in_which_weekends_are_given_says_nothing():
    turned = Calendar(weekends=SAUDI_ARABIA.weekends[::-1])
    assert turned.weekend(on("2013-06-28")) == {3, 4}
    assert turned.weekend(on("2013-06-29")) == {4, 5}


def test_the_next_working_day_may_lie_in_the_next_year():
    assert ENGLAND.next_working(on("2022-12-31")) == on("2023-01-03")


def test_working_days_of_a_span_are_counted_at_both_ends():
    # 25 April to 12 May 2024, State Council: 13 Mondays to Fridays, 3 of them free,
    # and two days of weekends worked.
    assert CHINA.working_days(on("2024-04-25"), on("2024-05-12")) == 11


@pytest.mark.parametrize("weekdays", [range(7), {7}, {-1}])
def test_a_week_without_work_is_no_weekend(weekdays):
    with pytest.raises(ValueError, match="weekdays"):
        weekend_of(weekdays)


def test_a_calendar_that_is_never_open_is_refused_rather_than_searched_for_ever():
    closed = Calendar(added={on("2026-01-01").fromordinal(n): "closed"
                             for n in range(739617, 739617 + 800)})  # fmt: skip
    with pytest.raises(ValueError, match="without working days"):
        closed.next_working(on("2026-01-02"))
