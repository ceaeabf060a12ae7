"""The flow: pending at the start, new, closed by outcome, pending at the end."""

from collections.abc import Sequence

from sqlalchemy import or_

from ctrack.domain.statistics.tables import Line, Row
from ctrack.domain.vocabulary import Direction, Outcome
from ctrack.domain.wording import N_
from ctrack.queries.statistics.inquiry import Inquiry
from ctrack.queries.statistics.population import Condition, closed_as, counted, how_many

_O = Outcome
CLOSED_AS: tuple[tuple[str, tuple[Outcome, ...]], ...] = (
    (N_("Granted in full"), (_O.GRANTED_FULL,)),
    (N_("Granted in part"), (_O.GRANTED_PART,)),
    (N_("Refused"), (_O.REFUSED,)),
    (N_("Withdrawn"), (_O.WITHDRAWN,)),
    (N_("Returned"), (_O.RETURNED,)),
    (N_("Forwarded"), (_O.FORWARDED,)),
)
"""The rows of closed requests; what is in none of them is otherwise closed."""


def flow(ask: Inquiry) -> list[Row]:
    """What came in, what went out, what is left, and the proof that nothing is lost."""
    measures = conditions()
    statement = ask.select(
        counted.c.direction, *map(how_many, measures.values())
    ).group_by(counted.c.direction)
    found: dict[str, list[int]] = {row[0]: list(row[1:]) for row in ask.rows(statement)}
    columns = [
        _with_balance(found.get(direction, [0] * len(measures)))
        for direction in Direction
    ]
    names = [*measures, N_("Balance")]
    rows = zip(names, *columns, strict=True)
    return [Line.of((name,), name, *figures) for name, *figures in rows]


def conditions() -> dict[str, Condition]:
    """Each row but the balance, and which requests it counts."""
    named = [outcome.value for _, outcomes in CLOSED_AS for outcome in outcomes]
    otherwise = or_(counted.c.outcome.is_(None), counted.c.outcome.not_in(named))
    return {
        N_("Pending at start"): counted.c.was_pending,
        N_("New"): counted.c.is_new,
        **{name: closed_as(*outcomes) for name, outcomes in CLOSED_AS},
        N_("Otherwise closed"): counted.c.is_closed & otherwise,
        N_("Pending at end"): counted.c.is_pending,
    }


def _with_balance(figures: Sequence[int]) -> list[int]:
    start, new, *closed, end = figures
    return [*figures, start + new - sum(closed) - end]
