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
    plain = "".join(
        c if c.isalnum() else "" if unicodedata.combining(c) else " "
        for c in decomposed
    )
    return " ".join(plain.split())[:LONGEST]
