"""No reader who compares editions of overlapping periods works out what they hide.

Registers are invented and published twice or three times, each edition made ready in
view of those before it; then a reader attacks all of them together.
"""

import random
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctrack.domain.disclosure.publication import (
    as_laid_out,
    for_the_public,
    hidden_in,
)
from ctrack.domain.disclosure.stories import (
    Era,
    Public,
    hidden_places,
    in_order_of,
)
from ctrack.domain.statistics.questions import Period
from ctrack.domain.statistics.registry import TABLES
from ctrack.domain.statistics.tables import Figures
from ctrack.services.linear_programs import solve

from ..attack import CLOSED, DIRECTIONS, HIDDEN, NAMING, OTHERWISE, Comparer

STATES = ("Aland", "Bohemia", "Cathay", "Dalmatia", "Elba", "Flanders")
NAMES = ("flow", "by_basis_year", "by_state", "by_state_year")


class Lives:
    """Requests from the year they came to the year they were closed."""

    def __init__(self, requests):
        self.requests = requests

    @classmethod
    def drawn(cls, seed, number):
        draw = random.Random(seed)
        weights = [1 / (place + 1) for place in range(len(STATES))]
        requests = []
        for _ in range(number):
            opened = draw.randint(2020, 2024)
            closed = draw.choice([None, *range(opened, 2026)])
            outcome = draw.choices([*CLOSED, "Withdrawn"], [6, 1, 1, 1])[0]
            state = draw.choices(STATES, weights)[0]
            requests.append((draw.choice(DIRECTIONS), state, opened, closed, outcome))
        return cls(requests)

    def tables(self, years, names=NAMES):
        period = Period(date(years[0], 1, 1), date(years[-1], 12, 31))
        return {
            name: Figures.of(TABLES[name], period, getattr(self, name)(years))
            for name in names
        }

    def number(self, measure, years, direction, state=None):
        """How many of a State, or of all, are counted by a measure of the flow."""
        first, last = years[0], years[-1]
        counts = {
            "Pending at start": lambda o, c, _: o < first and (c or first) >= first,
            "New": lambda o, *_: first <= o <= last,
            "Pending at end": lambda o, c, _: o <= last and (c or last + 1) > last,
        }

        def as_closed(opened, closed, outcome):
            return outcome == measure and first <= (closed or 0) <= last

        counted = counts.get(measure, as_closed)
        return sum(
            1
            for d, s, *life in self.requests
            if d == direction and state in (None, s) and counted(*life)
        )

    def flow(self, years):
        for name in (
            *("Pending at start", "New", *CLOSED, *OTHERWISE),
            "Pending at end",
        ):
            yield (name, *(self.number(name, years, d) for d in DIRECTIONS))
        yield "Balance", 0, 0

    def by_basis_year(self, years):
        for d in DIRECTIONS:
            numbers = (self.number("New", (y, y), d) for y in years)
            yield (d, "UNTOC", "Palermo", *numbers)

    def by_state(self, years):
        for s in STATES:
            new = [self.number("New", years, d, s) for d in DIRECTIONS]
            end = [self.number("Pending at end", years, d, s) for d in DIRECTIONS]
            closed = [
                sum(self.number(name, years, d, s) for d in DIRECTIONS)
                for name in CLOSED
            ]
            yield (s, s, *new, *end, *closed, 31.5)

    def by_state_year(self, years):
        for d in DIRECTIONS:
            for s in STATES:
                numbers = (self.number("New", (y, y), d, s) for y in years)
                yield (d, s, s, *numbers)

    def by_offence(self, years):
        """A State is taken for an offence, and every third request mentions another."""
        first, last = years[0], years[-1]
        new = [
            (d, s, STATES[n % len(STATES)] if n % 3 == 0 else s)
            for n, (d, s, opened, *_) in enumerate(self.requests)
            if first <= opened <= last
        ]
        for s in sorted({s for _, *named in new for s in named}):
            numbers = []
            for d in DIRECTIONS:
                here = [named for where, *named in new if where == d]
                numbers.append(sum(named[0] == s for named in here))
                numbers.append(sum(s in named for named in here))
            yield (s, s, *numbers)
        yield ("NOT_STATED", "Not stated", 0, 0, 0, 0)

    def by_authority(self, years):
        """A State is taken for an authority."""
        for s in STATES:
            numbers = [
                sum(self.number(name, years, d, s) for d in DIRECTIONS)
                for name in ("New", "New", "Refused", CLOSED[0], "Pending at end")
            ]
            if any(numbers):
                yield (s, *numbers, 12.5)
        yield ("Not stated", 0, 0, 0, 0, 0, None)

    def pending_age(self, years):
        last = years[-1]
        for d in DIRECTIONS:
            ages = {s: [0] * 5 for s in (*STATES, "Not stated")}
            for where, s, opened, closed, _ in self.requests:
                if where == d and opened <= last and (closed or last + 1) > last:
                    ages[s][min(last - opened, 4)] += 1
            for s, bands in ages.items():
                if any(bands) or s == "Not stated":
                    yield (d, s, *bands, sum(bands))


