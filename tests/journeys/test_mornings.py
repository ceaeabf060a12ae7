"""A clerk's morning and a supervisor's weekly review, with and without JavaScript."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from ctrack import clock
from ctrack.domain.permissions import Role
from ctrack.domain.statuses import Status
from ctrack.extensions import db
from ctrack.models import Deadline, Leave, MLARequest, Pause, ReviewMark
from ctrack.services import approvals
from ctrack.services.step_answers import Answers

from ..cases import FULL, Case, incoming

BOTH_WAYS = pytest.mark.parametrize(
    "javascript", [True, False], ids=["script", "no script"]
)


def ago(days):
    return clock.today() - timedelta(days=days)


def case_of(clerk, subject, days, *codes):
    """A request that came so many days ago, and these steps a day each."""
    record = incoming(received_on=ago(days), subject=subject, officer_id=clerk.id)
    return Case(record, by=clerk).walk(*codes)


def press(page, name):
    page.locator("main .form__bar button", has_text=name).first.click()


def go(page, name):
    page.locator("main .actions a", has_text=re.compile(f"^{name}$")).click()


def saved(page):
    return page.locator(".notice--good").first.inner_text()


def queue(page, name):
    """A queue of the first page."""
    return page.locator("section.panel").filter(
        has=page.get_by_role("heading", name=re.compile(f"^{name}"))
    )


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture
def desk(sign_in, make):
    """What lies on a clerk's desk in the morning."""
    browser = sign_in(role=Role.CLERK, name="Elena Marković", username="elena")
    clerk = browser.user
    court = make.Authority(name="High Court")
    cases = {
        "fresh": case_of(clerk, "A letter of yesterday", 9),
        "accepted": case_of(clerk, "Accepted last week", 20, "review", "accept"),
        "executed": case_of(clerk, "Executed by the court", 40, "review", "accept"),
        "asked": case_of(clerk, "The court asks something", 30, "review", "accept"),
    }
    done = cases["executed"].send(court)
    cases["executed"].tell(done, "take-in-charge")
    cases["executed"].tell(done, "report", m1=FULL, m2=FULL)
    asked = cases["asked"].send(court)
    cases["asked"].tell(asked, "query", note="Which of the two accounts?")
    chief = make.User(role=Role.SUPERVISOR, name="Amina Haddad")
    other = case_of(chief, "Given to Elena", 5)
    other.take("assign", ago(0), by=chief, officer_id=clerk.id)
    db.session.commit()
    return browser, cases


@BOTH_WAYS
def test_a_clerks_morning(window, desk, javascript):
    clerk, cases = desk
    page = window(clerk, javascript=javascript)

    page.goto("/")
    assert page.locator("h1").inner_text().startswith("Today")
    page.locator("a.bell").click()
    assert "assigned the request to you" in page.locator("main").inner_text()
    page.get_by_role("button", name=re.compile("Mark all as read")).click()
    assert "You have read everything." in page.locator("main").inner_text()

    page.goto("/")
    fresh = queue(page, "To acknowledge").locator("tr", has_text="A letter of yester")
    fresh.get_by_role("link", name=re.compile("Acknowledge receipt")).click()
    press(page, "Acknowledge receipt")
    assert "acknowledged receipt" in saved(page)

    page.goto("/")
    queue(page, "Executed, results not sent").get_by_role(
        "link", name=re.compile("Send results")
    ).click()
    press(page, "Send results")
    assert "sent the results" in saved(page)

    page.goto("/")
    queue(page, "Questions of authorities").get_by_role(
        "link", name=re.compile("^Open")
    ).click()
    page.get_by_role("link", name="High Court", exact=True).first.click()
    assert "Which of the two accounts?" in page.locator("main").inner_text()
    go(page, "Answer the query")
    page.locator("#note").fill("The first one.")
    press(page, "Answer the query")
    assert "answered the query" in saved(page)

    page.goto("/")
    queue(page, "Accepted and not transferred").get_by_role(
        "link", name=re.compile("Transfer to competent authority")
    ).click()
    page.locator("#transfers-0-authority").select_option(label="High Court")
    press(page, "Transfer to competent authority")
    assert "transferred the request to High Court" in saved(page)

    db.session.rollback()
    db.session.expire_all()
    assert cases["fresh"].request.acknowledged_on == clock.today()
    assert cases["executed"].request.status is Status.RESULTS_TRANSMITTED
    assert cases["accepted"].request.status is Status.TRANSFERRED


@BOTH_WAYS
def test_time_on_a_clerks_desk(window, desk, javascript):
    """A pause begun, corrected and ended; more time; why it is due then; a reminder."""
    clerk, cases = desk
    reference = cases["fresh"].request.reference
    page = window(clerk, javascript=javascript)
    page.goto(f"/requests/{reference}")

    page.get_by_role("link", name="Record a pause").click()
    page.get_by_label("What is waited for").select_option(index=1)
    page.get_by_label("Since").fill(ago(3).isoformat())
    press(page, "Record the pause")
    assert "paused since" in page.locator(".standing").inner_text()
    page.get_by_role("link", name=re.compile("^Correct.*anslation")).click()
    page.get_by_label("Since").fill(ago(4).isoformat())
    page.get_by_label("Reasons").fill("The letter of Monday.")
    press(page, "Save")
    page.get_by_role("link", name="End the pause").click()
    press(page, "End the pause")
    assert "recorded the end of a pause" in saved(page)

    due = page.locator("section[aria-labelledby=due] tbody tr", has_text="Review")
    due.get_by_role("link").click()
    assert "How this day was computed." in page.locator("main").inner_text()
    assert "Counted" in page.locator("main table").inner_text()
    page.get_by_role("link", name="Give more time").click()
    page.get_by_label("Or so many days more").fill("5")
    page.get_by_label("Counted in").select_option(label="Working days")
    page.get_by_label("Reasons").fill("A long file.")
    press(page, "Give more time")
    assert "gave more time" in saved(page)

    page.get_by_role("link", name="Set a day to be kept").click()
    page.get_by_label("What is to be kept").select_option(
        label="Reply to a status enquiry"
    )
    press(page, "Set the day")
    assert "Reply to a status enquiry" in saved(page)

    page.get_by_role("link", name=re.compile("^Remind me")).click()
    press(page, "Remind")
    page.get_by_role("link", name="Put off on your work list").click()
    press(page, "Put off")
    page.goto("/")
    assert reference not in queue(page, "To acknowledge").inner_text()

    db.session.rollback()
    pause = db.session.scalars(select(Pause)).one()
    assert (pause.since, pause.until) == (ago(4), clock.today())
    kinds = set(db.session.scalars(select(Deadline.kind).where(Deadline.is_by_hand)))
    assert [kind.value for kind in kinds] == ["STATUS_REPLY"]


