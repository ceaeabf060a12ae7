"""The statistician's page: the tables of the registry, and the files to take away."""

import csv
from datetime import date, timedelta
from io import BytesIO, TextIOWrapper
from zipfile import ZipFile

import pytest
from babel import Locale
from openpyxl import load_workbook

from ctrack import clock
from ctrack.domain.permissions import GRANTS, Permission, Role
from ctrack.domain.statistics.charts_of_tables import CHARTS
from ctrack.domain.statistics.registry import DEFINED, TABLES
from ctrack.domain.statistics.returns import RETURNS
from ctrack.web.statistics import GROUPS

YEAR = {"from": "2020-01-01", "to": "2020-12-31"}
PAGES = [
    "statistics.index",
    "statistics.workbook",
    "statistics.csv_zip",
    "statistics.json_stat",
]


def table(page, name):
    """A table on the page as a list of rows of text; its header first."""
    section = page.select_one(f"section[aria-labelledby={name}]")
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        for row in section.select("tr")
    ]


def test_the_tables_of_a_period_are_on_the_page(statistician, make):
    make.Fact(closed_on=date(2020, 5, 1), outcome="GRANTED_FULL")
    make.Fact(direction="outgoing", bases=["UNCAC", "UNTOC"])

    page = statistician.open("statistics.index", **YEAR)

    assert ["New", "1", "1"] in table(page, "flow")
    untoc = table(page, "by_basis")[1]
    assert untoc[0] == "UNCAC"
    assert table(page, "by_basis")[-1][3:6:2] == ["1", "1"], "the totals"
    assert "1 Jan 2020 to 31 Dec 2020, as known now" in page.text


def test_the_flow_says_that_it_balances(statistician, make):
    make.Fact()

    page = statistician.open("statistics.index", **YEAR)

    assert page.select_one("section[aria-labelledby=flow] .tag").text == "Balances"


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_each_tab_shows_its_tables_with_their_definitions(statistician, make, group):
    make.Fact()

    page = statistician.open("statistics.index", show=group.name, **YEAR)

    shown = [heading["id"] for heading in page.select("section h2")]
    assert shown == list(group.tables)
    for name in shown:
        section = page.select_one(f"section[aria-labelledby={name}]")
        assert DEFINED[name].sentence in section.text
        assert DEFINED[name].population in section.text


def test_charts_stand_above_their_tables_with_a_sentence(statistician, make):
    make.Fact(closed_on=date(2020, 9, 1))

    page = statistician.open("statistics.index", show="charts", **YEAR)

    for name, chart in CHARTS.items():
        article = page.select_one(f"article[aria-labelledby=chart-{name}]")
        assert article.h2.text == chart.title
        assert table(page, name), "the figures are behind it"
    months = page.select_one("article[aria-labelledby=chart-by_month]")
    assert "One new request, in Mar 2020; 0 pending" in months.select_one("p").text
    assert [f.text.strip() for f in months.select("figcaption")] == [
        "Incoming: new",
        "Incoming: pending",
    ]
    assert months.select_one("svg[role=img]")["aria-label"] == "Incoming: new"
    assert not page.select("svg [style], svg style, svg script")


def test_every_table_but_the_long_one_has_its_tab_or_return():
    shown = {name for group in GROUPS for name in group.tables}
    shown |= {name for each in RETURNS.values() for name in each.tables}

    assert shown == {name for name, table in DEFINED.items() if not table.is_long}


def test_without_a_period_it_is_this_year(statistician):
    page = statistician.open("statistics.index")

    today = clock.today()
    assert page.select_one("#from")["value"] == f"{today.year}-01-01"
    assert page.select_one("#to")["value"] == today.isoformat()


def test_one_direction_leaves_the_other_at_zero(statistician, make):
    make.Fact(direction="outgoing")

    page = statistician.open("statistics.index", direction="incoming", **YEAR)

    assert ["New", "0", "0"] in table(page, "flow")
    assert page.select_one("#direction option[selected]")["value"] == "incoming"


