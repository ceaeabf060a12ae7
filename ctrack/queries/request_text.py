"""Finding requests by what somebody typed: references, names, words of the subject.

Each place is searched by itself, from its own narrow index. Only letters and digits
are left of the text, so that no `%` reaches a pattern.
"""

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    false,
    or_,
    select,
    union,
    union_all,
)

from ctrack.domain.permissions import Permission
from ctrack.domain.references import normalised
from ctrack.domain.searching import folded
from ctrack.domain.vocabulary import ReferenceKind
from ctrack.extensions import db
from ctrack.models import MLARequest, Person, Reference, User
from ctrack.queries.memory import remembered

Condition = ColumnElement[bool]
FEW = 500
"""Up to so many requests are looked up first, and then named by their numbers."""


def holds(text: str, seen_by: User) -> Condition:
    """Requests with the fragment in a reference, or all words in a name or subject.

    Whoever may not read requests finds them by our own references only.
    """
    places = _places(text, seen_by)
    return MLARequest.id.in_(union(*places)) if places else false()


def few(text: str, seen_by: User) -> Condition | None:
    """The same where only few requests are meant; None where there are many.

    So a search for somebody's reference goes through the register once and not once
    for the count and once for the page.
    """
    key = ("text", text, seen_by.permissions)
    numbers = remembered(key, lambda: _first(_places(text, seen_by)))
    return MLARequest.id.in_(set(numbers)) if len(numbers) <= FEW else None


def _first(places: Sequence[Select[int]]) -> tuple[int, ...]:
    """The requests found in these places; one more than a few where there are more."""
    if not places:
        return ()
    return tuple(db.session.scalars(union_all(*places).limit(FEW + 1)))


def row_by_row(text: str, seen_by: User) -> Condition:
    """The same, asked of one request after the other.

    Where many are meant, the first of them in some order are soon found so.
    """
    choices: list[Condition] = [
        exists(place.where(table.mla_request_id == MLARequest.id))
        for table, place in _tables(text, seen_by)
    ]
    if words := _subject(text, seen_by):
        choices.insert(0, and_(*words))
    return or_(*choices) if choices else false()


def _places(text: str, seen_by: User) -> list[Select[int]]:
    places = [place for _, place in _tables(text, seen_by)]
    if words := _subject(text, seen_by):
        places.append(select(MLARequest.id).where(*words))
    return places


def _tables(
    text: str, seen_by: User
) -> list[tuple[type[Reference] | type[Person], Select[int]]]:
    found: list[tuple[type[Reference] | type[Person], Select[int]]] = []
    if fragment := normalised(text):
        named = select(Reference.mla_request_id).where(_has(Reference, fragment))
        if not seen_by.may(Permission.READ_REQUESTS):
            named = named.where(Reference.kind == ReferenceKind.OWN)
        found.append((Reference, named))
    words = folded(text).split()
    if words and seen_by.may(Permission.READ_PERSONS):
        names = [_has(Person, normalised(word)) for word in words]
        found.append((Person, select(Person.mla_request_id).where(*names)))
    return found


def _subject(text: str, seen_by: User) -> list[Condition]:
    if not seen_by.may(Permission.READ_REQUESTS):
        return []
    return [MLARequest.subject_folded.like(f"%{w}%") for w in folded(text).split()]


def _has(table: type[Reference] | type[Person], fragment: str) -> Condition:
    return table.normalised.like(f"%{fragment}%")
