"""Files that take long: asked for, left, found again, and handed to who may."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ctrack.domain.disclosure.publication import PUBLISHABLE
from ctrack.domain.permissions import Role
from ctrack.domain.vocabulary import Confidentiality
from ctrack.domain.works import MOST_OF_ONE, WorkState
from ctrack.extensions import db, transaction
from ctrack.models import Edition, MLARequest, Work
from ctrack.queries import works as queries
from ctrack.services import works
from ctrack.services.background import starting
from ctrack.web import background, request_list

YEAR = {"from": "2020-01-01", "to": "2020-12-31"}
BEHIND = (
    "/statistics/requests.csv?from=2020-01-01&to=2020-12-31"
    "&table=flow&column=incoming&row=New"
)
WORKBOOK = "/statistics/workbook.xlsx?from=2020-01-01&to=2020-12-31"


@pytest.fixture(autouse=True)
def _nobody_begins(monkeypatch):
    """What is asked for waits until the test does it."""
    monkeypatch.setattr(starting, "start", lambda: None)
    monkeypatch.setattr(starting, "start_if_needed", lambda: None)


@pytest.fixture
def large(monkeypatch):
    """The register counts as a large one from the first request on."""
    monkeypatch.setattr(queries, "MANY_FACTS", 1)


def do_it():
    """Do the one work that waits; gives what was told of it."""
    told = []
    number = db.session.scalars(
        select(Work.id).where(Work.state == WorkState.WAITING)
    ).one()
    with transaction():
        token = works.take_up(number)
    background.do(number, token, lambda *far: told.append(far))
    db.session.rollback()
    db.session.expire_all()
    return told


def the_work():
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Work)).one()


def asks(browser, address=WORKBOOK, expect=302):
    return browser.submit("works.ask", data={"address": address}, expect=expect)


def cells(data):
    """Every cell of a workbook but the moment of making."""
    book = load_workbook(BytesIO(data))
    return {
        (sheet.title, row, column): value
        for sheet in book
        for row, line in enumerate(sheet.values)
        for column, value in enumerate(line)
        if not str(value).endswith(" UTC")
    }


@pytest.mark.parametrize(
    "address",
    [
        WORKBOOK,
        "/statistics/workbook.json?from=2020-01-01&to=2020-12-31",
        "/statistics/returns/convention.xlsx?from=2020-01-01&to=2020-12-31",
        BEHIND,
        "/requests.csv?state=FR",
    ],
)
def test_it_is_what_the_page_would_have_given_at_once(statistician, make, address):
    for state in ("FR", "DE"):
        make.Fact(partner_state=state)
    at_once = statistician.open(address)
    asks(statistician, address)

    told = do_it()

    page = statistician.open("works.index")
    later = statistician.open(page.select_one('a[href$="/file"]')["href"])
    assert (
        later.headers["Content-Disposition"] == at_once.headers["Content-Disposition"]
    )
    assert later.mimetype == at_once.mimetype
    if later.mimetype.endswith("sheet"):
        assert cells(later.data) == cells(at_once.data)
    elif later.mimetype == "text/csv":
        assert later.data == at_once.data
    assert told
    assert told[-1][0] <= told[-1][1]
    assert [far for far, _ in told] == sorted(far for far, _ in told)


def test_while_it_is_under_way_the_page_comes_again_by_itself(statistician):
    asks(statistician)

    page = statistician.open("works.index")

    assert page.select_one('noscript meta[http-equiv="refresh"]')
    assert page.progress
    assert "1 work is under way" in page.text

    do_it()
    page = statistician.open("works.index")
    assert not page.select_one('meta[http-equiv="refresh"]')
    assert not page.progress


def test_how_far_it_has_come_is_shown(statistician):
    asks(statistician)
    with transaction():
        token = works.take_up(the_work().id)
    with transaction():
        works.tell(the_work().id, token, 25, 100)

    page = statistician.open("works.index")

    assert (page.progress["value"], page.progress["max"]) == ("25", "100")
    assert "25 %" in page.text


def test_nobody_else_finds_it(sign_in, make):
    one, other = sign_in(role=Role.STATISTICIAN), sign_in(role=Role.STATISTICIAN)
    asks(one)
    do_it()
    number = the_work().id

    assert "Statistics, workbook" not in other.open("works.index").text
    other.open("works.download", work_id=number, expect=404)
    other.submit("works.remove", work_id=number, expect=404)
    one.open("works.download", work_id=number)


def test_it_is_not_handed_over_when_a_request_has_been_restricted_since(
    statistician, make
):
    fact = make.Fact()
    asks(statistician)
    do_it()
    statistician.open("works.download", work_id=the_work().id)

    with transaction():
        fact = db.session.merge(fact)
        fact.is_restricted = True

    page = statistician.open("works.download", work_id=the_work().id, expect=403)
    assert "has been restricted" in page.text


def test_whoever_reads_requests_is_held_to_the_same(clerk, make):
    number = make.Fact().mla_request_id
    asks(clerk, "/requests.xlsx")
    do_it()
    clerk.open("works.download", work_id=the_work().id)

    with transaction():
        restricted = db.session.get(MLARequest, number)
        restricted.confidentiality = Confidentiality.RESTRICTED

    clerk.open("works.download", work_id=the_work().id, expect=403)


def test_requests_that_come_later_do_not_keep_a_file_back(statistician, make):
    make.Fact()
    asks(statistician)
    do_it()

    make.Fact(is_restricted=True)

    statistician.open("works.download", work_id=the_work().id)


def test_it_is_not_handed_over_to_who_has_lost_the_role(statistician, make):
    make.Fact()
    asks(statistician)
    do_it()
    with transaction():
        db.session.merge(statistician.user).role = Role.CLERK

    statistician.open("works.download", work_id=the_work().id, expect=403)


def test_it_is_not_made_for_who_has_lost_the_role(statistician):
    asks(statistician)
    with transaction():
        db.session.merge(statistician.user).role = Role.CLERK

    do_it()

    assert the_work().state is WorkState.FAILED
    assert "role" in the_work().failure


def test_a_clerk_asks_for_no_statistics(clerk):
    asks(clerk, expect=403)


@pytest.mark.parametrize(
    "address", ["/account", "/works", "https://evil.test/", "", "x"]
)
def test_only_files_are_made(statistician, address):
    asks(statistician, address, expect=404)


def test_what_cannot_be_read_is_told_as_a_sentence(statistician):
    asks(statistician, "/statistics/workbook.xlsx?from=2021-01-01&to=2020-01-01")

    do_it()

    assert "cannot be read" in statistician.open("works.index").text


def test_it_is_cancelled(statistician):
    asks(statistician)

    page = statistician.submit(
        "works.remove", work_id=the_work().id, follow=True, expect=200
    )

    assert "Cancelled" in page.text
    assert "Nothing is kept here" in page.text


def test_too_many_at_a_time_are_refused_with_a_sentence(statistician):
    for number in range(MOST_OF_ONE):
        asks(statistician, f"{WORKBOOK}&state=F{number}")

    page = asks(statistician, expect=409)

    assert "under way" in page.text


def test_a_small_register_gives_its_workbook_at_once(statistician, make):
    make.Fact()

    page = statistician.open("statistics.index", **YEAR)

    assert page.find("a", string="Download workbook")["href"].startswith(
        "/statistics/workbook.xlsx"
    )


def test_a_large_register_makes_it_in_the_background(statistician, make, large):
    make.Fact()
    page = statistician.open("statistics.index", **YEAR)

    form = page.find("button", string="Make workbook").find_parent("form")
    data = {field["name"]: field["value"] for field in form.select("input")}
    answer = statistician.submit(form["action"], data=data)

    assert answer.location == "/works"
    do_it()
    assert the_work().state is WorkState.DONE
    # a script that asks at the address itself is answered as ever
    assert statistician.open(WORKBOOK).status_code == 200


def test_a_long_list_is_made_in_the_background(clerk, make, monkeypatch):
    make.MLARequest()
    monkeypatch.setattr(request_list, "MANY_ROWS", 1)
    page = clerk.open("request_list.index")

    assert not page.find("a", string="Excel")
    assert page.find("button", string="Excel")


def test_an_edition_of_a_large_register_is_frozen_in_the_background(
    statistician, make, large
):
    for _ in range(6):
        make.Fact()
    asked = {
        "title": "Requests 2020",
        "from": "1 Jan 2020",
        "to": "31 Dec 2020",
        "as_at": "30 Jun 2021",
        "direction": "",
        "threshold": "5",
        "tables": [name for name in PUBLISHABLE if name != "flow"],
    }

    assert statistician.submit("editions.new", data=asked).location == "/works"
    assert not db.session.scalars(select(Edition)).all()
    do_it()

    edition = db.session.scalars(select(Edition)).one()
    page = statistician.open("works.index")
    assert page.find("a", string="Look through the edition")["href"].endswith(
        str(edition.id)
    )
    assert edition.starts_on == date(2020, 1, 1)


def test_an_edition_that_was_cancelled_meanwhile_is_not_kept(
    statistician, make, large, monkeypatch
):
    make.Fact()
    asked = {
        "title": "Requests 2020",
        "from": "1 Jan 2020",
        "to": "31 Dec 2020",
        "as_at": "30 Jun 2021",
        "threshold": "5",
        "tables": ["by_basis"],
    }
    statistician.submit("editions.new", data=asked)
    number = the_work().id
    with transaction():
        token = works.take_up(number)
    count = background.editions.count

    def counts_while_it_is_cancelled(order, follow):
        counted = count(order, follow)
        with transaction():
            works.remove(db.session.get(Work, number))
        return counted

    monkeypatch.setattr(background.editions, "count", counts_while_it_is_cancelled)
    with pytest.raises(works.NotOurs):
        background.do(number, token, lambda *_: None)

    db.session.rollback()
    assert not db.session.scalars(select(Edition)).all()


def test_the_page_costs_the_same_number_of_queries(statistician, count_queries):
    asks(statistician)
    statistician.open("works.index")
    with count_queries() as one:
        statistician.open("works.index")
    for number in range(MOST_OF_ONE - 1):
        asks(statistician, f"{WORKBOOK}&state=F{number}")

    with count_queries() as several:
        statistician.open("works.index")

    assert len(several) == len(one), str(several)
