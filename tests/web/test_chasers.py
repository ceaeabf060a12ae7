"""The page of chasers: what is due, what went out, and letters to print and send."""

from datetime import UTC, datetime, timedelta

import pytest

from ctrack import clock
from ctrack.domain.chasers import ladders
from ctrack.domain.outbox import MessageState
from ctrack.domain.permissions import Role
from ctrack.domain.vocabulary import Confidentiality
from ctrack.extensions import db
from ctrack.models import Chase, OutboxMessage
from ctrack.services import chasers
from tests.cases import Case, events_of, outgoing
from tests.factories import the_office


def silent(make, clerk, days=40, email="registry@court.test", **details):
    """A transfer without an answer since so many days."""
    sent_on = clock.today() - timedelta(days=days)
    case = Case(by=clerk.user, received_on=sent_on - timedelta(days=3), **details)
    case.walk("review", "accept")
    transfer = case.send(make.Authority(email=email), on=sent_on)
    db.session.commit()
    return case, transfer


def chase(transfer):
    found = chasers.chase_authority(transfer.authority_id, ladders(), clock.today())
    db.session.commit()
    return found


def panel(page, name):
    return page.select_one(f"section[aria-labelledby={name}]").text


def test_what_is_due_stands_by_authority_with_where_it_goes(make, clerk):
    _case, transfer = silent(make, clerk)

    page = clerk.open("/chasers")

    assert "One chaser is due" in page.text
    assert transfer.authority.name in panel(page, "due")
    assert "registry@court.test" in panel(page, "due")
    assert "Nobody was chased today." in panel(page, "went")


def test_what_went_out_stands_there_with_its_message(make, clerk):
    _case, transfer = silent(make, clerk)
    chase(transfer)

    page = clerk.open("/chasers")

    assert transfer.authority.name in panel(page, "went")
    assert "in the outbox" in panel(page, "went")
    assert "Nobody has to be chased now." in page.text


def test_a_letter_is_printed_and_recorded_as_sent(make, clerk):
    case, transfer = silent(make, clerk, email="")
    reference, name = case.request.reference, transfer.authority.name
    chase(transfer)

    page = clerk.open("/chasers")
    letter = clerk.open(page.select_one("#letters").find_next("tbody").a["href"])
    assert reference in letter.text
    assert letter.heading == name

    clerk.submit(f"/chasers/{transfer.authority_id}/sent", data=letter.form())
    page = clerk.open("/chasers")
    assert page.select_one("#letters") is None
    [kept] = db.session.scalars(db.select(Chase)).all()
    assert (kept.posted_on, kept.posted_by_id) == (clock.today(), clerk.user.id)
    assert events_of(case.request)[-1].kind == "CHASE_POSTED"

    again = clerk.submit(
        f"/chasers/{transfer.authority_id}/sent", data=letter.form(), expect=409
    )
    assert "recorded as sent already" in again.text


def test_a_letter_tells_references_and_no_subject(make, clerk):
    case, transfer = silent(make, clerk, subject="The Petrov affair")

    letter = clerk.open(f"/chasers/{transfer.authority_id}")

    assert case.request.reference in letter.text
    assert "Petrov" not in letter.text
    assert "This is what would go out now." in letter.text


def test_restricted_requests_are_hidden_from_those_not_named(make, clerk, sign_in):
    details = {"confidentiality": Confidentiality.RESTRICTED}
    case, transfer = silent(make, clerk, email="", **details)
    other = sign_in(role=Role.CLERK)
    address = f"/chasers/{transfer.authority_id}"

    assert case.request.reference in clerk.open(address).text
    for _kept in (False, True):
        letter = other.open(address)
        assert case.request.reference not in letter.text
        assert "One more is restricted" in letter.text
        chase(transfer)
    assert (
        "recorded as sent already"
        in other.submit(
            f"{address}/sent", data={"on": "", "above": ""}, expect=409
        ).text
    )


