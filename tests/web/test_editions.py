"""Editions: prepared by a statistician, released by a supervisor, read by everybody."""

import csv
from datetime import date, timedelta
from io import BytesIO, TextIOWrapper
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from ctrack import clock
from ctrack.domain.disclosure.publication import PUBLISHABLE
from ctrack.domain.disclosure.words import RULES
from ctrack.domain.permissions import Role
from ctrack.extensions import db
from ctrack.models import Edition, Event, Fact

ASKED = {
    "title": "Requests 2020",
    "from": "1 Jan 2020",
    "to": "31 Dec 2020",
    "as_at": "30 Jun 2021",
    "direction": "",
    "threshold": "5",
    "tables": [name for name in PUBLISHABLE if name != "flow"],
}


@pytest.fixture
def register(make):
    """Six requests of France, two of Germany, five of Italy."""
    for state in ["FR"] * 6 + ["DE"] * 2 + ["IT"] * 5:
        make.Fact(partner_state=state)


@pytest.fixture
def draft(statistician, register):
    """The page of an edition that has just been frozen."""
    answer = statistician.submit("editions.new", data=ASKED)
    return answer.location


def edition():
    return db.session.scalars(select(Edition)).one()


def does(browser, deed, expect=302, **data):
    """Press the button of the deed on the page of the edition."""
    data = {"seen": edition().version, **data}
    return browser.submit(
        f"editions.{deed}", edition_id=edition().id, data=data, expect=expect
    )


@pytest.fixture
def released(draft, statistician, supervisor):
    does(statistician, "submit")
    does(supervisor, "release")
    return edition().slug


def table(page, name):
    section = page.select_one(f"section[aria-labelledby={name}]")
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")]
        for row in section.select("tr")
    ]


def test_the_form_proposes_last_year_as_at_yesterday(statistician):
    page = statistician.open("editions.new")

    today = clock.today()
    assert page.select_one("#from")["value"] == f"1 Jan {today.year - 1}"
    assert page.select_one("#to")["value"] == f"31 Dec {today.year - 1}"
    yesterday = today - timedelta(days=1)
    assert page.select_one("#as_at")["value"].startswith(f"{yesterday.day} ")
    assert len(page.select("[name=tables][checked]")) == len(PUBLISHABLE) - 1


def test_what_cannot_be_frozen_is_said_and_what_was_typed_is_kept(statistician):
    page = statistician.submit(
        "editions.new",
        data={**ASKED, "title": "", "from": "1 Jan 2020", "as_at": "1 Jan 2020"},
        expect=422,
    )

    told = page.select_one("[role=alert]").text
    assert "Give the title" in told
    assert page.select_one("#from")["value"] == "1 Jan 2020"
    page = statistician.submit(
        "editions.new", data={**ASKED, "from": "1 Jan 2021"}, expect=422
    )
    assert "before it begins" in page.select_one("#to-error-1").text


def test_a_frozen_edition_shows_what_the_public_will_see(draft, statistician):
    page = statistician.open(draft)

    assert page.heading == "Requests 2020"
    rows = {row[0]: row[2] for row in table(page, "by_state")[1:]}
    assert rows["FR"] == "6"
    assert rows["DE"] == rows["IT"] == ".. hidden"
    assert "figures are hidden" in page.select_one("[aria-labelledby=by_state]").text
    assert page.select_one("form[action$=submit]")
    assert not page.select_one("form[action$=release]")


def test_a_draft_is_not_public(draft, anonymous):
    slug = edition().slug

    anonymous.open("published.show", slug=slug, expect=404)
    anonymous.open("published.workbook", slug=slug, expect=404)
    page = anonymous.open("published.index")
    assert "Nothing has been published yet." in page.text


def test_the_gate_is_shown_with_the_requests_to_mend(
    statistician, supervisor, make, register
):
    lacking = make.Fact(partner_state="FR", bases=())
    there = statistician.submit("editions.new", data=ASKED).location

    page = statistician.open(there)
    rows = {row[0]: row[1:] for row in table(page, "complete")[1:]}
    *told, links = rows["Primary legal basis stated"]
    assert told == ["no", "92.9 %", "95 %"]
    assert links.startswith("1 : list them as known now")
    then, now = page.select("[aria-labelledby=complete] tr:nth-child(1) td a")
    for listed in (then, now):
        assert lacking.reference in statistician.open(listed["href"]).text
    assert supervisor.open(then["href"]).select_one(
        f'a[href="/requests/{lacking.reference}"]'
    )


def test_every_check_of_the_gate_leads_to_as_many_requests(statistician, draft):
    page = statistician.open(draft)
    lines = page.select("[aria-labelledby=complete] tbody tr")

    for line in lines:
        number = int(line.select("td")[-1].get_text(" ").split()[0])
        links = line.select("td a")
        assert bool(links) == bool(number)
        for link in links:
            found = statistician.open(link["href"]).select("tbody tr")
            assert len(found) == number, link["href"]


