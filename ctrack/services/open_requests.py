"""The open requests of an office, with what their deadlines follow from, in chunks."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from ctrack.domain.deadlines import Extension
from ctrack.domain.obligations import Situation
from ctrack.domain.pauses import Pause
from ctrack.extensions import db
from ctrack.models import Deadline, LegalBasis, MLARequest, Transfer
from ctrack.models import Extension as ExtensionRow
from ctrack.models import Pause as PauseRow
from ctrack.services import situations


@dataclass(frozen=True)
class OpenRequest:
    """What the deadlines of a request follow from."""

    id: int
    situation: Situation
    pauses: Sequence[Pause]


def chunks(office: int, size: int) -> Iterator[list[OpenRequest]]:
    """All open requests of an office, so many at a time, in the order of their ids."""
    last = 0
    while rows := _rows(office, last, size):
        last = rows[-1]["id"]
        ids = [row["id"] for row in rows]
        named, sent, paused = instruments(ids), transfers(ids), pauses(ids)
        yield [
            OpenRequest(
                row["id"],
                situations.situation(
                    row,
                    named[row["id"]],
                    (situations.entrusted(t, t.id) for t in sent[row["id"]]),
                ),
                paused[row["id"]],
            )
            for row in rows
        ]


def _rows(office: int, last: int, size: int) -> list[dict[str, Any]]:
    names = (*situations.COLUMNS, "form", "id")
    rows = db.session.execute(
        select(*(getattr(MLARequest, name) for name in dict.fromkeys(names)))
        .where(
            MLARequest.central_authority_id == office,
            MLARequest.id > last,
            MLARequest.closed_on.is_(None),
        )
        .order_by(MLARequest.id)
        .limit(size)
    )
    return [row._asdict() for row in rows]


def instruments(ids: Sequence[int]) -> dict[int, list[str]]:
    """The codes of the instruments that each of these requests names."""
    statement = select(LegalBasis.mla_request_id, LegalBasis.instrument_code)
    found: dict[int, list[str]] = defaultdict(list)
    for number, code in db.session.execute(
        statement.where(LegalBasis.mla_request_id.in_(ids))
    ):
        found[number].append(code)
    return found


def transfers(ids: Sequence[int]) -> dict[int, list[Any]]:
    """The days and status of each request's transfers, in the order of their ids."""
    names = ("id", "authority_id", "status", "sent_on", "due_on", "executed_on")
    statement = select(
        Transfer.mla_request_id,
        Transfer.declined_on,
        Transfer.recalled_on,
        *(getattr(Transfer, name) for name in names),
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(
        statement.where(Transfer.mla_request_id.in_(ids)).order_by(Transfer.id)
    ):
        found[row.mla_request_id].append(row)
    return found


def pauses(ids: Sequence[int]) -> dict[int, list[Pause]]:
    """The pauses of each request, in the order of their ids."""
    found: dict[int, list[Pause]] = defaultdict(list)
    for row in db.session.execute(
        select(
            PauseRow.mla_request_id, PauseRow.since, PauseRow.until, PauseRow.category
        )
        .where(PauseRow.mla_request_id.in_(ids))
        .order_by(PauseRow.id)
    ):
        pause = Pause(row.since, row.until, row.category)
        found[row.mla_request_id].append(pause)
    return found


def extensions(ids: Sequence[int]) -> dict[int, list[Extension]]:
    """The additional time of the deadlines of these requests, by deadline."""
    found: dict[int, list[Extension]] = defaultdict(list)
    for row in db.session.execute(
        select(
            ExtensionRow.deadline_id,
            ExtensionRow.granted_on,
            ExtensionRow.count.label("number"),
            ExtensionRow.unit,
            ExtensionRow.until,
            ExtensionRow.reason,
        )
        .join(Deadline, Deadline.id == ExtensionRow.deadline_id)
        .where(Deadline.mla_request_id.in_(ids))
        .order_by(ExtensionRow.id)
    ):
        more = Extension(row.granted_on, row.number, row.unit, row.until, row.reason)
        found[row.deadline_id].append(more)
    return found
