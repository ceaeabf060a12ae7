"""What the charts show and say, from the figures of their tables."""

from datetime import date

import pytest

from ctrack.domain.statistics.charts import NOTHING, Form
from ctrack.domain.statistics.charts_of_tables import CHARTS, MOST_COLUMNS, chart_of
from ctrack.domain.statistics.questions import Period
from ctrack.domain.statistics.registry import DEFINED, TABLES
from ctrack.domain.statistics.tables import Figures

YEARS = Period(date(2019, 1, 1), date(2020, 12, 31))


def shown(name, *rows):
    """The pictures by title, and the sentence."""
    figures = Figures.of(DEFINED[name], YEARS, rows)
    chart = chart_of(figures)
    pictures = {
        str(picture.title): dict(zip(picture.labels, picture.values, strict=True))
        for picture in chart.pictures(figures)
    }
    return pictures, str(chart.sentence(figures))


def test_every_chart_shows_a_table_that_is_defined():
    assert set(CHARTS) <= set(DEFINED)
    assert [name for name, chart in CHARTS.items() if chart.table != name] == []
    assert chart_of(Figures.of(TABLES["flow"], YEARS, [])) is None


def test_new_and_pending_month_by_month():
    pictures, told = shown(
        "by_month", ("2020-01", 3, 1, 5, 0, 0, 0), ("2020-02", 4, 0, 9, 0, 0, 0)
    )

    assert pictures == {
        "Incoming: new": {"2020-01": 3, "2020-02": 4},
        "Incoming: pending": {"2020-01": 5, "2020-02": 9},
    }, "a direction in which nothing happened has no picture"
    assert "7 new requests, most of them in 2020-02 (4); 9 pending" in told


def test_many_months_are_a_line():
    rows = [(f"2020-{n}", 1, 0, 1, 0, 0, 0) for n in range(MOST_COLUMNS + 1)]
    figures = Figures.of(DEFINED["by_month"], YEARS, rows)

    forms = {picture.form for picture in CHARTS["by_month"].pictures(figures)}

    assert forms == {Form.LINE}


def test_bases_have_both_directions_together_the_most_frequent_first():
    pictures, told = shown(
        "by_basis_year",
        ("Incoming", "COE030", "European Convention", 1, 1),
        ("Incoming", "UNTOC", "Convention against Crime", 2, 0),
        ("Outgoing", "UNTOC", "Convention against Crime", 0, 5),
        ("Outgoing", "BILAT-FR", "Bilateral treaty with France", 1, 0),
    )

    assert list(pictures) == ["UNTOC", "COE030", "Bilateral treaty with France"]
    assert pictures["UNTOC"] == {"2019": 2, "2020": 5}
    assert "UNTOC is the primary basis of 7 of 10 new requests (70 %)" in told


def test_age_is_told_by_direction_all_authorities_together():
    pictures, told = shown(
        "pending_age",
        ("Incoming", "Court", 1, 2, 0, 0, 1, 4),
        ("Incoming", "Not stated", 1, 0, 0, 3, 0, 4),
        ("Outgoing", "Not stated", 0, 0, 0, 0, 0, 0),
    )

    assert pictures == {
        "Incoming: age in months": {
            "0-3": 2,
            "3-6": 2,
            "6-12": 0,
            "12-24": 3,
            "over 24": 1,
        }
    }
    assert told == "4 of 8 pending requests (50 %) are a year old or more."


def test_time_to_close_has_its_median_between_the_quarters():
    figures = Figures.of(
        DEFINED["time_to_close"],
        YEARS,
        [
            ("Incoming", "2019", 0, None, None, None, None, None),
            ("Incoming", "2020", 9, 10.0, 25.0, 50.5, 75.0, 90.0),
        ],
    )
    chart = chart_of(figures)

    (picture,) = chart.pictures(figures)

    assert picture.values == (None, 50.5)
    assert picture.spans == (None, (25.0, 75.0))
    assert picture.top == 75.0
    assert "closed in 2020: half took no longer than 50 days" in str(
        chart.sentence(figures)
    )


def test_holders_are_ranked_by_their_share_of_the_days():
    pictures, told = shown(
        "by_holder",
        ("Incoming", "Central authority", 3, 25.0, 0.25),
        ("Incoming", "District Court", 2, 75.0, 0.75),
        ("Outgoing", "Central authority", 0, 0.0, None),
    )

    assert list(pictures["Incoming: share of days"].items()) == [
        ("District Court", 0.75),
        ("Central authority", 0.25),
    ]
    assert list(pictures) == ["Incoming: share of days"]
    assert told == (
        "Incoming: most of the days, 75 % of them, requests lay with: District Court."
    )


def test_states_are_ranked_in_each_direction():
    pictures, told = shown(
        "by_state",
        ("FR", "France", 1, 4, 0, 0, 0, 0, 0, None),
        ("DE", "Germany", 3, 0, 0, 0, 0, 0, 0, None),
    )

    assert list(pictures["Incoming: new"].items()) == [("Germany", 3), ("France", 1)]
    assert pictures["Outgoing: new"] == {"France": 4}
    assert "5 of 8, were exchanged with France; 2 States in all" in told


@pytest.mark.parametrize("name", CHARTS)
def test_pictures_that_are_compared_have_one_scale(name):
    rows = {
        "by_month": [("2020-01", 3, 1, 5, 8, 0, 2)],
        "by_basis_year": [("Incoming", "A", "a", 1, 9), ("Incoming", "B", "b", 1, 1)],
        "pending_age": [(d, "Court", 1, 2, 0, 0, 1, 4) for d in ("Incoming", "Out")],
        "time_to_close": [
            ("Incoming", "2020", 9, 1.0, 2.0, 5.0, 7.0, 9.0),
            ("Outgoing", "2020", 9, 1.0, 2.0, 5.0, 8.0, 9.0),
        ],
        "by_holder": [
            ("Incoming", "A court", 1, 9.0, 0.9),
            ("Outgoing", "A court", 1, 1.0, 0.4),
        ],
        "by_state": [("FR", "France", 1, 4, 0, 0, 0, 0, 0, None)],
    }[name]
    figures = Figures.of(DEFINED[name], YEARS, rows)

    tops = {}
    for picture in CHARTS[name].pictures(figures):
        kind = str(picture.title).rpartition(": ")[2]
        tops.setdefault(kind, set()).add(picture.top)

    assert tops
    for name_of_kind, found in tops.items():
        assert len(found) == 1, name_of_kind


@pytest.mark.parametrize("name", CHARTS)
def test_where_nothing_happened_a_sentence_says_so(name):
    nothing = {
        "by_month": [("2020-01", 0, 0, 0, 0, 0, 0)],
        "by_basis_year": [("Incoming", "NOT_STATED", "Not stated", 0, 0)],
        "pending_age": [("Incoming", "Not stated", 0, 0, 0, 0, 0, 0)],
        "time_to_close": [("Incoming", "2020", 0, None, None, None, None, None)],
        "by_holder": [("Incoming", "Central authority", 0, 0.0, None)],
        "by_state": [("NOT_STATED", "Not stated", 0, 0, 0, 0, 0, 0, 0, None)],
    }[name]

    assert shown(name, *nothing) == ({}, str(NOTHING))
