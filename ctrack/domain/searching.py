"""Texts as they are compared when somebody looks for words in them."""

import unicodedata

LONGEST = 500


def folded(text: str) -> str:
    """The words of a text without case, accents and punctuation, one space between.

    `"Допрос свидетеля, São Paulo"` gives `"допрос свидетеля sao paulo"`. Cut to the
    length that the register keeps for comparing.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    plain = "".join(
        c if c.isalnum() else "" if unicodedata.combining(c) else " "
        for c in decomposed
    )
    return " ".join(plain.split())[:LONGEST]
