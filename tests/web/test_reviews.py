"""Marks for review and proposals, as officers and supervisors see them."""

import pytest

from ctrack.domain.permissions import Role
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Confidentiality
from ctrack.extensions import db
from ctrack.models import Proposal, ReviewMark
from ctrack.services import approvals
from tests.cases import Case, incoming


@pytest.fixture
def case(make):
    case = Case().walk("review")
    db.session.commit()
    return case


@pytest.fixture
def four_eyes(case, make):
    approvals.choose(
        case.clerk.central_authority,
        ["incoming/accept"],
        by=make.User(role=Role.ADMIN),
    )
    db.session.commit()
    return case


def place(case):
    return f"/requests/{case.request.reference}"


def propose(browser, case, **more):
    address = f"{place(case)}/actions/accept"
    form = browser.open(address).form() | {"primary_basis": "UNTOC"} | more
    return browser.submit(address, data=form)


def again(case):
    db.session.expire_all()
    return case.request


# Marks


def test_a_supervisor_marks_and_the_officer_answers(supervisor, clerk, case):
    address = f"{place(case)}/marks/new"
    supervisor.submit(address, data={"note": "Ask for the costs of translation."})

    page = clerk.open(place(case))
    assert "Ask for the costs of translation." in page.get_text()
    link = page.select_one("a[href$='/answer']")["href"]
    clerk.submit(link, data={"answer": "Asked today."})

    page = clerk.open(place(case)).get_text(" ", strip=True)
    assert "Deal with it" not in page
    assert "dealt with a mark for review" in page
    assert "Asked today." in page
    clerk.open(link, expect=302)  # it is gone
    assert db.session.query(ReviewMark).one().answer == "Asked today."


def test_a_mark_says_what_for(supervisor, case):
    page = supervisor.submit(f"{place(case)}/marks/new", data={"note": " "}, expect=422)

    assert "Write what is to be looked at." in page.get_text()
    assert db.session.query(ReviewMark).count() == 0


def test_what_is_marked_is_counted_and_listed(supervisor, clerk, case):
    other = Case()
    db.session.commit()
    supervisor.submit(f"{place(case)}/marks/new", data={"note": "Look."})

    listed = clerk.open("/requests", queue="marked")
    assert case.request.reference in listed.get_text()
    assert other.request.reference not in listed.get_text()
    assert "Marked for review" in clerk.open("/").get_text()
    tile = next(
        d
        for d in supervisor.open("/office").select(".tiles > div")
        if "Marked for review" in d.get_text()
    )
    assert tile.a.get_text(strip=True) == "1"
    assert "queue=marked" in tile.a["href"]


def test_a_restricted_request_is_marked_by_those_who_see_it(supervisor, make):
    record = incoming(confidentiality=Confidentiality.RESTRICTED)
    restricted = Case(record)
    db.session.commit()

    supervisor.open(f"{place(restricted)}/marks/new", expect=404)


# The second pair of eyes


def test_an_administrator_chooses_the_steps_that_need_approval(admin, case):
    page = admin.open("/admin/approvals")
    assert "Accept" in page.get_text()

    admin.submit("/admin/approvals", data={"incoming": ["incoming/accept"]})

    db.session.expire_all()
    assert case.clerk.central_authority.approved_steps == ["incoming/accept"]
    page = admin.open("/admin/approvals")
    checked = [box["value"] for box in page.select("input[checked]")]
    assert checked == ["incoming/accept"]


def test_a_clerk_proposes_and_a_supervisor_approves(sign_in, supervisor, four_eyes):
    clerk = sign_in(four_eyes.clerk)
    assert "Propose: Accept" in clerk.open(f"{place(four_eyes)}/actions/accept").text

    propose(clerk, four_eyes, conditions="Not for tax matters.")
    assert again(four_eyes).status is Status.UNDER_REVIEW
    page = clerk.open(place(four_eyes))
    assert "Waits for approval: Accept" in page.get_text()
    own = clerk.open(f"{place(four_eyes)}/proposal")
    assert own.select("form[action$='/withdraw']")
    assert not own.select("form[action$='/approve']")

    page = supervisor.open(f"{place(four_eyes)}/proposal")
    assert "Not for tax matters." in page.get_text()
    assert "UNTOC" in page.get_text()
    supervisor.submit(
        f"{place(four_eyes)}/proposal/approve",
        data=page.form("form[action$='/approve']"),
    )

    assert again(four_eyes).status is Status.ACCEPTED
    history = supervisor.open(place(four_eyes)).get_text(" ", strip=True)
    assert f"approved what {four_eyes.clerk.name} proposed: Accept" in history


def test_the_second_of_two_supervisors_is_told(sign_in, make, four_eyes):
    propose(sign_in(four_eyes.clerk), four_eyes)
    one, two = (sign_in(role=Role.SUPERVISOR) for _ in range(2))
    address = f"{place(four_eyes)}/proposal"
    seen = two.open(address).form("form[action$='/send-back']")
    one.submit(f"{address}/approve", data=one.open(address).form())

    two.submit(f"{address}/send-back", data=seen | {"reason": "No."})

    assert "decided already" in two.open(place(four_eyes)).get_text()
    assert again(four_eyes).status is Status.ACCEPTED


def test_what_was_not_seen_is_not_approved(sign_in, supervisor, four_eyes):
    clerk, address = sign_in(four_eyes.clerk), f"{place(four_eyes)}/proposal"
    propose(clerk, four_eyes)
    seen = supervisor.open(address).form("form[action$='/approve']")
    clerk.submit(f"{address}/withdraw")
    propose(clerk, four_eyes, conditions="Something else.")

    response = supervisor.submit(f"{address}/approve", data=seen)

    assert response.location.endswith("/proposal")
    assert again(four_eyes).status is Status.UNDER_REVIEW


def test_sending_back_without_a_reason_asks_for_it(sign_in, supervisor, four_eyes):
    propose(sign_in(four_eyes.clerk), four_eyes)

    page = supervisor.submit(
        f"{place(four_eyes)}/proposal/send-back", data={"reason": ""}, expect=422
    )

    assert "Say why it is sent back." in page.get_text()
    assert db.session.query(Proposal).one().decided_at is None


def test_the_author_does_not_approve(sign_in, four_eyes):
    author = sign_in(four_eyes.supervisor)
    propose(author, four_eyes)

    author.submit(f"{place(four_eyes)}/proposal/approve", expect=403)

    assert again(four_eyes).status is Status.UNDER_REVIEW


def test_what_waits_is_in_the_work_list_and_at_the_office(sign_in, four_eyes):
    propose(sign_in(four_eyes.clerk), four_eyes)
    supervisor = sign_in(role=Role.SUPERVISOR)

    assert "Proposed, to be approved" in supervisor.open("/").get_text()
    listed = supervisor.open("/requests", queue="to-approve").get_text()
    assert four_eyes.request.reference in listed
    assert "Proposed, to be approved" in supervisor.open("/office").get_text()


def test_a_page_costs_nothing_more_for_requests_without_marks(
    supervisor, case, count_queries
):
    supervisor.open(place(case))
    with count_queries() as sent:
        supervisor.open(place(case))

    assert not [s for s in sent if s.startswith("SELECT review_mark")], str(sent)
    assert not [s for s in sent if s.startswith("SELECT proposal")], str(sent)
