"""Days on which the clock stands still, gross and net."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctrack.domain.pauses import (
    Pause,
    PauseCategory,
    Span,
    day_after,
    gross,
    holding,
    net,
    stretches,
    union,
)
from tests.domain.published_calendars import on

_DAYS = st.dates(date(2019, 11, 1), date(2021, 4, 1))


@st.composite
def pauses(draw, *, open_ones=True):
    since = draw(_DAYS)
    days = st.integers(0, 90).map(lambda n: since + timedelta(days=n))
    until = draw(st.none() | days if open_ones else days)
    return Pause(since, until, draw(st.sampled_from(PauseCategory)))


def pause(since, until=None, category=PauseCategory.COURT):
    return Pause(on(since), on(until) if until else None, category)


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ([], 60),
        ([pause("2024-02-01", "2024-02-11")], 50),
        # Resumed on the day of pausing: not a day is lost.
        ([pause("2024-02-01", "2024-02-01")], 60),
        # Two that overlap, one within another, one twice: each day once.
        ([pause("2024-02-01", "2024-02-11"), pause("2024-02-06", "2024-02-16")], 45),
        ([pause("2024-02-01", "2024-02-21"), pause("2024-02-06", "2024-02-11")], 40),
        ([pause("2024-02-01", "2024-02-11")] * 2, 50),
        # One that ends on the day on which the next begins.
        ([pause("2024-02-01", "2024-02-11"), pause("2024-02-11", "2024-02-21")], 40),
        # Over the 29th of February 2024, one day more than in 2023.
        ([pause("2024-02-28", "2024-03-01")], 58),
        # Before the beginning, after the end, and over both.
        ([pause("2023-12-01", "2024-01-01")], 60),
        ([pause("2024-03-01", "2024-03-20")], 60),
        ([pause("2023-12-01", "2024-04-01")], 0),
        # Without an end.
        ([pause("2024-02-20")], 50),
    ],
)
def test_the_net_duration_leaves_paused_days_out_once(given, days):
    # 1 January to 1 March 2024: 31 and 29 days.
    assert gross(on("2024-01-01"), on("2024-03-01")) == 60
    assert net(given, on("2024-01-01"), on("2024-03-01")) == days


def test_overlapping_and_touching_pauses_become_one():
    found = union(
        [
            pause("2024-03-01", "2024-03-05"),
            pause("2024-02-01", "2024-02-11"),
            pause("2024-02-11", "2024-02-15"),
            pause("2024-02-20", "2024-02-20"),
        ]
    )
    assert found == [
        Span(on("2024-02-01"), on("2024-02-15")),
        Span(on("2024-03-01"), on("2024-03-05")),
    ]


def test_a_paused_day_tells_all_that_is_waited_for():
    court = pause("2024-02-01", "2024-02-11")
    state = pause("2024-02-05", None, PauseCategory.REQUESTING_STATE)
    assert holding([state, court], on("2024-02-06")) == [court, state]
    assert holding([state, court], on("2024-02-11")) == [state]
    assert [
        (s.days, s.categories)
        for s in stretches([court, state], on("2024-01-30"), on("2024-02-13"))
    ] == [
        (2, ()),
        (4, (PauseCategory.COURT,)),
        (6, (PauseCategory.COURT, PauseCategory.REQUESTING_STATE)),
        (2, (PauseCategory.REQUESTING_STATE,)),
    ]


@given(st.lists(pauses(), max_size=6), _DAYS, _DAYS)
def test_net_is_never_more_than_gross_and_stretches_add_up(some, first, other):
    since, until = sorted((first, other))
    found = list(stretches(some, since, until))
    assert sum(s.days for s in found) == gross(since, until)
    assert sum(s.days for s in found if not s.is_paused) == net(some, since, until)
    assert 0 <= net(some, since, until) <= gross(since, until)


@given(st.lists(pauses(), max_size=6), pauses(), _DAYS, _DAYS, st.randoms())
def test_one_more_pause_never_adds_a_day_and_their_order_says_nothing(
    some, more, first, other, chance
):
    since, until = sorted((first, other))
    mixed = list(some)
    chance.shuffle(mixed)
    assert net(mixed, since, until) == net(some, since, until)
    assert net([*some, more], since, until) <= net(some, since, until)


@given(st.lists(pauses(), max_size=5), _DAYS, st.integers(0, 200))
def test_a_day_is_found_by_counting_one_by_one(some, start, count):
    day, counted = start, 0
    while counted < count:
        day += timedelta(days=1)
        if any(p.until is None for p in holding(some, day)):
            day = None
            break
        counted += not holding(some, day)
    assert day_after(union(some), start, count) == day
