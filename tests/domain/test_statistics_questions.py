"""What is asked of the statistics, in words, and what cannot be asked."""

from datetime import UTC, date, datetime

import pytest

from ctrack.domain.errors import Invalid
from ctrack.domain.statistics.questions import Period, Question, read_question
from ctrack.domain.vocabulary import Direction

TODAY = date(2026, 11, 24)


def read(**fields):
    asked = {"from": "2013-07-01", "to": "2014-06-30"}
    for name, value in fields.items():
        asked[name.rstrip("_")] = value
    return read_question(asked, central_authority_id=7, today=TODAY)


def test_a_period_is_read_in_any_way_people_write_days():
    assert read(from_="1.7.2013", to="30 Jun 2014") == Question(
        Period(date(2013, 7, 1), date(2014, 6, 30)), 7
    )


def test_both_directions_and_all_that_is_known_unless_said_otherwise():
    assert (read().direction, read().as_at) == (None, None)
    assert read(direction="Outgoing").direction is Direction.OUTGOING
    assert read(as_at="2015-01-01").as_at == date(2015, 1, 1)


def test_a_single_day_and_today_are_periods():
    assert read(from_="2026-11-24", to="2026-11-24").period.years == range(2026, 2027)


@pytest.mark.parametrize(
    ("fields", "field", "complaint"),
    [
        ({"from_": "2014-07-01"}, "to", "before it begins"),
        ({"to": "2026-11-25"}, "to", "has not come yet"),
        ({"from_": "2027-01-01", "to": "2027-02-01"}, "from", "has not come yet"),
        ({"as_at": "2026-11-25"}, "as_at", "has not come yet"),
        ({"from_": "31 Feb 2014"}, "from", "“31 Feb 2014” is not a day"),
        ({"to": ""}, "to", "Give the first and the last day"),
        ({"as_at": "soon"}, "as_at", "“soon” is not a day"),
        ({"direction": "sideways"}, "direction", "either incoming or outgoing"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(fields, field, complaint):
    with pytest.raises(Invalid) as refusal:
        read(**fields)

    problems = [p for p in refusal.value.problems if p.field == field]
    assert complaint in str(problems[0].sentence)


def test_everything_that_is_wrong_is_told_at_once():
    with pytest.raises(Invalid) as refusal:
        read(from_="x", to="y", as_at="z")

    assert [p.field for p in refusal.value.problems] == ["from", "to", "as_at"]


def test_a_day_is_known_until_its_midnight():
    question = read(as_at="2015-01-01")

    assert question.known_before == datetime(2015, 1, 2, tzinfo=UTC)
    assert read().known_before is None


@pytest.mark.parametrize(
    ("end", "months", "expected"),
    [
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2024, 5, 31), 3, date(2024, 2, 29)),
        (date(2026, 3, 31), 6, date(2025, 9, 30)),
        (date(2026, 1, 15), 24, date(2024, 1, 15)),
        (date(2026, 1, 1), 12, date(2025, 1, 1)),
    ],
)
def test_months_are_counted_back_to_the_same_day_or_the_last(end, months, expected):
    assert Period(end, end).months_before_end(months) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        # whole months, a quarter, a year, a leap year, five years
        (date(2024, 3, 1), date(2024, 3, 31), (date(2024, 2, 1), date(2024, 2, 29))),
        (date(2024, 4, 1), date(2024, 6, 30), (date(2024, 1, 1), date(2024, 3, 31))),
        (date(2025, 1, 1), date(2025, 12, 31), (date(2024, 1, 1), date(2024, 12, 31))),
        (date(2021, 1, 1), date(2025, 12, 31), (date(2016, 1, 1), date(2020, 12, 31))),
        # any other days: as many of them
        (date(2024, 3, 1), date(2024, 3, 1), (date(2024, 2, 29), date(2024, 2, 29))),
        (date(2026, 1, 1), date(2026, 1, 10), (date(2025, 12, 22), date(2025, 12, 31))),
        (date(2024, 1, 15), date(2024, 2, 14), (date(2023, 12, 15), date(2024, 1, 14))),
    ],
)
def test_the_period_before_ends_the_day_before_and_is_as_long(first, last, expected):
    before = Period(first, last).before

    assert (before.start, before.end) == expected


def test_the_period_before_is_counted_with_what_is_known_at_the_same_moment():
    question = read(as_at="2015-01-01", direction="incoming")

    assert question.before.period == Period(date(2012, 7, 1), date(2013, 6, 30))
    assert (question.before.as_at, question.before.direction) == (
        question.as_at,
        question.direction,
    )