def test_what_is_not_complete_enough_is_released_with_a_reason(
    statistician, supervisor, make, register
):
    make.Fact(partner_state="FR", bases=())
    there = statistician.submit("editions.new", data=ASKED).location

    does(statistician, "submit")
    page = supervisor.open(there)
    assert "Not complete enough" in page.text
    page = does(supervisor, "release", expect=422)
    assert "Give the reason" in page.select_one("#release-reason-error-1").text
    does(supervisor, "release", reason="It cannot be found any more.")
    assert "It cannot be found any more." in supervisor.open(there).text


def test_limits_are_changed_with_a_reason(draft, statistician):
    limits = {f"limit-{n}": "95" for n in range(len(edition().checks))}

    page = does(statistician, "limits", expect=422, **limits | {"limit-2": "much"})
    assert page.select_one("#limits-limit-2")["value"] == "much"
    assert "from 0 to 100" in page.select_one("#limits-limit-2-error-1").text
    page = does(statistician, "limits", expect=422, **limits)
    assert "Give the reason" in page.select_one("#limits-reason-error-1").text
    does(statistician, "limits", **limits, reason="All of it matters.")
    assert "All of it matters." in statistician.open(draft).text


def test_a_statistician_does_not_release_nor_a_supervisor_submit(
    draft, statistician, supervisor
):
    does(supervisor, "submit", expect=403)
    does(statistician, "submit")
    does(statistician, "release", expect=403)
    assert edition().status == "submitted"


def test_a_supervisor_sends_back_with_a_reason(draft, statistician, supervisor):
    does(statistician, "submit")

    page = does(supervisor, "return", expect=422)
    assert "Give the reason" in page.select_one("[role=alert]").text
    does(supervisor, "return", reason="The title is wrong.")

    assert "The title is wrong." in statistician.open(draft).text


def test_the_second_of_two_people_is_told(draft, statistician, supervisor, sign_in):
    does(statistician, "submit")
    seen = edition().version
    does(supervisor, "release")

    other = sign_in(role=Role.SUPERVISOR)
    page = does(other, "return", expect=409, seen=seen, reason="No.")

    assert "Somebody else has done something" in page.select_one("[role=alert]").text
    assert "Released" in page.select_one(".page-head").text


def test_everybody_reads_what_was_released(released, anonymous):
    page = anonymous.open("/statistics/published")
    link = page.select_one("tbody th a")
    assert link.text == "Requests 2020"

    page = anonymous.open(link["href"])
    assert page.heading == "Requests 2020"
    assert ["FR", "France", "6"] in [row[:3] for row in table(page, "by_state")]
    for rule in RULES:
        assert rule in page.text
    assert ["New", "13", "0"] in table(page, "flow")


def test_no_person_and_no_hidden_figure_is_published(
    released, anonymous, statistician, supervisor
):
    names = {statistician.user.name, supervisor.user.name}
    page = anonymous.open("published.show", slug=released)
    book = load_workbook(
        BytesIO(anonymous.open("published.workbook", slug=released).data)
    )
    words = {str(cell.value) for sheet in book for row in sheet for cell in row}

    assert not any(name in page.text for name in names)
    assert not words & names
    assert book.properties.creator not in names
    assert "MLI-" not in page.text
    assert not any(word.startswith("MLI-") for word in words)


def test_the_workbook_marks_what_is_hidden_and_keeps_the_totals(released, anonymous):
    answer = anonymous.open("published.workbook", slug=released)

    assert answer.headers["Content-Disposition"].endswith("statistics-2020.xlsx")
    sheet = load_workbook(BytesIO(answer.data))["By State"]
    (by_state,) = sheet.tables.values()
    first, last = by_state.ref.split(":")
    cells = [[cell.value for cell in row] for row in sheet[first:last]]
    assert by_state.totalsRowCount is None
    assert {row[0]: row[2] for row in cells[1:]} == {
        "FR": 6,
        "DE": "..",
        "IT": "..",
        "NOT_STATED": 0,
    }
    below = [[cell.value for cell in row] for row in sheet.iter_rows()][-1]
    assert (below[0], below[2]) == ("Total", 13)
    told = [str(row[0].value) for row in sheet.iter_rows(max_row=8)]
    assert "“..” does not mean 0" in " ".join(told)


def test_the_workbook_tells_threshold_method_and_release(released, anonymous):
    answer = anonymous.open("published.workbook", slug=released)

    rows = load_workbook(BytesIO(answer.data))["About"].iter_rows(values_only=True)
    about = [(row[0], row[1]) for row in rows]
    terms = dict(about)
    assert terms["Threshold"] == "5"
    assert terms["Released on"] == clock.today().isoformat()
    assert terms["As at"].startswith("2021-06-30")
    assert set(RULES) <= {text for _, text in about}