def published_one_after_the_other(
    registers, periods, threshold, names=NAMES, know=True
):
    """Editions as they are printed, each made in view of those before it.

    `registers`: as the register stood for each of them, or one that never changed.
    """
    if isinstance(registers, Lives):
        registers = [registers] * len(periods)
    printed, public = [], []
    for lives, years in zip(registers, periods, strict=True):
        tables = lives.tables(years, names)
        period = Period(date(years[0], 1, 1), date(years[-1], 12, 31))
        edition = for_the_public(
            tables, threshold, solve, Era(period), public if know else ()
        )
        printed.append((edition, years))
        hidden = hidden_places(edition)
        public.append(Public(as_laid_out(tables), hidden, Era(period), threshold))
    return printed


def narrowed(lives, printed, threshold):
    """The figures below the threshold that a reader need not reckon fully with.

    With each edition all before it are attacked anew. Whoever publishes can do no more
    than hide all of the new one: what follows from its totals, everybody may know.
    """
    found = []
    for last, (tables, years) in enumerate(printed):
        before = printed[:last]
        reader = Comparer([*before, (tables, years)])
        knows_totals = Comparer([*before, (_bare(tables), years)])
        hidden = set(reader.hidden())
        for cell in _at_risk([lives] * (last + 1), printed[: last + 1], threshold):
            assert cell in hidden
            interval = reader.interval(cell)
            if _is_narrow(interval, knows_totals, cell, threshold):
                found.append((cell, *interval))
    return found


def _is_narrow(interval, knows_totals, cell, threshold):
    low, high = interval
    if low <= 1 and high >= threshold - 1:
        return False
    least, room = knows_totals.interval(cell)
    return low > max(1, least) or high < min(threshold - 1, room)


def rightly_narrowed(registers, printed, threshold):
    """What a reader finds out who does not know which figures were corrected.

    The reader compares the last edition with each one before, State by State, by all
    that is known or by what was new only, and is right: wrong ideas give nothing away.
    """
    for place, interval, true, alone, bare in _ideas(registers, printed, threshold):
        low, high = interval
        if low <= true <= high and all(
            _is_narrow(interval, reader, place, threshold) for reader in (alone, bare)
        ):
            yield place, low, high


def worked_out(registers, printed, threshold):
    """The same, but only what the reader then knows exactly."""
    for place, interval, true, alone, bare in _ideas(registers, printed, threshold):
        if set(interval) == {true} and not any(
            set(reader.interval(place)) == {true} for reader in (alone, bare)
        ):
            yield place, true


