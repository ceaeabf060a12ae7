"""Storing rows by the thousand: as few statements as can be, and little per row.

The rows are plain values by column, all of a batch with the same columns; what the
mapped classes would check or fill in is left to whoever makes the rows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext, suppress
from contextvars import copy_context
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import JSON, Connection, Dialect, Table, func, insert, select, text
from sqlalchemy.types import TypeEngine

from ctrack.extensions import db
from ctrack.models.base import Model

Row = dict[str, Any]
FEW = 50
"""Up to so many rows the database numbers them itself while it stores them."""

_USUAL_KIBIBYTES, _MORE_KIBIBYTES = 2_000, 20_000
_BLOCKS = (256, 64, 16, 4, 1)
"""Rows of one statement. SQLite takes 32,766 values, and keeps what it has prepared, so
that there are only so many."""


def add(model: type[Model], rows: Sequence[Row]) -> None:
    """Store rows whose ids nobody needs."""
    if not rows:
        return
    connection, table = db.session.connection(), _table(model)
    if connection.dialect.name == "sqlite" or len(rows) <= FEW:
        _insert(connection, table, rows)
    else:
        _copy(connection, table, rows)


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
    ids = number(model, rows)
    add(model, rows)
    return ids


def number(model: type[Model], rows: Sequence[Row]) -> list[int]:
    """Give each of the rows an `id` before they are added; gives the ids, too."""
    ids = new_ids(model, len(rows))
    for new, row in zip(ids, rows, strict=True):
        row["id"] = new
    return ids


class Aside:
    """Stores one thing while the caller makes the next ready.

    PostgreSQL works in another process, and SQLite lets go of Python while it works.
    The caller must leave the database alone until it has waited. SQLite is given more
    memory, so that it has the indexes at hand.
    """

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._worker: ThreadPoolExecutor | None = None
        self._doing: Future[None] | None = None

    def __enter__(self) -> "Aside":
        """Be ready."""
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        """Wait for what is being done; what the caller failed at comes first."""
        if self._worker is None:
            return
        with self._worker, suppress(Exception) if failure else nullcontext():
            try:
                self.wait()
            finally:
                _give_memory(_USUAL_KIBIBYTES)

    def begin(self, deed: Callable[[], None]) -> None:
        """Do this after what is being done, in the caller's transaction."""
        self.wait()
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, "storing")
            _give_memory(_MORE_KIBIBYTES)
        self._doing = self._worker.submit(copy_context().run, deed)

    def wait(self) -> None:
        """Come back when it is done; raises what it has raised."""
        doing, self._doing = self._doing, None
        if doing is not None:
            doing.result()


def _give_memory(kibibytes: int) -> None:
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size = -{kibibytes}")


def _table(model: type[Model]) -> Table:
    return model.metadata.tables[model.__tablename__]


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Many rows with one statement: what it has to prepare, it prepares once."""
    names, blank = tuple(rows[0]), _blank(connection)
    stored = list(_stored(connection, table, rows))
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


def new_ids(model: type[Model], number: int, *, after: int = 0) -> list[int]:
    """Ids that no other transaction gets, nor this one: `after` has been given last.

    On SQLite whoever has read the highest id and is not the next to write is refused
    by the database when he writes.
    """
    connection, table = db.session.connection(), _table(model)
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
    first = max(highest, after) + 1
    return list(range(first, first + number))
