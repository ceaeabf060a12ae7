"""The gate before release: how complete the figures of an edition are to be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ctrack.domain.errors import Invalid, Problem, problem
from ctrack.domain.statistics.tables import Row
from ctrack.domain.wording import N_

USUAL_LIMIT = 95
"""Per cent of the requests to which a check applies."""

HELD_TO = (
    N_("Primary legal basis stated"),
    N_("Nature of assistance stated"),
    N_("Outcome stated at closing"),
    N_("Every measure has an outcome at closing"),
    N_("Days in order"),
)
"""The checks of the table of completeness that are held to a limit at first."""


@dataclass(frozen=True)
class Check:
    """A check with its limit, and what was found when the edition was frozen."""

    name: str
    lacking: int
    share: float | None
    """None where there was nothing to check."""
    limit: int

    @property
    def is_met(self) -> bool:
        """Whether enough is complete."""
        return self.share is None or self.share * 100 >= self.limit


def usual_limits(rows: Iterable[Row]) -> dict[str, int]:
    """The limits of a new edition, by check of the table of completeness."""
    names = [str(row[0]) for row in rows]
    return {name: USUAL_LIMIT if name in HELD_TO else 0 for name in names}


def checks(rows: Iterable[Row], limits: Mapping[str, int]) -> list[Check]:
    """The checks of an edition; one that has no limit is met by anything."""
    found = []
    for name, lacking, share in rows:
        number = lacking if isinstance(lacking, int) else 0
        part = float(share) if isinstance(share, (int, float)) else None
        found.append(Check(str(name), number, part, limits.get(str(name), 0)))
    return found


def read_limits(fields: Mapping[str, str], names: Iterable[str]) -> dict[str, int]:
    """The limits as typed, each from 0 to 100 per cent; Invalid where one is not."""
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for number, name in enumerate(names):
        text = fields.get(f"limit-{number}", "").strip().removesuffix("%").strip()
        if text.isdecimal() and len(text) < 4 and int(text) <= 100:
            found[name] = int(text)
        else:
            problems.append(
                problem(f"limit-{number}", N_("Give a whole number from 0 to 100."))
            )
    if problems:
        raise Invalid(problems)
    return found
