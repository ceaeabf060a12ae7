"""What goes out by e-mail without a deed: reminders that are due, and the daily digest.

Each person has a transaction; who comes second finds that all has been told.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager

from ctrack import clock
from ctrack.domain.letters import Told, to_officer
from ctrack.domain.notifications import MailChoice
from ctrack.domain.outbox import MessageKind
from ctrack.domain.wording import N_, Sentence
from ctrack.extensions import db
from ctrack.models import Notification, OutboxMessage, Reminder, User
from ctrack.queries.visibility import requests_seen_by
from ctrack.services import notifications, outbox


def people(today: date) -> Sequence[int]:
    """Those to whom something may have to be sent today, by their ids."""
    untold = select(Notification.user_id).where(
        Notification.read_at.is_(None), Notification.mailed_at.is_(None)
    )
    due = select(Reminder.user_id).where(*_is_due(today))
    return db.session.scalars(
        select(User.id)
        .where(
            User.active,
            User.email != "",
            or_(
                (User.mail_choice == MailChoice.DAILY)
                & or_(User.id.in_(untold), User.id.in_(due)),
                (User.mail_choice == MailChoice.AT_ONCE) & User.id.in_(due),
            ),
        )
        .order_by(User.id)
    ).all()


def _is_due(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Reminder.puts_off.is_(False),
        Reminder.done_at.is_(None),
        Reminder.mailed_at.is_(None),
        Reminder.due_on <= today,
    )


def write(user_id: int, today: date) -> OutboxMessage | None:
    """The one message of the day to this person; None where there is nothing to say.

    Whoever wants each thing at once gets the reminders that are due, which nothing
    but the day brings about; the others get all they have not read.
    """
    user = db.session.scalars(
        select(User).where(User.id == user_id).with_for_update(key_share=True, of=User)
    ).one()
    is_daily = user.mail_choice is MailChoice.DAILY
    key = f"{'digest' if is_daily else 'reminders'}:{user.id}:{today.isoformat()}"
    if db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)):
        return None
    due = _due(user, today)
    news = _untold(user) if is_daily else []
    lines = [_reminded(r) for r in due]
    lines += [notifications.line(n.kind, n.mla_request.reference) for n in news]
    if not lines:
        return None
    now = clock.now()
    for reminder in due:
        reminder.mailed_at = now
    for notification in news:
        notification.mailed_at = now
    subject, text = to_officer(lines, notifications.own_link())
    return outbox.put(
        MessageKind.DIGEST if is_daily else MessageKind.REMINDER,
        user.email,
        subject,
        text,
        central_authority_id=user.central_authority_id,
        key=key,
    )


def _due(user: User, today: date) -> list[Reminder]:
    return list(
        db.session.scalars(
            select(Reminder)
            .join(Reminder.mla_request)
            .options(contains_eager(Reminder.mla_request))
            .where(Reminder.user_id == user.id, *_is_due(today), requests_seen_by(user))
            .order_by(Reminder.due_on, Reminder.id)
        )
    )


def _untold(user: User) -> list[Notification]:
    return list(
        db.session.scalars(
            select(Notification)
            .join(Notification.mla_request)
            .options(contains_eager(Notification.mla_request))
            .where(
                Notification.user_id == user.id,
                Notification.read_at.is_(None),
                Notification.mailed_at.is_(None),
                requests_seen_by(user),
            )
            .order_by(Notification.id)
        )
    )


def _reminded(reminder: Reminder) -> Told:
    reference = reminder.mla_request.reference
    sentence = Sentence(
        N_("%(reference)s: your reminder is due."), {"reference": reference}
    )
    return Told(str(sentence), f"/requests/{reference}")
