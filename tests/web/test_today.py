"""The first page: what waits, and for whom."""

from datetime import date

import pytest

from ctrack.domain.permissions import Role
from ctrack.domain.statuses import Status


def queues(page):
    return {
        section.h2["id"]: [row.th.a.text for row in section.select("tbody tr")]
        for section in page.select("section.panel")
    }


def test_a_clerk_finds_what_waits_with_the_step_at_hand(clerk, make):
    accepted = make.MLARequest(status=Status.ACCEPTED, acknowledged_on=date(2020, 3, 3))
    executed = make.MLARequest(status=Status.EXECUTED, acknowledged_on=date(2020, 3, 3))

    page = clerk.open("/")

    found = queues(page)
    assert found["to-transfer"] == [accepted.reference]
    assert found["results-to-send"] == [executed.reference]
    steps = [link["href"] for link in page.select(".queue a.button")]
    assert f"/requests/{accepted.reference}/actions/transfer" in steps
    assert f"/requests/{executed.reference}/actions/send-results" in steps


def test_nothing_to_do_is_said_kindly(clerk):
    page = clerk.open("/")

    assert "Nothing waits for the office." in page.text
    assert "Every request has been acknowledged." in page.text


def test_a_long_queue_leads_to_its_list(clerk, make):
    for _ in range(8):
        make.MLARequest(status=Status.ACCEPTED, acknowledged_on=date(2020, 3, 3))

    page = clerk.open("/")

    assert len(queues(page)["to-transfer"]) == 5
    [link] = page.select("#to-transfer ~ a")
    assert len(clerk.open(link["href"]).select("tbody tr")) == 8


def test_the_page_needs_the_same_number_of_queries_for_few_and_many(
    clerk, make, count_queries
):
    def number():
        with count_queries() as sent:
            clerk.open("/")
        return len(sent)

    make.MLARequest(status=Status.ACCEPTED)
    alone = number()
    for _ in range(30):
        make.MLARequest(status=Status.ACCEPTED)

    assert number() == alone


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.STATISTICIAN, "/statistics"),
        (Role.AUDITOR, "/events"),
        (Role.ADMIN, "/admin"),
    ],
)
def test_others_are_told_where_they_may_go(sign_in, role, place):
    page = sign_in(role=role).open("/")

    assert place in [link["href"] for link in page.select("main dt a")]


def test_an_authority_finds_its_transfers(authority_user):
    assert authority_user.open("/", expect=302).location.endswith("/transfers")


def test_the_public_finds_the_door_and_the_guidance(anonymous):
    page = anonymous.open("/")

    places = [link["href"] for link in page.select("main a")]
    assert {"/login", "/guidance", "/statistics/published"} <= set(places)


def test_the_guidance_names_what_a_request_must_contain(anonymous):
    page = anonymous.open("/guidance")

    assert len(page.select("ol li")) == 6
    assert "UNTOC" in page.text


def test_everybody_can_look_at_what_is_their_own(clerk, make):
    """What is somebody else's, or nobody's, is left out of each queue and its list."""
    mine = make.MLARequest(status=Status.ACCEPTED, officer=clerk.user)
    theirs = make.MLARequest(status=Status.ACCEPTED, officer=make.User())
    nobodys = make.MLARequest(status=Status.ACCEPTED)

    everything = clerk.open("/")
    own = clerk.open("/", of="me")

    assert len(queues(everything)["to-transfer"]) == 3
    assert queues(own)["to-transfer"] == [mine.reference]
    assert theirs.reference not in own.text
    assert nobodys.reference not in own.text
    assert own.select_one(".tabs [aria-current]").text == "Assigned to me"


def test_the_list_behind_an_own_queue_is_as_long(clerk, make):
    for _ in range(7):
        make.MLARequest(status=Status.ACCEPTED, officer=clerk.user)
    make.MLARequest(status=Status.ACCEPTED)

    own = clerk.open("/", of="me")
    link = own.select_one("section[aria-labelledby=to-transfer] .panel__head a")

    assert link.get_text().startswith("All 7")
    assert len(clerk.open(link["href"]).select("main tbody tr")) == 7
