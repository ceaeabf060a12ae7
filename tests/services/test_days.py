"""Which day it is: that of the office, wherever its machine stands."""

import time
from datetime import UTC, date, datetime

import pytest

from ctrack import clock
from ctrack.domain.errors import Invalid
from ctrack.queries.statistics import asking
from tests.cases import Case

HALF_PAST_ELEVEN = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
"""In the morning at Greenwich; past midnight in Auckland, and not in Honolulu."""
AUCKLAND, HONOLULU = "Pacific/Auckland", "Pacific/Honolulu"


@pytest.fixture
def midnight(context, app, monkeypatch):
    """`midnight(AUCKLAND)`: the office is there, and it is half past eleven UTC."""

    def at(zone, moment=HALF_PAST_ELEVEN):
        monkeypatch.setitem(app.config, "CTRACK_TIMEZONE", zone)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return at


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        (AUCKLAND, HALF_PAST_ELEVEN, date(2026, 11, 25)),
        (AUCKLAND, datetime(2026, 11, 24, 10, 59, tzinfo=UTC), date(2026, 11, 24)),
        (HONOLULU, HALF_PAST_ELEVEN, date(2026, 11, 24)),
        (HONOLULU, datetime(2026, 11, 24, 9, 59, tzinfo=UTC), date(2026, 11, 23)),
        ("Etc/UTC", HALF_PAST_ELEVEN, date(2026, 11, 24)),
    ],
)
def test_the_day_begins_at_midnight_at_the_office(midnight, zone, moment, day):
    midnight(zone, moment)
    assert clock.today() == day
    assert clock.day_of(clock.moment_of(day)) == day


def test_what_is_entered_after_midnight_happened_today_and_not_yesterday(
    midnight, make
):
    midnight(AUCKLAND)
    today = date(2026, 11, 25)
    case = Case(received_on=today)
    case.take("acknowledge", on=today)

    assert [event.happened_on for event in case.events] == [today, today]
    assert case.events[0].entered_at == HALF_PAST_ELEVEN
    with pytest.raises(Invalid, match="2026-11-26 has not come yet"):
        case.take("note", on=date(2026, 11, 26))


def test_what_is_entered_before_midnight_is_not_entered_late(
    midnight, make, sign_in, app
):
    midnight(HONOLULU, datetime(2026, 11, 25, 9, 30, tzinfo=UTC))  # half past 23
    case = Case(received_on=date(2026, 11, 24))
    case.take("acknowledge", on=date(2026, 11, 24))
    page = sign_in(case.clerk).open(f"/requests/{case.request.reference}")

    assert "later" not in page.select_one(".timeline").text
    assert "24 Nov 2026" in page.select_one(".timeline").text


def test_as_at_a_day_counts_until_midnight_at_the_office(midnight):
    midnight(AUCKLAND)
    query = {"from": ["2026-01-01"], "to": ["2026-11-24"], "as_at": ["2026-11-24"]}
    question = asking.read(query, central_authority_id=1, today=clock.today())

    assert question.known_before == datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be changed")
def test_without_a_setting_the_machine_says_which_day_it_is(midnight, monkeypatch):
    midnight("")
    monkeypatch.setenv("TZ", AUCKLAND)
    time.tzset()
    try:
        assert clock.today() == date(2026, 11, 25)
        assert clock.moment_of(date(2026, 11, 25)).hour == 11
    finally:
        monkeypatch.undo()
        time.tzset()