def test_the_csv_files_hold_the_same(released, anonymous):
    answer = anonymous.open("published.csv_zip", slug=released)

    with ZipFile(BytesIO(answer.data)) as archive:
        assert "requests.csv" not in archive.namelist()
        with archive.open("by_state.csv") as raw:
            rows = list(csv.reader(TextIOWrapper(raw, encoding="utf-8")))
    assert {row[0]: row[2] for row in rows[1:]} == {
        "FR": "6",
        "DE": "..",
        "IT": "..",
        "NOT_STATED": "0",
    }


def test_a_withdrawn_edition_stays_listed_without_its_figures(
    released, anonymous, supervisor
):
    does(supervisor, "withdraw", reason="Counted twice.")

    page = anonymous.open("/statistics/published")
    assert "Withdrawn" in page.select_one("tbody tr").text
    page = anonymous.open("published.show", slug=released)
    assert "Counted twice." in page.text
    assert not page.select("table")
    anonymous.open("published.workbook", slug=released, expect=404)
    anonymous.open("published.csv_zip", slug=released, expect=404)


def test_a_discarded_draft_is_gone(draft, statistician):
    does(statistician, "discard")

    assert "No edition has been frozen yet" in statistician.open("editions.index").text


def test_released_pages_may_be_kept_but_not_by_people_who_have_signed_in(
    released, anonymous, statistician
):
    answer = anonymous.client.get(f"/statistics/published/{released}")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in answer.headers["Vary"]
    again = anonymous.client.get(
        f"/statistics/published/{released}",
        headers={"If-None-Match": answer.headers["ETag"]},
    )
    assert again.status_code == 304

    page = statistician.open("published.show", slug=released)
    assert page.response.headers["Cache-Control"] == "no-store"


def test_published_pages_count_nothing(released, anonymous, make, count_queries):
    def sent(where, **values):
        with count_queries() as statements:
            anonymous.open(where, **values)
        assert not any("fact" in sql for sql in statements), str(statements)
        return len(statements)

    before = sent("published.index"), sent("published.show", slug=released)
    for _ in range(3):
        make.Fact(partner_state="ES")
    db.session.commit()
    assert (sent("published.index"), sent("published.show", slug=released)) == before


def test_pages_of_editions_cost_the_same_however_many_there_are(
    draft, statistician, count_queries
):
    def sent():
        numbers = []
        for where in ("/statistics/editions", draft, f"{draft}/changes"):
            with count_queries() as statements:
                statistician.open(where)
            numbers.append(len(statements))
        return numbers

    one = sent()
    for _ in range(3):
        statistician.submit("editions.new", data=ASKED)
    assert sent() == one


def test_other_editions_of_the_same_days_are_pointed_out(
    released, statistician, register
):
    there = statistician.submit("editions.new", data=ASKED).location

    page = statistician.open(there)

    assert "Other editions can be compared with this one" in page.text
    assert page.select_one(".notice--warn a").text == "Requests 2020"


def test_changes_since_are_listed_request_by_request(draft, statistician, make):
    late = make.Fact(
        known_from=clock.now(), opened_on=date(2020, 12, 30), partner_state="ES"
    )

    page = statistician.open(f"{draft}/changes")

    flow = {row[0]: row[1:4] for row in table(page, "flow")[2:]}
    assert flow["New"] == ["13", "14", "+1"]
    listed = page.select_one(".table--list tbody").get_text(" ", strip=True)
    assert late.reference in listed
    assert "Late entry" in listed
    page = statistician.open(f"{draft}/changes", as_at="2021-06-30")
    assert "Nothing has changed" in page.text
    page = statistician.open(f"{draft}/changes", as_at="2020-01-01", expect=422)
    assert "that day or a later one" in page.select_one("[role=alert]").text


def test_a_changed_figure_of_any_table_leads_to_the_requests_that_changed_it(
    draft, statistician, make
):
    late = make.Fact(
        known_from=clock.now(), opened_on=date(2020, 12, 30), partner_state="ES"
    )
    page = statistician.open(f"{draft}/changes")
    there = page.find("a", string="By State")["href"]

    page = statistician.open(there)

    rows = {
        (row.th.get_text(" ", strip=True), row.td.text): row
        for row in page.select("main tbody tr")
    }
    assert set(rows) == {
        (state, column)
        for state in ("ES Spain", "Total")
        for column in ("Incoming new", "Incoming pending")
    }
    row = rows["ES Spain", "Incoming new"]
    assert [cell.text.strip() for cell in row.select(".num")] == ["0", "1", "+1"]
    page = statistician.open(row.a["href"])
    assert page.heading == "Spain · Incoming new: +1"
    listed = page.select_one("main tbody tr").get_text(" ", strip=True)
    assert late.reference in listed
    assert "+1" in listed
    assert "Late entry" in listed
    flow = statistician.open(f"{draft}/changes").select_one("#flow ~ .scroll")
    of_new = flow.find("th", string="New").parent.a["href"]
    assert statistician.open(of_new).heading == "New · Incoming: +1"


