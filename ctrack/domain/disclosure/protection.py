"""Which figures to hide so that none of those at risk can be worked out.

A figure at risk is protected when a reader must reckon with every number from 1 to the
one below the threshold, as far as the published totals leave room for it. That is
proved by linear programs; where it does not hold, further figures are hidden, those
first that tell a reader least.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from ctrack.domain.disclosure.attack import Found, look_for
from ctrack.domain.disclosure.systems import Solver, System


def hidden_figures(
    system: System, threshold: int, solve: Solver, already: Set[int] = frozenset()
) -> set[int]:
    """The figures of the system to hide: those at risk, and what protects them.

    `already`: what is hidden anyway, and among the figures given.
    """
    hidden = system.at_risk | already
    if not system.at_risk:
        return hidden
    upwards = _Side(system, solve, is_upwards=True)
    downwards = _Side(system, solve, is_upwards=False)
    for figure in sorted(system.at_risk):
        most = system.most(figure)
        last = system.thresholds.get(figure, threshold) - 1
        goal = last if most is None else min(last, most)
        upwards.want(figure, goal)
        downwards.want(figure, 1 if goal > 1 else 0)
    sides = (upwards, downwards)
    while any(side.unproven for side in sides):
        for side in sides:
            side.prove(hidden)
        for side in sides:
            if side.unproven:
                hidden |= side.mend(hidden)
    return hidden


_POOR = 8.0
"""What it costs to hide a figure that gives poor cover: as much as one of 70."""


def _cost(value: int) -> float:
    return 1 + min(value, 90) / 10


@dataclass
class _Side:
    """The goals of one side: how high, or how low, figures must be able to be."""

    system: System
    solve: Solver
    is_upwards: bool
    unproven: dict[int, int] = field(default_factory=dict)

    def want(self, figure: int, goal: int) -> None:
        """Set a goal, unless the true value reaches it."""
        value = self.system.values[figure]
        if value < goal if self.is_upwards else value > goal:
            self.unproven[figure] = goal

    def prove(self, hidden: set[int]) -> None:
        """Strike out the goals that can be reached with what is hidden."""
        while self.unproven:
            found = look_for(
                self.system,
                hidden,
                self.unproven,
                self.solve,
                is_upwards=self.is_upwards,
            )
            if not found.reached:
                return
            self._strike_out(found.reached)

    def mend(self, hidden: set[int]) -> set[int]:
        """What must be hidden besides, so that some more goals are reached."""
        found = self._hiding(hidden, self._apart())
        reached = found.reached
        if not reached:
            # they stand in each other's way, or no register reaches the goal: then
            # what it can be at most has to do
            figure, goal = next(iter(self.unproven.items()))
            found = self._hiding(hidden, {figure: goal})
            reached = {figure}
        self._strike_out(reached)
        return found.moved

    def _hiding(self, hidden: set[int], goals: Mapping[int, int]) -> Found:
        return look_for(
            self.system,
            hidden,
            goals,
            self.solve,
            is_upwards=self.is_upwards,
            hiding=self._costs(hidden),
        )

    def _costs(self, hidden: set[int]) -> dict[int, float]:
        """What hiding one more figure costs: a large one more than a small one."""
        system = self.system
        return {
            number: _POOR
            if number in system.poor_cover
            else _cost(system.values[number])
            for number, key in enumerate(system.keys)
            if key is not None and number not in hidden
        }

    def _apart(self) -> dict[int, int]:
        """Some goals of which no two stand in the same equation."""
        chosen: dict[int, int] = {}
        taken: set[int] = set()
        places = self._places()
        for figure, goal in self.unproven.items():
            if taken.isdisjoint(places[figure]):
                chosen[figure] = goal
                taken |= places[figure]
        return chosen

    def _places(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {figure: set() for figure in self.unproven}
        for number, equation in enumerate(self.system.equations):
            for figure in equation.factors:
                if figure in found:
                    found[figure].add(number)
        return found

    def _strike_out(self, figures: Iterable[int]) -> None:
        for figure in figures:
            self.unproven.pop(figure, None)
