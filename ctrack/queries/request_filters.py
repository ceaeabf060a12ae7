"""Reading filters as they stand in addresses and on the command line."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ctrack.domain.dates import NotADay, parse_day
from ctrack.domain.errors import Problem, problem
from ctrack.domain.permissions import Permission
from ctrack.domain.references import normalised
from ctrack.domain.request_list import (
    MANY,
    NOBODY,
    Filters,
    Party,
    Queue,
    Sort,
)
from ctrack.domain.statuses import STAGES, Status
from ctrack.domain.vocabulary import Direction, Urgency
from ctrack.domain.wording import N_
from ctrack.models import User
from ctrack.queries import authorities, codes, users

Query = Mapping[str, Sequence[str]]
Meaning = Callable[[str], Any]

LONGEST_TEXT = 200
MOST_VALUES = 60

NAMES = frozenset(
    {
        *("q", *MANY, "overdue", "open", "restricted"),
        *("from", "to", "closed_from", "closed_to", "sort", "page"),
    }
)
"""Every name that may stand in the address of the list (contract, section 2)."""

CODED = NAMES - {"officer", "urgency", "overdue", "restricted", "queue"}
"""Those open to people who see coded facts only."""

_UNKNOWN = {
    "direction": N_("“%(typed)s” is no direction. Choose incoming or outgoing."),
    "status": N_("“%(typed)s” is no stage. Choose one from the list."),
    "state": N_("“%(typed)s” is no State we know. Write its name or its two letters."),
    "basis": N_("“%(typed)s” is no legal basis of the list. Choose one from it."),
    "nature": N_("“%(typed)s” is no nature of assistance. Choose one from the list."),
    "offence": N_("“%(typed)s” is no offence of the list. Choose one from it."),
    "authority": N_("“%(typed)s” is no authority of the list. Choose one from it."),
    "officer": N_("“%(typed)s” is no officer. Choose one from the list."),
    "urgency": N_("“%(typed)s” is no degree of urgency. Choose one from the list."),
    "queue": N_("“%(typed)s” is no list of open work. Choose one on the first page."),
    "sort": N_("The list cannot be sorted by “%(typed)s”."),
    "page": N_("“%(typed)s” is no number of a page."),
}


def read(query: Query, *, seen_by: User) -> tuple[Filters, list[Problem]]:
    """The filters meant by the query, and a sentence for each value that means nothing.

    Empty values are left out, as forms send them. Names that are none of ours are
    ignored. Asks the database only about lists that the query names.
    """
    reader = _Reader(query, seen_by)
    return reader.filters(), reader.problems


class _Reader:
    """Reads one query, and gathers what is wrong with it."""

    def __init__(self, query: Query, seen_by: User) -> None:
        self._query = query
        self._user = seen_by
        self._codes = codes.Codes()
        self.problems: list[Problem] = []

    def filters(self) -> Filters:
        """Read everything; `problems` is complete afterwards."""
        self._refuse_closed_ones()
        meanings: dict[str, Meaning] = {
            "direction": lambda text: codes.member(Direction, text),
            "status": _status,
            "state": codes.state,
            "basis": self._basis,
            "nature": self._codes.nature,
            "offence": self._offence,
            "authority": self._authority,
            "officer": self._officer,
            "urgency": lambda text: codes.member(Urgency, text),
            "queue": lambda text: codes.member(Queue, text),
        }
        many = {name: self._many(name, meanings[name]) for name in MANY}
        return Filters(
            text=" ".join(self._one("q").split())[:LONGEST_TEXT],
            is_open=self._yes("open"),
            is_overdue=self._yes("overdue"),
            is_restricted=self._yes("restricted"),
            since=self._day("from"),
            until=self._day("to"),
            closed_since=self._day("closed_from"),
            closed_until=self._day("closed_to"),
            sort=self._sort(),
            page=self._page(),
            **many,
        )

    def _texts(self, name: str) -> list[str]:
        given = self._query.get(name, ())
        return [text for value in given if (text := value.replace("\0", "").strip())]

    def _one(self, name: str) -> str:
        texts = self._texts(name)
        return texts[-1] if texts else ""

    def _refuse_closed_ones(self) -> None:
        """Say so where a filter asks for what this person does not see."""
        if self._user.may(Permission.READ_REQUESTS):
            return
        self.problems += [
            problem(name, N_("The list cannot be filtered by %(name)s."), name=name)
            for name in sorted(NAMES - CODED)
            if self._texts(name)
        ]

    def _many(self, name: str, meaning: Meaning) -> tuple[Any, ...]:
        found: dict[Any, None] = {}
        for text in self._texts(name)[:MOST_VALUES]:
            value = meaning(text)
            if value is None:
                self._unknown(name, text)
            else:
                found.setdefault(value)
        return tuple(found)

    def _unknown(self, name: str, typed: str) -> None:
        self.problems.append(problem(name, _UNKNOWN[name], typed=typed[:60]))

    def _yes(self, name: str) -> bool:
        return codes.yes_or_no(self._one(name)) is True

    def _day(self, name: str) -> Any:
        typed = self._one(name)
        if not typed:
            return None
        try:
            return parse_day(typed)
        except NotADay:
            sentence = N_("“%(typed)s” is not a day. Write it like 19 Nov 2026.")
            self.problems.append(problem(name, sentence, typed=typed[:60]))
            return None

    def _sort(self) -> str:
        typed = self._one("sort")
        open_ones = set(Sort)
        if not self._user.may(Permission.READ_REQUESTS):
            open_ones.discard(Sort.HELD)
        if typed and typed.removeprefix("-") not in open_ones:
            self._unknown("sort", typed)
            typed = ""
        return typed or Filters.sort

    def _page(self) -> int:
        typed = self._one("page")
        if typed and (not typed.isdecimal() or not 0 < len(typed) < 8):
            self._unknown("page", typed)
            typed = ""
        return max(1, int(typed or 1))

    def _basis(self, text: str) -> str | None:
        found = self._codes.basis(text)
        return found.instrument if found else None

    def _offence(self, text: str) -> str | None:
        return NOT_STATED if _is_not_stated(text) else self._codes.offence(text)

    def _authority(self, text: str) -> Party | None:
        found = authorities.by_text(text, self._user.central_authority_id)
        return Party(found.id, found.code, found.name) if found else None

    def _officer(self, text: str) -> Party | None:
        if normalised(text) == NOBODY:
            return Party(None, NOBODY, "")
        found = users.by_username(text)
        if found is None or found.central_authority_id != (
            self._user.central_authority_id
        ):
            return None
        return Party(found.id, found.username, found.name)


NOT_STATED = "NOT_STATED"


def _is_not_stated(text: str) -> bool:
    return normalised(text) == normalised(NOT_STATED)


def _status(text: str) -> Status | None:
    """The stage meant by a code or by its label in either direction."""
    wanted = normalised(text)
    for status in Status:
        if normalised(status.value) == wanted:
            return status
    for direction in Direction:
        for status, stage in STAGES[direction].items():
            if normalised(stage.label) == wanted:
                return status
    return None
