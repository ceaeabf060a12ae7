"""The whole life of a request in a real browser, with and without JavaScript."""

import re

import openpyxl
import pytest
from sqlalchemy import select

from ctrack import clock
from ctrack.domain.permissions import Role
from ctrack.domain.records import PersonRecord
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Outcome
from ctrack.extensions import db
from ctrack.models import MLARequest

from ..cases import FULL, Case

SUBJECT = "Carousel of حسام الدين عبد الرحمن السيد and Людмила Гречко"


@pytest.fixture
def office(sign_in, make):
    """Everybody the journey needs, by what they are called in it."""
    court, police = make.Authority(name="High Court"), make.Authority(name="Police")
    people = {
        "clerk": sign_in(role=Role.CLERK, name="Elena Marković"),
        "court": sign_in(role=Role.AUTHORITY, authority=court, name="Registrar"),
        "police": sign_in(role=Role.AUTHORITY, authority=police, name="Inspector"),
        "statistician": sign_in(role=Role.STATISTICIAN),
    }
    db.session.commit()
    return people


def press(page, name):
    """Press the button of the form in the page."""
    page.locator("main .form__bar button", has_text=name).click()


def go(page, name):
    """Follow the link or button of that name to the form of a step."""
    page.locator("main .actions a", has_text=re.compile(f"^{name}$")).click()


def saved(page):
    return page.locator(".notice--good").first.inner_text()


def register(page):
    page.goto("/requests/new?direction=incoming")
    page.get_by_label("State, territory or body").fill("Egypt")
    page.get_by_label("Their reference").first.fill("1183 / 2026 TA")
    page.get_by_label("Subject").fill(SUBJECT)
    page.get_by_label("Main offence").fill("Laundering of proceeds of crime")
    page.get_by_label("Primary legal basis").fill("UNTOC art. 18")
    page.get_by_label("Taking evidence or statements from persons").check()
    page.get_by_label("Effecting service of judicial documents").check()
    page.locator("#persons-0-name").fill("حسام الدين عبد الرحمن السيد")
    page.get_by_role("button", name="Add another person or firm").click()
    page.locator("#persons-1-name").fill("Callan Trust & Fiduciary")
    page.locator("#persons-1-role").select_option(label="Legal person")
    press(page, "Register request")
    return re.search(r"MLI-\d{4}-\d{5}", saved(page))[0]


def accept(page):
    go(page, "Accept")
    press(page, "Accept")
    assert "accepted the request under UNTOC art. 18" in saved(page)


def transfer(page):
    go(page, "Transfer to competent authority")
    page.locator("#transfers-0-authority").select_option(label="High Court")
    page.locator("#transfers-0-measures").get_by_label("Effecting service").uncheck()
    page.get_by_role("button", name="Add another authority").click()
    page.locator("#transfers-1-authority").select_option(label="Police")
    page.locator("#transfers-1-measures").get_by_label("Effecting service").check()
    press(page, "Transfer to competent authority")
    assert "transferred the request to High Court, Police" in saved(page)


def execute(page, reference, subject=SUBJECT):
    """What an authority does with what lies with it."""
    page.goto("/transfers")
    page.get_by_role("link", name=re.compile(reference)).first.click()
    assert subject in page.locator("h1").inner_text()
    go(page, "Take in charge")
    press(page, "Take in charge")
    go(page, "Report execution")
    page.locator(
        "main select[name^=outcome], main select[name^=measure]"
    ).first.select_option(label="Provided in full")
    press(page, "Report execution")
    assert "provided in full" in saved(page)


def finish(page, reference):
    page.goto(f"/requests/{reference}")
    assert "Executed, results not sent" in page.locator(".standing").inner_text()
    go(page, "Send results")
    press(page, "Send results")
    go(page, "Close")
    press(page, "Close")
    assert "closed the request: Executed in full" in saved(page)


def count(page, tmp_path):
    """The rows of the workbook that a statistician downloads."""
    today = clock.today().isoformat()
    page.goto(f"/statistics?from={today}&to={today}")
    with page.expect_download() as download:
        page.locator("main a[href*='workbook.xlsx']").first.click()
    file = tmp_path / "statistics.xlsx"
    download.value.save_as(file)
    return openpyxl.load_workbook(file)


