"""Which comparisons between editions hold, and what they tell by themselves.

A register that was corrected between two editions can make some comparisons untrue:
their result is a figure that never was. All others tell the truth, and count.
"""

from collections.abc import Iterator, Set
from dataclasses import replace

from ctrack.domain.disclosure.systems import Equation, Program, Solver, System

_NEARLY = 1e-6
_FOREMOST = 1000
"""How much more it is worth not to break a link that has been broken before."""


def ways(system: System, solve: Solver) -> Iterator[System]:
    """The system with links that hold together in its equations.

    Where nothing contradicts, there is one way. Else readers cannot know what was
    corrected, and may compare in several: links that one way leaves out are put
    foremost in the next, until each has been in one.
    """
    left = set(range(len(system.links)))
    is_first = True
    while left or is_first:
        held = _held(system, left, solve)
        yield replace(
            system,
            equations=system.equations + [system.links[n].equation for n in held],
            at_risk=set(system.at_risk),
            values=list(system.values),
        )
        if not is_first and left.isdisjoint(held):
            return
        left -= held
        is_first = False


def _held(system: System, foremost: Set[int], solve: Solver) -> set[int]:
    """The links that hold together, with as many as can be of those that come first.

    One linear program finds a past that breaks as few as it can, those of least worth
    first, each by as little as it can.
    """
    if not system.links:
        return set()
    columns = len(system.keys)
    known = {n: system.values[n] for n in range(columns) if system.is_known(n)}
    equations = [_with(known, equation) for equation in system.equations]
    costs = [0] * columns
    for number, link in enumerate(system.links):
        missing = len(costs)
        put_in = _with(known, link.equation)
        equations.append(
            Equation({**put_in.factors, missing: 1, missing + 1: -1}, put_in.total)
        )
        costs += [link.worth * (_FOREMOST if number in foremost else 1)] * 2
    solution = solve(
        Program(
            costs, [None] * len(costs), [each for each in equations if each.factors]
        )
    )
    broken = solution[columns:]
    return {
        number
        for number in range(len(system.links))
        if broken[2 * number] + broken[2 * number + 1] < _NEARLY
    }


def _with(known: dict[int, int], equation: Equation) -> Equation:
    """The equation with what is known put into it."""
    total = equation.total - sum(
        factor * known[unknown]
        for unknown, factor in equation.factors.items()
        if unknown in known
    )
    left = {u: factor for u, factor in equation.factors.items() if u not in known}
    return Equation(left, total)


def followed(system: System) -> dict[int, int]:
    """What follows from all figures of all editions, hidden ones among them.

    Only what comes out by adding and subtracting, one after the other: what several
    comparisons tell together and none alone is left out.
    """
    known = {n: system.values[n] for n in range(len(system.keys)) if system.is_known(n)}
    places: dict[int, list[Equation]] = {}
    for equation in system.equations:
        for unknown in equation.factors:
            places.setdefault(unknown, []).append(equation)
    waiting = list(system.equations)
    while waiting:
        rest = _with(known, waiting.pop())
        if len(rest.factors) != 1:
            continue
        ((unknown, factor),) = rest.factors.items()
        known[unknown] = rest.total * factor
        waiting += places[unknown]
    return known
