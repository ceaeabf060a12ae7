"""Which deadlines a request has at its stage, and from which day they count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ctrack.domain.deadline_rules import DeadlineKind, Rule
from ctrack.domain.pauses import OF_STAGE, Pause, PauseCategory
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Direction, Matter


class Phase(Enum):
    """Where a request stands, side stages counted as what they interrupt."""

    REVIEW = "review"
    ACCEPTED = "accepted"
    EXECUTION = "execution"
    EXECUTED = "executed"
    PREPARED = "prepared"
    SENT = "sent"
    ANSWERED = "answered"
    CLOSED = "closed"


_S, _P = Status, Phase
_PHASES: dict[Status, Phase] = {
    _S.RECEIVED: _P.REVIEW,
    _S.REGISTERED: _P.REVIEW,
    _S.UNDER_REVIEW: _P.REVIEW,
    _S.ACCEPTED: _P.ACCEPTED,
    _S.TRANSFERRED: _P.EXECUTION,
    _S.IN_EXECUTION: _P.EXECUTION,
    _S.PARTIALLY_EXECUTED: _P.EXECUTION,
    _S.EXECUTED: _P.EXECUTED,
    _S.RESULTS_TRANSMITTED: _P.ANSWERED,
    _S.REFUSED: _P.ANSWERED,
    _S.DRAFT: _P.PREPARED,
    _S.CA_REVIEW: _P.PREPARED,
    _S.RETURNED_TO_ORIGINATOR: _P.PREPARED,
    _S.TRANSLATION: _P.PREPARED,
    _S.SENT: _P.SENT,
    _S.ACKNOWLEDGED: _P.SENT,
    _S.RESPONSE_PARTIAL: _P.SENT,
    _S.RESPONSE_COMPLETE: _P.ANSWERED,
    _S.NO_LONGER_NEEDED: _P.ANSWERED,
    _S.REFUSED_ABROAD: _P.ANSWERED,
    _S.CLOSED: _P.CLOSED,
}


@dataclass(frozen=True)
class Entrusted:
    """A transfer: when it was sent, by when an answer was asked for, and its end."""

    id: int
    sent_on: date | None
    due_on: date | None
    is_open: bool
    ended_on: date | None = None
    authority_id: int | None = None


@dataclass(frozen=True)
class Situation:
    """What the deadlines of a request follow from, its pauses left out."""

    direction: Direction
    matter: Matter
    status: Status
    held_since: date
    received_on: date | None = None
    sent_on: date | None = None
    acknowledged_on: date | None = None
    accepted_on: date | None = None
    transferred_on: date | None = None
    executed_on: date | None = None
    results_sent_on: date | None = None
    confirmed_in_writing_on: date | None = None
    review_on: date | None = None
    reopened_on: date | None = None
    is_oral: bool = False
    is_historical: bool = False
    partner_state: str = ""
    instruments: frozenset[str] = frozenset()
    transfers: tuple[Entrusted, ...] = ()

    def authority_of(self, transfer_id: int) -> int | None:
        """To which authority one of the transfers went."""
        its = (t.authority_id for t in self.transfers if t.id == transfer_id)
        return next(its, None)

    @property
    def is_incoming(self) -> bool:
        """Whether the other State asks us."""
        return self.direction is Direction.INCOMING

    @property
    def phase(self) -> Phase:
        """Where it stands; in a side stage, where it will go on."""
        found = _PHASES.get(self.status)
        if found is not None:
            return found
        if not self.is_incoming:
            return Phase.SENT
        if self._is_since_reopened(self.executed_on):
            return Phase.EXECUTED
        is_entrusted = any(transfer.is_open for transfer in self.transfers)
        if is_entrusted or self._is_since_reopened(self.transferred_on):
            return Phase.EXECUTION
        if self._is_since_reopened(self.accepted_on):
            return Phase.ACCEPTED
        return Phase.REVIEW

    def _is_since_reopened(self, day: date | None) -> bool:
        return day is not None and (self.reopened_on is None or day >= self.reopened_on)

    def base(self, day: date | None) -> date | None:
        """The day, or that of the reopening where this came later."""
        if day is None or self.reopened_on is None:
            return day
        return max(day, self.reopened_on)

    @property
    def opened_on(self) -> date | None:
        """The day it was received, or sent."""
        return self.received_on if self.is_incoming else self.sent_on


@dataclass(frozen=True)
class Obligation:
    """Something to be done: from which day it counts, and whether it is still open.

    `place` tells several of one kind apart: a transfer by its id, a pause by its
    number, what came after a reopening by the day of this. `until` is a day that was
    set for it; `met_on` the day on which it was done.
    """

    kind: DeadlineKind
    base_on: date
    is_open: bool
    met_on: date | None = None
    place: int = 0
    until: date | None = None


_K = DeadlineKind


def obligations(
    situation: Situation, rules: Mapping[DeadlineKind, Rule], pauses: Sequence[Pause]
) -> list[Obligation]:
    """All that a request of this kind has to keep, done or not.

    Only what a rule gives a term for, or somebody has set a day for.
    """
    if not situation.is_incoming:
        found = [*_of_all(situation), *_abroad(situation)]
    else:
        found = [*_of_all(situation), *_of_review(situation), *_of_execution(situation)]
    found += _of_waiting(situation, pauses)
    return [one for one in found if one.until is not None or one.kind in rules]


def _of_all(situation: Situation) -> Iterator[Obligation]:
    is_open = situation.phase is not Phase.CLOSED
    opened_on = situation.opened_on
    if opened_on is None:
        return
    if situation.is_oral and not situation.is_historical:
        confirmed = situation.confirmed_in_writing_on
        yield Obligation(
            _K.ORAL_CONFIRMATION, opened_on, is_open and confirmed is None, confirmed
        )
    if situation.matter is Matter.PRESERVATION:
        yield Obligation(_K.PRESERVATION, opened_on, is_open)


def _abroad(situation: Situation) -> Iterator[Obligation]:
    if situation.sent_on is not None:
        waiting = situation.status is Status.SENT
        acknowledged = situation.acknowledged_on
        yield Obligation(
            _K.ACKNOWLEDGEMENT_ABROAD,
            situation.sent_on,
            waiting and acknowledged is None,
            acknowledged,
        )


def _of_review(situation: Situation) -> Iterator[Obligation]:
    received_on = situation.received_on
    if received_on is None:
        return
    phase, acknowledged = situation.phase, situation.acknowledged_on
    if not situation.is_historical:
        is_open = acknowledged is None and phase is not Phase.CLOSED
        yield Obligation(_K.ACKNOWLEDGEMENT, received_on, is_open, acknowledged)
    base_on = situation.base(received_on) or received_on
    for kind in (_K.REVIEW, _K.DECISION):
        is_open = phase is Phase.REVIEW
        met_on = None if is_open else _from(situation.accepted_on, base_on)
        yield Obligation(kind, base_on, is_open, met_on, _life(situation))


def _of_execution(situation: Situation) -> Iterator[Obligation]:
    phase, place = situation.phase, _life(situation)
    if base_on := situation.base(situation.accepted_on):
        yield Obligation(
            _K.TRANSFER,
            base_on,
            phase is Phase.ACCEPTED,
            _from(situation.transferred_on or situation.executed_on, base_on),
            place,
        )
        yield Obligation(
            _K.EXECUTION,
            base_on,
            phase in {Phase.ACCEPTED, Phase.EXECUTION},
            _from(situation.executed_on, base_on),
            place,
        )
    for transfer in situation.transfers:
        if transfer.sent_on is not None:
            yield Obligation(
                _K.ANSWER,
                transfer.sent_on,
                transfer.is_open and phase is not Phase.CLOSED,
                transfer.ended_on,
                transfer.id,
                transfer.due_on,
            )
    if base_on := situation.base(situation.executed_on):
        met_on = situation.results_sent_on
        yield Obligation(_K.RESULTS, base_on, phase is Phase.EXECUTED, met_on, place)


def _of_waiting(situation: Situation, pauses: Sequence[Pause]) -> Iterator[Obligation]:
    """What watches over the waiting itself: the present one only."""
    category = OF_STAGE.get(situation.status)
    kind = _WATCHES.get((situation.direction, category)) if category else None
    if kind is None:
        return
    days = sorted(p.since for p in pauses if p.category is category)
    base_on = days[-1] if days else situation.held_since
    until = None
    if kind is _K.POSTPONEMENT_REVIEW and situation.review_on is not None:
        until = max(situation.review_on, base_on)
    yield Obligation(kind, base_on, True, None, len(days), until)


_IN, _OUT = Direction.INCOMING, Direction.OUTGOING
_WATCHES = {
    (_IN, PauseCategory.REQUESTING_STATE): _K.INFORMATION_LAPSE,
    (_IN, PauseCategory.OWN_PROCEEDINGS): _K.POSTPONEMENT_REVIEW,
    (_OUT, PauseCategory.OWN_PROCEEDINGS): _K.POSTPONEMENT_REVIEW,
}


def _life(situation: Situation) -> int:
    """Tells the deadlines of a reopened request from those of its first life."""
    return situation.reopened_on.toordinal() if situation.reopened_on else 0


def _from(day: date | None, base_on: date) -> date | None:
    """The day, if it belongs to what counts from the base day."""
    return day if day is not None and day >= base_on else None
