"""No reader of published tables can work out a figure that was hidden in them.

Registers are invented, their tables counted here by hand and made ready for the public;
then a reader attacks all tables together with linear programs (tests/attack.py).
"""

import random
from collections import Counter
from datetime import date

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from ctrack import clock
from ctrack.domain.columns import Kind
from ctrack.domain.disclosure import holders as of_holders
from ctrack.domain.disclosure.publication import (
    PUBLISHABLE,
    for_the_public,
    hidden_in,
)
from ctrack.domain.statistics.questions import Period, Question
from ctrack.domain.statistics.registry import TABLES
from ctrack.domain.statistics.tables import Figures
from ctrack.queries.statistics import counting
from ctrack.services import accounts
from ctrack.services.linear_programs import solve

from ..attack import DIRECTIONS, HIDDEN, Attacker
from ..factories import the_office

STATES = ("Aland", "Bohemia", "Cathay", "Dalmatia", "Elba", "Flanders", "Gaul")
OFFENCES = ("0701", "0702", "0801", "0501")
AUTHORITIES = ("Customs", "District Court", "High Court")
OUTCOMES = {
    "Granted in full": 6,
    "Granted in part": 1,
    "Refused": 1,
    "Withdrawn": 1,
    "Otherwise closed": 1,
    "": 5,
}


class Register:
    """Requests as tuples, and the tables counted from them."""

    def __init__(self, requests, years=(2022, 2023, 2024)):
        self.requests = requests
        self.years = years
        self.period = Period(date(years[0], 1, 1), date(years[-1], 12, 31))

    @classmethod
    def drawn(cls, seed, number, *, states=STATES, years=(2022, 2023, 2024), old=True):
        """Requests as offices have them: many with some States, few with most."""
        draw = random.Random(seed)
        weights = [1 / (place + 1) for place in range(len(states))]
        first = years[0] - 1 if old else years[0]
        requests = []
        for _ in range(number):
            offences = draw.sample(OFFENCES, draw.choice([0, 1, 1, 2]))
            requests.append(
                (
                    draw.choice(DIRECTIONS),
                    draw.choices(states, weights)[0],
                    draw.choice([first, *years]),
                    draw.choices(list(OUTCOMES), list(OUTCOMES.values()))[0],
                    tuple(offences),
                    draw.choice([*AUTHORITIES, "Not stated"]),
                    draw.randrange(5),
                )
            )
        return cls(requests, years)

    def number(self, wanted):
        return sum(1 for request in self.requests if wanted(*request))

    def by_direction(self, wanted):
        return [
            self.number(lambda d, *rest, here=here: d == here and wanted(*rest))
            for here in DIRECTIONS
        ]

    def is_new(self, year):
        return year in self.years

    def flow(self):
        rows = [
            ("Pending at start", lambda s, y, *_: not self.is_new(y)),
            ("New", lambda s, y, *_: self.is_new(y)),
        ]
        for name in (
            *("Granted in full", "Granted in part", "Refused", "Withdrawn"),
            *("Returned", "Forwarded", "Otherwise closed"),
        ):
            rows.append((name, lambda s, y, o, *_, name=name: o == name))
        rows.append(("Pending at end", lambda s, y, o, *_: not o))
        yield from ((name, *self.by_direction(wanted)) for name, wanted in rows)
        yield "Balance", 0, 0

    def by_state(self):
        for state in sorted({request[1] for request in self.requests}) or ["Aland"]:
            of = Register([r for r in self.requests if r[1] == state], self.years)
            closed = [
                of.number(lambda d, s, y, o, *_, name=name: o == name)
                for name in ("Granted in full", "Granted in part", "Refused")
            ]
            new = of.by_direction(lambda s, y, *_: self.is_new(y))
            pending = of.by_direction(lambda s, y, o, *_: not o)
            median = 31.5 if of.number(lambda d, s, y, o, *_: o) else None
            yield (state, state, *new, *pending, *closed, median)

    def by_state_year(self):
        numbers = Counter((d, s, y) for d, s, y, *_ in self.requests)
        for d in DIRECTIONS:
            for s in sorted({s for a, s, y in numbers if a == d and self.is_new(y)}):
                yield (d, s, s, *(numbers[d, s, year] for year in self.years))
        if not any(self.is_new(y) for _, _, y in numbers):
            yield (DIRECTIONS[0], "Aland", "Aland", *(0 for _ in self.years))

    def by_basis_year(self):
        numbers = Counter((d, y) for d, s, y, *_ in self.requests)
        for d in DIRECTIONS:
            yield (d, "UNTOC", "Palermo", *(numbers[d, year] for year in self.years))

    def by_offence(self):
        for code in (*OFFENCES, "NOT_STATED"):

            def first(s, y, o, named, *_, code=code):
                return self.is_new(y) and (named or ("NOT_STATED",))[0] == code

            def any_of(s, y, o, named, *_, code=code):
                return self.is_new(y) and code in (named or ("NOT_STATED",))

            a, b = self.by_direction(first), self.by_direction(any_of)
            yield (code, code, a[0], b[0], a[1], b[1])

    def pending_age(self):
        pending = Counter(
            (d, a, age) for d, s, y, o, f, a, age in self.requests if not o
        )
        for d in DIRECTIONS:
            named = sorted({a for here, a, _ in pending if here == d}) or ["Not stated"]
            for a in named:
                bands = [pending[d, a, age] for age in range(5)]
                yield (d, a, *bands, sum(bands))

    def by_authority(self):
        new = [r for r in self.requests if self.is_new(r[2])]
        for name in sorted({a for *_, a, _ in new}) or ["Not stated"]:
            outcomes = Counter(o for d, s, y, o, f, a, age in new if a == name)
            executed = outcomes["Granted in full"] + outcomes["Granted in part"]
            transferred = outcomes.total()
            yield (
                name,
                transferred,
                transferred - outcomes["Withdrawn"],
                outcomes["Withdrawn"],
                executed,
                outcomes[""],
                12.5 if executed else None,
            )

    def tables(self, names):
        return {
            name: Figures.of(TABLES[name], self.period, getattr(self, name)())
            for name in names
        }


