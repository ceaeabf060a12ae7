"""Entering requests into the register: one at a time, or many at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ctrack import clock
from ctrack.domain import validation
from ctrack.domain.errors import Invalid
from ctrack.domain.events import EventKind
from ctrack.domain.records import EventRecord, RequestRecord
from ctrack.domain.references import parts
from ctrack.domain.vocabulary import Confidentiality, Direction
from ctrack.extensions import db
from ctrack.models import Fact, Measure, MLARequest, Transfer, User
from ctrack.models.base import Model
from ctrack.queries import mla_requests, timing
from ctrack.services import bulk, notifications, record_facts, record_time, references
from ctrack.services.aside import Aside
from ctrack.services.bulk import Deed
from ctrack.services.record_time import Timeline
from ctrack.services.register_rows import Batch
from ctrack.services.register_writing import deeds
from ctrack.services.request_columns import columns_of, counted_from
from ctrack.services.reserved_ids import ReservedIds

CHUNK = 1000


def register(record: RequestRecord, *, by: User) -> MLARequest:
    """Enter one request and give it, as `enter` does."""
    reference = enter(record, by=by)
    return db.session.scalars(
        select(MLARequest).where(MLARequest.reference == reference)
    ).one()


def enter(record: RequestRecord, *, by: User) -> str:
    """Enter one request; gives its reference, once more where a form comes twice.

    Whoever enters a restricted request, and its officer, may see it. Raises Invalid
    with every problem of the record.
    """
    if problems := validation.problems(record, today=clock.today()):
        raise Invalid(problems)
    if record.confidentiality is Confidentiality.RESTRICTED:
        officers = [by.id, *([record.officer_id] if record.officer_id else [])]
        record.named_officer_ids = [*officers, *record.named_officer_ids]
    return _enter_once(record, by)


def _enter_once(record: RequestRecord, by: User) -> str:
    """Enter it, unless the same form has been entered at the same moment."""
    try:
        with db.session.begin_nested():
            [number] = store(
                [record], central_authority_id=by.central_authority_id, actor_id=by.id
            )
            notifications.tell_assigned(
                record.officer_id, request_id=number, reference=record.reference, by=by
            )
            return record.reference
    except IntegrityError:
        twin = mla_requests.entered_with(record.submission_key)
        if twin is None:
            raise
        return twin


def _ready(_record: RequestRecord) -> None:
    """The record needs nothing that is not there."""


def store(
    records: Iterable[RequestRecord],
    *,
    central_authority_id: int,
    actor_id: int | None,
    prepare: Callable[[RequestRecord], None] = _ready,
    on_progress: Callable[[int], None] | None = None,
) -> list[int]:
    """Enter valid records, in chunks; gives their ids in order.

    Records are asked for while others are being stored, so that making them must
    leave the database alone; `prepare` may use it, and is called with each before it
    is stored. `on_progress` is told the number entered after each chunk.
    Writes requests with their parts, events and facts; gives references where none is
    kept.
    """
    ids: list[int] = []
    remaining = iter(records)
    chosen: _Chosen | None = None
    waiting: Iterable[Deed] = ()
    with Aside() as aside:
        while chunk := list(islice(remaining, CHUNK)):
            aside.wait()
            for record in chunk:
                prepare(record)
            chosen = _Chosen.for_chunk(chunk, central_authority_id, actor_id, chosen)
            if waiting:
                aside.begin(waiting)
            if chosen.reserved is None:  # the database numbers them as it stores them
                aside.wait()
            batch = _gathered(chunk, chosen)
            waiting = deeds(batch, chosen.reserved)
            if chosen.reserved is not None:
                waiting = list(waiting)
            ids += batch.ids
            if on_progress:
                on_progress(len(chunk))
        aside.wait()
        for deed in waiting:
            deed()
    return ids


@dataclass(frozen=True)
class _Chosen:
    """What the database is asked before a chunk is gathered."""

    central_authority_id: int
    actor_id: int | None
    timing: timing.Timing
    reserved: ReservedIds | None
    """None where there are so few rows that storing them gives ids."""

    @classmethod
    def for_chunk(
        cls,
        chunk: Sequence[RequestRecord],
        central_authority_id: int,
        actor_id: int | None,
        before: Self | None,
    ) -> Self:
        """Give references and ids, other ones than to the chunk `before`."""
        _give_references(chunk, central_authority_id)
        reserved = None
        if len(chunk) > bulk.FEW:
            reserved = ReservedIds(
                _enough(chunk), None if before is None else before.reserved
            )
        return cls(
            central_authority_id,
            actor_id,
            timing.timing(central_authority_id),
            reserved,
        )


def _enough(chunk: Sequence[RequestRecord]) -> dict[type[Model], int]:
    """How many rows with ids there will be, at most."""
    return {
        MLARequest: len(chunk),
        Measure: sum(len(record.measures) for record in chunk),
        Transfer: sum(len(record.transfers) for record in chunk),
        Fact: sum(map(record_facts.most_versions, chunk)),
    }


def _gathered(chunk: Sequence[RequestRecord], chosen: _Chosen) -> Batch:
    """What is to be stored; leaves the database alone where ids have been reserved."""
    now, office = clock.now(), chosen.central_authority_id
    rows = [columns_of(record, office, chosen.actor_id, now) for record in chunk]
    times = _timelines(chunk, rows, chosen.timing)
    day_of = lru_cache(maxsize=1)(clock.day_of)  # most have come at one moment
    batch = Batch(office)
    batch.number(rows, chosen.reserved)
    for request_id, record, row, time in zip(
        batch.ids, chunk, rows, times, strict=True
    ):
        entry = _entry_event(record, row, day_of(row["entered_at"]))
        events = [entry, *record.events]
        batch.add(request_id, record, row, events, time)
    return batch


def _timelines(
    chunk: Sequence[RequestRecord],
    rows: Sequence[dict[str, Any]],
    known: timing.Timing,
) -> list[Timeline]:
    """Deadlines and pauses; what follows for the requests is added to their rows."""
    found = []
    for record, row in zip(chunk, rows, strict=True):
        found.append(record_time.timeline(record, row, known))
        row |= found[-1].columns
    return found


def _give_references(chunk: Sequence[RequestRecord], central_authority_id: int) -> None:
    wanted: dict[tuple[Direction, int], list[RequestRecord]] = {}
    highest: dict[tuple[Direction, int], int] = {}
    for record in chunk:
        if not record.reference:
            key = (record.direction, counted_from(record).year)
            wanted.setdefault(key, []).append(record)
        elif own := parts(record.reference):
            direction, year, number = own
            highest[direction, year] = max(number, highest.get((direction, year), 0))
    for (direction, year), number in highest.items():
        references.reserve(
            direction, year, number, central_authority_id=central_authority_id
        )
    for (direction, year), nameless in wanted.items():
        given = references.next_references(
            direction,
            year,
            central_authority_id=central_authority_id,
            numbers=len(nameless),
        )
        for record, reference in zip(nameless, given, strict=True):
            record.reference = reference


def _entry_event(
    record: RequestRecord, row: Mapping[str, Any], on: date
) -> EventRecord:
    entered_at, actor_id = row["entered_at"], row["entered_by_id"]
    if record.provenance:
        return EventRecord(
            EventKind.IMPORTED,
            happened_on=on,
            entered_at=entered_at,
            details=dict(record.provenance),
            actor_id=actor_id,
        )
    return EventRecord(
        EventKind.REGISTERED,
        happened_on=on,
        entered_at=entered_at,
        actor_id=actor_id,
    )
