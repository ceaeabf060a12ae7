"""Ready-made returns: found, read, printed and taken away."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ctrack import clock
from ctrack.domain.permissions import GRANTS, Permission, Role
from ctrack.domain.statistics.registry import DEFINED
from ctrack.domain.statistics.returns import RETURNS

from .test_statistics import table

YEAR = {"from": "2020-01-01", "to": "2020-12-31"}
PAGES = ["returns.show", "returns.workbook"]
names = pytest.mark.parametrize("name", RETURNS)


def test_the_returns_are_found_from_the_statistics(statistician):
    page = statistician.open("/statistics")

    assert page.select_one("a[href='/statistics/returns']")
    listed = statistician.open("/statistics/returns")
    assert [h.text for h in listed.select("h2")] == [r.title for r in RETURNS.values()]


@names
def test_a_return_has_its_tables_on_one_page(statistician, make, name):
    make.Fact(bases=["UNTOC", "UNCAC"])

    page = statistician.open("returns.show", name=name, **YEAR)

    shown = [heading["id"] for heading in page.select("section h2")]
    assert shown == list(RETURNS[name].tables)
    assert page.h1.text == RETURNS[name].title
    assert RETURNS[name].source in page.text


def test_the_use_of_the_convention_is_counted_over_requests_that_cite_it(
    statistician, make
):
    make.Fact(bases=["COE030", "UNTOC-TIP"], outcome="REFUSED",
              closed_on=date(2020, 5, 1))  # fmt: skip
    make.Fact(bases=["COE030"], partner_state="DE")

    page = statistician.open("returns.show", name="convention", **YEAR)

    among_all = table(page, "by_basis_year")
    assert among_all[-1][-1] == "2", "set beside all other treaties"
    assert ["New", "1", "0"] in table(page, "flow")
    beside = {row[0]: row[4] for row in table(page, "by_basis")}
    assert (beside["COE030"], beside["UNTOC-TIP"]) == ("1", "1")
    assert [row[0] for row in table(page, "by_state")[1:-1]] == ["FR"]
    assert ["Incoming", "Refused", "1", "100 %"] in table(page, "outcomes")


def test_a_return_opens_with_the_last_year(statistician):
    page = statistician.open("returns.show", name="fatf")

    last = clock.today().year - 1
    assert page.select_one("#from")["value"] == f"{last}-01-01"
    assert page.select_one("#to")["value"] == f"{last}-12-31"


def test_a_return_answers_as_at_a_day_and_for_one_direction(statistician, make):
    make.Fact()

    page = statistician.open("returns.show", name="annual", as_at="2020-03-01", **YEAR)
    assert ["New", "0", "0"] in table(page, "flow")

    page = statistician.open("returns.show", name="annual", direction="outgoing",
                             **YEAR)  # fmt: skip
    assert {row[0] for row in table(page, "outcomes")[1:-1]} == {"Outgoing"}


@names
def test_the_workbook_has_the_tables_of_the_page(statistician, make, name):
    make.Fact(bases=["UNTOC", "UNCAC"])

    answer = statistician.open("returns.workbook", name=name, **YEAR)

    book = load_workbook(BytesIO(answer.data))
    tables = [table for sheet in book for table in sheet.tables]
    assert tables == list(RETURNS[name].tables)
    assert book.properties.title.startswith(RETURNS[name].title)
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Asked for by"] == RETURNS[name].source


def test_a_sheet_says_which_requests_it_counts(statistician, make):
    make.Fact(bases=["COE030", "UNTOC"])
    make.Fact(bases=["COE030"])

    answer = statistician.open("returns.workbook", name="convention", **YEAR)

    book = load_workbook(BytesIO(answer.data))

    def above(name):
        sheet = book[DEFINED[name].title]
        first = int(sheet.tables[name].ref.split(":")[0][1:])
        cells = sheet.iter_rows(max_row=first, max_col=1, values_only=True)
        return " ".join(str(cell) for (cell,) in cells)

    assert "Legal basis: UNTOC; UNTOC-TIP" in above("flow")
    assert "Legal basis:" not in above("by_basis_year")


@pytest.mark.parametrize("endpoint", PAGES)
def test_what_cannot_be_counted_is_told(statistician, endpoint):
    asked = {"from": "2020-12-31", "to": "2020-01-01"}

    page = statistician.open(endpoint, expect=422, name="fatf", **asked)

    assert "before it begins" in page.select_one("[role=alert]").text
    assert page.select_one("#from")["value"] == "2020-12-31"


@pytest.mark.parametrize("endpoint", PAGES)
def test_there_is_no_other_return(statistician, endpoint):
    statistician.open(endpoint, expect=404, name="nothing")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("endpoint", [*PAGES, "returns.index"])
def test_only_those_who_may_read_statistics_get_them(sign_in, make, role, endpoint):
    authority = make.Authority() if role is Role.AUTHORITY else None
    browser = sign_in(role=role, authority=authority)
    blanks = {} if endpoint == "returns.index" else {"name": "uncac"}

    may = Permission.READ_STATISTICS in GRANTS[role]
    browser.open(endpoint, expect=200 if may else 403, **blanks)


def test_a_return_costs_the_same_number_of_queries_however_many_requests(
    statistician, make, count_queries
):
    def queries():
        with count_queries() as sent:
            statistician.open("returns.show", name="convention", **YEAR)
        return sent

    make.Fact(authorities=[7])
    few = queries()
    for code in ("UNTOC-SOM", "COE030", "COE185"):
        make.Fact(bases=[code, "UNTOC"], partner_state="DE", authorities=[7])
    many = queries()

    assert len(many) == len(few), str(many)
