"""No reader who compares editions of overlapping periods works out what they hide.

Registers are invented and published twice or three times, each edition made ready in
view of those before it; then a reader attacks all of them together.
"""

import random
from datetime import date

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
    changed_rows,
    hidden_places,
)
from ctrack.domain.statistics.questions import Period
from ctrack.domain.statistics.registry import TABLES
from ctrack.domain.statistics.tables import Figures
from ctrack.services.linear_programs import solve

from ..attack import CLOSED, DIRECTIONS, HIDDEN, OTHERWISE, Comparer

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


def published_one_after_the_other(lives, periods, threshold, names=NAMES, know=True):
    """Editions as they are printed, each made in view of those before it."""
    printed, public = [], []
    for years in periods:
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
        for cell in _at_risk(lives, printed[: last + 1], threshold):
            assert cell in hidden
            low, high = reader.interval(cell)
            if low <= 1 and high >= threshold - 1:
                continue
            least, room = knows_totals.interval(cell)
            if low > max(1, least) or high < min(threshold - 1, room):
                found.append((cell, low, high))
    return found


def _at_risk(lives, printed, threshold):
    for place, (edition, years) in enumerate(printed):
        true = as_laid_out(lives.tables(years, list(edition)))
        for name in {"by_state", "by_state_year"} & true.keys():
            for n, row in enumerate(true[name].rows):
                for column, value in zip(true[name].columns, row, strict=True):
                    if isinstance(value, int) and 0 < value < threshold:
                        yield place, name, n, column.name


def _bare(tables):
    """What a reader would know if nothing but rows and totals were printed."""
    return {
        name: Figures(
            figures.table,
            figures.columns,
            [
                [
                    HIDDEN if name.startswith("by_state") and type(v) is int else v
                    for v in row
                ]
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
    names=st.sampled_from([NAMES, ("flow", "by_state"), ("flow", "by_state_year")]),
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
    requests = [
        ("Incoming", state, year, None, "")
        for state, numbers in {
            "Aland": (50, 3),
            "Bohemia": (40, 20),
            "Cathay": (30, 30),
        }.items()
        for year, number in zip((2023, 2024), numbers, strict=True)
        for _ in range(number)
    ]
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


def test_rows_that_were_corrected_meanwhile_are_left_out():
    then = Lives([("Incoming", "Aland", 2023, None, "")] * 3)
    now = Lives([("Incoming", "Aland", 2023, None, "")] * 4)
    before, after = (as_laid_out(lives.tables((2023,))) for lives in (then, now))

    assert set(changed_rows(before, after)) == {("by_state", "Aland")}
    assert set(changed_rows(before, before)) == set()
