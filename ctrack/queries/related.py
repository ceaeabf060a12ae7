"""Whether what is being registered may be in the register already."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, and_, bindparam, select

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
    Those with the same reference first, then the latest; at most ten, in at most two
    queries.
    """
    numbers = {key for text in references if (key := normalised(text))}
    people = {k for text in names if len(k := normalised(text)) >= SHORTEST_NAME}
    found: dict[str, Candidate] = {}
    theirs = MLARequest.partner_state == partner_state
    seen = and_(theirs, requests_seen_by(seen_by))
    if numbers:
        for candidate, value in _with_references(numbers, seen):
            found.setdefault(candidate.reference, candidate).same_references.append(
                value
            )
    if people:
        for candidate, name in _with_persons(people, seen):
            found.setdefault(candidate.reference, candidate).same_names.append(name)
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


def _with_references(
    numbers: set[str], seen: ColumnElement[bool]
) -> list[tuple[Candidate, str]]:
    rows = db.session.execute(_REFERENCES.where(seen), {"keys": list(numbers)})
    return [(Candidate(*row[:-1]), row[-1]) for row in rows]


_REFERENCES = (
    select(*_COLUMNS, Reference.value)
    .join(MLARequest.references)
    .where(
        Reference.normalised.in_(bindparam("keys", expanding=True)),
        Reference.kind.not_in([ReferenceKind.OWN, ReferenceKind.OPERATION]),
    )
    .order_by(MLARequest.counted_from.desc(), MLARequest.id.desc())
    .limit(MOST)
)


def _with_persons(
    people: set[str], seen: ColumnElement[bool]
) -> list[tuple[Candidate, str]]:
    rows = db.session.execute(_PERSONS.where(seen), {"keys": list(people)})
    return [(Candidate(*row[:-1]), row[-1]) for row in rows]


_PERSONS = (
    select(*_COLUMNS, Person.name)
    .join(MLARequest.persons)
    .where(Person.normalised.in_(bindparam("keys", expanding=True)))
    .order_by(MLARequest.counted_from.desc(), MLARequest.id.desc())
    .limit(MOST)
)
