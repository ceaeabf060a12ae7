"""Figures beside those of the period before: nothing that has stopped is left out."""

from datetime import date

import pytest

from ctrack.domain.statistics.comparison import beside, change
from ctrack.domain.statistics.questions import Period
from ctrack.domain.statistics.registry import TABLES
from ctrack.domain.statistics.tables import Figures, Line

YEAR = Period(date(2021, 1, 1), date(2021, 12, 31))


def by_state(**rows):
    lines = [
        Line.of((code,), code, f"State {code}", new, 0, new, 0, 0, 0, 0, days)
        for code, (new, days) in rows.items()
    ]
    return Figures.of(TABLES["by_state"], YEAR, lines)


def refusals(*rows):
    lines = [
        Line.of((direction, ground), direction, ground, "", "", number)
        for direction, ground, number in rows
    ]
    return Figures.of(TABLES["refusals"], YEAR, lines)


def test_each_row_stands_beside_its_own_earlier_one():
    found = beside(by_state(FR=(3, 10.0), DE=(1, 5.0)), by_state(DE=(4, 2.0)))

    assert [row[:3] for row in found.rows] == [
        ("FR", "State FR", 3),
        ("DE", "State DE", 1),
    ]
    assert [row[2] for row in found.earlier] == [0, 4]
    assert [row[-1] for row in found.earlier] == [None, 2.0], "no median of nothing"


def test_what_occurred_before_only_has_a_row_of_zeros():
    found = beside(by_state(FR=(3, 10.0)), by_state(IT=(2, 8.0)))

    assert found.keys == [("FR",), ("IT",)]
    assert found.rows[1] == ("IT", "State IT", 0, 0, 0, 0, 0, 0, 0, None)
    assert found.earlier[1][2] == 2


def test_totals_stand_beside_those_of_the_period_before():
    found = beside(by_state(FR=(3, 1.0)), by_state(FR=(1, 1.0), IT=(2, 1.0)))

    assert found.totals[2] == 3
    assert found.earlier_totals[2] == 3


def test_what_is_not_stated_stays_last():
    found = beside(by_state(NOT_STATED=(1, None)), by_state(FR=(1, None)))

    assert found.keys == [("FR",), ("NOT_STATED",)]


def test_directions_stay_together():
    found = beside(
        refusals(("incoming", "FORM", 1), ("outgoing", "NOT_STATED", 0)),
        refusals(("incoming", "NOT_STATED", 2), ("outgoing", "FORM", 3)),
    )

    assert found.keys == [
        ("incoming", "FORM"),
        ("incoming", "NOT_STATED"),
        ("outgoing", "FORM"),
        ("outgoing", "NOT_STATED"),
    ]
    assert [row[-1] for row in found.earlier] == [0, 2, 3, 0]


def test_a_table_by_year_is_left_as_it_is():
    figures = Figures.of(TABLES["by_basis_year"], YEAR, [])

    assert beside(figures, figures) is figures


@pytest.mark.parametrize(
    ("now", "earlier", "expected"),
    [(3, 1, 2), (0, 4, -4), (2.5, 2.5, 0), (3, None, None), (None, 3, None)],
)
def test_a_change_is_how_much_more_there_is(now, earlier, expected):
    assert change(now, earlier) == expected
