"""Due days that would move, without the requests: an administrator sees no case."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.services.due_moves import Move


def counted(
    moves: Iterable[Move],
) -> list[tuple[DeadlineKind, date | None, date | None, int]]:
    """What moves from when to when, and for how many requests; the next day first."""
    found = Counter((move.kind, move.before, move.after) for move in moves)
    ordered = sorted(found.items(), key=lambda one: (one[0][1] or date.max, one[0][0]))
    return [(*key, number) for key, number in ordered]
