"""What the tables by legal basis and by State have in common."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ctrack.domain.statistics.tables import NOT_STATED
from ctrack.domain.vocabulary import Outcome
from ctrack.queries.statistics.inquiry import Code, Inquiry
from ctrack.queries.statistics.population import (
    closed_as,
    counted,
    how_many,
    is_touched,
)


@dataclass
class Tally:
    """The figures of one code; new and pending by direction."""

    new: Counter[str] = field(default_factory=Counter)
    pending: Counter[str] = field(default_factory=Counter)
    closed: Counter[str] = field(default_factory=Counter)
    """In the period, by outcome, both directions together."""


_SHOWN = (Outcome.GRANTED_FULL, Outcome.GRANTED_PART, Outcome.REFUSED)


def tallies(ask: Inquiry, code: Code) -> dict[str, Tally]:
    """The tally of each code that a request touched by the period has."""
    statement = (
        ask.select(
            code,
            counted.c.direction,
            how_many(counted.c.is_new),
            how_many(counted.c.is_pending),
            *(how_many(closed_as(outcome)) for outcome in _SHOWN),
        )
        .where(is_touched)
        .group_by(code, counted.c.direction)
    )
    found: dict[str, Tally] = {}
    for key, direction, new, pending, *closed in ask.rows(statement):
        tally = found.setdefault(key or NOT_STATED, Tally())
        tally.new[direction] += new
        tally.pending[direction] += pending
        tally.closed.update(dict(zip(_SHOWN, closed, strict=True)))
    return found


def in_order(numbers: Mapping[str, Iterable[int]]) -> list[str]:
    """The codes, the most frequent first, and those without a value last.

    Where nothing occurs, one row of zeros is left.
    """
    weights = {code: tuple(weight) for code, weight in numbers.items()}
    return sorted(
        weights or [NOT_STATED],
        key=lambda code: (
            code == NOT_STATED,
            [-number for number in weights.get(code, ())],
            code,
        ),
    )