SENSITIVE = {"by_state", "by_state_year", "by_offence", "pending_age", "by_authority"}
ALL = ("flow", "by_basis_year", *sorted(SENSITIVE))


def publish(register, names=ALL, threshold=5):
    return for_the_public(register.tables(names), threshold, solve)


def all_hidden(tables):
    """What a reader would know if nothing but rows and totals were printed."""
    return {
        name: Figures(
            figures.table,
            figures.columns,
            [
                [
                    HIDDEN if name in SENSITIVE and c.kind is Kind.INTEGER else value
                    for c, value in zip(figures.columns, row, strict=True)
                ]
                for row in figures.rows
            ],
            figures.totals,
        )
        for name, figures in tables.items()
    }


def words(figures, row):
    """What a row is about."""
    pairs = zip(figures.columns, row, strict=True)
    return tuple(value for column, value in pairs if column.kind is Kind.TEXT)


def at_risk(tables, published, threshold):
    """The true figures below the threshold, of those that name somebody."""
    for name in SENSITIVE & tables.keys():
        true = {words(tables[name], row): row for row in tables[name].rows}
        for number, row in enumerate(published[name].rows):
            values = true.get(words(published[name], row), ())
            if {"NOT_STATED", "Not stated"} & set(words(published[name], row)):
                continue
            for column, value in zip(published[name].columns, values, strict=False):
                is_number = column.kind is Kind.INTEGER
                if is_number and 0 < value < threshold:
                    yield name, number, column.name


def assert_nothing_can_be_worked_out(register, names=ALL, threshold=5, most=None):
    tables = register.tables(names)
    attack(tables, for_the_public(tables, threshold, solve), threshold, most)


