"""When silence is chased: a ladder of reminders for each kind of it.

The days are those of the office's rules for reminders, and for the acknowledgement that
another State owes.
No rung is passed over: an authority that was never reminded is reminded first, however
long it has been silent, and its superior hears of it only after two reminders.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ctrack.domain.statuses import PAUSED, Status
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import Labelled
from ctrack.domain.wording import N_


class ChaseKind(Labelled):
    """What is waited for."""

    TRANSFER = "TRANSFER", N_("Answer of the competent authority")
    RECEIPT = "RECEIPT", N_("Acknowledgement of the other State")
    STATUS = "STATUS", N_("Answer of the other State")


class ChaseLevel(Labelled):
    """How hard one knocks."""

    FIRST = "FIRST", N_("First reminder")
    SECOND = "SECOND", N_("Second reminder")
    ESCALATION = "ESCALATION", N_("To the superior")


_LEVELS = (ChaseLevel.FIRST, ChaseLevel.SECOND, ChaseLevel.ESCALATION)


def level_of(number: int) -> ChaseLevel:
    """The level of the chaser of this number, counted from 1."""
    return _LEVELS[min(number, len(_LEVELS)) - 1]


@dataclass(frozen=True)
class Ladder:
    """After how many days each chaser is due; then again every so many, or no more."""

    days: tuple[int, ...]
    again_after: int = 0

    def due_on(self, number: int, since: date, last_on: date | None) -> date | None:
        """The day on which the chaser of this number is due; None where there is none.

        Between two chasers lie at least as many days as between their rungs, though
        the one before was late.
        """
        rung = min(number, len(self.days))
        further = number - rung
        if not self.days or (further and not self.again_after):
            return None
        after = self.days[rung - 1] + further * self.again_after
        planned = since + timedelta(days=after)
        if last_on is None:
            return planned
        return max(planned, last_on + timedelta(days=self._gap(number)))

    def _gap(self, number: int) -> int:
        if number > len(self.days):
            return self.again_after
        return self.days[number - 1] - (self.days[number - 2] if number > 1 else 0)


@dataclass(frozen=True)
class Rungs:
    """Days after transfer, or after sending, on which reminders are due; in any order.

    Where there are none, nobody is reminded.
    """

    authority: Collection[int] = (30, 60, 90)
    receipt: Collection[int] = (30,)
    status: Collection[int] = (60,)


Ladders = Mapping[ChaseKind, Ladder]


def ladders(rungs: Rungs = Rungs()) -> Ladders:
    """The ladder of each kind; where a request stands is asked again and again."""
    status = tuple(sorted(set(rungs.status)))
    return {
        ChaseKind.TRANSFER: Ladder(tuple(sorted(set(rungs.authority)))),
        ChaseKind.RECEIPT: Ladder(tuple(sorted(set(rungs.receipt)))),
        ChaseKind.STATUS: Ladder(status, again_after=min(status, default=0)),
    }


def earliest(rungs: Ladders, *kinds: ChaseKind) -> int | None:
    """After how many days the first reminder of these kinds is due; None: never."""
    return min((day for kind in kinds for day in rungs[kind].days), default=None)


@dataclass(frozen=True)
class Silence:
    """Somebody from whom we wait to hear.

    `number` chasers went out so far, the last on `last_on`. Until `promised_on` an
    answer was promised to us, and nobody is reminded of a promise before its day.
    `paused_days` are those on which nobody had to answer.
    """

    kind: ChaseKind
    since: date
    number: int = 0
    last_on: date | None = None
    promised_on: date | None = None
    paused_days: int = 0


@dataclass(frozen=True)
class NextChase:
    """The chaser that comes next, and the day on which it is due."""

    kind: ChaseKind
    number: int
    due_on: date

    @property
    def level(self) -> ChaseLevel:
        """How hard it knocks."""
        return level_of(self.number)


def next_chase(silence: Silence, ladder: Ladder) -> NextChase | None:
    """What comes next on the ladder; None at its end."""
    number = silence.number + 1
    since = silence.since + timedelta(days=silence.paused_days)
    due_on = ladder.due_on(number, since, silence.last_on)
    if due_on is None:
        return None
    if silence.promised_on is not None:
        due_on = max(due_on, silence.promised_on + timedelta(days=1))
    return NextChase(silence.kind, number, due_on)


def due(silence: Silence, ladder: Ladder, today: date) -> NextChase | None:
    """The chaser that is due today or was before; None where none is."""
    found = next_chase(silence, ladder)
    return found if found is not None and found.due_on <= today else None


def due_abroad(
    receipt: Silence | None, status: Silence, rungs: Ladders, today: date
) -> NextChase | None:
    """The chaser to the other State that is due; `receipt` None once acknowledged.

    Who is asked where a request stands is not asked beside it whether it came.
    """
    found = due(status, rungs[ChaseKind.STATUS], today)
    if found is None and receipt is not None and not status.number:
        found = due(receipt, rungs[ChaseKind.RECEIPT], today)
    return found


CHASED_TRANSFERS = frozenset(
    {
        TransferStatus.ASSIGNED,
        TransferStatus.ACCEPTED,
        TransferStatus.IN_PROGRESS,
        TransferStatus.BLOCKED,
    }
)
"""Where the authority is at work. One that has asked us something waits for us."""

IN_EXECUTION = frozenset(
    {
        Status.ACCEPTED,
        Status.TRANSFERRED,
        Status.IN_EXECUTION,
        Status.PARTIALLY_EXECUTED,
    }
)
"""Stages of an incoming request in which its authorities are chased."""

ABROAD = frozenset({Status.SENT, Status.ACKNOWLEDGED, Status.RESPONSE_PARTIAL})
"""Stages of an outgoing request in which the other State is chased."""


def whynot(
    transfer: TransferStatus, request: Status, *, is_paused: bool = False
) -> str:
    """Why this transfer is not chased now; empty where it is."""
    if not transfer.is_open:
        return ""
    if transfer is TransferStatus.QUERIED:
        return N_("Not chased: the authority waits for our answer.")
    if is_paused or request in PAUSED:
        return N_("Not chased while the request is paused.")
    if request not in IN_EXECUTION:
        return N_("Not chased at this stage of the request.")
    return ""