def _ideas(registers, printed, threshold):
    *before, last = printed
    for place, one in enumerate(before):
        pair, then = [one, last], [registers[place], registers[-1]]
        true, alone = _values(then, pair), Comparer(pair, about="nobody")
        hidden = set(alone.hidden())
        cells = [c for c in _at_risk(then, pair, threshold) if c in hidden]
        for about, only in product(product(DIRECTIONS, STATES), ("new", None)):
            reader = Comparer(pair, about=about, only=only)
            if reader.is_possible():
                nothing_shown = [one, (_bare(last[0]), last[1])]
                bare = Comparer(nothing_shown, about=about, only=only)
                for cell in cells:
                    edition, name, row, _ = cell
                    if about[1] not in pair[edition][0][name].rows[row]:
                        continue
                    yield cell, reader.interval(cell), true[cell], alone, bare


def _values(registers, printed):
    return {
        (place, name, n, column.name): value
        for place, (lives, (edition, years)) in enumerate(
            zip(registers, printed, strict=True)
        )
        for name, figures in as_laid_out(lives.tables(years, list(edition))).items()
        for n, row in enumerate(figures.rows)
        for column, value in zip(figures.columns, row, strict=True)
    }


def _at_risk(registers, printed, threshold):
    for cell, value in _values(registers, printed).items():
        if cell[1] in NAMING and isinstance(value, int) and 0 < value < threshold:
            yield cell


def _bare(tables):
    """What a reader would know if nothing but rows and totals were printed."""
    return {
        name: Figures(
            figures.table,
            figures.columns,
            [
                [HIDDEN if name in NAMING and type(v) is int else v for v in row]
                for row in figures.rows
            ],
            figures.totals,
        )
        for name, figures in tables.items()
    }


EDITIONS = [
    [(2022, 2023), (2022, 2023, 2024)],
    [(2022, 2023, 2024), (2022, 2023)],
    [(2022,), (2023,), (2022, 2023)],
    [(2021, 2022, 2023), (2022, 2023, 2024)],
    [(2022,), (2023,)],
]


@pytest.mark.parametrize("periods", EDITIONS, ids=str)
@settings(max_examples=3, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    number=st.integers(0, 80),
    threshold=st.sampled_from([3, 5, 10]),
    names=st.sampled_from(
        [
            NAMES,
            ("flow", "by_state"),
            ("flow", "by_state_year"),
            ("flow", "by_offence"),
            ("flow", "by_authority"),
            ("flow", "pending_age", "by_authority"),
        ]
    ),
)
def test_comparing_editions_narrows_no_hidden_figure(
    periods, seed, number, threshold, names
):
    lives = Lives.drawn(seed, number)

    printed = published_one_after_the_other(lives, periods, threshold, names)

    assert narrowed(lives, printed, threshold) == []


def test_the_difference_would_tell_if_nobody_looked_at_the_earlier_edition():
    """The reader is able to do what is prevented."""
    # Aland's 3 of 2024 are hidden; the years before, and all years, would tell them
    requests = invented({"Aland": (50, 3), "Bohemia": (40, 20), "Cathay": (30, 30)})
    periods = [(2024,), (2023,), (2023, 2024)]
    lives, names = Lives(requests), ("flow", "by_state")

    careless = published_one_after_the_other(lives, periods, 5, names, know=False)
    careful = published_one_after_the_other(lives, periods, 5, names)

    aland = (0, "by_state", 0, "Incoming new")
    assert (aland, 3, 3) in narrowed(lives, careless, 5)
    assert narrowed(lives, careful, 5) == []
    # all that more needs to be hidden is in the editions that came later
    assert careful[0][0]["by_state"].rows == careless[0][0]["by_state"].rows
    assert _number_hidden(careful) > _number_hidden(careless)


def _number_hidden(printed):
    return sum(hidden_in(tables["by_state"]) for tables, _ in printed)


def invented(numbers, years=(2023, 2024)):
    """New requests by State and year."""
    return [
        ("Incoming", state, year, None, "")
        for state, each in numbers.items()
        for year, number in zip(years, each, strict=True)
        for _ in range(number)
    ]