def rows(book, table):
    for sheet in book.worksheets:
        if table in sheet.tables:
            cells = sheet[sheet.tables[table].ref]
            return [[cell.value for cell in row] for row in cells]
    raise AssertionError(f"no table {table}")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_request_lives_from_the_letter_to_the_statistics(
    window, office, tmp_path, javascript
):
    def opened(name):
        return window(office[name], javascript=javascript, accept_downloads=True)

    clerk = opened("clerk")
    reference = register(clerk)
    accept(clerk)
    transfer(clerk)
    for name in ("court", "police"):
        execute(opened(name), reference)
    finish(clerk, reference)

    db.session.rollback()
    stored = db.session.scalars(select(MLARequest)).one()
    assert (stored.reference, stored.status) == (reference, Status.CLOSED)
    assert [p.name for p in stored.persons] == [
        "حسام الدين عبد الرحمن السيد",
        "Callan Trust & Fiduciary",
    ]
    book = count(opened("statistician"), tmp_path)
    flow = {row[0]: row[1:] for row in rows(book, "flow")}
    assert flow["New"] == [1, 0]
    assert flow["Granted in full"] == [1, 0]
    assert flow["Pending at end"] == [0, 0]
    basis = {row[0]: row for row in rows(book, "by_basis")}
    assert basis["UNTOC"][3] == 1
    assert rows(book, "requests")[1][0] == reference
    text = str([rows(book, name) for name in ("requests", "flow", "by_basis")])
    assert "Carousel" not in text


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_closed_request_is_reopened_and_lives_on(window, office, sign_in, javascript):
    """Accepted, transferred, executed and closed a second time, on later days."""
    case = Case(natures=["DOCUMENTS", "SERVICE"]).walk("review", "accept")
    case.record(m1=FULL)
    case.take("close", outcome=Outcome.WITHDRAWN)
    reference, before = case.request.reference, case.request.accepted_on
    chief = sign_in(role=Role.SUPERVISOR)
    db.session.commit()

    page = window(chief, javascript=javascript)
    page.goto(f"/requests/{reference}")
    go(page, "Reopen")
    page.get_by_label("Reasons").fill("They ask for the service after all.")
    press(page, "Reopen")
    assert "reopened the request" in saved(page)
    go(page, "Accept")
    press(page, "Accept")
    assert "accepted the request under UNTOC" in saved(page)
    go(page, "Transfer to competent authority")
    page.locator("#transfers-0-authority").select_option(label="Police")
    press(page, "Transfer to competent authority")
    execute(window(office["police"], javascript=javascript), reference, "Invoices of")
    finish(page, reference)

    db.session.rollback()
    db.session.expire_all()
    stored = db.session.scalars(select(MLARequest)).one()
    assert stored.outcome is Outcome.GRANTED_FULL
    assert stored.accepted_on == before  # the first acceptance counts
    assert stored.closed_on == clock.today()


def test_registering_needs_no_mouse(window, office):
    page = window(office["clerk"])
    page.goto("/requests/new?direction=incoming")
    page.locator("#partner_state").focus()

    page.keyboard.type("Italy")
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name")
        if name == "legal_bases" and not page.locator("#legal_bases").input_value():
            page.keyboard.type("UNTOC art. 18")
        elif name == "natures":
            page.keyboard.press("Space")
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/requests/MLI-*")

    db.session.rollback()
    [measure] = db.session.scalars(select(MLARequest)).one().measures
    assert measure.nature_code == "TESTIMONY"


def test_leaving_with_something_typed_asks_first(window, office):
    page = window(office["clerk"])
    page.goto("/requests/new?direction=incoming")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.locator("#subject").fill("Half a letter")
    page.get_by_role("link", name="Drafts").click()
    page.wait_for_url("**/drafts")

    assert asked == ["beforeunload"]


def test_pressing_twice_in_a_hurry_registers_once(window, office):
    page = window(office["clerk"])
    page.goto("/requests/new?direction=incoming")
    page.locator("#partner_state").fill("Italy")
    page.locator("#legal_bases").fill("UNTOC")
    page.get_by_label("Examining objects and sites").check()

    page.locator(".form__bar .button--primary").dblclick()
    page.wait_for_url("**/requests/MLI-*")

    db.session.rollback()
    assert len(db.session.scalars(select(MLARequest)).all()) == 1


@pytest.mark.parametrize("size", [(1280, 900), (390, 844), (320, 640)])
@pytest.mark.parametrize("path", ["/requests/new", "/help/life-cycle", "/drafts"])
def test_no_page_scrolls_sideways(window, office, size, path):
    page = window(office["clerk"], size=size)

    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_the_longest_words_keep_the_page_narrow(window, office, make, size):
    case = Case(
        subject="Grundstücksverkehrsgenehmigungszuständigkeitsübertragung" * 6,
        persons=[PersonRecord("X" * 300), PersonRecord("عبدالرحمن" * 30)],
        partner_authority="Y" * 400,
    ).walk("review", "accept")
    case.send(make.Authority(name="Z" * 250))
    case.take("note", note="N" * 2000)
    db.session.commit()
    page = window(office["clerk"], size=size)

    for part in ("", "/history", "/correct", "/actions/note", "/actions/transfer"):
        page.goto(f"/requests/{case.request.reference}{part}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), part
    page.goto(f"/requests?q={'W' * 600}&officer=nobody")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "chips"
