"""Telling people of what happened, in the transaction of the deed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import current_app
from sqlalchemy import (
    JSON,
    Integer,
    String,
    and_,
    bindparam,
    case,
    insert,
    literal,
    null,
    select,
    update,
)

from ctrack import clock
from ctrack.domain.letters import Told, to_officer
from ctrack.domain.notifications import MailChoice, NotificationKind
from ctrack.domain.outbox import MessageKind, MessageState
from ctrack.domain.wording import Sentence
from ctrack.extensions import db
from ctrack.models import Notification, OutboxMessage, User
from ctrack.models.base import Moment
from ctrack.services import bulk, outbox
from ctrack.services.outbox import new_message_id


def tell(
    user_id: int | None,
    kind: NotificationKind,
    *,
    request_id: int,
    reference: str,
    by: User | None,
    transfer_id: int | None = None,
    details: Mapping[str, str] | None = None,
) -> None:
    """Tell this person; nobody is told of what they did themselves.

    Two statements and nothing read: whether the person is there and wants mail is
    asked within them.
    """
    if user_id is None or (by is not None and by.id == user_id):
        return
    now = clock.now()
    told: dict[str, object] = {
        "person": user_id,
        "kind": kind.value,
        "request_id": request_id,
        "of_transfer": transfer_id,
        "details": dict(details or {}),
        "now": now,
    }
    connection = db.session.connection()
    connection.execute(_TELL, told)
    subject, text = in_mail(kind, reference)
    connection.execute(
        _MAIL,
        {
            "person": user_id,
            "message_id": new_message_id(),
            "subject": subject,
            "text": text,
            "now": now,
        },
    )


def tell_assigned(
    officer_id: int | None, *, request_id: int, reference: str, by: User
) -> None:
    """Tell its officer that the request is theirs now, if they do not know."""
    tell(
        officer_id,
        NotificationKind.ASSIGNED,
        request_id=request_id,
        reference=reference,
        by=by,
        details={"actor": by.name},
    )


def mark_read(user: User, *, until: int = 0, only: int | None = None) -> None:
    """Mark the person's notifications up to this id as read, or only one of them."""
    which = Notification.id <= until if only is None else Notification.id == only
    db.session.execute(
        update(Notification)
        .where(Notification.user_id == user.id, which, Notification.read_at.is_(None))
        .values(read_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def in_mail(kind: NotificationKind, reference: str) -> tuple[str, str]:
    """Subject and text of a message about one notification."""
    return to_officer([line(kind, reference)], own_link())


def line(kind: NotificationKind, reference: str) -> Told:
    """A line of a message: what happened to which request, naming nobody."""
    sentence = Sentence(kind.in_mail, {"reference": reference})
    return Told(str(sentence), f"/requests/{reference}")


def own_link() -> str:
    """Where people reach the application; empty where nobody said."""
    return str(current_app.config.get("CTRACK_ADDRESS") or "")


_MESSAGES = OutboxMessage.metadata.tables[OutboxMessage.__tablename__]
_NOTIFICATIONS = Notification.metadata.tables[Notification.__tablename__]
_WANTS_MAIL = and_(User.mail_choice == MailChoice.AT_ONCE, User.email != "")
_IS_PERSON = and_(User.id == bindparam("person"), User.active)
_NOW = bindparam("now", type_=Moment)

_TELL = insert(_NOTIFICATIONS).from_select(
    [
        "user_id",
        "kind",
        "mla_request_id",
        "transfer_id",
        "details",
        "created_at",
        "mailed_at",
    ],
    select(
        User.id,
        bindparam("kind", type_=String),
        bindparam("request_id", type_=Integer),
        bindparam("of_transfer", type_=Integer),
        bindparam("details", type_=JSON),
        _NOW,
        case((_WANTS_MAIL, _NOW), else_=null()),
    ).where(_IS_PERSON),
)
_MAIL = insert(_MESSAGES).from_select(
    [
        "central_authority_id",
        "message_id",
        "kind",
        "recipient",
        "subject",
        "text",
        "created_at",
        "state",
        "attempts",
        "next_attempt_at",
        "claimed_by",
        "last_error",
    ],
    select(
        User.central_authority_id,
        bindparam("message_id", type_=String),
        literal(MessageKind.NOTIFICATION.value, String),
        User.email,
        bindparam("subject", type_=String),
        bindparam("text", type_=String),
        _NOW,
        literal(MessageState.WAITING.value, String),
        literal(0, Integer),
        _NOW,
        literal("", String),
        literal("", String),
    ).where(_IS_PERSON, _WANTS_MAIL),
)
"""Both composed once, since they are part of deeds."""


@dataclass(frozen=True)
class News:
    """Something to tell somebody together with other things."""

    user_id: int
    kind: NotificationKind
    mla_request_id: int
    reference: str
    transfer_id: int | None = None
    details: dict[str, str] = field(default_factory=dict)


def tell_together(news: Sequence[News]) -> None:
    """Tell many things at once: a notification each, and one message to a person."""
    if not news:
        return
    people = {
        user.id: user
        for user in db.session.scalars(
            select(User).where(User.id.in_({n.user_id for n in news}), User.active)
        )
    }
    at_once = {
        user.id
        for user in people.values()
        if user.mail_choice is MailChoice.AT_ONCE and user.email
    }
    now = clock.now()
    bulk.add(
        Notification,
        [
            {
                "user_id": n.user_id,
                "kind": n.kind,
                "mla_request_id": n.mla_request_id,
                "transfer_id": n.transfer_id,
                "details": n.details,
                "created_at": now,
                "mailed_at": now if n.user_id in at_once else None,
            }
            for n in news
            if n.user_id in people
        ],
    )
    lines: dict[int, list[Told]] = defaultdict(list)
    for n in news:
        if n.user_id in at_once:
            lines[n.user_id].append(line(n.kind, n.reference))
    for user_id, told in lines.items():
        subject, text = to_officer(told, own_link())
        outbox.put(
            MessageKind.NOTIFICATION,
            people[user_id].email,
            subject,
            text,
            central_authority_id=people[user_id].central_authority_id,
        )
