"""Reference numbers: composing our own, and comparing anybody's."""

import re
import unicodedata

from ctrack.domain.vocabulary import Direction

PREFIX = {Direction.INCOMING: "MLI", Direction.OUTGOING: "MLO"}
_NOT_COMPARED = re.compile(r"[^0-9a-z]+")
_OWN = re.compile(r"(ML[IO])-([0-9]{4})-([0-9]{5,9})")


def compose(direction: Direction, year: int, number: int) -> str:
    """Our reference, such as `MLI-2026-00012`."""
    return f"{PREFIX[direction]}-{year:04}-{number:05}"


def parts(reference: str) -> tuple[Direction, int, int] | None:
    """Direction, year and number of a reference of ours; None of any other."""
    match = _OWN.fullmatch(reference)
    if match is None:
        return None
    prefix, year, number = match.groups()
    direction = Direction.INCOMING if prefix == "MLI" else Direction.OUTGOING
    return direction, int(year), int(number)


def normalised(text: str) -> str:
    """The text without case, spaces, punctuation and accents, for comparing.

    `"1183 / 2026 TA"` and `"1183-2026-ta"` both give `"11832026ta"`.
    """
    if text.isascii():
        return _NOT_COMPARED.sub("", text.lower())
    # Signs such as ℡ stand for capital letters, and are known only when taken apart.
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(c for c in decomposed if c.isalnum())
