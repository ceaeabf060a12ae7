"""Setting a day and giving more time for many requests: a look first, all or none."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ctrack import clock
from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.pauses import PauseCategory
from ctrack.extensions import db
from ctrack.models import Deadline, Event
from ctrack.services import pauses
from tests.cases import Case, incoming


@pytest.fixture
def cases(make):
    """Received yesterday, so that nothing is late."""
    yesterday = clock.today() - timedelta(days=1)
    found = [Case(incoming(received_on=yesterday)) for _ in range(3)]
    db.session.commit()
    return found


def preview(browser, cases, step, **more):
    references = [case.request.reference for case in cases]
    return browser.open(
        "/requests/many", request=references, step=step, follow=True, **more
    )


def days(cases, kind):
    db.session.rollback()
    db.session.expire_all()
    return [
        db.session.scalar(
            select(Deadline.current_on).where(
                Deadline.mla_request_id == case.request.id, Deadline.kind == kind
            )
        )
        for case in cases
    ]


def form_of(page):
    return page.form("main form.form")


LATER = clock.today() + timedelta(days=60)


def test_a_day_is_set_for_many(clerk, cases):
    page = preview(clerk, cases, "set-day")
    data = form_of(page) | {"kind": "OTHER", "until": LATER, "note": "Ask the court."}

    response = clerk.submit("/requests/many/days?open=1", data=data)

    assert response.location == "/requests?open=1"
    assert days(cases, DeadlineKind.OTHER) == [LATER] * 3
    assert db.session.query(Event).filter_by(kind="DEADLINE_SET").count() == 3
    assert "Set a day to be kept: 3 requests" in clerk.open("/requests").get_text()


def test_the_list_offers_it(clerk, cases):
    options = clerk.open("/requests").select("#many-step option")

    assert {"set-day", "more-time"} <= {option["value"] for option in options}


def test_more_time_is_given_for_what_is_due_and_not_paused(clerk, cases):
    paused = cases[2]
    pauses.begin(paused.request, PauseCategory.COURT, clock.today(), by=paused.clerk)
    db.session.commit()
    before = days(cases, DeadlineKind.REVIEW)

    page = preview(clerk, cases, "more-time", kind="REVIEW")

    left_out = page.select_one("#left-out").get_text(" ", strip=True)
    assert paused.request.reference in left_out
    assert "the request is paused" in left_out
    assert len(page.select("#dealt-with tbody tr")) == 2
    clerk.submit(
        "/requests/many/days",
        data=form_of(page) | {"until": LATER, "reason": "Many letters."},
    )
    assert days(cases, DeadlineKind.REVIEW) == [LATER, LATER, before[2]]


def test_the_kind_that_most_have_is_asked_about_first(clerk, cases):
    cases[0].take("acknowledge", clock.today())
    db.session.commit()

    page = preview(clerk, cases, "more-time", kind="ACKNOWLEDGEMENT")

    assert "Acknowledgement of receipt (2)" in page.get_text()
    assert "nothing of this kind is due there" in page.get_text()
    others = {a["href"] for a in page.select("main p a") if "kind=" in a["href"]}
    assert any("kind=REVIEW" in address for address in others)


def test_should_one_be_refused_nothing_is_stored(clerk, cases):
    """One of them is due later already than the day that is given."""
    due = max(days(cases, DeadlineKind.REVIEW))
    page = preview(clerk, cases, "more-time", kind="REVIEW")
    data = form_of(page) | {"until": LATER, "reason": "Many letters."}
    clerk.submit("/requests/many/days", data=data)  # all later than due now
    page = preview(clerk, cases[:1], "more-time", kind="REVIEW")
    one = form_of(page) | {"until": LATER + timedelta(days=9), "reason": "More."}
    clerk.submit("/requests/many/days", data=one)

    page = preview(clerk, cases, "more-time", kind="REVIEW")
    data = form_of(page) | {"until": LATER + timedelta(days=5), "reason": "More."}
    refused = clerk.submit("/requests/many/days", data=data, expect=409)

    assert "Nothing was stored" in refused.get_text()
    assert days(cases, DeadlineKind.REVIEW) == [
        LATER + timedelta(days=9),
        LATER,
        LATER,
    ]
    assert due < LATER


def test_what_somebody_changed_meanwhile_is_left_alone(clerk, cases):
    page = preview(clerk, cases, "set-day")
    cases[1].take("acknowledge", clock.today())
    db.session.commit()

    data = form_of(page) | {"kind": "OTHER", "until": LATER, "note": "Ask."}
    refused = clerk.submit("/requests/many/days", data=data, expect=409)

    assert "somebody has changed the request" in refused.get_text()
    assert days(cases, DeadlineKind.OTHER) == [None] * 3


def test_what_is_missing_is_said_once(clerk, cases):
    page = preview(clerk, cases, "set-day")

    refused = clerk.submit(
        "/requests/many/days", data=form_of(page) | {"kind": "OTHER"}, expect=422
    )

    assert "No rule gives a term for this: give the day." in refused.get_text()
    assert days(cases, DeadlineKind.OTHER) == [None] * 3


def test_a_preview_costs_the_same_however_many_are_chosen(clerk, cases, count_queries):
    def cost(chosen):
        with count_queries() as sent:
            preview(clerk, chosen, "more-time", kind="REVIEW")
        return len(sent)

    cost(cases)
    assert cost(cases[:1]) == cost(cases)
