"""Reading a question with its filters, as it stands in addresses and commands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ctrack import clock
from ctrack.domain.errors import Invalid, Problem, problem
from ctrack.domain.references import normalised
from ctrack.domain.statistics.questions import (
    FIELDS,
    FILTERS,
    Named,
    Question,
    read_question,
)
from ctrack.domain.statistics.tables import NOT_STATED
from ctrack.domain.vocabulary import Matter
from ctrack.domain.wording import N_
from ctrack.queries import authorities, codes, state_groups

Query = Mapping[str, Sequence[str]]
Meaning = Callable[[str], Any]

MOST_VALUES = 300
"""As many values of one kind are read: more than there are States."""

_UNKNOWN = {
    "state": N_("“%(typed)s” is no State we know. Write its name or its two letters."),
    "group": N_("“%(typed)s” is no group of States. Choose one from the list."),
    "basis": N_("“%(typed)s” is no legal basis of the list. Choose one from it."),
    "nature": N_("“%(typed)s” is no nature of assistance. Choose one from the list."),
    "offence": N_("“%(typed)s” is no offence of the list. Choose one from it."),
    "authority": N_("“%(typed)s” is no authority of the list. Choose one from it."),
    "matter": N_("“%(typed)s” is no type of matter. Choose one from the list."),
}


def read(query: Query, *, central_authority_id: int, today: date) -> Question:
    """The question that was asked, its filters by code or label.

    Empty values are left out, as forms send them. Asks the database only about lists
    that the query names. Raises Invalid with a problem for each value that cannot be
    read, those of the period among them.
    """
    problems: list[Problem] = []
    filters = _filters(query, central_authority_id, problems)
    fields = {name: (_texts(query, name) or [""])[-1] for name in FIELDS}
    try:
        question = read_question(
            fields, central_authority_id=central_authority_id, today=today
        )
    except Invalid as refusal:
        raise Invalid([*refusal.problems, *problems]) from None
    if problems:
        raise Invalid(problems)
    return replace(question, zone=clock.zone(), **filters)


def _filters(query: Query, office: int, problems: list[Problem]) -> dict[str, Any]:
    words = codes.Codes()

    def basis(text: str) -> str | None:
        found = words.basis(text)
        return found.instrument if found else None

    meanings: dict[str, Meaning] = {
        "state": _or_not_stated(codes.state),
        "group": _group,
        "basis": _or_not_stated(basis),
        "nature": _or_not_stated(words.nature),
        "offence": _or_not_stated(words.offence),
        "authority": lambda text: _authority(text, office),
        "matter": _matter,
    }
    found: dict[str, Any] = {}
    for name, attribute in FILTERS.items():
        values: dict[Any, None] = {}
        for text in _texts(query, name)[:MOST_VALUES]:
            value = meanings[name](text)
            if value is None:
                problems.append(problem(name, _UNKNOWN[name], typed=text[:60]))
            else:
                values.setdefault(value)
        found[attribute] = tuple(values)
    return found


def _texts(query: Query, name: str) -> list[str]:
    given = query.get(name, ())
    return [text for value in given if (text := value.replace("\0", "").strip())]


def _is_not_stated(text: str) -> bool:
    return normalised(text) in (normalised(NOT_STATED), normalised("Not stated"))


def _or_not_stated(meaning: Callable[[str], str | None]) -> Meaning:
    return lambda text: NOT_STATED if _is_not_stated(text) else meaning(text)


def _group(text: str) -> Named | None:
    return state_groups.by_text(text)


def _authority(text: str, office: int) -> Named | None:
    if _is_not_stated(text):
        return Named(NOT_STATED, N_("Not stated"), (NOT_STATED,))
    found = authorities.by_text(text, office)
    return Named(found.code, found.name, (str(found.id),)) if found else None


def _matter(text: str) -> str | None:
    found = codes.member(Matter, text)
    return found.value if found else None
