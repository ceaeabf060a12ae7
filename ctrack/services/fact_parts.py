"""What belongs to a fact version beside its columns: mentions, stays and transfers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol

from ctrack.domain.course import Course, Move
from ctrack.domain.custody import Custody, Sending, custodies
from ctrack.domain.stays import Stay, stays
from ctrack.domain.transfers import TransferStatus
from ctrack.models import FactMention, FactStay, FactTransfer
from ctrack.models.base import Model
from ctrack.services import bulk
from ctrack.services.bulk import Deed, Row

Mention = tuple[str, int, str, str | None]
"""Kind, position, code, and of a nature its outcome."""


class Parts(NamedTuple):
    """The coded parts of a version."""

    mentions: Sequence[Mention]
    stays: Sequence[Stay] = ()
    custodies: Sequence[Custody] = ()

    @property
    def digest(self) -> str:
        """A word that stands for all of them: the same where nothing differs."""
        told = repr((sorted(self.mentions), self.stays, self.custodies))
        return blake2b(told.encode(), digest_size=8).hexdigest()


class Recorded(Protocol):
    """A transfer, in the register or on its way into it."""

    authority_id: int
    status: TransferStatus
    sent_on: date | None
    acknowledged_on: date | None
    accepted_on: date | None
    declined_on: date | None
    executed_on: date | None
    recalled_on: date | None


def sending(transfer: Recorded) -> Sending:
    """What of a transfer counts."""
    return Sending(
        str(transfer.authority_id),
        transfer.status.is_open,
        transfer.sent_on,
        transfer.acknowledged_on,
        transfer.accepted_on,
        transfer.declined_on,
        transfer.executed_on,
        transfer.recalled_on,
    )


def course(request: Mapping[str, Any]) -> Course:
    """The course of a request, from its columns."""
    return Course(**{name: request[name] for name in COURSE})


COURSE = tuple(Course.__dataclass_fields__)
"""The columns of a request from which its stays follow."""


def parts(
    request: Mapping[str, Any],
    mentions: Sequence[Mention],
    moves: Sequence[Move],
    sendings: Iterable[Sending],
) -> Parts:
    """The parts of a version, from the request's columns, its log and transfers."""
    its_course = course(request)
    its_custodies = custodies(its_course, sendings)
    return Parts(mentions, stays(its_course, moves, its_custodies), its_custodies)


def add(fact_ids: Sequence[int], of_each: Sequence[Parts]) -> None:
    """Store the parts of these versions, in as few statements as possible."""
    pairs = list(zip(fact_ids, of_each, strict=True))
    bulk.add_together((FactMention, _mentions_of(pairs)), *_times_of(pairs))


def deeds(fact_ids: Sequence[int], of_each: Sequence[Parts]) -> Iterator[Deed]:
    """What stores the parts of many versions."""
    pairs = list(zip(fact_ids, of_each, strict=True))
    yield bulk.ready(FactMention, _mentions_of(pairs))
    for model, rows in _times_of(pairs):
        yield bulk.ready(model, rows)


def add_mentions(pairs: Iterable[tuple[int, Parts]]) -> None:
    """Store what versions mention."""
    bulk.add(FactMention, _mentions_of(pairs))


def _mentions_of(pairs: Iterable[tuple[int, Parts]]) -> list[Row]:
    return [row for pair in pairs for row in _mentioned(*pair)]


def add_times(pairs: Iterable[tuple[int, Parts]]) -> None:
    """Store the stays and transfers of versions."""
    bulk.add_together(*_times_of(list(pairs)))


def _times_of(
    pairs: Sequence[tuple[int, Parts]],
) -> tuple[tuple[type[Model], list[Row]], ...]:
    return (
        (FactStay, [row for pair in pairs for row in _stayed(*pair)]),
        (FactTransfer, [row for pair in pairs for row in _transferred(*pair)]),
    )


def _mentioned(fact_id: int, of_one: Parts) -> Iterator[Row]:
    for kind, position, code, outcome in of_one.mentions:
        yield {
            "fact_id": fact_id,
            "kind": kind,
            "position": position,
            "code": code,
            "outcome": outcome,
        }


def _stayed(fact_id: int, of_one: Parts) -> Iterator[Row]:
    shares = (
        (stay, authority, max(1, len(stay.authorities)))
        for stay in of_one.stays
        for authority in stay.authorities or ("",)
    )
    for position, (stay, authority, number) in enumerate(shares):
        yield {
            "fact_id": fact_id,
            "position": position,
            "since": stay.since,
            "until": stay.until,
            "holder": stay.holder.value,
            "authority": authority,
            "parts": number,
        }


def _transferred(fact_id: int, of_one: Parts) -> Iterator[Row]:
    for position, custody in enumerate(of_one.custodies):
        yield {
            "fact_id": fact_id,
            "position": position,
            "authority": custody.authority,
            "transferred_on": custody.transferred_on,
            "accepted_on": custody.accepted_on,
            "declined_on": custody.declined_on,
            "executed_on": custody.executed_on,
            "ended_on": custody.ended_on,
        }
