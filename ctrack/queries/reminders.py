"""What people have reminded themselves of, and what they have put off."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import contains_eager

from ctrack.extensions import db
from ctrack.models import MLARequest, Reminder, User
from ctrack.queries.visibility import requests_seen_by


def put_off_by(user: User, today: date) -> ColumnElement[bool]:
    """A condition on MLARequest: this person has put it off until after today."""
    return MLARequest.id.in_(
        select(Reminder.mla_request_id).where(
            Reminder.user_id == user.id,
            Reminder.puts_off,
            Reminder.done_at.is_(None),
            Reminder.due_on > today,
        )
    )


def of_request(mla_request: MLARequest, user: User) -> Sequence[Reminder]:
    """What this person still wants to be reminded of there, or has put off."""
    asked = {"request_id": mla_request.id, "user_id": user.id}
    return db.session.scalars(_OF_REQUEST, asked).all()


# Composed once, since it is part of the page that is opened most.
_OF_REQUEST = (
    select(Reminder)
    .where(
        Reminder.mla_request_id == bindparam("request_id"),
        Reminder.user_id == bindparam("user_id"),
        Reminder.done_at.is_(None),
    )
    .order_by(Reminder.due_on, Reminder.id)
)


def of_person(user: User) -> Sequence[Reminder]:
    """All that this person still wants to be reminded of, and all that is put off.

    The earliest first, of requests that the person may see.
    """
    return db.session.scalars(
        select(Reminder)
        .join(Reminder.mla_request)
        .options(contains_eager(Reminder.mla_request))
        .where(
            Reminder.user_id == user.id,
            Reminder.done_at.is_(None),
            requests_seen_by(user),
        )
        .order_by(Reminder.due_on, Reminder.id)
    ).all()


def putting_off(request_id: int, user: User) -> Reminder | None:
    """How this person has put the request off; None where it is not."""
    return db.session.scalar(
        select(Reminder).where(
            Reminder.mla_request_id == request_id,
            Reminder.user_id == user.id,
            Reminder.puts_off,
            Reminder.done_at.is_(None),
        )
    )


def by_id(reminder_id: int) -> Reminder | None:
    """The reminder of this id, whoever's it is."""
    return db.session.get(Reminder, reminder_id)
