"""Storing rows by the thousand: as few statements as can be, and nothing per row.

The rows are plain values by column; what the mapped classes would check or fill in is
left to whoever makes the rows.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, func, insert, select, text

from ctrack.extensions import db
from ctrack.models.base import Model

Row = dict[str, Any]
FEW = 50
"""Up to so many rows the database numbers them itself while it stores them."""


def add(model: type[Model], rows: Sequence[Row]) -> None:
    """Store rows whose ids nobody needs."""
    if rows:
        db.session.connection().execute(insert(_table(model)), rows)


def add_numbered(model: type[Model], rows: Sequence[Row]) -> list[int]:
    """Store rows of a table with an `id`; gives the ids in the order of the rows."""
    if not rows:
        return []
    table = _table(model)
    if len(rows) <= FEW:
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        return list(db.session.connection().execute(statement, rows).scalars())
    ids = _new_ids(table, len(rows))
    for number, row in zip(ids, rows, strict=True):
        row["id"] = number
    add(model, rows)
    return ids


def _table(model: type[Model]) -> Table:
    return model.metadata.tables[model.__tablename__]


def _new_ids(table: Table, number: int) -> list[int]:
    """Ids that no other transaction gets.

    On SQLite whoever has read the highest id and cannot be the next to write is
    refused by the database when he writes.
    """
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        taken = connection.execute(
            text(
                "SELECT nextval(pg_get_serial_sequence(:name, 'id'))"
                " FROM generate_series(1, :number)"
            ),
            {"name": table.name, "number": number},
        )
        return list(taken.scalars())
    highest: int = connection.execute(
        select(func.coalesce(func.max(table.c.id), 0))
    ).scalar_one()
    return list(range(highest + 1, highest + number + 1))
