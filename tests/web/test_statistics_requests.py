"""From a figure to the requests it counts: to whoever may know of them."""

import csv
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from ctrack.domain.permissions import Role
from ctrack.domain.statistics.tables import RESTRICTED
from ctrack.domain.vocabulary import Confidentiality
from ctrack.extensions import db
from ctrack.models import MLARequest

YEAR = {"from": "2020-01-01", "to": "2020-12-31"}
FLOW = {**YEAR, "table": "flow", "column": "incoming", "row": "New"}
FILES = ["statistics_requests.workbook", "statistics_requests.comma_separated"]


@pytest.fixture
def supervisor(sign_in):
    return sign_in(role=Role.SUPERVISOR)


def listed(page):
    """The references on the page."""
    return [row.select_one("th").get_text(" ").split()[0] for row in rows(page)]


def rows(page):
    return page.select("tbody tr")


def restricted(make, **more):
    fact = make.Fact(is_restricted=True, **more)
    request = db.session.get(MLARequest, fact.mla_request_id)
    request.confidentiality = Confidentiality.RESTRICTED
    return fact


def test_every_figure_of_the_page_leads_to_as_many_requests(statistician, make):
    make.Fact(closed_on=date(2020, 5, 1), outcome="REFUSED", grounds=["FORM"])
    make.Fact(direction="outgoing", status="SENT", bases=["UNCAC", "UNTOC"])
    make.Fact(partner_state="DE", bases=[], natures=[], offences=[])
    page = statistician.open("statistics.index", show="all", **YEAR)

    links = page.select("a.figure")
    assert len(links) > 60
    for link in links:
        behind = statistician.open(link["href"])
        assert len(rows(behind)) == int(link.text), link["href"]


def test_no_figure_of_zero_is_a_link(statistician):
    page = statistician.open("statistics.index", show="all", **YEAR)

    assert page.select("a.figure") == []


def test_the_filters_and_the_day_go_along(statistician, make):
    make.Fact(partner_state="FR")
    make.Fact(partner_state="US")
    asked = {**YEAR, "group": "EU", "as_at": "2020-12-31", "direction": "incoming"}
    page = statistician.open("statistics.index", **asked)

    behind = statistician.open(page.select_one("a.figure")["href"])

    assert len(rows(behind)) == 1
    assert "Counted only: Incoming, European Union" in " ".join(behind.text.split())
    assert "as known at the end of 31 Dec 2020" in behind.text


def test_a_statistician_reads_codes_and_opens_no_request(statistician, make):
    fact = make.Fact()

    page = statistician.open("statistics_requests.index", **FLOW)

    assert listed(page) == [fact.reference]
    assert page.select("tbody a") == []


def test_a_supervisor_opens_the_requests(supervisor, make):
    fact = make.Fact()

    page = supervisor.open("statistics_requests.index", **FLOW)

    (link,) = page.select("tbody a")
    assert link["href"] == f"/requests/{fact.reference}"


@pytest.mark.parametrize("role", [Role.STATISTICIAN, Role.SUPERVISOR])
def test_restricted_requests_are_counted_and_not_named(sign_in, make, role):
    open_one = make.Fact()
    secrets = [restricted(make), restricted(make)]
    browser = sign_in(role=role)

    page = browser.open("statistics_requests.index", **FLOW)

    assert sorted(listed(page)) == sorted([open_one.reference, "a", "a"])
    assert len([row for row in rows(page) if "a restricted request" in row.text]) == 2
    caption = " ".join(page.select_one("caption").text.split())
    assert caption.startswith("3 requests")
    assert "2 of them are restricted: their references are told to those" in caption
    for secret in secrets:
        assert secret.reference not in str(page)


def test_an_auditor_sees_them_all(sign_in, make):
    secret = restricted(make)

    page = sign_in(role=Role.AUDITOR).open("statistics_requests.index", **FLOW)

    assert listed(page) == [secret.reference]


