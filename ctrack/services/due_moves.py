"""Due days that a change of rules or calendars moves: shown first, stored then."""

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.errors import DomainError
from ctrack.domain.wording import N_


class Move(NamedTuple):
    """A due day that is another, is new (before: None) or falls away (after: None)."""

    request_id: int
    kind: DeadlineKind
    before: date | None
    after: date | None


class WouldMove(DomainError):
    """Nothing is stored before somebody has seen what it moves."""

    def __init__(self, moves: Sequence[Move]) -> None:
        """Take what would move."""
        self.moves = moves
        self.seen = seen_as(moves)
        super().__init__(N_("Look at what would move, and store it then."))


def seen_as(moves: Sequence[Move]) -> str:
    """A word for these moves: another one where other days would move."""
    told = repr([(m.request_id, m.kind.value, m.before, m.after) for m in moves])
    return blake2b(told.encode(), digest_size=12).hexdigest()


def told(move: Move) -> str:
    """A move as the log keeps it: `REVIEW 2026-12-01 2026-12-02`."""
    days = (day.isoformat() for day in (move.before, move.after) if day is not None)
    return " ".join((move.kind.value, *days))
