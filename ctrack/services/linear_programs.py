"""Solving linear programs, which tells what a reader can conclude from figures."""

from collections.abc import Sequence

from ctrack.domain.disclosure.systems import NoSolution, Program


def solve(program: Program) -> Sequence[float]:
    """The unknowns at which the costs are least (HiGHS).

    Raises NoSolution where there are none: a program about a register that exists
    has at least that register.
    """
    # Large, and only those who publish figures need it: read when it is.
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    factors: list[int] = []
    rows: list[int] = []
    columns: list[int] = []
    for row, equation in enumerate(program.equations):
        for column, factor in equation.factors.items():
            factors.append(factor)
            rows.append(row)
            columns.append(column)
    shape = (len(program.equations), len(program.costs))
    found = linprog(
        program.costs,
        A_eq=csr_array((factors, (rows, columns)), shape=shape) if factors else None,
        b_eq=[equation.total for equation in program.equations] if factors else None,
        bounds=[(0, limit) for limit in program.limits],
        method="highs",
    )
    if found.status != 0:
        raise NoSolution(f"no answer to a linear program: {found.message}")
    return [float(value) for value in found.x]