@pytest.mark.parametrize("endpoint", FILES)
def test_the_files_hold_exactly_the_rows_listed(statistician, make, endpoint):
    make.Fact(partner_state="FR")
    secret = restricted(make)

    answer = statistician.open(endpoint, **FLOW)

    if "workbook" in endpoint:
        sheet = load_workbook(BytesIO(answer.data))["Requests"]
        found = [[cell.value for cell in row] for row in sheet.iter_rows()]
        above = " ".join(str(row[0]) for row in found)
        assert "Counted: 2. Restricted, without their reference: 1." in above
        found = found[[row[0] for row in found].index("Reference") :]
    else:
        found = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[3] for row in found] == ["State", "France", "France"]
    assert [row[0] for row in found].count(RESTRICTED) == 1
    assert secret.reference not in str(found)


@pytest.mark.parametrize("endpoint", ["statistics.workbook", "statistics.csv_zip"])
@pytest.mark.parametrize("role", [Role.STATISTICIAN, Role.SUPERVISOR, Role.AUDITOR])
def test_the_workbook_keeps_to_the_rule_of_the_list(sign_in, make, endpoint, role):
    """A row for each request, its reference for those only who may see it."""
    open_one = make.Fact()
    secret = restricted(make)

    answer = sign_in(role=role).open(endpoint, **YEAR)

    if endpoint.endswith("workbook"):
        lines = list(load_workbook(BytesIO(answer.data))["Requests"].values)
        start = [line[0] for line in lines].index("Reference")
        found = [line[0] for line in lines[start + 1 :]]
    else:
        with ZipFile(BytesIO(answer.data)) as archive:
            text = archive.read("requests.csv").decode()
        found = [line[0] for line in csv.reader(StringIO(text))][1:]
    told = secret.reference if role is Role.AUDITOR else RESTRICTED
    assert sorted(found) == sorted([open_one.reference, told])


def test_whoever_runs_the_machine_is_told_all(runner, make, tmp_path):
    secret = restricted(make)
    path = tmp_path / "statistics.csv.zip"

    runner("statistics", path, "--from", YEAR["from"], "--to", YEAR["to"])

    with ZipFile(path) as archive:
        assert secret.reference in archive.read("requests.csv").decode()


def test_a_long_list_has_pages_and_its_file_all_rows(statistician, make):
    for _ in range(51):
        make.Fact()

    first = statistician.open("statistics_requests.index", **FLOW)
    second = statistician.open(first.select_one("[rel=next]")["href"])
    beyond = statistician.open("statistics_requests.index", **FLOW, page="99")
    answer = statistician.open("statistics_requests.comma_separated", **FLOW)

    assert (len(listed(first)), len(listed(second))) == (50, 1)
    assert listed(beyond) == listed(second)
    assert len(answer.data.decode().splitlines()) == 52


def test_a_measure_has_a_row_of_its_own(statistician, make):
    make.Fact(natures=[("SERVICE", "PENDING"), ("SERVICE", "REFUSED")])
    asked = {**YEAR, "table": "by_nature", "column": "requested"}

    page = statistician.open(
        "statistics_requests.index", **asked, row=["incoming", "SERVICE"]
    )

    assert len(rows(page)) == 2
    assert "2 measures" in page.select_one("caption").text
    assert "Refused" in page.text


@pytest.mark.parametrize(
    ("asked", "status", "complaint"),
    [
        ({**FLOW, "table": "gossip"}, 404, "There is no such figure."),
        ({**FLOW, "row": "Balance"}, 404, "There is no such figure."),
        ({**FLOW, "column": ""}, 404, "There is no such figure."),
        ({**FLOW, "state": "Atlantis"}, 422, "“Atlantis” is no State we know"),
        ({**FLOW, "to": "2019-01-01"}, 422, "before it begins"),
    ],
)
@pytest.mark.parametrize("endpoint", ["statistics_requests.index", *FILES])
def test_where_there_is_no_figure_a_sentence_says_so(
    statistician, endpoint, asked, status, complaint
):
    page = statistician.open(endpoint, expect=status, **asked)

    assert complaint in page.text