def attack(tables, published, threshold, most=None):
    """Let the reader loose on published tables; `tables` are the true ones."""
    reader = Attacker(published)
    knows_totals = Attacker(all_hidden(published))
    hidden = set(reader.hidden())
    cells = sorted(at_risk(tables, published, threshold))
    assert hidden.issuperset(cells)
    for cell in cells[:most]:
        low, high = reader.interval(cell)
        if low > 1 or high < threshold - 1:
            # then the totals, which everybody may know, leave no more room
            least, room = knows_totals.interval(cell)
            assert (cell, low) <= (cell, max(1, least))
            assert (cell, high) == (cell, room)
            assert low == 0 or high > 1


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    number=st.integers(0, 120),
    states=st.integers(1, 7),
    old=st.booleans(),
    names=st.sampled_from(
        [
            ALL,
            ("flow", "by_state"),
            ("flow", "by_state_year"),
            ("flow", "by_state", "by_state_year"),
            ("flow", "by_offence", "pending_age"),
            ("flow", "by_authority"),
        ]
    ),
    threshold=st.integers(2, 10),
)
def test_no_hidden_figure_can_be_narrowed(seed, number, states, old, names, threshold):
    register = Register.drawn(seed, number, states=STATES[:states], old=old)

    assert_nothing_can_be_worked_out(register, names, threshold)


def test_a_new_register_in_which_everything_balances_row_by_row():
    """Nothing was pending before, nothing withdrawn: each State's row must balance."""
    requests = [
        ("Incoming", state, 2023, outcome, (), "Not stated", 0)
        for state, numbers in {
            "Aland": (20, 2, 9),
            "Bohemia": (14, 3, 8),
            "Cathay": (30, 11, 12),
            "Dalmatia": (9, 1, 7),
        }.items()
        for outcome, number in zip(
            ("Granted in full", "Refused", ""), numbers, strict=True
        )
        for _ in range(number)
    ]
    register = Register(requests, (2023,))

    published = publish(register, ("flow", "by_state"))["by_state"]

    refused = [row[8] for row in published.rows]
    assert refused == [HIDDEN, HIDDEN, 11, HIDDEN, 0]
    # the row's other figures would give the refusals away
    assert all(HIDDEN in row[2:7] for row in published.rows if row[8] == HIDDEN)
    assert_nothing_can_be_worked_out(register, ("flow", "by_state"))


def test_a_single_small_figure_takes_another_one_with_it():
    requests = [("Incoming", "Aland", 2023, "", (), "Not stated", 0)] * 3
    requests += [("Incoming", "Bohemia", 2023, "", (), "Not stated", 0)] * 40
    requests += [("Incoming", "Cathay", 2023, "", (), "Not stated", 0)] * 8

    published = publish(Register(requests, (2023,)), ("flow", "by_state"))["by_state"]

    assert [row[2] for row in published.rows] == [HIDDEN, 40, HIDDEN, 0]
    assert published.totals[2] == 51


def test_figures_that_are_large_enough_are_all_published():
    requests = [
        (direction, state, year, outcome, ("0701",), "Customs", 0)
        for direction in DIRECTIONS
        for state in STATES
        for year in (2022, 2023, 2024)
        for outcome in ("Granted in full", "Granted in part", "Refused", "")
        for _ in range(5)
    ]

    published = publish(Register(requests))

    hidden = {name: hidden_in(figures) for name, figures in published.items()}
    # only that there is no median of the row “Not stated”
    assert hidden == {**dict.fromkeys(ALL, 0), "by_state": 1, "by_authority": 1}


def test_noughts_are_published_and_rows_tell_nothing_by_their_order_or_absence():
    requests = [("Incoming", "Gaul", 2023, "", (), "Not stated", 0)] * 50
    requests += [("Outgoing", "Bohemia", 2023, "", (), "Not stated", 0)] * 60
    tables = publish(Register(requests, (2023,)), ("flow", "by_state", "by_state_year"))

    assert [tuple(row[1:4]) for row in tables["by_state"].rows] == [
        ("Bohemia", 0, 60),
        ("Gaul", 50, 0),
        ("Not stated", 0, 0),
    ]
    assert [tuple(row[:2]) for row in tables["by_state_year"].rows] == [
        (direction, state)
        for direction in DIRECTIONS
        for state in ("Bohemia", "Gaul", "NOT_STATED")
    ]


