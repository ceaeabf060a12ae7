"""Names of invented people, companies and ships, in the scripts a register meets."""

from dataclasses import dataclass
from functools import cache
from random import Random

from ctrack.services.demonstration import data

SECOND_GIVEN = 0.3
"""How often a person has two given names."""


@dataclass(frozen=True)
class Names:
    """The names of one language: given and family names, companies, towns."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    companies: tuple[str, ...]
    towns: tuple[str, ...]
    family_first: bool = False
    space: str = " "

    def person(self, rng: Random) -> str:
        """A full name, in the order of the language."""
        given, family = rng.choice(self.given), rng.choice(self.family)
        if self.space and rng.random() < SECOND_GIVEN:
            given = f"{given}{self.space}{rng.choice(self.given)}"
        if self.family_first:
            given, family = family, given
        return f"{given}{self.space}{family}"

    def company(self, rng: Random) -> str:
        """The name of a company or association."""
        return rng.choice(self.companies).format(
            family=rng.choice(self.family), town=rng.choice(self.towns)
        )


@cache
def of(language: str) -> Names:
    """The names of a language; `home` are those of the invented State."""
    entry = data.read("names")[language]
    lists = {
        key: tuple(entry[key]) for key in ("given", "family", "companies", "towns")
    }
    return Names(
        **lists,
        family_first=entry.get("family_first", False),
        space=entry.get("space", " "),
    )


def ship(rng: Random) -> str:
    """The name of a ship."""
    return str(rng.choice(data.read("names")["ships"]))


def operation(rng: Random) -> str:
    """The name police forces have given to an investigation."""
    return str(rng.choice(data.read("names")["operations"]))