def test_a_figure_that_has_become_zero_says_so(statistician):
    page = statistician.open("statistics_requests.index", **FLOW)

    assert "No request is counted here" in page.text


def test_a_list_costs_the_same_number_of_queries_however_long(
    statistician, make, count_queries
):
    def queries():
        with count_queries() as sent:
            statistician.open("statistics_requests.index", **FLOW)
        return sent

    make.Fact()
    queries()  # from now on lists are kept
    few = queries()
    for _ in range(5):
        make.Fact(partner_state="DE", bases=["UNCAC"])
    many = queries()

    assert len(many) == len(few), str(many)


# Beside the period before


def cell(page, name, row, place):
    """A cell on the page in words: the figure, and how it was before."""
    section = page.select_one(f"section[aria-labelledby={name}]")
    (found,) = [
        tr for tr in section.select("tbody tr") if tr.select_one("th").text == row
    ]
    return found.select("th, td")[place].get_text(" ", strip=True)


def test_figures_stand_beside_those_of_the_period_before(statistician, make):
    for _ in range(3):
        make.Fact(opened_on=date(2020, 5, 1))
    make.Fact(opened_on=date(2020, 2, 1))
    quarter = {"from": "2020-04-01", "to": "2020-06-30", "compare": "1"}

    page = statistician.open("statistics.index", **quarter)

    assert cell(page, "flow", "New", 1) == "3 +2 from 1"
    assert cell(page, "flow", "Pending at start", 1) == "1 +1 from 0"
    assert cell(page, "flow", "Refused", 1) == "0"
    assert cell(page, "by_basis", "UNTOC", 3) == "3 +2 from 1"
    assert "1 Jan 2020 to 31 Mar 2020" in page.text
    assert page.select_one("#compare").has_attr("checked")


def test_what_has_not_changed_says_so(statistician, make):
    make.Fact(opened_on=date(2020, 5, 1))
    make.Fact(opened_on=date(2020, 2, 1))
    quarter = {"from": "2020-04-01", "to": "2020-06-30", "compare": "1"}

    page = statistician.open("statistics.index", **quarter)

    assert cell(page, "flow", "New", 1) == "1 as before"


def test_a_median_stands_beside_the_earlier_one(statistician, make):
    make.Fact(opened_on=date(2020, 2, 1), closed_on=date(2020, 2, 11))
    make.Fact(opened_on=date(2020, 5, 1), closed_on=date(2020, 5, 5))
    quarter = {"from": "2020-04-01", "to": "2020-06-30", "compare": "1"}

    page = statistician.open("statistics.index", **quarter, show="time")

    section = page.select_one("section[aria-labelledby=timeliness]")
    (closure,) = [
        tr
        for tr in section.select("tbody tr")
        if "Incoming" in tr.text and "Receipt to closure" in tr.text
    ]
    cells = [td.get_text(" ", strip=True) for td in closure.select("th, td")]
    assert cells[2:6] == ["1 as before", "4", "4 −6 from 10", "4"]


def test_without_comparison_nothing_stands_beside_the_figures(statistician, make):
    make.Fact()

    page = statistician.open("statistics.index", **YEAR)

    assert page.select(".change") == []


def test_a_comparison_costs_the_same_number_of_queries(
    statistician, make, count_queries
):
    def queries():
        with count_queries() as sent:
            statistician.open("statistics.index", show="all", compare="1", **YEAR)
        return sent

    make.Fact()
    queries()  # from now on lists are kept
    few = queries()
    for code in ("UNCAC", "COE030", "COE185"):
        make.Fact(bases=[code], partner_state="DE", opened_on=date(2019, 5, 1))
    many = queries()

    assert len(many) == len(few), str(many)