def test_the_letters_to_other_states_are_recorded_one_by_one(make, clerk):
    sent_on = clock.today() - timedelta(days=70)
    case = Case(outgoing(received_on=sent_on, sent_on=None), by=clerk.user)
    case.take("send", sent_on)
    db.session.commit()
    assert case.request.reference in panel(clerk.open("/chasers"), "abroad")

    chasers.chase_abroad(the_office(), ladders(), clock.today(), after=0, limit=10)
    db.session.commit()
    page = clerk.open("/chasers")
    assert case.request.reference in panel(page, "letters")
    [form] = page.select("section[aria-labelledby=letters] form")
    there = page.select_one("section[aria-labelledby=letters] td a")["href"]
    letter = clerk.open(there)
    told = letter.select_one("main").get_text(" ", strip=True)
    assert letter.heading == "France"
    assert case.request.reference in told
    assert "We do not know whether it has reached you." in told
    assert "where does it stand" in told
    assert case.request.subject not in letter.text

    clerk.submit(form["action"])

    assert clerk.open("/chasers").select_one("#letters") is None
    last = events_of(case.request)[-1]
    assert (last.kind, last.actor_id) == ("CHASED_ABROAD", clerk.user.id)
    clerk.submit(form["action"], expect=404)
    clerk.open(there, expect=404)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.STATISTICIAN, Role.ADMIN])
def test_others_do_not_chase(sign_in, role):
    sign_in(role=role).open("/chasers", expect=403)


def test_the_page_costs_the_same_however_many_are_silent(make, clerk, count_queries):
    silent(make, clerk)
    with count_queries() as few:
        clerk.open("/chasers")
    for _ in range(5):
        silent(make, clerk)
    with count_queries() as many:
        page = clerk.open("/chasers")

    assert "6 chasers are due" in page.text
    assert len(many) == len(few), str(many)


def test_the_page_of_a_transfer_tells_its_chasers_and_the_next_one(make, clerk):
    _case, transfer = silent(make, clerk)
    address = f"/transfers/{transfer.id}"
    assert "Next chaser: first reminder" in panel(clerk.open(address), "chasers")

    chase(transfer)
    page = clerk.open(address)

    assert "First reminder" in panel(page, "chasers")
    assert "registry@court.test · in the outbox" in panel(page, "chasers")
    assert "Next chaser: second reminder" in panel(page, "chasers")
    assert "Chaser 1 to" in panel(page, "history")
    assert "as an e-mail: first reminder." in panel(page, "history")


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (
            {"state": MessageState.SENT, "sent_at": NOON},
            "handed to the mail server on 2 Mar 2026, ",
        ),
        (
            {"state": MessageState.GIVEN_UP, "last_error": "550 No such mailbox"},
            "could not be delivered: 550 No such mailbox",
        ),
        (
            {"last_error": "450 The mailbox is full"},
            "in the outbox, the last try failed: 450 The mailbox is full",
        ),
    ],
)
def test_pages_tell_no_more_of_a_chaser_than_the_outbox_knows(make, clerk, known, told):
    _case, transfer = silent(make, clerk)
    chase(transfer)
    db.session.execute(db.update(OutboxMessage).values(known))
    db.session.commit()

    assert told in panel(clerk.open("/chasers"), "went")
    assert told in panel(clerk.open(f"/transfers/{transfer.id}"), "chasers")


def test_the_page_of_a_transfer_says_why_it_is_not_chased(make, clerk):
    case, transfer = silent(make, clerk)
    case.take("consult", clock.today())
    case.take("postpone", clock.today())
    db.session.commit()

    told = panel(clerk.open(f"/transfers/{transfer.id}"), "chasers")

    assert "Not chased while the request is paused." in told


def test_an_authority_sees_that_it_was_chased_but_not_what_comes(make, clerk, sign_in):
    _case, transfer = silent(make, clerk)
    chase(transfer)
    theirs = sign_in(role=Role.AUTHORITY, authority=transfer.authority)

    told = panel(theirs.open(f"/transfers/{transfer.id}"), "chasers")

    assert "First reminder" in told
    assert "Next chaser" not in told
