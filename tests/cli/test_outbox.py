"""What is written into the outbox goes out once, whatever the mail server does."""

import contextvars
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from ctrack import clock
from ctrack.cli.sending import send_all
from ctrack.domain.outbox import BACK_OFF, MessageKind, MessageState
from ctrack.extensions import db, transaction, write_transaction
from ctrack.models import OutboxMessage
from ctrack.services import outbox
from tests import mail
from tests.factories import the_office

WAITING, SENDING = MessageState.WAITING, MessageState.SENDING
SENT, GIVEN_UP = MessageState.SENT, MessageState.GIVEN_UP


@pytest.fixture
def server(app, context, monkeypatch):
    """A mail server that the application knows."""
    with mail.serving() as server:
        monkeypatch.setitem(app.config, "CTRACK_MAIL_URL", server.url)
        yield server


def write(number, recipient="registry-{}@court.example"):
    """Put so many messages into the outbox."""
    with write_transaction():
        for each in range(number):
            outbox.put(
                MessageKind.CHASE,
                recipient.format(each),
                f"Request {each}",
                "Where is it?\nЖдём.\n",
                central_authority_id=the_office().id,
            )


def messages():
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()


def states():
    return [message.state for message in messages()]


def wait_over():
    """Let the time of the next try have come."""
    with write_transaction():
        db.session.execute(update(OutboxMessage).values(next_attempt_at=clock.now()))


def test_what_waits_is_sent_with_the_message_id_of_its_row(server):
    write(2)

    tally = send_all()

    assert (tally.sent, tally.failed, tally.given_up) == (2, 0, 0)
    assert server.postman.ids == [message.message_id for message in messages()]
    letter = server.postman.received[0]
    assert letter["To"] == "registry-0@court.example"
    assert letter["Subject"] == "Request 0"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().splitlines() == ["Where is it?", "Ждём."]
    assert states() == [SENT, SENT]


