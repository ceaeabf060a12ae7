"""Storing the rows of many requests, in few statements."""

from collections.abc import Iterator, Sequence
from functools import partial

from sqlalchemy import Connection, bindparam, insert, select, update

from ctrack.extensions import db
from ctrack.models import (
    Event,
    Fact,
    Measure,
    MLARequest,
    RequestLink,
    Transfer,
    TransferMeasure,
)
from ctrack.models.base import Model
from ctrack.services import bulk, fact_parts
from ctrack.services.bulk import Deed, Row
from ctrack.services.register_rows import Batch
from ctrack.services.reserved_ids import ReservedIds


def deeds(batch: Batch, reserved: ReservedIds | None = None) -> Iterator[Deed]:
    """What stores the batch: each to be done in its turn.

    With reserved ids all of them can be made ready first and done later, beside whoever
    goes on with the session: they use nothing but its connection. Without, the database
    numbers the rows, so that each is to be done before the next is asked for.
    """
    connection = db.session.connection()
    yield bulk.ready(MLARequest, batch.requests)
    for table, rows in batch.plain.items():
        yield bulk.ready(table, rows)
    measure_ids, deed = _numbered(Measure, batch.measures, reserved)
    yield deed
    transfer_ids, deed = _numbered(Transfer, batch.transfers, reserved)
    yield deed
    if batch.parents:
        yield partial(_write_parents, connection, batch.parents, transfer_ids)
    yield bulk.ready(TransferMeasure, list(_cells(batch, transfer_ids, measure_ids)))
    yield bulk.ready(Event, list(_events(batch, transfer_ids)))
    yield from batch.time.deeds(transfer_ids)
    fact_ids, deed = _numbered(Fact, batch.facts, reserved)
    yield deed
    yield from fact_parts.deeds(fact_ids, batch.fact_parts)
    if batch.links:
        yield partial(_write_links, connection, batch)


def _numbered(
    model: type[Model], rows: Sequence[Row], reserved: ReservedIds | None
) -> tuple[Sequence[int], Deed]:
    """The ids of the rows, and what stores them."""
    if reserved is None:
        return bulk.add_numbered(model, rows), bulk.nothing
    ids = reserved.take(model, len(rows))
    bulk.number(rows, ids)
    return ids, bulk.ready(model, rows)


def _cells(
    batch: Batch, transfer_ids: Sequence[int], measure_ids: Sequence[int]
) -> Iterator[Row]:
    for transfer, measure, values in batch.cells:
        yield {
            "transfer_id": transfer_ids[transfer],
            "measure_id": measure_ids[measure],
            **values,
        }


def _events(batch: Batch, transfer_ids: Sequence[int]) -> Iterator[Row]:
    for place, row in batch.events:
        row["transfer_id"] = None if place is None else transfer_ids[place]
        yield row


def _write_parents(
    connection: Connection,
    parents: Sequence[tuple[int, int]],
    transfer_ids: Sequence[int],
) -> None:
    transfer = Transfer.metadata.tables["transfer"]
    connection.execute(
        update(transfer)
        .where(transfer.c.id == bindparam("child"))
        .values(parent_id=bindparam("parent")),
        [
            {"child": transfer_ids[child], "parent": transfer_ids[parent]}
            for child, parent in parents
        ],
    )


def _write_links(connection: Connection, batch: Batch) -> None:
    wanted = {reference for _, _, reference in batch.links}
    found = connection.execute(
        select(MLARequest.reference, MLARequest.id).where(
            MLARequest.reference.in_(wanted)
        )
    )
    ids: dict[str, int] = dict(found.all())
    rows = [
        {"from_id": source, "to_id": ids[reference], "kind": kind}
        for source, kind, reference in batch.links
    ]
    connection.execute(insert(RequestLink.metadata.tables["request_link"]), rows)
