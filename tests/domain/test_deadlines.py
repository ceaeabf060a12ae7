"""Due days by published calendars, with extensions and pauses in any order."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctrack.domain.calendars import Calendar, weekend_of
from ctrack.domain.deadlines import (
    Extension,
    Term,
    Terms,
    Unit,
    days_late,
    due,
    with_end,
)
from ctrack.domain.explanations import LineKind, explain
from ctrack.domain.pauses import Pause, PauseCategory
from tests.domain.published_calendars import (
    ALGERIA,
    AUSTRALIA,
    BRUNEI,
    CHINA,
    EGYPT,
    EMIRATES,
    ENGLAND,
    EU_INSTITUTIONS,
    FRANCE,
    HUNGARY,
    JAPAN,
    KUWAIT,
    NEPAL,
    PLAIN,
    SAUDI_ARABIA,
    SOUTH_AFRICA,
    UNITED_STATES,
    on,
)
from tests.domain.test_pauses import pause, pauses

_UNITS = {"d": Unit.CALENDAR_DAYS, "w": Unit.WORKING_DAYS, "m": Unit.MONTHS}


def term(text):
    """`10w` ten working days, `30d` calendar days, `2m` months; `+` rolls."""
    return Term(int(text.rstrip("dwm+")), _UNITS[text.rstrip("+")[-1]], "+" in text)


def terms(base, length, calendar=PLAIN, *, pauses=(), extensions=(), until=None):
    return Terms(
        on(base),
        term(length),
        on(until) if until else None,
        tuple(extensions),
        tuple(pauses),
        calendar,
    )


def more(granted, by="", until=""):
    """An extension `by` days or `until` a day, granted on a day."""
    if until:
        return Extension(on(granted), until=on(until))
    return Extension(on(granted), int(by[:-1]), _UNITS[by[-1]])


PUBLISHED = [
    # Calendar days; the base day is not counted (Regulation 1182/71, art. 3(1)).
    ("2026-11-19", "7d", PLAIN, "2026-11-26"),
    ("2025-12-20", "15d", PLAIN, "2026-01-04"),  # over the end of the year
    ("2023-12-31", "1d", PLAIN, "2024-01-01"),
    ("2024-02-28", "1d", PLAIN, "2024-02-29"),  # a leap year
    ("2023-02-28", "1d", PLAIN, "2023-03-01"),
    ("2024-01-01", "60d", PLAIN, "2024-03-01"),
    ("2023-01-01", "60d", PLAIN, "2023-03-02"),
    ("2000-02-28", "2d", PLAIN, "2000-03-01"),  # 2000 was a leap year,
    ("2100-02-28", "2d", PLAIN, "2100-03-02"),  # 2100 will be none
    ("2026-11-19", "0d", PLAIN, "2026-11-19"),
    # Rolling on: a Sunday at Easter, Regulation 1182/71, art. 3(4).
    ("2024-03-01", "30d+", EU_INSTITUTIONS, "2024-04-02"),
    ("2024-02-27", "30d+", EU_INSTITUTIONS, "2024-04-02"),  # Maundy Thursday
    ("2024-04-09", "30d+", EU_INSTITUTIONS, "2024-05-13"),  # Schuman Day and bridge
    ("2024-04-09", "30d", EU_INSTITUTIONS, "2024-05-09"),  # without rolling
    ("2022-12-17", "7d+", ENGLAND, "2022-12-28"),  # Saturday 24 Dec, substitute day
    ("2022-12-25", "7d+", ENGLAND, "2023-01-03"),  # New Year's substitute day
    ("2013-06-20", "7d+", SAUDI_ARABIA, "2013-06-30"),  # the longest weekend, Thu-Sat
    ("2013-06-13", "7d+", SAUDI_ARABIA, "2013-06-22"),  # Thursday to Saturday worked
    # Months: the number of the day, or the last day of the month (art. 3(2)(c)).
    ("2023-01-31", "1m", PLAIN, "2023-02-28"),  # German Civil Code, section 188(3)
    ("2024-01-31", "1m", PLAIN, "2024-02-29"),
    ("2024-02-29", "12m", PLAIN, "2025-02-28"),
    ("2024-02-29", "48m", PLAIN, "2028-02-29"),
    ("2025-11-30", "3m", PLAIN, "2026-02-28"),
    ("2025-12-15", "1m", PLAIN, "2026-01-15"),
    ("2024-10-11", "1m+", FRANCE, "2024-11-12"),  # Armistice Day, a Monday
    ("2024-10-01", "1m+", FRANCE, "2024-11-04"),  # All Saints' Day, a Friday
    # Working days, Saturday and Sunday free.
    ("2026-11-19", "1w", PLAIN, "2026-11-20"),
    ("2026-11-20", "1w", PLAIN, "2026-11-23"),
    ("2026-11-21", "1w", PLAIN, "2026-11-23"),  # received on a Saturday
    ("2026-11-19", "10w", PLAIN, "2026-12-03"),
    # Moved and additional bank holidays, gov.uk.
    ("2022-05-27", "5w", ENGLAND, "2022-06-07"),
    ("2020-05-06", "2w", ENGLAND, "2020-05-11"),
    ("2022-09-16", "1w", ENGLAND, "2022-09-20"),
    ("2021-12-24", "3w", ENGLAND, "2021-12-31"),
    ("2021-12-31", "1w", ENGLAND, "2022-01-04"),
    ("2022-12-23", "5w", ENGLAND, "2023-01-04"),
    ("2023-05-05", "1w", ENGLAND, "2023-05-09"),
    # Observed on the Friday before or the Monday after, OPM.
    ("2021-06-17", "1w", UNITED_STATES, "2021-06-21"),
    ("2021-12-23", "5w", UNITED_STATES, "2022-01-03"),
    ("2022-12-23", "5w", UNITED_STATES, "2023-01-03"),
    ("2024-11-27", "2w", UNITED_STATES, "2024-12-02"),
    # Thursday and Friday free in Saudi Arabia until 28 June 2013.
    ("2013-06-01", "5w", SAUDI_ARABIA, "2013-06-08"),
    ("2013-06-19", "1w", SAUDI_ARABIA, "2013-06-22"),
    ("2013-06-26", "1w", SAUDI_ARABIA, "2013-06-30"),
    ("2013-06-26", "5w", SAUDI_ARABIA, "2013-07-04"),
    ("2013-07-04", "1w", SAUDI_ARABIA, "2013-07-07"),
    ("2012-09-19", "2w", SAUDI_ARABIA, "2012-09-24"),  # National Day, a Sunday
    ("2023-02-21", "3w", SAUDI_ARABIA, "2023-02-27"),  # Founding Day, a Wednesday
    # Friday and Saturday.
    ("2007-08-29", "3w", KUWAIT, "2007-09-04"),  # Thu to Sat free in the week of change
    ("2009-08-12", "2w", ALGERIA, "2009-08-17"),
    ("2021-06-30", "1w", EGYPT, "2021-07-04"),  # moved to a Thursday
    ("2021-04-22", "1w", EGYPT, "2021-04-26"),  # Sunday after the weekend, a holiday
    ("2021-12-29", "3w", EMIRATES, "2022-01-04"),
    ("2022-01-06", "2w", EMIRATES, "2022-01-10"),
    # Other weeks.
    ("2026-11-19", "2w", BRUNEI, "2026-11-23"),  # Friday and Sunday free
    ("2026-11-19", "2w", NEPAL, "2026-11-22"),  # Saturday free only
    # Ten days in a row, Cabinet Office of Japan.
    ("2019-04-26", "1w", JAPAN, "2019-05-07"),
    ("2019-04-19", "10w", JAPAN, "2019-05-13"),
    # Weekends worked in exchange, State Council of China and Hungary's decree.
    ("2024-04-26", "1w", CHINA, "2024-04-28"),
    ("2024-04-26", "4w", CHINA, "2024-05-06"),
    ("2024-05-10", "1w", CHINA, "2024-05-11"),
    ("2024-08-02", "1w", HUNGARY, "2024-08-03"),
    ("2024-08-16", "1w", HUNGARY, "2024-08-21"),
    ("2024-12-13", "8w", HUNGARY, "2024-12-30"),
    # Sunday's holiday on Monday; a day of one year only.
    ("2025-04-25", "1w", SOUTH_AFRICA, "2025-04-29"),
    ("2022-09-21", "1w", AUSTRALIA, "2022-09-23"),
    ("2024-05-07", "3w", FRANCE, "2024-05-14"),
]


@pytest.mark.parametrize(("base", "length", "calendar", "expected"), PUBLISHED)
def test_a_term_ends_as_the_published_calendar_says(base, length, calendar, expected):
    given = terms(base, length, calendar)
    assert due(given).original == due(given).current == on(expected)


# Base Monday 5 January 2026; 10 days would end on Thursday 15 January.
PAUSED = [
    ("10d", [pause("2026-01-08", "2026-01-12")], "2026-01-19"),
    # Resumed on the day of pausing.
    ("10d", [pause("2026-01-08", "2026-01-08")], "2026-01-15"),
    # On the base day itself, which is not counted anyway.
    ("10d", [pause("2026-01-05", "2026-01-06")], "2026-01-15"),
    # From before the base day on.
    ("10d", [pause("2026-01-01", "2026-01-08")], "2026-01-17"),
    # On the last day: it is had on the day of resuming.
    ("10d", [pause("2026-01-15", "2026-01-20")], "2026-01-20"),
    # After the last day: too late to help.
    ("10d", [pause("2026-01-16", "2026-01-20")], "2026-01-15"),
    # A second pause reached only because of the first.
    (
        "10d",
        [pause("2026-01-08", "2026-01-12"), pause("2026-01-17", "2026-01-20")],
        "2026-01-22",
    ),
    # Overlapping: eight days, not eleven.
    (
        "10d",
        [pause("2026-01-08", "2026-01-14"), pause("2026-01-11", "2026-01-16")],
        "2026-01-23",
    ),
    # Without an end: no day can be told, unless it lay before.
    ("10d", [pause("2026-01-08")], None),
    ("10d", [pause("2026-01-16")], "2026-01-15"),
    ("10d", [pause("2026-01-08", "2026-01-09"), pause("2026-01-16")], None),
    # Working days: a paused weekend costs nothing.
    ("10w", [pause("2026-01-10", "2026-01-12")], "2026-01-19"),
    ("10w", [pause("2026-01-08", "2026-01-12")], "2026-01-21"),
    ("10w", [pause("2026-01-19", "2026-02-02")], "2026-02-02"),
    ("10w", [pause("2026-01-08")], None),
    # Months: day for day, over the end of February.
    ("1m", [pause("2026-01-08", "2026-01-12")], "2026-02-09"),
    ("2m", [pause("2026-02-01", "2026-03-01")], "2026-04-02"),
    # Rolling: Saturday 17 January, then a pause on the Monday.
    ("12d+", [], "2026-01-19"),
    ("12d+", [pause("2026-01-19", "2026-01-21")], "2026-01-21"),
    ("12d+", [pause("2026-01-19", "2026-01-24")], "2026-01-26"),
    ("12d+", [pause("2026-01-18")], None),
]


@pytest.mark.parametrize(("length", "given", "expected"), PAUSED)
def test_paused_days_are_not_counted_in_any_unit(length, given, expected):
    found = due(terms("2026-01-05", length, pauses=given))
    assert found.current == (on(expected) if expected else None)


@pytest.mark.parametrize(
    ("length", "given", "held", "expected"),
    [
        ("10d", [more("2026-01-10", "5d")], [], "2026-01-20"),
        # Extended, then paused; paused, then extended: the same.
        (
            "10d",
            [more("2026-01-07", "5d")],
            [pause("2026-01-08", "2026-01-12")],
            "2026-01-24",
        ),
        (
            "10d",
            [more("2026-01-13", "5d")],
            [pause("2026-01-08", "2026-01-12")],
            "2026-01-24",
        ),
        # Paused in the days that the extension gave.
        (
            "10d",
            [more("2026-01-10", "5d")],
            [pause("2026-01-17", "2026-01-21")],
            "2026-01-24",
        ),
        # Extended by working days what ran in calendar days.
        ("10d", [more("2026-01-10", "5w")], [], "2026-01-22"),
        # Two extensions; the EIO's thirty days and thirty more (art. 12(5)).
        ("30d", [more("2026-02-01", "30d")], [], "2026-03-06"),
        (
            "10d",
            [more("2026-01-14", "3d"), more("2026-01-10", "5d")],
            [],
            "2026-01-23",
        ),
        # Until a day: an earlier pause was known, a later one moves it.
        (
            "10d",
            [more("2026-01-13", until="2026-02-13")],
            [pause("2026-01-08", "2026-01-12")],
            "2026-02-13",
        ),
        (
            "10d",
            [more("2026-01-07", until="2026-02-13")],
            [pause("2026-01-08", "2026-01-12")],
            "2026-02-17",
        ),
        # Until a day that lies before: nobody loses time by it.
        ("10d", [more("2026-01-07", until="2026-01-12")], [], "2026-01-15"),
        # Granted late, after it was due.
        ("10d", [more("2026-01-20", until="2026-01-30")], [], "2026-01-30"),
        # Extended while paused without an end.
        ("10d", [more("2026-01-10", "5d")], [pause("2026-01-08")], None),
    ],
)
def test_extensions_and_pauses(length, given, held, expected):
    found = due(terms("2026-01-05", length, pauses=held, extensions=given))
    assert found.current == (on(expected) if expected else None)
    assert found.original == due(terms("2026-01-05", length)).original


def test_a_day_that_was_set_takes_the_place_of_the_term():
    given = terms("2026-01-05", "30d", until="2026-01-20")
    assert due(given).original == on("2026-01-20")
    held = terms(
        "2026-01-05",
        "30d",
        until="2026-01-20",
        pauses=[pause("2026-01-10", "2026-01-15")],
    )
    assert due(held).current == on("2026-01-25")


def test_resuming_restores_what_was():
    open_one = Pause(on("2026-01-08"), None, PauseCategory.COURT)
    held = terms("2026-01-05", "10d", pauses=[open_one])
    assert due(held).current is None
    ended = with_end(held.pauses, on("2026-01-08"))
    resumed = terms("2026-01-05", "10d", pauses=ended)
    assert due(resumed).current == due(resumed).original


def test_late_begins_on_the_day_after():
    assert days_late(on("2026-01-15"), on("2026-01-15")) == 0
    assert days_late(on("2026-01-15"), on("2026-01-19")) == 4
    assert days_late(None, on("2026-01-19")) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Term(-1),
        lambda: Extension(on("2026-01-01"), 1, Unit.MONTHS),
        lambda: Extension(on("2026-01-01"), -1),
    ],
)
def test_time_is_not_taken_away(wrong):
    with pytest.raises(ValueError, match=r"length|time"):
        wrong()


_DAYS = st.dates(date(2019, 12, 1), date(2020, 4, 1))
_HOLIDAYS = st.dictionaries(
    st.dates(date(2019, 12, 1), date(2021, 6, 1)), st.just("holiday"), max_size=12
)
_WEEKENDS = st.sampled_from([{5, 6}, {4, 5}, {3, 4}, {5}, {4, 6}, set()])


@st.composite
def calendars(draw):
    later = draw(st.dates(date(2020, 1, 1), date(2020, 12, 31)))
    weekends = (weekend_of(draw(_WEEKENDS)), weekend_of(draw(_WEEKENDS), later))
    return Calendar(weekends, draw(_HOLIDAYS), worked=draw(_HOLIDAYS))


@st.composite
def extensions(draw):
    granted = draw(_DAYS)
    if draw(st.booleans()):
        days = draw(st.integers(0, 120))
        return Extension(granted, until=granted + timedelta(days=days))
    unit = draw(st.sampled_from([Unit.CALENDAR_DAYS, Unit.WORKING_DAYS]))
    return Extension(granted, draw(st.integers(0, 40)), unit)


@st.composite
def any_terms(draw):
    unit = draw(st.sampled_from(Unit))
    count = draw(st.integers(0, 6 if unit is Unit.MONTHS else 60))
    return Terms(
        draw(_DAYS),
        Term(count, unit, draw(st.booleans())),
        None,
        tuple(draw(st.lists(extensions(), max_size=3))),
        tuple(draw(st.lists(pauses(), max_size=4))),
        draw(calendars()),
    )


def later(day):
    """So that what cannot be told comes after every day."""
    return day or date.max


@given(any_terms(), _HOLIDAYS)
def test_a_holiday_more_never_makes_anything_due_sooner(given, holidays):
    old = given.calendar
    new = Calendar(old.weekends, {**old.holidays, **holidays}, old.added, old.worked)
    before = due(given)
    after = due(
        Terms(given.base_on, given.term, None, given.extensions, given.pauses, new)
    )
    assert after.original >= before.original
    assert later(after.current) >= later(before.current)


@given(any_terms(), st.randoms())
def test_the_order_of_entering_facts_says_nothing(given, chance):
    extended, held = list(given.extensions), list(given.pauses)
    chance.shuffle(extended)
    chance.shuffle(held)
    mixed = Terms(
        given.base_on, given.term, None, tuple(extended), tuple(held), given.calendar
    )
    assert due(mixed) == due(given)


@given(any_terms())
def test_neither_pauses_nor_extensions_make_anything_due_sooner(given):
    found = due(given)
    assert later(found.current) >= found.original
    alone = Terms(given.base_on, given.term, None, given.extensions, (), given.calendar)
    assert later(found.current) >= later(due(alone).current)


@settings(max_examples=300)
@given(any_terms())
def test_the_explanation_tells_every_day_up_to_the_due_day(given):
    explained = explain(given)
    assert explained.current == due(given).current
    told = [
        line
        for line in explained.lines
        if line.kind not in {LineKind.EXTENDED, LineKind.ROLLED}
    ]
    for line, following in pairwise(told):
        # The last day counted may itself be free: it is told once more, as rolled.
        assert line.until <= following.since
    if explained.current is None:
        assert explained.lines[-1].until is None
        return
    # An extension until a day counts from the day of granting, which may be later.
    granted = [e.granted_on for e in given.extensions if e.until]
    end = max([given.base_on, *granted, *(line.until for line in told)])
    assert (explained.current - end).days <= 1
    assert all(line.until <= explained.current for line in told)


def test_an_explanation_names_what_was_not_counted():
    # Five working days from 27 May 2022, gov.uk: the jubilee; paused on 6 June.
    given = terms(
        "2022-05-27", "5w", ENGLAND, pauses=[pause("2022-06-06", "2022-06-07")]
    )
    told = [
        (line.kind, f"{line.since:%d %b}", f"{line.until:%d %b}", line.first, line.last)
        for line in explain(given).lines
    ]
    assert told == [
        (LineKind.FREE, "28 May", "29 May", 0, 0),
        (LineKind.COUNTED, "30 May", "01 Jun", 1, 3),
        (LineKind.FREE, "02 Jun", "02 Jun", 0, 0),
        (LineKind.FREE, "03 Jun", "03 Jun", 0, 0),
        (LineKind.FREE, "04 Jun", "05 Jun", 0, 0),
        (LineKind.PAUSED, "06 Jun", "06 Jun", 0, 0),
        (LineKind.COUNTED, "07 Jun", "08 Jun", 4, 5),
    ]
    assert explain(given).lines[2].free.name == "Spring bank holiday"


def test_an_explanation_tells_of_extensions_and_of_rolling():
    given = terms("2026-01-05", "10d+", extensions=[more("2026-01-10", "2d")])
    assert [(line.kind, line.since.day) for line in explain(given).lines] == [
        (LineKind.COUNTED, 6),
        (LineKind.EXTENDED, 10),
        (LineKind.COUNTED, 16),
        (LineKind.FREE, 17),
        (LineKind.ROLLED, 19),
    ]
