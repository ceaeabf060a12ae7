"""Reading the whole event log, as far as a person may see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from ctrack.domain.references import normalised
from ctrack.extensions import db
from ctrack.models import Event, MLARequest, User
from ctrack.queries.visibility import requests_seen_by

PAGE_SIZE = 100


@dataclass(frozen=True)
class Wanted:
    """What of the log is asked for; `before` is the id of the last line seen.

    `since` and `until` are days on which things happened, not days of entry.
    """

    kind: str = ""
    actor_id: int | None = None
    reference: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


def page(wanted: Wanted, *, seen_by: User) -> Sequence[Event]:
    """Lines of the log, the latest entry first; one more than a page if there are."""
    return (
        db.session.scalars(_lines(wanted, seen_by).limit(PAGE_SIZE + 1)).unique().all()
    )


def every(wanted: Wanted, *, seen_by: User) -> Iterator[Event]:
    """All lines, the latest entry first, as a stream."""
    statement = _lines(wanted, seen_by).execution_options(yield_per=500)
    for chunk in db.session.scalars(statement).partitions():
        yield from chunk


def _lines(wanted: Wanted, seen_by: User) -> Select[Event]:
    statement = (
        select(Event)
        .outerjoin(Event.mla_request)
        .options(joinedload(Event.actor), contains_eager(Event.mla_request))
        .where(
            Event.central_authority_id == seen_by.central_authority_id,
            or_(Event.mla_request_id.is_(None), requests_seen_by(seen_by)),
        )
        .order_by(Event.entered_at.desc(), Event.id.desc())
    )
    if wanted.kind:
        statement = statement.where(Event.kind == wanted.kind)
    if wanted.actor_id is not None:
        statement = statement.where(Event.actor_id == wanted.actor_id)
    if wanted.since is not None:
        statement = statement.where(Event.happened_on >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(Event.happened_on <= wanted.until)
    if wanted.before is not None:
        # Whatever was brought in from elsewhere keeps the moment of its entry there,
        # so that numbers alone do not give the order.
        last = select(Event.entered_at).where(Event.id == wanted.before)
        place = tuple_(last.scalar_subquery(), wanted.before)
        statement = statement.where(tuple_(Event.entered_at, Event.id) < place)
    if wanted.reference:
        found = select(MLARequest.id).where(MLARequest.reference == wanted.reference)
        statement = statement.where(Event.mla_request_id.in_(found))
    return statement


def reference(text: str) -> str:
    """Our reference as it is written: `mli 2026 00012` gives `MLI-2026-00012`."""
    letters = normalised(text).upper()
    if letters.startswith(("MLI", "MLO")) and letters[3:].isdecimal():
        return f"{letters[:3]}-{letters[3:7]}-{letters[7:]}"
    return text.strip().upper()
