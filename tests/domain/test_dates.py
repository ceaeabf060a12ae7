"""Days as people write them, and the order in which they must follow each other."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctrack.domain.dates import MILESTONES, NotADay, in_future, out_of_order, parse_day

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
STYLES = (
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%d. %B %Y",
    "%d-%b-%Y",
    " %d %b, %Y ",
)


@given(DAYS, st.sampled_from(STYLES), st.sampled_from((str, str.upper, str.lower)))
def test_a_day_in_any_style_is_read_back(day, style, case):
    text = day.strftime(style)
    assert parse_day(case(text) if "%b" in style.lower() else text) == day


@given(DAYS)
def test_a_day_without_leading_zeros_is_read_back(day):
    assert parse_day(f"{day.day}.{day.month}.{day.year}") == day
    assert parse_day(f"{day.year}-{day.month}-{day.day}") == day
    assert parse_day(f"{day:%b} {day.day}".split()[1] + f" {day:%B} {day.year}") == day


@given(DAYS)
def test_days_of_spreadsheets_are_taken_as_they_are(day):
    assert parse_day(day) == day
    assert parse_day(datetime(day.year, day.month, day.day, 13, 5, tzinfo=UTC)) == day


@pytest.mark.parametrize(
    "text",
    [
        "31 Feb 2026",
        "31.02.2026",
        "2026-02-31",
        "29 Feb 2023",
        "30/02/2024",
        "31/04/2026",
        "0.1.2026",
        "1.13.2026",
        "19 Foo 2026",
        "19 November",
        "November 2026",
        "19.11.26",
        "2026",
        "45678",
        "1899-12-31",
        "2101-01-01",
        "0001-01-01",
        "yesterday",
        "",
        "2026-11-19T10:00Z; DROP TABLE event",
        "1.1.20266",
    ],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(NotADay):
        parse_day(text)


def test_a_leap_day_is_a_day():
    assert parse_day("29 Feb 2024") == date(2024, 2, 29)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_day_or_refused(text):
    try:
        day = parse_day(text)
    except NotADay:
        return
    assert 1900 <= day.year <= 2100


@pytest.mark.parametrize("value", [None, 45678, 4.5, True, [], date(1800, 1, 1)])
def test_values_that_are_no_days_are_refused(value):
    with pytest.raises(NotADay):
        parse_day(value)


# -------------------------------------------------------------------------- order

NAMES = [name for name, _ in MILESTONES]
START = date(2020, 1, 1)
some_days = st.dictionaries(
    st.sampled_from(NAMES), st.integers(0, 30).map(lambda n: START + timedelta(n))
)


@given(some_days)
def test_days_that_never_go_back_are_in_order(days):
    ordered = dict(zip(NAMES, sorted(days.values()), strict=False))
    assert out_of_order(ordered) == []


@given(some_days)
def test_a_day_before_one_that_precedes_it_is_named(days):
    apart = {n: d for n, d in days.items() if n != "acknowledged_on"}
    wrong = any(
        apart[a] > apart[b]
        for i, a in enumerate(NAMES)
        for b in NAMES[i + 1 :]
        if a in apart and b in apart
    )
    assert bool(out_of_order(apart)) is wrong


def test_offices_acknowledge_late_but_neither_before_receipt_nor_after_closing():
    late = {
        "received_on": date(2020, 1, 5),
        "acknowledged_on": date(2020, 2, 20),
        "transferred_on": date(2020, 1, 9),
        "closed_on": date(2020, 3, 1),
    }
    assert out_of_order(late) == []
    [early] = out_of_order(late | {"acknowledged_on": date(2020, 1, 4)})
    assert str(early) == (
        "acknowledged_on: acknowledged on 2020-01-04 lies before received on "
        "2020-01-05. Correct one of the two days."
    )
    [closed] = out_of_order(late | {"closed_on": date(2020, 2, 19)})
    assert closed.field == "closed_on"
    assert "acknowledged on 2020-02-20" in str(closed)


def test_today_has_come_and_tomorrow_has_not():
    today = date(2020, 1, 5)
    assert in_future({"closed_on": today}, today) == []
    [problem] = in_future({"closed_on": date(2020, 1, 6), "sent_on": None}, today)
    assert str(problem) == (
        "closed_on: 2020-01-06 has not come yet. Give a day up to today, 2020-01-05."
    )
