"""From which day until which a competent authority had a request."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ctrack.domain.course import Course
from ctrack.domain.events import TRANSFER_EVENTS, EventKind
from ctrack.domain.transfers import TRANSFER_STEPS

NOT_STATED = "NOT_STATED"
"""In place of an authority's number: it was transferred, nobody says to whom."""


class Sending(NamedTuple):
    """What is recorded of a transfer: whether it is open, and its days."""

    authority: str
    is_open: bool
    sent_on: date | None = None
    acknowledged_on: date | None = None
    accepted_on: date | None = None
    declined_on: date | None = None
    executed_on: date | None = None
    recalled_on: date | None = None

    def before(self, events: Iterable[EventKind]) -> "Sending":
        """The same before these events of it had been entered."""
        names = {_MILESTONES[kind] for kind in events if kind in _MILESTONES}
        authority, is_open, *days = self
        earlier = Sending(
            authority,
            is_open,
            *(
                None if name in names else day
                for name, day in zip(self._fields[2:], days, strict=True)
            ),
        )
        was_open = self.is_ended and not earlier.is_ended
        return earlier._replace(is_open=True) if was_open else earlier

    @property
    def is_ended(self) -> bool:
        """Whether a day is known on which the authority was done with it."""
        return any((self.declined_on, self.executed_on, self.recalled_on))


_MILESTONES = {
    TRANSFER_EVENTS[code]: step.milestone
    for code, step in TRANSFER_STEPS.items()
    if step.milestone
}
"""The day that each event of a transfer sets."""


class Custody(NamedTuple):
    """A transfer as it is counted, by the number of its authority."""

    authority: str
    transferred_on: date | None
    accepted_on: date | None
    declined_on: date | None
    executed_on: date | None
    ended_on: date | None
    """The day on which the authority was done with it; None while it still has it."""
    since: date | None
    """The day from which its days count; None where no day is known."""


def custodies(course: Course, sendings: Iterable[Sending]) -> list[Custody]:
    """The transfers of a request as they are counted, in their order.

    An old register knows some days of the request only: a transfer without a day was
    made on the request's day of transfer, and is executed, when done, on its day of
    execution. An open transfer without any day counts from the last day known; a
    finished one is counted nowhere. Nobody has a request any more once it is closed.
    """
    found = [_custody(course, sending) for sending in sendings]
    if not found and course.is_incoming and course.transferred_on is not None:
        ended_on = course.executed_on or course.results_sent_on or course.closed_on
        if ended_on is not None:  # else it is with us, for all that is known
            found.append(_of_nobody(course, ended_on))
    return found


def _custody(course: Course, sending: Sending) -> Custody:
    ended_by_itself = sending.declined_on or sending.recalled_on
    executed_on = sending.executed_on
    if executed_on is None and ended_by_itself is None and not sending.is_open:
        executed_on = course.executed_on
    since = (
        sending.sent_on
        or course.transferred_on
        or sending.acknowledged_on
        or sending.accepted_on
    )
    ended_on = None
    if not sending.is_open:
        ended_on = (
            executed_on
            or ended_by_itself
            or course.results_sent_on
            or course.closed_on
            or since
            or course.opened_on
        )
    elif course.closed_on is not None:
        ended_on = course.ended_on
    else:
        since = since or course.last_known_on
    return Custody(
        sending.authority,
        sending.sent_on or course.transferred_on,
        sending.accepted_on,
        sending.declined_on,
        executed_on,
        ended_on,
        since,
    )


def _of_nobody(course: Course, ended_on: date) -> Custody:
    day = course.transferred_on
    return Custody(NOT_STATED, day, None, None, course.executed_on, ended_on, day)
