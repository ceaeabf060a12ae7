"""The list of transfers: its groups, whose move it is, and what is late."""

from datetime import date

from ctrack.domain.statuses import Holder
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import Labelled
from ctrack.domain.wording import N_

PAGE_SIZE = 50


class Group(Labelled):
    """The parts of an authority's list, in the order in which delay hurts."""

    TO_TAKE_IN_CHARGE = "to-take-in-charge", N_("To take in charge")
    ANSWERED = "answered", N_("Answered by the central authority")
    OPEN = "open", N_("Open")
    QUERIED = "queried", N_("With the central authority for an answer")
    DONE = "done", N_("Done")


def mover(status: TransferStatus) -> Holder:
    """Whose move it is: a query waits for us, all else open for the authority."""
    if not status.is_open:
        return Holder.NONE
    queried = status is TransferStatus.QUERIED
    return Holder.CENTRAL if queried else Holder.COMPETENT


def days_late(
    status: TransferStatus, due_on: date | None, today: date, *, is_paused: bool
) -> int:
    """By how many calendar days an open transfer is late; 0 where it is not.

    While its request is paused nothing is late.
    """
    if due_on is None or is_paused or not status.is_open:
        return 0
    return max(0, (today - due_on).days)
