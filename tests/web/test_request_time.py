"""The page of a request tells where its time went."""

from datetime import timedelta

import pytest

from ctrack import clock
from ctrack.domain.vocabulary import Outcome
from ctrack.extensions import db
from tests.cases import FULL, RECEIVED, Case, incoming, outgoing


def day(number):
    return RECEIVED + timedelta(days=number)


def told(browser, case):
    """By holder: days and share, and the periods, as they are read out."""
    db.session.commit()
    page = browser.open(f"/requests/{case.request.reference}")
    return {
        item.select_one(".holder").text: (
            " ".join(item.select_one(".times__days").text.split()),
            item.select_one(".vh").text,
        )
        for item in page.select(".times li")
    }


@pytest.fixture
def shared(make):
    case = Case(incoming())
    case.take("review", on=day(0))
    case.take("accept", on=day(0))
    first = case.send(make.Authority(name="Court <1>"), 1, on=day(10))
    second = case.send(make.Authority(name="Police"), 2, on=day(15))
    case.tell(first, "report", on=day(20), m1=FULL)
    case.tell(second, "report", on=day(40), m2=FULL)
    case.take("send-results", on=day(50))
    case.take("close", on=day(50), outcome=Outcome.GRANTED_FULL)
    return case


def test_the_days_of_each_holder_are_told_in_words(clerk, shared):
    assert told(clerk, shared) == {
        "Central authority": (
            "20 days 40%",
            "2 Mar 2020 to 12 Mar 2020; 11 Apr 2020 to 21 Apr 2020",
        ),
        "Court <1>": ("7.5 days 15%", "12 Mar 2020 to 22 Mar 2020"),
        "Police": ("22.5 days 45%", "17 Mar 2020 to 11 Apr 2020"),
    }


def test_the_strips_are_drawn_on_one_scale(clerk, shared):
    told(clerk, shared)
    page = clerk.open(f"/requests/{shared.request.reference}")

    bars = [
        [(int(bar["x"]), int(bar["width"])) for bar in strip.select("rect")]
        for strip in page.select(".times svg")
    ]
    assert bars == [[(0, 200), (800, 200)], [(200, 200)], [(300, 500)]]
    assert not page.select(".times [style]")
    assert "equal parts" in page.select_one("section[aria-labelledby=times]").text


def test_what_is_open_lies_there_since_a_day(clerk):
    case = Case(incoming(received_on=clock.today() - timedelta(days=3)))

    [(days, period)] = told(clerk, case).values()

    assert days == "3 days 100%"
    assert period.startswith("since ")


def test_our_own_request_tells_what_was_before_sending(clerk):
    case = Case(outgoing(received_on=day(0)))
    case.take("translate", on=day(2))
    case.take("send", on=day(8))
    case.take("record-acknowledgement", on=day(9))

    found = told(clerk, case)

    assert found["Translation"][0].startswith("6 days, before sending")
    assert found["France"][1] == "since 10 Mar 2020"
    page = clerk.open(f"/requests/{case.request.reference}")
    assert page.select(".times svg line")


def test_without_a_day_there_is_nothing_to_tell(clerk):
    assert told(clerk, Case(incoming(received_on=clock.today()))) == {}


def test_from_the_days_with_a_holder_to_the_requests(statistician, shared):
    db.session.commit()
    period = {"from": "2020-01-01", "to": "2020-12-31"}
    page = statistician.open("statistics.index", show="time", **period)
    links = {
        link.find_parent("tr").select("th, td")[1].text.strip(): link["href"]
        for link in page.select("section[aria-labelledby=by_holder] a.figure")
    }

    assert set(links) == {"Central authority", "Court <1>", "Police"}
    for who, link in links.items():
        behind = statistician.open(link)
        assert shared.request.reference in behind.select_one("tbody tr").text
        assert who in behind.select_one("main").text