def test_as_at_a_day_before_anything_was_entered_there_is_nothing(statistician, make):
    make.Fact()

    page = statistician.open("statistics.index", as_at="2020-03-01", **YEAR)

    assert ["New", "0", "0"] in table(page, "flow")
    assert "as known at the end of 1 Mar 2020" in page.text


@pytest.mark.parametrize("endpoint", PAGES)
@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"from": "2020-12-31", "to": "2020-01-01"}, "before it begins"),
        ({**YEAR, "as_at": "tomorrow"}, "“tomorrow” is not a day"),
        ({**YEAR, "direction": "sideways"}, "either incoming or outgoing"),
        ({"from": "2020-01-01", "to": ""}, "Give the first and the last day"),
        ({**YEAR, "state": "Atlantis"}, "“Atlantis” is no State we know"),
        ({**YEAR, "group": "Friends"}, "“Friends” is no group of States"),
        ({**YEAR, "matter": "WAR"}, "“WAR” is no type of matter"),
    ],
)
def test_what_cannot_be_counted_is_told_beside_what_was_typed(
    statistician, endpoint, asked, complaint
):
    page = statistician.open(endpoint, expect=422, **asked)

    assert complaint in page.select_one("[role=alert]").text
    assert page.select_one("#from")["value"] == asked["from"]
    assert page.select("section") == []


def test_a_day_that_has_not_come_is_refused(statistician):
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()

    page = statistician.open("/statistics", expect=422, **{**YEAR, "to": tomorrow})

    assert "has not come yet" in page.select_one("[role=alert]").text


def test_the_workbook_has_the_figures_of_the_page(statistician, make):
    make.Fact(is_restricted=True)

    answer = statistician.open("/statistics/workbook.xlsx", **YEAR)

    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=statistics-2020-01-01-2020-12-31.xlsx"
    )
    book = load_workbook(BytesIO(answer.data))
    flow = [tuple(cell.value for cell in row) for row in book["Flow"]["A6":"C8"]]
    assert flow[2] == ("New", 1, 0), "restricted requests are counted"
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Made by"] == statistician.user.name


def test_sheets_run_from_the_right_where_the_language_does(
    statistician, make, monkeypatch
):
    monkeypatch.setattr("ctrack.web.statistics.locale", lambda: Locale("ar"))

    answer = statistician.open("/statistics/workbook.xlsx", **YEAR)

    book = load_workbook(BytesIO(answer.data))
    assert {sheet.sheet_view.rightToLeft for sheet in book} == {True}


def test_programs_get_the_short_tables_as_json_stat(statistician, make):
    make.Fact()

    answer = statistician.open("statistics.json_stat", **YEAR)

    assert answer.mimetype == "application/json"
    found = [d["extension"]["table"] for d in answer.json["link"]["item"]]
    assert found == [name for name, table in TABLES.items() if not table.is_long]
    flow = answer.json["link"]["item"][0]
    assert flow["value"][2:4] == [1, 0], "new requests, in and out"


def test_the_csv_files_have_the_same_tables(statistician, make):
    make.Fact()

    answer = statistician.open("statistics.csv_zip", **YEAR)

    with ZipFile(BytesIO(answer.data)) as archive:
        assert archive.namelist() == [f"{name}.csv" for name in [*TABLES, "about"]]
        with archive.open("flow.csv") as file:
            rows = list(csv.reader(TextIOWrapper(file, "utf-8")))
    assert rows[0] == ["Measure", "Incoming", "Outgoing"]
    assert ["New", "1", "0"] in rows


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("endpoint", PAGES)
def test_only_those_who_may_read_statistics_get_them(sign_in, make, role, endpoint):
    authority = make.Authority() if role is Role.AUTHORITY else None
    browser = sign_in(role=role, authority=authority)

    may = Permission.READ_STATISTICS in GRANTS[role]
    browser.open(endpoint, expect=200 if may else 403)


def test_strangers_are_led_to_the_login(anonymous):
    for endpoint in PAGES:
        answer = anonymous.open(endpoint, expect=302)
        assert "/login" in answer.location


def test_what_is_published_is_for_everybody(anonymous):
    page = anonymous.open("/statistics/published")

    assert "Nothing has been published yet." in page.text


