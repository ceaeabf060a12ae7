"""Behind how long a request is open stands which days were counted and which not."""

from datetime import timedelta

import pytest

from ctrack import clock
from ctrack.domain.pauses import PauseCategory
from ctrack.domain.vocabulary import Confidentiality
from ctrack.extensions import db
from ctrack.services import pauses
from tests.cases import Case, incoming


def ago(days):
    return clock.today() - timedelta(days=days)


@pytest.fixture
def case(make):
    case = Case(incoming(received_on=ago(30)))
    db.session.commit()
    return case


def page_of(browser, case, **more):
    return browser.open(f"/requests/{case.request.reference}/days", **more)


def numbers(page):
    return [d.get_text(strip=True) for d in page.select(".standing dd")]


def pause(case, category, since, until):
    pauses.begin(case.request, category, since, by=case.clerk)
    running = pauses._running(case.request)[-1]
    pauses.end(case.request, running.id, until, by=case.clerk)
    db.session.commit()


def test_without_pauses_every_day_counts(clerk, case):
    page = page_of(clerk, case)

    assert numbers(page) == ["30", "0", "30"]
    assert "Open for 30 days" in page.heading


def test_paused_days_are_left_out_once_and_say_why(clerk, case):
    pause(case, PauseCategory.TRANSLATION, ago(20), ago(10))
    pause(case, PauseCategory.COURT, ago(15), ago(5))

    page = page_of(clerk, case)

    assert numbers(page) == ["30", "15", "15"]
    rows = [row.get_text(" ", strip=True) for row in page.select("tbody tr")]
    assert len(rows) == 5
    assert "Waiting for a translation; Waiting for a court" in rows[2] or (
        "Waiting for a court; Waiting for a translation" in rows[2]
    )
    days = [int(row.select("td")[-1].text) for row in page.select("tbody tr")]
    assert sum(days) == 30


def test_the_request_leads_there(clerk, case):
    page = clerk.open(f"/requests/{case.request.reference}")

    link = page.select_one(".standing a[href$='/days']")
    assert "30 days" in link.get_text(" ", strip=True)


def test_who_may_not_see_the_request_sees_no_days(clerk, make):
    hidden = Case(incoming(confidentiality=Confidentiality.RESTRICTED))
    db.session.commit()

    page_of(clerk, hidden, expect=404)
