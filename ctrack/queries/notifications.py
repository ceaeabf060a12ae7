"""What a person has been told."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from ctrack.extensions import db
from ctrack.models import MLARequest, Notification, User
from ctrack.queries.visibility import requests_seen_by

PAGE = 50
"""How many notifications a page shows."""


def of_person(user: User, *, before: int | None = None) -> Sequence[Notification]:
    """The newest first, one more than a page where there are; `before` is an id.

    Those of requests that the person may not see any more are left out.
    """
    statement = (
        select(Notification)
        .join(Notification.mla_request)
        .options(
            contains_eager(Notification.mla_request).load_only(
                MLARequest.reference, MLARequest.partner_state, MLARequest.direction
            )
        )
        .where(Notification.user_id == user.id, requests_seen_by(user))
        .order_by(Notification.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        statement = statement.where(Notification.id < before)
    return db.session.scalars(statement).all()