@pytest.mark.parametrize(
    "where",
    [
        "changes/requests",
        "changes/nonsense",
        "changes/by_state/figure",
        "changes/by_state/figure?column=share",
    ],
)
def test_what_is_no_figure_of_the_edition_is_not_found(draft, statistician, where):
    statistician.open(f"{draft}/{where}", expect=404)


def test_a_day_that_is_none_is_told_on_these_pages_too(draft, statistician):
    where = f"{draft}/changes/by_state"
    assert "is not a day" in statistician.open(where, as_at="soon", expect=422).text


def test_the_event_log_tells_of_every_deed(released, supervisor):
    kinds = db.session.scalars(select(Event.kind).order_by(Event.id)).all()
    assert list(kinds) == ["EDITION_FROZEN", "EDITION_SUBMITTED", "EDITION_RELEASED"]

    page = supervisor.open("events.index")

    assert "released the edition Requests 2020 to the public" in page.text


def test_statistics_lead_to_editions_and_back(draft, statistician):
    assert statistician.open("statistics.index").select_one(
        "main a[href='/statistics/editions']"
    )
    page = statistician.open("editions.index")
    assert page.select_one("tbody th a").text == "Requests 2020"
    assert page.select_one(".nav [aria-current]").text == "Statistics"


def freezes(statistician, **asked):
    """Freeze other figures; gives the address of the draft."""
    return statistician.submit("editions.new", data={**ASKED, **asked}).location


def by_id(address):
    return db.session.get(Edition, int(address.rsplit("/", 1)[1]))


def moves(browser, deed, address, expect=302):
    found = by_id(address)
    data = {"seen": found.version}
    return browser.submit(
        f"editions.{deed}", edition_id=found.id, data=data, expect=expect
    )


def states(address):
    """What is printed of new incoming requests, by State."""
    (table,) = [t for t in by_id(address).tables if t.name == "by_state"]
    return {row[1]: row[2] for row in table.rows}


@pytest.fixture
def two_years(make):
    """Many in 2020; few from Germany in 2021."""
    for year, numbers in {2020: (30, 20, 25), 2021: (30, 3, 25)}.items():
        for state, number in zip(("FR", "DE", "IT"), numbers, strict=True):
            for _ in range(number):
                make.Fact(partner_state=state, opened_on=date(year, 3, 2))


TABLES = ["by_state"]
FIRST = {"to": "31 Dec 2020", "as_at": "30 Jun 2022", "tables": TABLES}
BOTH = {"to": "31 Dec 2021", "as_at": "30 Jun 2022", "tables": TABLES}
SECOND = {"from": "1 Jan 2021", **BOTH}


def test_an_edition_hides_what_the_difference_from_a_released_one_would_tell(
    statistician, supervisor, two_years
):
    second = freezes(statistician, **SECOND)
    assert states(second)["Germany"] == ".."
    alone = states(freezes(statistician, **BOTH))
    assert alone == {"France": 60, "Germany": 23, "Italy": 50, "Not stated": 0}

    moves(statistician, "submit", second)
    moves(supervisor, "release", second)
    # released first, the year before may be shown whole; both years may not be then
    first = freezes(statistician, **FIRST)
    moves(statistician, "submit", first)
    moves(supervisor, "release", first)
    both = freezes(statistician, **BOTH)

    assert ".." in (states(first)["Germany"], states(both)["Germany"])
    page = statistician.open(both)
    assert "has been taken into account" in page.text


def test_nothing_is_released_that_was_not_held_against_what_came_before(
    statistician, supervisor, two_years
):
    second, both = freezes(statistician, **SECOND), freezes(statistician, **BOTH)
    for address in (second, both):
        moves(statistician, "submit", address)
    moves(supervisor, "release", second)

    assert "released since" in supervisor.open(both).text
    page = moves(supervisor, "release", both, expect=409)

    assert "has been released since these figures were frozen" in page.text
    assert by_id(both).released_at is None


def test_a_register_that_was_corrected_so_that_nothing_fits_is_published_all_the_same(
    statistician, supervisor, two_years
):
    second = freezes(statistician, **SECOND)
    moves(statistician, "submit", second)
    moves(supervisor, "release", second)
    for fact in db.session.scalars(select(Fact).where(Fact.partner_state == "DE")):
        fact.partner_state = "AT"
    db.session.commit()

    both = freezes(statistician, **BOTH)

    assert by_id(both).tables
