"""Putting messages into the outbox, and taking them out one at a time.

Nothing here talks to a mail server: what is taken out is handed to
`ctrack.services.mail_server` after the transaction has ended.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import select, update

from ctrack import clock
from ctrack.domain.errors import StepNotOpen
from ctrack.domain.mail_addresses import is_address
from ctrack.domain.outbox import Delivery, MessageKind, MessageState, next_try
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import OutboxMessage
from ctrack.queries import central_authorities
from ctrack.services import presence

LONGEST_ERROR = 500


@dataclass(frozen=True)
class Letter:
    """A message as a mail server is given it."""

    id: int
    message_id: str
    recipient: str
    subject: str
    text: str
    written_at: datetime
    attempts: int


def put(
    kind: MessageKind,
    recipient: str,
    subject: str,
    text: str,
    *,
    central_authority_id: int,
    key: str | None = None,
) -> OutboxMessage:
    """Write a message in the caller's transaction; `key` where there may be one only.

    The database refuses a second message of the same key.
    """
    now = clock.now()
    message = OutboxMessage(
        central_authority_id=central_authority_id,
        message_id=new_message_id(),
        key=key,
        kind=kind,
        recipient=recipient,
        subject=subject,
        text=text,
        created_at=now,
        next_attempt_at=now,
    )
    db.session.add(message)
    db.session.flush()
    return message


def new_message_id() -> str:
    """A Message-ID that no other message has (RFC 5322, 3.6.4)."""
    return f"<{secrets.token_hex(16)}@{_own_domain()}>"


def _own_domain() -> str:
    for setting in ("CTRACK_ADDRESS", "CTRACK_MAIL_URL"):
        host = urlsplit(current_app.config.get(setting) or "").hostname
        if host and host.isascii():
            return host
    return "ctrack.invalid"


def claim(sender: str) -> Letter | None:
    """Take the message that has waited longest in hand; None where none is due.

    Two senders never take the same one: PostgreSQL passes over rows that another
    transaction holds, SQLite lets one write at a time.
    """
    now = clock.now()
    message = db.session.scalars(
        select(OutboxMessage)
        .where(
            OutboxMessage.state == MessageState.WAITING,
            OutboxMessage.next_attempt_at <= now,
        )
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if message is None:
        return None
    message.state = MessageState.SENDING
    message.claimed_by = sender
    message.attempts += 1
    return Letter(
        message.id,
        message.message_id,
        message.recipient,
        message.subject,
        message.text,
        message.created_at,
        message.attempts,
    )


def note(letter: Letter, sender: str, delivery: Delivery) -> None:
    """Keep what became of the letter that this sender had in hand."""
    now = clock.now()
    values: dict[str, object] = {
        "claimed_by": "",
        "last_error": delivery.error[:LONGEST_ERROR],
    }
    if delivery.is_about_us:
        values["attempts"] = letter.attempts - 1
    if delivery.is_sent:
        values |= {"state": MessageState.SENT, "sent_at": now}
    elif again_at := next_try(letter.attempts, delivery, now):
        values |= {"state": MessageState.WAITING, "next_attempt_at": again_at}
    else:
        values |= {"state": MessageState.GIVEN_UP}
    db.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.id == letter.id,
            OutboxMessage.state == MessageState.SENDING,
            OutboxMessage.claimed_by == sender,
        )
        .values(values)
        .execution_options(synchronize_session=False)
    )


def release_abandoned() -> int:
    """Let messages be sent that a sender had in hand when it was killed.

    Gives their number. Whether the mail server had taken them, nobody knows: they go
    out again, under the same Message-ID.
    """
    names = db.session.scalars(
        select(OutboxMessage.claimed_by)
        .where(OutboxMessage.state == MessageState.SENDING)
        .distinct()
    ).all()
    gone = [name for name in names if not presence.is_there(name)]
    if not gone:
        return 0
    released = db.session.connection().execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.state == MessageState.SENDING,
            OutboxMessage.claimed_by.in_(gone),
        )
        .values(state=MessageState.WAITING, claimed_by="", next_attempt_at=clock.now())
    )
    return released.rowcount


def try_again(message: OutboxMessage) -> None:
    """Send once more what was given up, or waits for its next try, from the start.

    Raises StepNotOpen for a message that was sent, or is just being sent.
    """
    if message.state not in (MessageState.GIVEN_UP, MessageState.WAITING):
        raise StepNotOpen(N_("This message is not waiting to be sent."))
    message.state = MessageState.WAITING
    message.attempts = 0
    message.next_attempt_at = clock.now()


def own_address() -> str:
    """The address that messages come from.

    That of the office; else the user of the mail server, if it is an address.
    """
    office = central_authorities.only()
    user = urlsplit(current_app.config["CTRACK_MAIL_URL"]).username or ""
    for address in (office.email, unquote(user)):
        if is_address(address):
            return address
    return f"ctrack@{_own_domain()}"
