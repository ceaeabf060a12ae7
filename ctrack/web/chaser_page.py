"""What the pages of chasers tell, put together in plain values."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from ctrack import clock
from ctrack.domain.chasers import (
    ChaseKind,
    ChaseLevel,
    NextChase,
    Silence,
    next_chase,
    whynot,
)
from ctrack.domain.letters import ChasedTransfer
from ctrack.domain.pauses import paused_days
from ctrack.domain.permissions import Permission
from ctrack.models import Authority, Chase, MLARequest, Transfer, User
from ctrack.queries import authorities, chasers, chases, ladders, standstills
from ctrack.queries.chasers import SilentRequest, SilentTransfer
from ctrack.queries.chases import Bundle
from ctrack.queries.visibility import requests_seen_by
from ctrack.services import chasers as chasing
from ctrack.web.wording import translated


@dataclass
class DueRow:
    """What is due at an authority today, by level."""

    authority: Authority
    levels: Counter[ChaseLevel] = field(default_factory=Counter)
    oldest: date | None = None

    @property
    def number(self) -> int:
        """How many transfers."""
        return sum(self.levels.values())

    def address(self, above: bool) -> str:
        """Where its message goes; empty for a letter."""
        return chasing.address_of(self.authority, superior=above)

    @property
    def for_authority(self) -> int:
        """How many chasers go to the authority itself."""
        return self.number - self.levels[ChaseLevel.ESCALATION]


@dataclass(frozen=True)
class Overview:
    """The page of chasers."""

    due: list[DueRow]
    due_abroad: list[SilentRequest]
    went: list[tuple[Authority, Bundle]]
    letters: list[tuple[Authority, Bundle]]
    letters_abroad: list[tuple[Chase, MLARequest]]

    @property
    def due_number(self) -> int:
        """How many chasers are due."""
        return sum(row.number for row in self.due) + len(self.due_abroad)

    @property
    def letter_number(self) -> int:
        """How many letters wait to be sent."""
        return len(self.letters) + len(self.letters_abroad)


def overview(user: User, today: date) -> Overview:
    """What is due, what went out today, and the letters that wait."""
    office, seen = user.central_authority_id, requests_seen_by(user)
    rungs = ladders.in_force(today)
    known = {a.id: a for a in authorities.all_of(office)}
    bundles = chases.bundles(office, today)
    chased = {b.authority_id for b in bundles if b.chased_on == today}
    rows: dict[int, DueRow] = {}
    for silent in chasers.silent_transfers(office, rungs, today, seen=seen):
        if silent.authority_id in chased:
            continue  # it was chased today: the rest comes tomorrow
        row = rows.setdefault(silent.authority_id, DueRow(known[silent.authority_id]))
        row.levels[silent.chase.level] += 1
        row.oldest = min(row.oldest or silent.sent_on, silent.sent_on)
    return Overview(
        due=sorted(rows.values(), key=lambda row: row.authority.name),
        due_abroad=list(chasers.silent_requests(office, rungs, today, seen=seen)),
        went=[(known[b.authority_id], b) for b in bundles if not b.is_waiting_letter],
        letters=[(known[b.authority_id], b) for b in bundles if b.is_waiting_letter],
        letters_abroad=chases.unsent_abroad(user),
    )


@dataclass(frozen=True)
class Letter:
    """A letter to an authority; `hidden` requests are restricted to others."""

    on: date
    lines: list[ChasedTransfer]
    hidden: int = 0
    is_kept: bool = False
    """Whether it has been chased; else it is what would go out now."""
    can_be_sent: bool = False


def letter(authority: Authority, day: date, *, above: bool, user: User) -> Letter:
    """The letter of that day, or what would be in it today."""
    found, hidden = chases.of_authority(authority.id, day, above=above, seen_by=user)
    if found or hidden:
        unsent = any(x.chase.is_letter and x.chase.posted_on is None for x in found)
        lines = [_line(x.transfer, x.mla_request, x.chase.level, day) for x in found]
        return Letter(day, lines, hidden, is_kept=True, can_be_sent=unsent)
    due = _due(authority, day, above=above)
    shown = {s.transfer_id for s in _due(authority, day, above=above, seen_by=user)}
    seen = [chasing.as_line(s) for s in due if s.transfer_id in shown]
    return Letter(day, seen, len(due) - len(seen))


def _due(
    authority: Authority, day: date, *, above: bool, seen_by: User | None = None
) -> list[SilentTransfer]:
    """What is due at this authority, all of it or what this person may see."""
    found = chasers.silent_transfers(
        authority.central_authority_id,
        ladders.in_force(day),
        day,
        authority_id=authority.id,
        seen=requests_seen_by(seen_by) if seen_by else None,
    )
    return [s for s in found if chasing.is_for_superior(s) is above]


def _line(
    transfer: Transfer, mla_request: MLARequest, level: ChaseLevel, day: date
) -> ChasedTransfer:
    return ChasedTransfer(
        mla_request.reference,
        transfer.authority_reference,
        transfer.sent_on or day,
        transfer.acknowledged_on is not None or transfer.accepted_on is not None,
        level,
    )


@dataclass(frozen=True)
class Chasing:
    """The chasers of one transfer: those that went out, and what comes next."""

    past: list[Chase]
    next: NextChase | None = None
    whynot: str = ""


def of_transfer(transfer: Transfer, user: User) -> Chasing:
    """How the transfer is chased; what comes next is told to the office only."""
    past = list(chases.of_transfer(transfer))
    is_office = user.may(Permission.LIST_REQUESTS)
    if not (is_office and transfer.status.is_open and transfer.sent_on):
        return Chasing(past)
    today = clock.today()
    spans = standstills.of_one(transfer.mla_request_id)
    paused = standstills.is_paused(spans, today)
    if reason := whynot(transfer.status, transfer.mla_request.status, is_paused=paused):
        return Chasing(past, whynot=translated(reason))
    silence = Silence(
        ChaseKind.TRANSFER,
        transfer.sent_on,
        len(past),
        past[-1].chased_on if past else None,
        transfer.expected_on,
        paused_days(spans, transfer.sent_on, today),
    )
    ladder = ladders.in_force(today)[ChaseKind.TRANSFER]
    return Chasing(past, next_chase(silence, ladder))
