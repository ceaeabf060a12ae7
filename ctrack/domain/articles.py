"""The articles of treaties that requests cite: numbers, out of what people write."""

import re
from collections.abc import Iterable
from functools import lru_cache

from ctrack.domain.vocabulary import BasisKind
from ctrack.domain.wording import N_

MOST_ARTICLES = 8
"""As many articles of one treaty are taken from one text."""

_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_WITHIN = re.compile(
    r"(?:\bpara(?:graph)?s?\b|\bpar\b|§|\bsub\w*|\balin[ée]a\b|\bal\b|\bletter\b)\W*\w+",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_NUMBER = re.compile(r"(?<![\w.])(\d{1,3})\s?(bis|ter|quater)?(?!\w)", re.IGNORECASE)

SUBJECTS: dict[str, str] = {
    "UNTOC 12": N_("Confiscation and seizure"),
    "UNTOC 13": N_("International cooperation for purposes of confiscation"),
    "UNTOC 14": N_("Disposal of confiscated proceeds of crime or property"),
    "UNTOC 16": N_("Extradition"),
    "UNTOC 17": N_("Transfer of sentenced persons"),
    "UNTOC 18": N_("Mutual legal assistance"),
    "UNTOC 19": N_("Joint investigations"),
    "UNTOC 20": N_("Special investigative techniques"),
    "UNTOC 21": N_("Transfer of criminal proceedings"),
    "UNTOC 27": N_("Law enforcement cooperation"),
    "UNCAC 43": N_("International cooperation"),
    "UNCAC 44": N_("Extradition"),
    "UNCAC 46": N_("Mutual legal assistance"),
    "UNCAC 48": N_("Law enforcement cooperation"),
    "UNCAC 49": N_("Joint investigations"),
    "UNCAC 50": N_("Special investigative techniques"),
    "UNCAC 54": N_("Recovery of property through confiscation"),
    "UNCAC 55": N_("International cooperation for purposes of confiscation"),
    "UNCAC 57": N_("Return and disposal of assets"),
}
"""What the articles are about, by treaty and number; only those often cited."""


@lru_cache(maxsize=10_000)
def numbers(text: str) -> tuple[str, ...]:
    """The numbers of the articles in a text: `18` from “art. 18, para. 3 (a)”.

    Numbers only, so that nothing else that was written there goes any further.
    """
    plain = _DAY.sub(" ", _WITHIN.sub(" ", _IN_BRACKETS.sub(" ", text)))
    found = (
        number + (suffix.lower() if suffix else "")
        for number, suffix in _NUMBER.findall(plain)
    )
    return tuple(dict.fromkeys(found))[:MOST_ARTICLES]


def cited(bases: Iterable[tuple[str, str]]) -> list[str]:
    """Codes of the articles of treaties and what was written of them: `UNTOC 18`.

    A treaty that is cited without an article is its code alone. What is no treaty
    has no articles.
    """
    found: dict[str, None] = {}
    for instrument, text in bases:
        if instrument not in BasisKind.__members__:
            codes = [f"{instrument} {number}" for number in numbers(text)]
            found |= dict.fromkeys(codes or [instrument])
    with_article = {code.rpartition(" ")[0] for code in found}
    return [code for code in found if code not in with_article]


def parted(code: str) -> tuple[str, str]:
    """The treaty and the number of the article, empty where none was cited."""
    instrument, _, number = code.rpartition(" ")
    return (instrument, number) if instrument else (code, "")
