"""Editions of statistics: those an office works on, and those the public may see."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload

from ctrack.domain.editions import EditionStatus
from ctrack.domain.errors import NotFound
from ctrack.domain.statistics.questions import Question
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import CentralAuthority, Edition, User

PUBLIC = (EditionStatus.RELEASED, EditionStatus.WITHDRAWN)


def all_of(central_authority_id: int) -> Sequence[Edition]:
    """Every edition of the office that was not discarded, the newest first."""
    return db.session.scalars(
        select(Edition)
        .where(
            Edition.central_authority_id == central_authority_id,
            Edition.status != EditionStatus.DISCARDED,
        )
        .options(joinedload(Edition.frozen_by))
        .order_by(Edition.id.desc())
    ).all()


def by_id(edition_id: int, *, seen_by: User) -> Edition:
    """The edition with its people and tables; NotFound where the office has none."""
    edition = db.session.scalar(
        select(Edition)
        .where(
            Edition.id == edition_id,
            Edition.central_authority_id == seen_by.central_authority_id,
        )
        .options(
            joinedload(Edition.frozen_by),
            joinedload(Edition.submitted_by),
            joinedload(Edition.released_by),
            joinedload(Edition.withdrawn_by),
            selectinload(Edition.tables),
        )
    )
    if edition is None:
        raise NotFound(N_("There is no such edition."))
    return edition


def overlapping(edition: Edition) -> Sequence[Edition]:
    """Released editions about some of the same days, which a reader may compare."""
    return db.session.scalars(
        select(Edition)
        .where(
            Edition.central_authority_id == edition.central_authority_id,
            Edition.id != edition.id,
            Edition.status == EditionStatus.RELEASED,
            Edition.starts_on <= edition.ends_on,
            Edition.ends_on >= edition.starts_on,
        )
        .order_by(Edition.id.desc())
    ).all()


def comparable(question: Question) -> Sequence[Edition]:
    """Editions that readers have, and whoever compares takes together with this one.

    Those about days that the question is about or adjoins, and those that share days
    with one of these, and so on. What was withdrawn has been read all the same.
    """
    one_day = timedelta(days=1)
    start, end = question.period.start - one_day, question.period.end + one_day
    left = _periods_of_public(question.central_authority_id)
    found: set[int] = set()
    reached = [(start, end)]
    while reached:
        start, end = reached.pop()
        touched = [each for each in left if each[1] <= end and each[2] >= start]
        left = [each for each in left if each not in touched]
        found.update(number for number, *_ in touched)
        reached.extend((first, last) for _, first, last in touched)
    return db.session.scalars(
        select(Edition)
        .where(Edition.id.in_(found))
        .options(selectinload(Edition.tables))
        .order_by(Edition.id)
    ).all()


def _periods_of_public(office: int) -> Sequence[tuple[int, date, date]]:
    """Number, first and last day of each edition that readers have."""
    rows = db.session.execute(
        select(Edition.id, Edition.starts_on, Edition.ends_on).where(
            Edition.central_authority_id == office, Edition.status.in_(PUBLIC)
        )
    )
    return [(number, start, end) for number, start, end in rows]


def released_since(edition: Edition) -> Sequence[Edition]:
    """Comparable editions that readers did not have yet when this one was frozen."""
    return [
        other
        for other in comparable(edition.question)
        if other.released_at is not None and other.released_at > edition.frozen_at
    ]


def slugs() -> set[str]:
    """The words for editions in addresses that are taken.

    Whoever asks next waits until this transaction has ended, so that two who freeze
    the same period at once get two words. (SQLite lets one write at a time anyway.)
    """
    offices = select(CentralAuthority.id).order_by(CentralAuthority.id)
    db.session.execute(offices.with_for_update(key_share=True))
    return set(db.session.scalars(select(Edition.slug)))


def published() -> Sequence[Edition]:
    """What has been released to the public, withdrawn or not; the newest first."""
    return db.session.scalars(
        select(Edition)
        .where(Edition.status.in_(PUBLIC))
        .options(defer(Edition.completeness), defer(Edition.limits))
        .order_by(Edition.released_at.desc(), Edition.id.desc())
    ).all()


def published_as(slug: str) -> Edition:
    """The edition at this address with its tables; NotFound where there is none."""
    edition = db.session.scalar(
        select(Edition)
        .where(Edition.slug == slug, Edition.status.in_(PUBLIC))
        .options(selectinload(Edition.tables))
    )
    if edition is None:
        raise NotFound(N_("No statistics are published at this address."))
    return edition
