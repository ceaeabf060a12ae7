"""Emptying the outbox: one message at a time, each in transactions of its own."""

from dataclasses import dataclass

from flask import current_app

from ctrack import clock
from ctrack.cli.progress import progress
from ctrack.domain.outbox import Delivery
from ctrack.extensions import let_go, write_transaction
from ctrack.queries import outbox as queries
from ctrack.services import mail_server, outbox, presence

BROKEN_AT_MOST = 3
"""A server that breaks off so often in a row is left alone until the next run: each
time may have cost half a minute."""


@dataclass
class Tally:
    """How many messages were sent, failed for now, and were given up.

    `is_kept` where there is no mail server, `trouble` why the server cannot be used.
    """

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    is_kept: bool = False
    trouble: str = ""
    broken: int = 0
    """How often in a row the server broke off with a message in hand."""

    @property
    def touched(self) -> int:
        """How many messages were tried."""
        return self.sent + self.failed + self.given_up


def send_all() -> Tally:
    """Send what is due; leaves it where it is when no mail server is set.

    Killed at any point it loses none: a message that it had in hand is sent again by
    the next one, under the same Message-ID. Raises ConfigurationError.
    """
    url = current_app.config["CTRACK_MAIL_URL"]
    if not url:
        return Tally(is_kept=True)
    server = mail_server.read(url)
    tally = Tally()
    with presence.announced() as sender:
        with write_transaction():
            outbox.release_abandoned()
            number, from_ = queries.due_number(clock.now()), outbox.own_address()
        with (
            mail_server.Line(server, from_) as line,
            progress("Sending messages", number) as more,
        ):
            while not tally.trouble and _send_one(line, sender, tally):
                more(1)
    return tally


def _send_one(line: mail_server.Line, sender: str, tally: Tally) -> bool:
    """Send the next message; False where none is due."""
    with write_transaction():
        letter = outbox.claim(sender)
    let_go()
    if letter is None:
        return False
    delivery = line.deliver(letter)
    with write_transaction():
        outbox.note(letter, sender, delivery)
    _count(delivery, tally)
    return True


def _count(delivery: Delivery, tally: Tally) -> None:
    tally.broken = tally.broken + 1 if delivery.is_broken else 0
    if tally.broken == BROKEN_AT_MOST:
        tally.trouble = delivery.error
    if delivery.is_sent:
        tally.sent += 1
    elif delivery.is_about_us:
        tally.trouble = delivery.error
        tally.failed += 1
    elif delivery.is_final:
        tally.given_up += 1
    else:
        tally.failed += 1


def sent_in_words(tally: Tally) -> str:
    """What was sent, on one line."""
    if tally.is_kept:
        return "CTRACK_MAIL_URL is not set: messages stay in the outbox."
    return (
        f"messages sent: {tally.sent}, to be tried again: {tally.failed}, "
        f"given up: {tally.given_up}"
    )
