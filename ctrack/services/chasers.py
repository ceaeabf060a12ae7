"""Chasing: a row for each chaser, its line of the log, and one message for all.

Each function is to have a transaction of its own. Whoever comes second waits for the
lock of the first and finds nothing left to chase.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from ctrack import clock
from ctrack.domain.chasers import ChaseLevel, Ladders
from ctrack.domain.events import EventKind
from ctrack.domain.letters import ChasedTransfer, Office, to_authority
from ctrack.domain.notifications import NotificationKind
from ctrack.domain.outbox import MessageKind
from ctrack.extensions import db
from ctrack.models import Authority, CentralAuthority, Chase, Event, OutboxMessage
from ctrack.queries import chasers as queries
from ctrack.queries.chasers import SilentRequest, SilentTransfer
from ctrack.services import bulk, notifications, outbox
from ctrack.services.notifications import News

Row = dict[str, Any]


@dataclass(frozen=True)
class Chased:
    """What was done, or would be done, for an authority on a day."""

    code: str
    name: str
    transfers: Sequence[SilentTransfer]
    addresses: dict[bool, str]
    """Where the message goes, and the one to the superior; empty for a letter."""

    def of(self, *, superior: bool) -> list[SilentTransfer]:
        """The transfers of one of the two messages."""
        return [t for t in self.transfers if is_for_superior(t) is superior]


def is_for_superior(transfer: SilentTransfer) -> bool:
    """Whether this chaser goes to whoever stands above the authority."""
    return transfer.chase.level is ChaseLevel.ESCALATION


def address_of(authority: Authority, *, superior: bool) -> str:
    """Where its chasers go; empty where they have to be printed.

    Where nothing is known of whoever stands above it, the authority itself is told.
    """
    if not superior:
        return authority.email
    if authority.superior_email or authority.superior_contact:
        return authority.superior_email
    return authority.email


def preview(authority: Authority, rungs: Ladders, today: date) -> Chased | None:
    """What would be sent to this authority now; None where nothing is."""
    found = list(
        queries.silent_transfers(
            authority.central_authority_id, rungs, today, authority_id=authority.id
        )
    )
    return _chased(authority, found) if found else None


def chase_authority(authority_id: int, rungs: Ladders, today: date) -> Chased | None:
    """Chase all that is due at this authority; None where nothing is.

    An authority that was chased today already is left in peace until tomorrow.
    """
    authority = db.session.scalars(
        select(Authority)
        .where(Authority.id == authority_id)
        .with_for_update(key_share=True)
    ).one()
    if _is_chased(authority_id, today):
        return None
    chased = preview(authority, rungs, today)
    if chased is None:
        return None
    office = office_of(
        db.session.get_one(CentralAuthority, authority.central_authority_id)
    )
    for superior in (False, True):
        if transfers := chased.of(superior=superior):
            message = _message(authority, chased, office, today, superior=superior)
            _keep(authority, transfers, message, today)
    return chased


def _chased(authority: Authority, found: Sequence[SilentTransfer]) -> Chased:
    addresses = {each: address_of(authority, superior=each) for each in (False, True)}
    return Chased(authority.code, authority.name, found, addresses)


def _is_chased(authority_id: int, today: date) -> bool:
    found = select(Chase.id).where(
        Chase.authority_id == authority_id, Chase.chased_on == today
    )
    return bool(db.session.scalar(select(found.exists())))


def _message(
    authority: Authority, chased: Chased, office: Office, today: date, *, superior: bool
) -> OutboxMessage | None:
    """The message to the authority; None where it has no address."""
    recipient = chased.addresses[superior]
    if not recipient:
        return None
    subject, text = to_authority(
        authority.name,
        [as_line(t) for t in chased.of(superior=superior)],
        office,
        today,
        is_superior=superior,
    )
    whom = "superior" if superior else "authority"
    return outbox.put(
        MessageKind.CHASE,
        recipient,
        subject,
        text,
        central_authority_id=authority.central_authority_id,
        key=f"chase:{authority.id}:{whom}:{today.isoformat()}",
    )


def as_line(transfer: SilentTransfer) -> ChasedTransfer:
    """The transfer as a line of a letter."""
    return ChasedTransfer(
        transfer.reference,
        transfer.authority_reference,
        transfer.sent_on,
        transfer.is_acknowledged,
        transfer.chase.level,
    )


def office_of(office: CentralAuthority) -> Office:
    """Who signs letters."""
    return Office(
        office.name,
        office.address,
        office.email,
        office.telephone,
        notifications.own_link(),
    )


def _keep(
    authority: Authority,
    transfers: Iterable[SilentTransfer],
    message: OutboxMessage | None,
    today: date,
) -> None:
    transfers = list(transfers)
    common: Row = {
        "central_authority_id": authority.central_authority_id,
        "authority_id": authority.id,
        "outbox_message_id": message.id if message else None,
    }
    bulk.add(Chase, [common | _row(t, t.transfer_id, today) for t in transfers])
    by = "MAIL" if message else "LETTER"
    _tell_log(
        EventKind.CHASED,
        authority.central_authority_id,
        [
            (t, t.transfer_id, {"authority": authority.name, "by": by})
            for t in transfers
        ],
        today,
    )


def _row(
    silent: SilentTransfer | SilentRequest, transfer_id: int | None, today: date
) -> Row:
    return {
        "mla_request_id": silent.mla_request_id,
        "transfer_id": transfer_id,
        "kind": silent.chase.kind,
        "number": silent.chase.number,
        "level": silent.chase.level,
        "due_on": silent.chase.due_on,
        "chased_on": today,
        "entered_at": clock.now(),
    }


Line = tuple[SilentTransfer | SilentRequest, int | None, dict[str, str]]


def _tell_log(
    kind: EventKind, central_authority_id: int, lines: Iterable[Line], today: date
) -> None:
    now = clock.now()
    bulk.add(
        Event,
        [
            {
                "central_authority_id": central_authority_id,
                "mla_request_id": silent.mla_request_id,
                "transfer_id": transfer_id,
                "kind": kind.name,
                "actor_id": None,
                "happened_on": today,
                "entered_at": now,
                "details": details
                | {
                    "number": str(silent.chase.number),
                    "level": silent.chase.level.value,
                },
                "changes": {},
                "note": "",
                "is_correction": False,
            }
            for silent, transfer_id, details in lines
        ],
    )


def chase_abroad(
    office: CentralAuthority, rungs: Ladders, today: date, *, after: int, limit: int
) -> list[SilentRequest]:
    """Put chasers to other States on the list of letters; tells their officers.

    At most `limit` of them, from the request of the id `after` on; gives those.
    """
    db.session.execute(
        select(CentralAuthority.id)
        .where(CentralAuthority.id == office.id)
        .with_for_update(key_share=True)
    )
    found = list(
        queries.silent_requests(office.id, rungs, today, after=after, limit=limit)
    )
    if not found:
        return []
    common: Row = {
        "central_authority_id": office.id,
        "authority_id": None,
        "outbox_message_id": None,
    }
    bulk.add(Chase, [common | _row(r, None, today) for r in found])
    lines: list[Line] = [(request, None, {}) for request in found]
    _tell_log(EventKind.CHASE_ABROAD_DUE, office.id, lines, today)
    notifications.tell_together(
        [
            News(
                r.officer_id,
                NotificationKind.CHASE_DUE,
                r.mla_request_id,
                r.reference,
                details={"number": str(r.chase.number)},
            )
            for r in found
            if r.officer_id is not None
        ]
    )
    return found