@pytest.fixture
def week(sign_in, make):
    """What a supervisor looks at once a week."""
    clerk = make.User(role=Role.CLERK, name="Elena Marković", username="elena")
    jonas = make.User(role=Role.CLERK, name="Jonas Fenwick", username="jonas")
    chief = sign_in(role=Role.SUPERVISOR, name="Amina Haddad", username="amina")
    cases = [case_of(clerk, f"Number {n}", 30 + n, "review") for n in range(3)]
    for number in range(2):
        record = incoming(received_on=ago(8), subject=f"Nobody's {number}")
        Case(record, by=clerk)
    court = make.Authority(name="High Court")
    sent = case_of(clerk, "Lies with the court", 90, "review", "accept")
    sent.send(court)
    admin = make.User(role=Role.ADMIN)
    approvals.choose(clerk.central_authority, ["incoming/accept"], by=admin)
    approvals.propose(
        cases[0].request,
        "accept",
        Answers(on=clock.today(), primary_basis="UNTOC"),
        by=clerk,
    )
    db.session.commit()
    return chief, cases, jonas


def listed(page):
    """How many requests the list that has been opened has."""
    return int(page.locator("caption b").inner_text().split()[0].replace(",", ""))


@BOTH_WAYS
def test_a_supervisors_weekly_review(window, week, javascript):
    chief, cases, jonas = week
    page = window(chief, javascript=javascript)

    page.goto("/office")
    assert page.locator("h1").inner_text().startswith("The office on")
    addresses = page.locator(".tiles a, table a[href*='/requests?']").evaluate_all(
        "links => links.map(link => [link.innerText, link.getAttribute('href')])"
    )
    assert len(addresses) > 10
    for number, address in dict(map(reversed, addresses)).items():
        page.goto(number)
        assert listed(page) == int(address), number

    page.goto("/office")
    page.get_by_role("link", name="Assign requests").click()
    for box in page.locator("input[name=request]").all():
        box.check()
    page.get_by_label("With the chosen requests").select_option(
        label="Assign to an officer"
    )
    page.get_by_role("button", name="Look at them first").click()
    assert "It can be done for all of them." in page.locator("main").inner_text()
    page.get_by_label("Officer").select_option(label="Jonas Fenwick")
    press(page, "Assign to an officer")
    assert "2 requests" in saved(page)
    page.goto("/office")
    work = page.locator("section[aria-labelledby=load] tr", has_text="Jonas Fenwick")
    assert work.get_by_role("link").first.inner_text() == "2"

    page.goto("/")
    queue(page, "Proposed, to be approved").get_by_role(
        "link", name=re.compile("^Open")
    ).click()
    page.get_by_role("link", name="Look at it").click()
    page.get_by_role("button", name="Approve: Accept").click()
    assert "Approved" in saved(page)

    page.goto(f"/requests/{cases[1].request.reference}")
    page.get_by_role("link", name="Mark for review").click()
    page.get_by_label("What is to be looked at").fill("Which court asks?")
    press(page, "Mark for review")
    assert "Which court asks?" in page.locator("main").inner_text()

    page.goto("/office")
    page.get_by_role("link", name="Who is away").click()
    page.get_by_label("Who is away").select_option(label="Elena Marković")
    page.get_by_label("Who stands in").select_option(label="Jonas Fenwick")
    page.get_by_label("First day away").fill(clock.today().isoformat())
    page.get_by_label("Last day away").fill(ago(-7).isoformat())
    press(page, "Record leave")
    assert "Elena Marković" in page.locator("main table").inner_text()

    page.goto("/chasers")
    assert "High Court" in page.locator("main").inner_text()

    db.session.rollback()
    db.session.expire_all()
    assert cases[0].request.status is Status.ACCEPTED
    assert db.session.scalars(select(ReviewMark)).one().note == "Which court asks?"
    assert db.session.scalars(select(Leave)).one().deputy_id == jonas.id
    given = select(MLARequest).where(MLARequest.officer_id == jonas.id)
    assert len(db.session.scalars(given).all()) == 2


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_no_page_of_the_week_scrolls_sideways(window, week, size):
    chief, cases, _jonas = week
    page = window(chief, size=size)
    place = f"/requests/{cases[0].request.reference}"

    for path in (
        "/",
        "/office",
        "/notifications",
        "/chasers",
        "/office/leave",
        "/requests?queue=to-approve",
        "/requests/many?all=1&step=assign",
        "/requests/many/days?all=1&step=more-time",
        place,
        f"{place}/proposal",
        f"{place}/marks/new",
        f"{place}/deadlines/new",
        f"{place}/pauses/new",
        f"{place}/reminder",
    ):
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        assert fits(page), path
