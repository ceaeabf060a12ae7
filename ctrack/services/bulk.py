"""Storing rows by the thousand: as few statements as can be, and little per row.

The rows are plain values by column, all of a batch with the same columns; what the
mapped classes would check or fill in is left to whoever makes the rows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from sqlalchemy import JSON, Connection, Dialect, Table, insert
from sqlalchemy.types import TypeEngine

from ctrack.extensions import db
from ctrack.models.base import Model
from ctrack.services import copying
from ctrack.services.reserved_ids import new_ids

Row = dict[str, Any]
Deed = Callable[[], None]
"""What is still to be done."""

FEW = 50
"""Up to so many rows the database numbers them itself while it stores them."""

_BLOCKS = (256, 64, 16, 4, 1)
"""Rows of one statement. SQLite takes 32,766 values, and keeps what it has prepared, so
that there are only so many."""


def add(model: type[Model], rows: Sequence[Row]) -> None:
    """Store rows whose ids nobody needs."""
    ready(model, rows)()


def ready(model: type[Model], rows: Sequence[Row]) -> Deed:
    """Make rows ready; the deed that is given stores them.

    What is left to the deed is the database's own work, so that it can be done beside
    other things.
    """
    if not rows:
        return nothing
    connection, table = db.session.connection(), _table(model)
    if connection.dialect.name == "sqlite" or len(rows) <= FEW:
        stored = list(_stored(connection, table, rows))
        return partial(_insert, connection, table, tuple(rows[0]), stored)
    return copying.ready(connection, table, rows)


def nothing() -> None:
    """There is nothing to store."""


def add_together(*parts: tuple[type[Model], Sequence[Row]]) -> None:
    """Store rows of several tables; the few of a deed with one statement.

    Only PostgreSQL can, and there each statement is a journey to the server and back.
    """
    full = [(_table(model), rows) for model, rows in parts if rows]
    connection = db.session.connection()
    is_near = connection.dialect.name == "sqlite"
    if is_near or len(full) < 2 or any(len(rows) > FEW for _, rows in full):
        for model, rows in parts:
            add(model, rows)
        return
    insertions = [
        _insertion(table.name, tuple(rows[0]), len(rows), "%s") for table, rows in full
    ]
    *before, last = insertions
    named = ", ".join(f"part_{n} AS ({words})" for n, words in enumerate(before))
    values = chain.from_iterable(
        chain.from_iterable(_stored(connection, table, rows)) for table, rows in full
    )
    connection.exec_driver_sql(f"WITH {named} {last}", tuple(values))


def add_numbered(model: type[Model], rows: Sequence[Row]) -> list[int]:
    """Store rows of a table with an `id`; gives the ids in the order of the rows."""
    if not rows:
        return []
    connection, table = db.session.connection(), _table(model)
    if len(rows) == 1:
        return [_insert_one(connection, table, rows)]
    if len(rows) <= FEW:
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        return list(connection.execute(statement, rows).scalars())
    ids = new_ids(model, len(rows))
    number(rows, ids)
    add(model, rows)
    return ids


def number(rows: Sequence[Row], ids: Sequence[int]) -> None:
    """Give each of the rows its `id` before they are added."""
    for new, row in zip(ids, rows, strict=True):
        row["id"] = new


def _table(model: type[Model]) -> Table:
    return model.metadata.tables[model.__tablename__]


def _insert(
    connection: Connection,
    table: Table,
    names: tuple[str, ...],
    stored: Sequence[tuple[Any, ...]],
) -> None:
    """Many rows with one statement: what it has to prepare, it prepares once."""
    blank = _blank(connection)
    if len(stored) <= FEW and connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_insertion(table.name, names, 1, blank), stored)
        return
    sizes = (len(stored),) if len(stored) <= FEW else _BLOCKS
    while stored:
        number = next(size for size in sizes if size <= len(stored))
        block, stored = stored[:number], stored[number:]
        connection.exec_driver_sql(
            _insertion(table.name, names, number, blank),
            tuple(chain.from_iterable(block)),
        )


def _insert_one(connection: Connection, table: Table, rows: Sequence[Row]) -> int:
    """The id of the only row that is stored."""
    statement = _insertion(table.name, tuple(rows[0]), 1, _blank(connection))
    [values] = _stored(connection, table, rows)
    given = connection.exec_driver_sql(f"{statement} RETURNING id", values)
    number: int = given.scalar_one()
    return number


def _blank(connection: Connection) -> str:
    return "?" if connection.dialect.name == "sqlite" else "%s"


@lru_cache(maxsize=1_000)
def _insertion(table: str, names: Sequence[str], rows: int, blank: str) -> str:
    # The words of the statement are names of our own tables and columns.
    blanks = f"({', '.join([blank] * len(names))})"
    return (
        f"INSERT INTO {table} ({', '.join(names)}) "  # noqa: S608
        f"VALUES {', '.join([blanks] * rows)}"
    )


def _stored(
    connection: Connection, table: Table, rows: Sequence[Row]
) -> Iterator[tuple[Any, ...]]:
    """The values of each row as the database's driver takes them."""
    columns: list[Iterable[Any]] = []
    for name in rows[0]:
        kind = table.c[name].type
        values = [row[name] for row in rows]
        process = _process(kind, connection.dialect)
        columns.append(values if process is None else map(process, values))
    return zip(*columns, strict=True)


@lru_cache(maxsize=400)
def _process(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes the driver's values of a column; None where it takes them as they are.

    The same days, moments and members of lists come again and again.
    """
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    if process is None or isinstance(kind, JSON):
        return process
    return lru_cache(_REMEMBERED)(process)


_REMEMBERED = 5_000
"""So many values of a column are remembered: the days of fourteen years."""
