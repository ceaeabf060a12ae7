"""Storing rows by the thousand: as few statements as can be, and little per row.

The rows are plain values by column, all of a batch with the same columns; what the
mapped classes would check or fill in is left to whoever makes the rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text

from ctrack.extensions import db
from ctrack.models.base import Model

Row = dict[str, Any]
FEW = 50
"""Up to so many rows the database numbers them itself while it stores them."""


def add(model: type[Model], rows: Sequence[Row]) -> None:
    """Store rows whose ids nobody needs."""
    if not rows:
        return
    connection, table = db.session.connection(), _table(model)
    if connection.dialect.name == "sqlite":
        _insert(connection, table, rows)
    elif len(rows) <= FEW:
        connection.execute(insert(table), rows)
    else:
        _copy(connection, table, rows)


def add_numbered(model: type[Model], rows: Sequence[Row]) -> list[int]:
    """Store rows of a table with an `id`; gives the ids in the order of the rows."""
    if not rows:
        return []
    connection, table = db.session.connection(), _table(model)
    if len(rows) <= FEW:
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        return list(connection.execute(statement, rows).scalars())
    ids = _new_ids(connection, table, len(rows))
    for number, row in zip(ids, rows, strict=True):
        row["id"] = number
    add(model, rows)
    return ids


def _table(model: type[Model]) -> Table:
    return model.metadata.tables[model.__tablename__]


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """One prepared statement for all of them."""
    names = list(rows[0])
    columns, blanks = ", ".join(names), ", ".join("?" * len(names))
    # The words of the statement are names of our own tables and columns.
    statement = f"INSERT INTO {table.name} ({columns}) VALUES ({blanks})"  # noqa: S608
    connection.exec_driver_sql(statement, list(_stored(connection, table, rows)))


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """PostgreSQL's own way to take in many rows."""
    statement = f"COPY {table.name} ({', '.join(rows[0])}) FROM STDIN"
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for values in _stored(connection, table, rows):
            copy.write_row(values)


def _stored(
    connection: Connection, table: Table, rows: Sequence[Row]
) -> Iterator[tuple[Any, ...]]:
    """The values of each row as the database's driver takes them."""
    columns: list[Iterable[Any]] = []
    for name in rows[0]:
        kind = table.c[name].type.dialect_impl(connection.dialect)
        process = kind.bind_processor(connection.dialect)
        values = [row[name] for row in rows]
        columns.append(values if process is None else map(process, values))
    return zip(*columns, strict=True)


def _new_ids(connection: Connection, table: Table, number: int) -> list[int]:
    """Ids that no other transaction gets.

    On SQLite whoever has read the highest id and is not the next to write is refused
    by the database when he writes.
    """
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
