"""The States and bodies the invented State has dealings with."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from ctrack.services.demonstration import data
from ctrack.services.demonstration.names import Names, of


@dataclass(frozen=True)
class Partner:
    """A partner: how often it comes up, its language, its authorities and numbers.

    `bases` are the instruments, each with an article, that bind both States besides
    the conventions of the United Nations; `pace` multiplies the days it takes.
    """

    code: str
    weight: int
    language: str
    pace: float
    reference: str
    authority: str
    offices: tuple[str, ...]
    bases: tuple[tuple[str, str], ...]
    names: Names

    @property
    def nationality(self) -> str:
        """The code for its nationals; empty for a body that has none."""
        return self.code if len(self.code) == 2 else ""

    @property
    def is_european(self) -> bool:
        """Whether the conventions of the Council of Europe bind it."""
        return any(code == "COE030" for code, _ in self.bases)

    def number(self, rng: Random, year: int) -> str:
        """A reference of its authority."""
        return self.reference.format(n=rng.randint(100, 9999), y=year)


@cache
def all_of() -> dict[str, Partner]:
    """Every partner by its code."""
    return {entry["code"]: _partner(**entry) for entry in data.read("partners")}


def _partner(
    *,
    names: str,
    offices: Sequence[str],
    bases: Sequence[Sequence[str]],
    **rest: object,
) -> Partner:
    return Partner(
        names=of(names),
        offices=tuple(offices),
        bases=tuple((code, article) for code, article in bases),
        **rest,  # type: ignore[arg-type]  # the file has the fields of the class
    )


class Choice:
    """Draws partners as often as they come up, leaving out the State itself."""

    def __init__(self, home_state: str) -> None:
        """Take the code of the State the register belongs to; empty for none."""
        self._partners = [p for p in all_of().values() if p.code != home_state]
        self._weights = list(accumulate(p.weight for p in self._partners))

    def draw(self, rng: Random) -> Partner:
        """One partner."""
        return rng.choices(self._partners, cum_weights=self._weights)[0]