def test_a_message_of_a_deed_that_failed_is_never_sent(server):
    def failing():
        with transaction():
            outbox.put(
                *(MessageKind.CHASE, "a@b.example", "x", "y"),
                central_authority_id=the_office().id,
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()

    assert send_all().touched == 0
    assert server.postman.received == []


def test_without_a_mail_server_messages_stay_and_can_be_printed(runner, make):
    write(2)

    sent = runner("outbox", "send")
    printed = runner("outbox", "print")

    assert "CTRACK_MAIL_URL is not set" in sent.stdout
    assert printed.stdout.count("Where is it?") == 2
    assert "To: registry-1@court.example" in printed.stdout
    assert states() == [WAITING, WAITING]


def test_a_server_that_fails_half_way_gets_the_same_message_again(server):
    write(2)
    server.postman.cut_off = 1

    first = send_all()
    assert (first.sent, first.failed) == (1, 1)
    assert server.postman.to("registry-0@court.example") == []
    assert "connection broke" in messages()[0].last_error

    wait_over()
    assert send_all().sent == 1
    [letter] = server.postman.to("registry-0@court.example")
    assert letter["Message-ID"] == messages()[0].message_id
    assert [message.last_error for message in messages()] == ["", ""]


def test_a_server_that_hangs_up_unheard_gets_the_same_message_id_twice(server):
    """Nobody can know that it was taken; its readers' programs see one message."""
    write(1)
    server.postman.hang_up_after_data = 1

    assert send_all().failed == 1
    wait_over()
    assert send_all().sent == 1

    assert server.postman.ids == [messages()[0].message_id] * 2


def test_who_is_refused_for_good_is_given_up_at_once_and_says_why(server):
    write(3)
    server.postman.refused = {"registry-1@court.example"}

    tally = send_all()

    assert (tally.sent, tally.given_up) == (2, 1)
    refused = messages()[1]
    assert (refused.state, refused.attempts) == (GIVEN_UP, 1)
    assert refused.last_error == "550 5.1.1 There is no such mailbox"
    wait_over()
    assert send_all().touched == 0


def test_who_is_refused_for_now_is_tried_again_later_with_the_same_message_id(server):
    write(2)
    server.postman.deferred = {"registry-0@court.example"}

    tally = send_all()

    assert (tally.sent, tally.failed, tally.given_up) == (1, 1, 0)
    deferred = messages()[0]
    assert (deferred.state, deferred.attempts) == (WAITING, 1)
    assert deferred.last_error == "450 4.2.2 The mailbox is full"
    assert send_all().touched == 0  # its time has not come
    server.postman.deferred = set()
    wait_over()
    assert send_all().sent == 1
    assert server.postman.ids[-1] == deferred.message_id


def test_a_busy_server_is_tried_again_ever_later_and_given_up_after_days(server):
    write(1)
    server.postman.busy = 100
    waits = []

    for _ in range(len(BACK_OFF) + 1):
        wait_over()
        begun = clock.now()
        assert send_all().touched == 1
        waits.append(messages()[0].next_attempt_at - begun)

    assert states() == [GIVEN_UP]
    assert messages()[0].attempts == len(BACK_OFF) + 1
    for waited, asked in zip(waits, BACK_OFF, strict=False):
        assert asked <= waited < asked + timedelta(seconds=20)


def test_what_was_given_up_can_be_tried_again(server):
    write(1)
    server.postman.refused = {"registry-0@court.example"}
    send_all()
    server.postman.refused = set()

    with write_transaction():
        outbox.try_again(messages()[0])
    send_all()

    assert states() == [SENT]


def test_a_server_that_is_away_costs_no_message_a_try(app, context, monkeypatch):
    write(3)
    monkeypatch.setitem(app.config, "CTRACK_MAIL_URL", "smtp://127.0.0.1:1")

    tally = send_all()

    assert (tally.sent, tally.failed) == (0, 1)
    assert "127.0.0.1:1 does not answer" in tally.trouble
    assert [message.attempts for message in messages()] == [0, 0, 0]
    assert states() == [WAITING] * 3


def test_no_password_is_sent_in_the_clear_over_a_network(app, context, monkeypatch):
    write(1)
    monkeypatch.setattr("ctrack.services.mail_server.MailServer.is_near", False)
    with mail.serving() as server:
        url = server.url.replace("//", "//ctrack:secret@")
        monkeypatch.setitem(app.config, "CTRACK_MAIL_URL", url)
        tally = send_all()

    assert "a password is not sent without" in tally.trouble
    assert server.postman.received == []


def test_what_the_setting_says_must_be_a_mail_server(runner, app, monkeypatch):
    monkeypatch.setitem(app.config, "CTRACK_MAIL_URL", "https://mail.example")

    told = runner("outbox", "send", expect=1)

    assert "CTRACK_MAIL_URL is not the address of a mail server" in told.stderr


def test_several_senders_at_once_send_each_message_once(app, server):
    write(40)
    together = Barrier(4)

    def sender():
        with app.app_context():
            together.wait()
            try:
                return send_all().sent
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(contextvars.Context().run, sender) for _ in range(4)]
        sent = [job.result() for job in jobs]

    assert sum(sent) == 40
    assert len(set(server.postman.ids)) == len(server.postman.ids) == 40
    assert states() == [SENT] * 40


def killed_while(app, server, is_time):
    """Send in a process of its own, which is killed when it is time."""
    process = mail.command(app, server, "outbox", "send")
    until = time.monotonic() + 30
    while not is_time() and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    time.sleep(0.4)  # PostgreSQL notices that it is gone, the server ends its work
    assert states().count(SENDING) == 1
    server.postman.delay = server.postman.hesitation = 0


@pytest.mark.parametrize("taken", [0, 1, 3])
def test_a_sender_that_is_killed_while_it_hands_over_loses_none(app, server, taken):
    write(6)
    server.postman.delay = 0.3

    killed_while(app, server, lambda: server.postman.begun > taken)
    send_all()

    assert states() == [SENT] * 6
    ids = server.postman.ids
    assert set(ids) == {message.message_id for message in messages()}
    assert len(ids) <= 7


@pytest.mark.parametrize("taken", [1, 4])
def test_what_was_taken_from_a_killed_sender_goes_out_again_under_its_id(
    app, server, taken
):
    """The server has it, the row does not know: the same Message-ID makes it one."""
    write(6)
    kept = [message.message_id for message in messages()]
    server.postman.hesitation = 0.3

    killed_while(app, server, lambda: len(server.postman.received) == taken)
    send_all()

    assert states() == [SENT] * 6
    ids = server.postman.ids
    assert ids == [*kept, kept[taken - 1]]


def test_what_a_living_sender_has_in_hand_is_left_to_it(app, server):
    write(2)
    server.postman.delay = 1
    process = mail.command(app, server, "outbox", "send")
    while not server.postman.begun:
        time.sleep(0.02)

    send_all()
    process.wait()

    assert len(server.postman.ids) == len(set(server.postman.ids)) == 2
