"""Texts as they are compared when somebody looks for words in them."""

import re
import unicodedata

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
    plain = "".join(map(_PLAIN.__getitem__, decomposed))
    return " ".join(plain.split())[:LONGEST]


class _Plain(dict[str, str]):
    """What becomes of a character, remembered: a letter comes again and again."""

    def __missing__(self, character: str) -> str:
        """A letter or digit stays, a mark on it goes, all else parts words."""
        if len(self) >= _REMEMBERED:
            self.clear()
        is_mark = bool(unicodedata.combining(character))
        plain = character if character.isalnum() else "" if is_mark else " "
        self[character] = plain
        return plain


_REMEMBERED = 5_000
_PLAIN = _Plain()
