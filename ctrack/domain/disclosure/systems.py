"""What a reader knows of the figures of an edition: unknowns, and equations over them.

Everything that is published for certain, such as the totals, stands in the equations as
a number; every figure that may be hidden is an unknown, and so is what is never
published but must exist for the definitions to hold.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


class NoSolution(RuntimeError):
    """The equations contradict each other."""


Key = tuple[str, int, int]
"""Where a figure stands: the table, the number of the row, and of the column."""


@dataclass(frozen=True)
class Equation:
    """Factors by unknown, and what they add up to."""

    factors: Mapping[int, int]
    total: int


@dataclass(frozen=True)
class Link:
    """An equation between editions, and what it is worth not to break it."""

    equation: Equation
    worth: int


@dataclass
class System:
    """The figures that belong together because equations join them.

    Unknowns are numbered; none of them is ever negative.
    """

    keys: list[Key | None] = field(default_factory=list)
    """The names of the figures; None for what is never published."""
    values: list[int] = field(default_factory=list)
    """The true figures; 0 for what is never published, where it is not used."""
    at_risk: set[int] = field(default_factory=set)
    """Figures that must not be published."""
    poor_cover: set[int] = field(default_factory=set)
    """Figures that a reader guesses when they are hidden: noughts, and the rest."""
    equations: list[Equation] = field(default_factory=list)
    thresholds: dict[int, int] = field(default_factory=dict)
    """Of figures that are not to be protected by the threshold of the edition."""
    told_before: set[int] = field(default_factory=set)
    """Figures of editions that readers have, as they were known then."""
    links: list[Link] = field(default_factory=list)
    """Equations between editions, which hold unless the register was corrected."""

    def figure(
        self,
        key: Key,
        value: int,
        *,
        is_at_risk: bool = False,
        is_poor_cover: bool = False,
    ) -> int:
        """Add a figure that may be hidden."""
        self.keys.append(key)
        self.values.append(value)
        number = len(self.keys) - 1
        if is_at_risk:
            self.at_risk.add(number)
        if is_poor_cover:
            self.poor_cover.add(number)
        return number

    def shown_before(self, value: int) -> int:
        """Add a figure that stands in an edition which readers have."""
        number = self._told_before(value)
        self.sums([number], value)
        return number

    def hidden_before(self, value: int, is_at_risk: bool, threshold: int) -> int:
        """Add a figure that is hidden in an edition which readers have."""
        number = self._told_before(value)
        if is_at_risk:
            self.at_risk.add(number)
            self.thresholds[number] = threshold
        return number

    def _told_before(self, value: int) -> int:
        number = self.unpublished()
        self.values[number] = value
        self.told_before.add(number)
        return number

    def difference(self, unknown: int, value: int) -> None:
        """Protect something never published, which follows from what is."""
        self.values[unknown] = value
        self.at_risk.add(unknown)

    def is_known(self, unknown: int) -> bool:
        """Whether its true figure is known here."""
        return self.keys[unknown] is not None or unknown in self.told_before

    def unpublished(self) -> int:
        """Add something that is never published: unknown, and not negative."""
        self.keys.append(None)
        self.values.append(0)
        return len(self.keys) - 1

    def sums(
        self, plus: Iterable[int], total: int = 0, *, minus: Iterable[int] = ()
    ) -> None:
        """Add the equation: all of `plus` less all of `minus` make the total."""
        factors = dict.fromkeys(plus, 1) | dict.fromkeys(minus, -1)
        if factors:
            self.equations.append(Equation(factors, total))

    def link(
        self, plus: Iterable[int], *, minus: Iterable[int], worth: int = 1
    ) -> None:
        """Add a link between editions: all of `plus` make as much as all of `minus`."""
        factors = dict.fromkeys(plus, 1) | dict.fromkeys(minus, -1)
        self.links.append(Link(Equation(factors, 0), worth))

    def not_above(self, low: int, high: int) -> None:
        """Add that one unknown never exceeds another."""
        self.sums([high], minus=[low, self.unpublished()])

    def most(self, unknown: int) -> int | None:
        """The smallest total in which it is contained; None where there is none."""
        totals = [
            equation.total
            for equation in self.equations
            if unknown in equation.factors and min(equation.factors.values()) > 0
        ]
        return min(totals, default=None)


@dataclass(frozen=True)
class Program:
    """A linear program: the unknowns that make the costs least.

    Equations hold for the unknowns, which lie between 0 and `limits` (None: no limit).
    """

    costs: Sequence[float]
    limits: Sequence[float | None]
    equations: Sequence[Equation]


class Solver(Protocol):
    """Solves linear programs."""

    def __call__(self, program: Program) -> Sequence[float]:
        """The unknowns at which the costs are least; raises NoSolution."""
        ...
