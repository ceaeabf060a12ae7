"""An administrator sees what did not go out, and why."""

import pytest

from ctrack.domain.outbox import Delivery, MessageKind, MessageState
from ctrack.extensions import db
from ctrack.models import OutboxMessage
from ctrack.services import outbox
from tests.factories import the_office


@pytest.fixture
def given_up(make):
    message = outbox.put(
        MessageKind.CHASE,
        "registry@court.test",
        "3 requests wait",
        "Where are they?",
        central_authority_id=the_office().id,
    )
    letter = outbox.claim("me")
    outbox.note(letter, "me", Delivery("550 No such mailbox", is_final=True))
    db.session.commit()
    return message.id


def test_what_was_given_up_is_seen_with_the_servers_words(admin, given_up):
    page = admin.open("/admin/outbox", state="given_up")

    assert "550 No such mailbox" in page.text
    assert "registry@court.test" in page.text
    assert "No mail server is set" in page.text
    assert "550" not in admin.open("/admin/outbox", state="sent").text


def test_it_is_tried_again_from_the_beginning(admin, given_up):
    page = admin.open(f"/admin/outbox/{given_up}")
    assert "Where are they?" not in page.text  # no content of cases

    admin.submit(page.select_one("main form")["action"])

    db.session.expire_all()
    message = db.session.get(OutboxMessage, given_up)
    assert (message.state, message.attempts) == (MessageState.WAITING, 0)


def test_what_is_not_there_is_not_found(admin):
    admin.open("/admin/outbox/77", expect=404)
    admin.open("/admin/outbox", state="lost", expect=404)
