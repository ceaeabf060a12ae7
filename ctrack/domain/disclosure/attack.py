"""What a reader can conclude about hidden figures, put as linear programs.

A figure is split into the part that counts and the part beyond, so that one program can
ask about many figures at once: any single solution that shows a figure at a value
proves that a reader must reckon with that value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ctrack.domain.disclosure.systems import Equation, Program, Solver, System

REWARD = 1000.0
"""What reaching a goal is worth, beside the cost of hiding one more figure."""

_NEARLY = 1e-6


@dataclass
class _Layout:
    """A program being put together: each unknown as a sum of columns."""

    costs: list[float] = field(default_factory=list)
    limits: list[float | None] = field(default_factory=list)
    parts: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    constants: dict[int, int] = field(default_factory=dict)

    def column(
        self,
        unknown: int,
        *,
        cost: float = 0,
        limit: float | None = None,
        sign: int = 1,
    ) -> None:
        """Add a column that the unknown is made of."""
        self.parts.setdefault(unknown, []).append((len(self.costs), sign))
        self.costs.append(cost)
        self.limits.append(limit)

    def program(self, equations: Iterable[Equation]) -> Program:
        """The program, with what is known put into the equations."""
        written = []
        for equation in equations:
            factors: dict[int, int] = {}
            total = equation.total
            for unknown, factor in equation.factors.items():
                total -= factor * self.constants.get(unknown, 0)
                for column, sign in self.parts.get(unknown, ()):
                    factors[column] = factor * sign
            if factors:
                written.append(Equation(factors, total))
        return Program(self.costs, self.limits, written)

    def values(self, solution: Mapping[int, float]) -> dict[int, float]:
        """The unknowns, from the columns of a solution."""
        return {
            unknown: self.constants.get(unknown, 0)
            + sum(sign * solution[column] for column, sign in columns)
            for unknown, columns in self.parts.items()
        }


@dataclass(frozen=True)
class Found:
    """A register that a reader of the figures must reckon with."""

    reached: set[int]
    """The figures that are at their goal in it."""
    values: Mapping[int, float]
    moved: set[int]
    """The published figures that it would change."""


def look_for(
    system: System,
    hidden: set[int],
    goals: Mapping[int, int],
    solve: Solver,
    *,
    is_upwards: bool,
    hiding: Mapping[int, float] | None = None,
) -> Found:
    """A register like the published one in which figures reach their goals.

    Upwards they are to be no less than the goal, downwards no more. With `hiding`, the
    cost of hiding each further figure, published figures may change too.
    """
    layout = _Layout()
    hiding = hiding or {}
    for unknown, key in enumerate(system.keys):
        value = system.values[unknown]
        if unknown in goals:
            # distinct rewards, so that figures are filled one after the other
            worth = REWARD * (1 + 1 / (1 + len(layout.costs)))
            layout.column(
                unknown, cost=-worth if is_upwards else 0, limit=goals[unknown]
            )
            layout.column(unknown, cost=0 if is_upwards else worth)
        elif unknown in hidden or key is None:
            layout.column(unknown)
        elif unknown in hiding:
            layout.constants[unknown] = value
            layout.column(unknown, cost=hiding[unknown])
            layout.column(unknown, cost=hiding[unknown], limit=value, sign=-1)
        else:
            layout.constants[unknown] = value
    solution = solve(layout.program(system.equations))
    values = layout.values(dict(enumerate(solution)))
    return Found(
        reached={
            unknown
            for unknown, goal in goals.items()
            if (values[unknown] - goal) * (1 if is_upwards else -1) > -_NEARLY
        },
        values=values,
        moved={u for u in hiding if abs(values[u] - system.values[u]) > _NEARLY},
    )