LATE = {
    "withdrawn before": ("Incoming", "Bohemia", 2021, 2023, "Withdrawn"),
    "new before": ("Incoming", "Bohemia", 2023, None, ""),
    "of the same State": ("Incoming", "Aland", 2021, 2023, "Withdrawn"),
    "outgoing": ("Outgoing", "Cathay", 2023, 2024, "Refused"),
}


@pytest.mark.parametrize("late", LATE.values(), ids=LATE)
def test_a_late_entry_elsewhere_does_not_undo_the_protection(late):
    """The two editions contradict each other, but not in what is hidden."""
    then = invented({"Aland": (50, 3), "Bohemia": (40, 20), "Cathay": (30, 30)})
    registers = [Lives(then), Lives(then), Lives([*then, late])]
    periods, names = [(2023,), (2024,), (2023, 2024)], ("flow", "by_state")

    printed = published_one_after_the_other(registers, periods, 5, names)

    whole = printed[-1][0]["by_state"]
    assert whole.rows[0][2] == HIDDEN  # 53, less the 50 of the first edition
    assert list(rightly_narrowed(registers, printed, 5)) == []


def corrected(lives, draw, number):
    """The register after some corrections and late entries."""
    requests = list(lives.requests)
    for _ in range(number):
        place = draw.randrange(len(requests))
        direction, state, opened, closed, outcome = requests[place]
        what = draw.choice(["state", "opened", "closed", "outcome", "late"])
        if what == "late":
            opened = draw.randint(2020, 2024)
            new = (direction, draw.choice(STATES), opened, None, outcome)
            requests.append(new)
            continue
        if what == "state":
            state = draw.choice(STATES)
        elif what == "opened":
            opened = draw.randint(2020, closed or 2024)
        elif what == "closed":
            closed = draw.choice([None, *range(opened, 2026)])
        else:
            outcome = draw.choice([*CLOSED, "Withdrawn"])
        requests[place] = (direction, state, opened, closed, outcome)
    return Lives(requests)


@pytest.mark.parametrize("periods", EDITIONS, ids=str)
@settings(max_examples=2, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    number=st.integers(20, 80),
    corrections=st.integers(1, 4),
)
def test_corrections_between_editions_give_nothing_away(
    periods, seed, number, corrections
):
    draw = random.Random(seed)
    registers = [Lives.drawn(seed, number)]
    while len(registers) < len(periods):
        registers.append(corrected(registers[-1], draw, corrections))

    printed = published_one_after_the_other(registers, periods, 5)

    assert list(worked_out(registers, printed, 5)) == []


def test_what_happened_between_the_ends_of_two_periods_is_protected_too():
    """No table shows the 3 of 2024; the difference of two would."""
    lives = Lives(invented({"Aland": (50, 3), "Bohemia": (40, 20), "Cathay": (9, 9)}))
    periods = [(2023,), (2023, 2024)]

    printed = published_one_after_the_other(lives, periods, 5, ("flow", "by_state"))

    aland = [edition["by_state"].rows[0][2] for edition, _ in printed]
    assert aland == [50, HIDDEN]
    reader = Comparer(printed)
    low, high = reader.interval(("new", 2024, "Incoming", "Aland"))
    assert low <= 1
    assert high >= 4


def test_a_state_that_has_another_name_by_now_is_the_same_state():
    printed = [["BOH", "Bohemia", 7, HIDDEN], ["CAT", "Cathay", 7, 9]]
    counted = [["BOH", "Czechia", 7, 2], ["CAT", "Cathay", 7, 9]]

    assert in_order_of(printed, reversed(counted)) == counted


def test_rows_that_cannot_be_told_apart_are_not_compared():
    printed = [["Old Court", HIDDEN], ["High Court", HIDDEN]]
    counted = [["First Court", 2], ["Second Court", 3]]

    assert in_order_of(printed, counted) is None
