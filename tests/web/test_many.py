"""The same step for many requests of the list: preview first, then all or none."""

import pytest

from ctrack import clock
from ctrack.domain.many import MOST
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Confidentiality
from ctrack.extensions import db
from ctrack.models import Event, MLARequest
from tests.cases import Case, outgoing


def chosen(page):
    """What the form under a preview sends."""
    return page.form("main form.form")


@pytest.fixture
def cases(make):
    return [Case() for _ in range(3)]


def preview(browser, cases, step, **more):
    references = [case.request.reference for case in cases]
    return browser.open("/requests/many", request=references, step=step, **more)


def test_many_requests_are_assigned_at_once(clerk, make, cases):
    eva = make.User(name="Eva", username="eva")

    page = preview(clerk, cases, "assign")
    data = chosen(page) | {"officer": "eva"}
    response = clerk.submit("/requests/many?open=1", data=data)

    assert response.location == "/requests?open=1"
    db.session.expire_all()
    assert all(case.request.officer_id == eva.id for case in cases)
    kinds = [e.kind for e in db.session.query(Event).filter_by(kind="ASSIGNED")]
    assert len(kinds) == 3
    assert "Assign to an officer: 3 requests" in clerk.open("/requests").get_text()


def test_the_preview_says_which_rows_cannot_and_why(clerk, cases):
    cases[0].take("acknowledge")
    ours = Case(outgoing())

    page = preview(clerk, [*cases, ours], "acknowledge")

    left_out = page.select_one("#left-out").get_text(" ", strip=True)
    assert cases[0].request.reference in left_out
    assert "receipt has been acknowledged already" in left_out
    assert "There is no step" in left_out
    assert len(page.select("#dealt-with tbody tr")) == 2
    assert "2 are left out" in page.get_text()


def test_a_step_with_one_day_is_recorded_for_those_that_can(clerk, cases):
    cases[0].take("acknowledge")
    page = preview(clerk, cases, "acknowledge")

    data = chosen(page) | {"acknowledged_on": "5 Mar 2020"}
    clerk.submit("/requests/many", data=data)

    db.session.expire_all()
    days = [str(case.request.acknowledged_on) for case in cases]
    assert days == ["2020-03-03", "2020-03-05", "2020-03-05"]


def test_all_or_none_where_one_of_them_was_changed_meanwhile(clerk, cases):
    page = preview(clerk, cases, "acknowledge")
    cases[1].take("note")

    page = clerk.submit("/requests/many", data=chosen(page), expect=409)

    assert "Nothing was stored: 1 of the requests" in page.get_text()
    left_out = page.select_one("#left-out").get_text()
    assert "somebody has changed the request since you saw it" in left_out
    db.session.expire_all()
    assert all(case.request.acknowledged_on is None for case in cases)
    clerk.submit("/requests/many", data=chosen(page))  # again, for the others
    db.session.expire_all()
    done = [case.request.acknowledged_on is not None for case in cases]
    assert done == [True, False, True]


def test_a_day_too_early_for_one_of_them_stores_nothing(clerk, cases):
    late = Case(received_on=clock.today())
    page = preview(clerk, [*cases, late], "acknowledge")

    data = chosen(page) | {"acknowledged_on": "6 Mar 2020"}
    page = clerk.submit("/requests/many", data=data, expect=409)

    assert late.request.reference in page.select_one("#left-out").get_text()
    db.session.expire_all()
    assert all(case.request.acknowledged_on is None for case in cases)


def test_what_is_missing_is_asked_for_beside_its_field(clerk, cases):
    page = preview(clerk, cases, "assign")

    page = clerk.submit("/requests/many", data=chosen(page), expect=422)

    assert "Choose the officer." in page.get_text()
    assert len(page.select("#dealt-with tbody tr")) == 3


def test_all_rows_of_a_filtered_list_are_taken_up_to_a_limit(clerk, make):
    for _ in range(60):
        make.MLARequest(partner_state="IT")
    make.MLARequest(partner_state="FR")

    page = clerk.open("/requests?state=IT")
    assert "all 60 of this list" in page.get_text()
    page = clerk.open("/requests/many?state=IT&all=1&step=note")
    assert len(page.select("#dealt-with tbody tr")) == 60

    for _ in range(MOST):
        make.MLARequest(partner_state="IT")
    response = clerk.open("/requests/many?state=IT&all=1&step=note", expect=302)
    assert response.location == "/requests?state=IT"
    assert "more than 200" in clerk.open(response.location).get_text()


def test_nothing_chosen_leads_back_with_a_word(clerk):
    response = clerk.open("/requests/many?step=assign", expect=302)

    page = clerk.open(response.location)
    assert "Choose at least one request" in page.get_text()


def test_steps_that_differ_from_request_to_request_are_not_offered(clerk, make):
    make.MLARequest()

    page = clerk.open("/requests")

    offered = {option["value"] for option in page.select("#many-step option")}
    assert {"assign", "acknowledge", "note"} <= offered
    assert not offered & {"transfer", "accept", "record-outcome", "reopen"}
    clerk.open("/requests/many?step=transfer", expect=404)


def test_restricted_requests_of_others_are_neither_shown_nor_changed(clerk, make):
    secret = make.MLARequest(confidentiality=Confidentiality.RESTRICTED)
    known = make.MLARequest()

    page = clerk.open(
        "/requests/many", request=[secret.reference, known.reference], step="note"
    )
    assert secret.reference not in page.get_text()
    data = chosen(page) | {"note": "x", "row": f"{secret.reference}@1"}
    clerk.submit("/requests/many", data=data)
    assert db.session.query(Event).filter_by(mla_request_id=secret.id).count() == 0


def test_only_who_takes_steps_chooses(statistician, auditor, make):
    make.MLARequest(status=Status.REGISTERED)

    assert not auditor.open("/requests").select("input[name=request]")
    assert not statistician.open("/requests").select("input[name=request]")
    auditor.open("/requests/many?step=note", expect=403)


def test_the_preview_needs_the_same_queries_for_few_and_many(
    clerk, make, count_queries
):
    def number():
        with count_queries() as sent:
            clerk.open("/requests/many?all=1&step=close")
        return len(sent)

    Case().walk("review", "accept").send(make.Authority())
    before = number()
    for _ in range(5):
        Case().walk("review", "accept").send(make.Authority())

    assert number() == before
    assert db.session.query(MLARequest).count() == 6
