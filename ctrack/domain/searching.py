"""Texts as they are compared when somebody looks for words in them."""

import re
import unicodedata
from functools import lru_cache

LONGEST = 500
_WORDS = re.compile(r"[0-9a-z]+")


def folded(text: str) -> str:
    """The words of a text without case, accents and punctuation, one space between.

    `"Допрос свидетеля, São Paulo"` gives `"допрос свидетеля sao paulo"`. Cut to the
    length that the register keeps for comparing.
    """
    if text.isascii():
        return " ".join(_WORDS.findall(text.lower()))[:LONGEST]
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    plain = "".join(map(_plain, decomposed))
    return " ".join(plain.split())[:LONGEST]


@lru_cache(maxsize=5_000)
def _plain(character: str) -> str:
    """A letter or digit stays, a mark on it goes, all else parts words."""
    if character.isalnum():
        return character
    return "" if unicodedata.combining(character) else " "
