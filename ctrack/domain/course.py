"""The course of a request: its days and stages, from which follows who had it when."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Direction


class Move(NamedTuple):
    """A change of stage as the log tells it; `closed_on` is what a reopening undid."""

    on: date
    before: Status
    after: Status
    closed_on: date | None = None


@dataclass(frozen=True)
class Course:
    """The stage of a request, and its days."""

    direction: Direction
    status: Status
    received_on: date | None = None
    sent_on: date | None = None
    acknowledged_on: date | None = None
    accepted_on: date | None = None
    transferred_on: date | None = None
    executed_on: date | None = None
    results_sent_on: date | None = None
    closed_on: date | None = None
    held_since: date | None = None
    """Since when it is where it is now, as far as the register knows."""

    @property
    def is_incoming(self) -> bool:
        """Whether the other State asks us."""
        return self.direction is Direction.INCOMING

    @property
    def opened_on(self) -> date | None:
        """The day from which it is counted: received, or sent."""
        return self.received_on if self.is_incoming else self.sent_on

    @property
    def begun_on(self) -> date | None:
        """The day on which it came to us; of ours, perhaps before it was sent."""
        if self.is_incoming:
            return self.received_on
        return min((d for d in (self.received_on, self.sent_on) if d), default=None)

    @property
    def ended_on(self) -> date | None:
        """The closing day, or the first day where it was closed before that."""
        if self.closed_on is None:
            return None
        return max(self.closed_on, self.opened_on or self.closed_on)

    @property
    def last_known_on(self) -> date | None:
        """The latest of its days, the closing left out."""
        days = (
            self.opened_on,
            self.acknowledged_on,
            self.accepted_on,
            self.transferred_on,
            self.executed_on,
            self.results_sent_on,
        )
        return max((day for day in days if day is not None), default=None)
