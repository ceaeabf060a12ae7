"""Works in the background: a person's own, and those that wait to be done."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select

from ctrack.domain.errors import NotFound
from ctrack.domain.wording import N_
from ctrack.domain.works import DEAD_AFTER, MANY_FACTS, UNDER_WAY, WorkState
from ctrack.extensions import db
from ctrack.models import Fact, User, Work


def of(user: User) -> Sequence[Work]:
    """What this person has asked for, the newest first."""
    return db.session.scalars(
        select(Work).where(Work.user_id == user.id).order_by(Work.id.desc())
    ).all()


def by_id(work_id: int, *, of: User) -> Work:
    """The person's own work; NotFound where it is gone, or somebody else's."""
    work = db.session.scalar(
        select(Work).where(Work.id == work_id, Work.user_id == of.id)
    )
    if work is None:
        raise NotFound(N_("This work is no longer here. Ask for it again."))
    return work


def taken_with(work_id: int, token: str) -> Work | None:
    """The work, if it is still that of the process with this token."""
    return db.session.scalar(
        select(Work).where(
            Work.id == work_id, Work.token == token, Work.state == WorkState.RUNNING
        )
    )


def waiting() -> Sequence[int]:
    """The works that nobody does, those first that were asked for first."""
    return db.session.scalars(
        select(Work.id).where(Work.state == WorkState.WAITING).order_by(Work.id)
    ).all()


def without_sign_of_life(now: datetime) -> Sequence[int]:
    """Works that somebody took up and has not been heard of since."""
    return db.session.scalars(
        select(Work.id)
        .where(Work.state == WorkState.RUNNING, Work.alive_at < now - DEAD_AFTER)
        .order_by(Work.id)
    ).all()


def needs_somebody(now: datetime) -> bool:
    """Whether a work waits, or was left by whoever did it."""
    left = and_(Work.state == WorkState.RUNNING, Work.alive_at < now - DEAD_AFTER)
    wanted = exists().where(or_(Work.state == WorkState.WAITING, left))
    return bool(db.session.scalar(select(wanted)))


def under_way_of(user: User) -> Sequence[Work]:
    """What this person still waits for."""
    return db.session.scalars(
        select(Work).where(Work.user_id == user.id, Work.state.in_(UNDER_WAY))
    ).all()


def ended_before(moment: datetime) -> Sequence[Work]:
    """Works that ended before this moment."""
    return db.session.scalars(select(Work).where(Work.ended_at < moment)).all()


def register_is_large() -> bool:
    """Whether counting the register takes longer than people wait for a page.

    Judged by the number of the newest version of facts, which is found at once.
    """
    return (db.session.scalar(select(func.max(Fact.id))) or 0) >= MANY_FACTS
