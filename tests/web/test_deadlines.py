"""Deadlines and pauses on the page of a request, and how a day was computed."""

from datetime import timedelta

import pytest

from ctrack import clock
from ctrack.domain.permissions import Role
from ctrack.extensions import db
from ctrack.models import Deadline, Pause
from tests.cases import Case, incoming


@pytest.fixture
def case(clerk):
    """Received ten days ago, so that the acknowledgement is late and no more."""
    received_on = clock.today() - timedelta(days=10)
    case = Case(incoming(received_on=received_on), by=clerk.user)
    db.session.commit()
    return case


def path(case, *parts):
    return "/".join([f"/requests/{case.request.reference}", *map(str, parts)])


def the(kind):
    return db.session.query(Deadline).filter(Deadline.kind == kind).one()


def test_the_page_tells_what_is_due_and_what_is_late(clerk, case):
    page = clerk.open(path(case))

    panel = page.select_one("section[aria-labelledby=due]").text
    assert "Acknowledgement of receipt" in panel
    assert "3 days late" in panel
    assert "running" in panel
    assert "3 days late" in page.select_one(".standing").text


def test_each_day_leads_to_how_it_was_computed(clerk, case):
    page = clerk.open(path(case))
    link = page.select_one("section[aria-labelledby=due] table a")["href"]

    told = clerk.open(link).text

    assert "7 calendar days from the day of receipt" in told
    assert "days 1 to 7" in told


def test_a_paused_request_is_grey_and_never_late(clerk, case):
    response = clerk.submit(
        path(case, "pauses", "new"),
        data={"category": "TRANSLATION", "since": case.request.received_on.isoformat()},
    )
    page = clerk.open(response.location)

    assert "recorded a pause: Waiting for a translation" in page.text
    assert "late" not in page.select_one("section[aria-labelledby=due] table").text
    assert page.select_one(".standing .due--paused")
    assert page.select_one(".standing .due--late") is None
    listed = clerk.open("/requests?overdue=1")
    assert case.request.reference not in listed.text


def test_what_a_pause_does_not_stop_goes_on(clerk, case):
    case.take("review")
    case.take("request-information", on=clock.today())
    db.session.commit()

    rows = clerk.open(path(case)).select("section[aria-labelledby=due] tbody tr")

    told = {row.th.text.strip(): row.select("td")[-1].text.strip() for row in rows}
    assert told["Answer to our question"] == "running"
    assert told["Review of the request"] == "paused"


def test_the_end_of_a_pause_moves_what_is_due(clerk, case):
    since = case.request.received_on
    clerk.submit(
        path(case, "pauses", "new"), data={"category": "COURT", "since": str(since)}
    )
    pause = db.session.query(Pause).one()

    clerk.submit(
        path(case, "pauses", pause.id, "end"),
        data={"until": str(since + timedelta(days=6))},
    )

    told = clerk.open(path(case, "deadlines", the("ACKNOWLEDGEMENT").id)).text
    assert "Not counted: Waiting for a court" in told
    assert "At first" in told


def test_more_time_asks_for_a_later_day_and_a_reason(clerk, case):
    review = the("REVIEW")
    address = path(case, "deadlines", review.id, "extend")

    refused = clerk.submit(address, data={"until": str(review.current_on)}, expect=422)
    assert "Give a later day." in refused.text
    assert "Give the reason." in refused.text

    later = review.current_on + timedelta(days=20)
    clerk.submit(address, data={"until": str(later), "reason": "Nine measures"})
    page = clerk.open(path(case, "deadlines", review.id))
    assert "Nine measures" in page.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"category": "", "since": "2020-01-01"}, "Choose what is waited for."),
        ({"category": "COURT", "since": "31 Feb"}, "is not a day"),
        ({"category": "COURT", "since": ""}, "Give the day."),
        ({"category": "COURT", "since": "2019-01-01"}, "Give that day or a later one."),
    ],
)
def test_a_pause_that_cannot_be_is_refused_with_a_sentence(clerk, case, typed, told):
    page = clerk.submit(path(case, "pauses", "new"), data=typed, expect=422)

    assert told in page.text
    assert db.session.query(Pause).count() == 0


def test_whoever_only_reads_is_offered_no_pause(sign_in, case):
    auditor = sign_in(role=Role.AUDITOR)

    page = auditor.open(path(case))

    assert "Record a pause" not in page.text
    auditor.open(path(case, "pauses", "new"), expect=403)
    auditor.open(path(case, "deadlines", the("REVIEW").id))


def test_the_deadline_of_another_request_is_not_found(clerk, case):
    other = Case(incoming(), by=clerk.user)
    db.session.commit()

    clerk.open(path(other, "deadlines", 999_999), expect=404)