def test_durations_of_few_requests_are_hidden():
    requests = [("Incoming", "Aland", 2023, "Granted in full", (), "Customs", 0)] * 4
    requests += [("Incoming", "Bohemia", 2023, "Granted in full", (), "Customs", 0)] * 9
    requests += [("Incoming", "Cathay", 2023, "Granted in full", (), "Customs", 0)] * 30

    published = publish(Register(requests, (2023,)), ("flow", "by_state"))["by_state"]

    # Bohemia's figure is hidden for Aland's sake, and its median with it; the last
    # row's is hidden though it has none, for its absence would tell that all are 0
    assert [row[9] for row in published.rows] == [HIDDEN, HIDDEN, 31.5, HIDDEN]


def test_bilateral_treaties_are_one_row_because_they_name_a_state():
    period = Period(date(2023, 1, 1), date(2023, 12, 31))
    rows = [
        ("UNTOC", "Palermo", "Multilateral treaty", 9, 9, 3, 3, 1, 0, 0, 8, 20.0),
        ("BILAT-FR", "France", "Bilateral treaty", 2, 3, 0, 0, 1, 0, 0, 1, 9.0),
        ("BILAT-CH", "Switzerland", "Bilateral treaty", 1, 1, 1, 1, 1, 0, 0, 0, None),
        ("NOT_STATED", "Not stated", "", 1, 1, 0, 0, 0, 0, 0, 1, None),
    ]
    tables = Register([], (2023,)).tables(["flow"])
    tables["by_basis"] = Figures.of(TABLES["by_basis"], period, rows)

    found = [list(row) for row in for_the_public(tables, 5, solve)["by_basis"].rows]

    assert [row[0] for row in found] == ["UNTOC", "BILATERAL", "NOT_STATED"]
    assert found[1][3:] == [3, 4, 1, 1, 2, 0, 0, 1, HIDDEN]


def test_no_authority_is_named_where_the_time_went():
    period = Period(date(2023, 1, 1), date(2023, 12, 31))
    rows = [
        ("Incoming", "Central authority", 3, 10.0, 0.25),
        ("Incoming", "High Court", 2, 12.5, 0.3125),
        ("Incoming", "Customs", 1, 7.5, 0.1875),
        ("Incoming", "Competent authority, not stated", 1, 4.0, 0.1),
        ("Incoming", "Requesting State", 1, 6.0, 0.15),
        ("Outgoing", "Requested State", 1, 6.0, 1.0),
    ]
    tables = Register([], (2023,)).tables(["flow"])
    tables["by_holder"] = Figures.of(TABLES["by_holder"], period, rows)

    found = for_the_public(tables, 5, solve)["by_holder"].rows

    assert [tuple(row) for row in found] == [
        rows[0],
        ("Incoming", "Competent authorities, all together", HIDDEN, 24.0, 0.6),
        *rows[4:],
    ]


def test_the_table_of_single_requests_is_never_published():
    register = Register([], (2023,))
    tables = register.tables(["flow"])
    tables["requests"] = Figures.of(TABLES["requests"], register.period, [])

    with pytest.raises(KeyError, match="requests"):
        for_the_public(tables, 5, solve)


def test_the_demonstration_can_be_published(context, runner, monkeypatch):
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", hasher)
    runner("demo")
    last_year = clock.today().year - 1

    for years in (1, 4):
        period = Period(date(last_year - years + 1, 1, 1), date(last_year, 12, 31))
        question = Question(period, the_office().id, clock.today())
        with counting(question) as statistics:
            tables = {name: statistics.table(name) for name in PUBLISHABLE}
        published = for_the_public(tables, 5, solve)
        assert sum(map(hidden_in, published.values())) > 100
        attack(tables, published, 5)
        holders = {row[1] for row in published["by_holder"].rows}
        assert holders >= {"Central authority", of_holders.AUTHORITIES}
        authorities = {row[0] for row in tables["by_authority"].rows}
        assert authorities
        assert not holders & authorities


def test_two_hundred_states_and_ten_years():
    states = tuple(f"S{place:03}" for place in range(200))
    years = tuple(range(2015, 2025))
    register = Register.drawn(7, 4000, states=states, years=years)

    assert_nothing_can_be_worked_out(
        register, ("flow", "by_state", "by_state_year"), 5, most=5
    )