@pytest.mark.parametrize("show", ["all", "charts"])
def test_a_page_costs_the_same_number_of_queries_however_many_requests(
    statistician, make, count_queries, show
):
    def queries():
        with count_queries() as sent:
            statistician.open("statistics.index", show=show, **YEAR)
        return sent

    make.Fact(authorities=[7])
    queries()  # from now on lists are kept
    few = queries()
    for code in ("UNCAC", "COE030", "COE185"):
        make.Fact(bases=[code], partner_state="DE", authorities=[7])
    many = queries()

    assert len(many) == len(few), str(many)


# Filters


FILTERS = [
    # the filter, what fits it, what does not
    ({"state": "France"}, {"partner_state": "FR"}, {"partner_state": "US"}),
    ({"group": "EU"}, {"partner_state": "FR"}, {"partner_state": "US"}),
    ({"basis": "untoc"}, {"bases": ["COE030", "UNTOC"]}, {"bases": ["COE030"]}),
    ({"nature": "SERVICE"}, {"natures": [("SERVICE", "PENDING")]}, {}),
    ({"offence": "NOT_STATED"}, {"offences": []}, {}),
    ({"matter": "EIO"}, {"matter": "EIO"}, {}),
]


@pytest.mark.parametrize(
    ("asked", "fits", "does_not"), FILTERS, ids=[next(iter(f[0])) for f in FILTERS]
)
def test_a_filter_leaves_out_whatever_does_not_fit(
    statistician, make, asked, fits, does_not
):
    make.Fact(**fits)
    make.Fact(**does_not)
    make.Fact(**does_not)

    page = statistician.open("statistics.index", **YEAR, **asked)

    assert ["New", "1", "0"] in table(page, "flow")
    (chip,) = page.select(".chip")
    assert ["New", "3", "0"] in table(statistician.open(chip["href"]), "flow")


def test_only_what_was_transferred_to_an_authority(statistician, make):
    court = make.Authority(name="High Court")
    make.Fact(authorities=[str(court.id)])
    make.Fact()

    page = statistician.open("statistics.index", **YEAR, authority="high court")

    assert ["New", "1", "0"] in table(page, "flow")
    assert "High Court" in page.select_one(".chip").text


def test_values_of_one_kind_are_alternatives_and_kinds_narrow(statistician, make):
    for state, basis in (("FR", "UNTOC"), ("DE", "UNTOC"), ("US", "UNTOC")):
        make.Fact(partner_state=state, bases=[basis])
    make.Fact(partner_state="FR", bases=["UNCAC"])

    page = statistician.open(
        "statistics.index", **YEAR, state=["FR", "DE"], basis="UNTOC"
    )

    assert ["New", "2", "0"] in table(page, "flow")
    chips = [chip.get_text(" ", strip=True) for chip in page.select(".chip")]
    assert [text.split(" ×")[0] for text in chips] == ["France", "Germany", "UNTOC"]


def test_filters_stay_from_tab_to_tab_and_in_the_files(statistician, make):
    page = statistician.open("statistics.index", **YEAR, group="EU", basis="UNTOC")

    for link in page.select(".tabs a, .page-head a, .filters--period a"):
        assert "group=EU" in link["href"]
        assert "basis=UNTOC" in link["href"]


def test_the_workbook_says_what_was_counted(statistician, make):
    make.Fact()
    make.Fact(partner_state="US")

    answer = statistician.open(
        "/statistics/workbook.xlsx", **YEAR, state="France", basis="UNTOC"
    )

    book = load_workbook(BytesIO(answer.data))
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["State"] == "FR"
    assert about["Legal basis"] == "UNTOC (any mention)"
    assert "State: FR. Legal basis: UNTOC (any mention)." in " ".join(
        str(row[0].value) for row in book["Flow"].iter_rows(max_row=5)
    )
    assert [row[2].value for row in book["Requests"].iter_rows()].count("US") == 0


def test_a_group_is_told_with_its_members(statistician, make):
    answer = statistician.open("/statistics/workbook.xlsx", **YEAR, group="ASEAN")

    book = load_workbook(BytesIO(answer.data))
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Group of States"].endswith(
        ": BN, ID, KH, LA, MM, MY, PH, SG, TH, TL, VN"
    )
