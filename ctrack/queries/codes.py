"""What the words of forms and files mean: codes, labels, citations, lists of them.

Wherever a file or form takes a code it also takes the label, whatever the case,
spaces and punctuation (contract, section 3).
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import select

from ctrack import states
from ctrack.domain.references import normalised
from ctrack.domain.vocabulary import Labelled
from ctrack.extensions import db
from ctrack.models import Ground, Instrument, Nature, NatureSubtype, Offence
from ctrack.models.reference_data import ReferenceEntry
from ctrack.queries.kept_lists import kept

Member = TypeVar("Member", bound=Labelled)
Meanings = dict[str, str]
"""A code by its own text and labels, compared without case and punctuation."""
Words = tuple[Any, ...]
"""A code and its labels by language; and what else was asked for."""

_SEPARATOR = re.compile(r"[;\n\r]+")
_ARTICLE = re.compile(r"[\s,]+arts?(?:icles?)?\b\.?\s*(?=\S)", re.IGNORECASE)
_BARE_ARTICLE = re.compile(r"^(\S+)\s+(\d\S*(?:\s.*)?)$", re.DOTALL)
_BILATERAL = re.compile(r"^(?:BILAT|bilateral treaty with)[\s:_-]+(.+)$", re.IGNORECASE)
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0"})


class Basis(NamedTuple):
    """An instrument's code and the article that was named with it."""

    instrument: str
    article: str


def items(text: str) -> list[str]:
    """The entries of a list separated by `;` or line ends, without empty ones."""
    return [entry for part in _SEPARATOR.split(text) if (entry := part.strip())]


def member(enum: type[Member], text: str) -> Member | None:
    """The member of a closed list meant by its code or English label."""
    wanted = normalised(text)
    for candidate in enum:
        if wanted in (normalised(candidate.value), normalised(candidate.label)):
            return candidate
    return None


def yes_or_no(text: str) -> bool | None:
    """Whether the text says yes or no; None where it says neither."""
    word = text.strip().casefold()
    return True if word in _YES else False if word in _NO else None


def state(text: str) -> str | None:
    """The State, territory or body meant by alpha-2, alpha-3 or English name."""
    return states.code_of(text) if normalised(text) else None


class Codes:
    """Reads words as codes; asks for each list once, where it is not kept.

    Make one for a form or a file and throw it away afterwards: an administrator may
    extend the lists meanwhile. Every method gives None for a word that means nothing.
    """

    def __init__(self) -> None:
        """Begin without having asked anything."""
        self._bases: dict[str, Basis | None] = {}

    @cached_property
    def _instruments(self) -> Meanings:
        return _kept_meanings(Instrument)

    @cached_property
    def _natures(self) -> Meanings:
        return _kept_meanings(Nature)

    @cached_property
    def _subtypes(self) -> dict[str, Meanings]:
        return kept("meanings of subtypes", _meanings_of_subtypes)

    @cached_property
    def _offences(self) -> Meanings:
        return kept("meanings of offences", _meanings_of_offences)

    @cached_property
    def _grounds(self) -> Meanings:
        return _kept_meanings(Ground)

    def instrument(self, text: str) -> str | None:
        """The code of an instrument, `BILAT-XX` for any State XX included.

        A bilateral treaty need not be in the list yet; `reference_data.instrument_for`
        adds it.
        """
        if found := self._instruments.get(normalised(text)):
            return found
        if match := _BILATERAL.match(text.strip()):
            partner = state(match[1])
            return f"BILAT-{partner}" if partner else None
        return None

    def basis(self, text: str) -> Basis | None:
        """The legal basis meant by `UNTOC art. 18`, `untoc 18`, or a label alone."""
        text = " ".join(text.split())
        if text not in self._bases:
            self._bases[text] = self._read_basis(text)
        return self._bases[text]

    def _read_basis(self, text: str) -> Basis | None:
        if code := self.instrument(text):
            return Basis(code, "")
        for worded in _ARTICLE.finditer(text):
            if code := self.instrument(text[: worded.start()]):
                return Basis(code, text[worded.end() :])
        bare = _BARE_ARTICLE.match(text)
        if bare and (code := self.instrument(bare[1])):
            return Basis(code, bare[2])
        return None

    def nature(self, text: str) -> str | None:
        """The code of a nature of assistance."""
        return self._natures.get(normalised(text))

    def subtype(self, nature: str, text: str) -> str | None:
        """The code of a finer kind of this nature."""
        return self._subtypes.get(nature, {}).get(normalised(text))

    def offence(self, text: str) -> str | None:
        """The code of an offence, from its code, its ICCS code or its label.

        Where several offences share an ICCS code, the first of the list.
        """
        return self._offences.get(normalised(text))

    def ground(self, text: str) -> str | None:
        """The code of a ground for refusing, postponing or asking for more."""
        return self._grounds.get(normalised(text))


def _kept_meanings(table: type[ReferenceEntry]) -> Meanings:
    return kept(("meanings", table), lambda: _meanings(_words_of(table)))


def _meanings_of_subtypes() -> dict[str, Meanings]:
    found: dict[str, list[Words]] = {}
    for *words, nature in _words_of(NatureSubtype, NatureSubtype.nature_code):
        found.setdefault(nature, []).append(tuple(words))
    return {nature: _meanings(words) for nature, words in found.items()}


def _meanings_of_offences() -> Meanings:
    offences = _words_of(Offence, Offence.iccs)
    by_iccs = {normalised(iccs): code for code, _label, iccs in offences[::-1] if iccs}
    return by_iccs | _meanings([row[:2] for row in offences])


def _words_of(table: type[ReferenceEntry], *more: Any) -> list[Words]:
    """Code and labels of each entry of a list, in its order."""
    statement = select(table.code, table.label, *more).order_by(
        table.position, table.code
    )
    return [tuple(row) for row in db.session.execute(statement)]


def _meanings(entries: Sequence[Words]) -> Meanings:
    """Where words contradict each other, a code stands before an English label, and
    that before other languages; and an entry before those further down its list.
    """
    backwards = entries[::-1]
    labels = {normalised(w): code for code, label in backwards for w in label.values()}
    english = {normalised(label.get("en", "")): code for code, label in backwards}
    found = labels | english | {normalised(code): code for code, _ in backwards}
    found.pop("", None)
    return found
