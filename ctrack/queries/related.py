"""Whether what is being registered may be in the register already."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, null, select, union_all

from ctrack.domain.references import normalised
from ctrack.domain.statuses import Stage, Status, stage
from ctrack.domain.vocabulary import Direction, ReferenceKind
from ctrack.extensions import db
from ctrack.models import MLARequest, Person, Reference, User
from ctrack.queries.visibility import requests_seen_by

MOST = 10
SHORTEST_NAME = 3


@dataclass
class Candidate:
    """A request that may be the same matter, and what speaks for it."""

    reference: str
    direction: Direction
    status: Status
    counted_from: date
    closed_on: date | None
    subject: str
    same_references: list[str] = field(default_factory=list)
    same_names: list[str] = field(default_factory=list)

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return stage(self.direction, self.status)


def candidates(
    partner_state: str,
    *,
    references: Iterable[str],
    names: Iterable[str],
    seen_by: User,
) -> list[Candidate]:
    """Requests with the same State and the same foreign reference or person.

    References and names are compared without case, spaces, punctuation and accents.
    Those with the same reference first, then the latest; at most ten, in one query.
    """
    numbers = {key for text in references if (key := normalised(text))}
    people = {k for text in names if len(k := normalised(text)) >= SHORTEST_NAME}
    found: dict[str, Candidate] = {}
    if not (numbers or people):
        return []
    rows = db.session.execute(
        _alike(requests_seen_by(seen_by)),
        {"state": partner_state, "numbers": list(numbers), "people": list(people)},
    )
    for *row, reference, name in rows:
        candidate = found.setdefault(row[0], Candidate(*row))
        if reference is not None:
            candidate.same_references.append(reference)
        if name is not None:
            candidate.same_names.append(name)
    likely = sorted(
        found.values(),
        key=lambda c: (bool(c.same_references), c.counted_from),
        reverse=True,
    )
    return likely[:MOST]


def visible(request_ids: Iterable[int], *, seen_by: User) -> set[int]:
    """Which of these requests the person may see."""
    wanted = set(request_ids)
    if not wanted:
        return set()
    return set(
        db.session.scalars(
            select(MLARequest.id).where(
                MLARequest.id.in_(wanted), requests_seen_by(seen_by)
            )
        )
    )


_COLUMNS = (
    MLARequest.reference,
    MLARequest.direction,
    MLARequest.status,
    MLARequest.counted_from,
    MLARequest.closed_on,
    MLARequest.subject,
)


@lru_cache(maxsize=500)
def _alike(seen: ColumnElement[bool]) -> Select[Any]:
    """Composed once for each person: the latest with a reference, and with a name."""
    by_reference = (
        select(*_COLUMNS, Reference.value, null())
        .join(MLARequest.references)
        .where(
            Reference.normalised.in_(bindparam("numbers", expanding=True)),
            Reference.kind.not_in([ReferenceKind.OWN, ReferenceKind.OPERATION]),
        )
    )
    by_name = (
        select(*_COLUMNS, null(), Person.name)
        .join(MLARequest.persons)
        .where(Person.normalised.in_(bindparam("people", expanding=True)))
    )
    latest = (MLARequest.counted_from.desc(), MLARequest.id.desc())
    theirs = MLARequest.partner_state == bindparam("state")
    parts = (
        part.where(theirs, seen).order_by(*latest).limit(MOST).subquery()
        for part in (by_reference, by_name)
    )
    either = union_all(*(select(part) for part in parts)).subquery()
    return select(either)
