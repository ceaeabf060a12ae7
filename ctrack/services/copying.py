"""PostgreSQL's own way to take in many rows: COPY.

The rows are written as it reads them before it is asked to (PostgreSQL, COPY, “Text
Format”), so that it never waits for Python in between. The driver words the values,
each different one once.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from itertools import repeat
from typing import Any

import psycopg
from psycopg.adapt import PyFormat
from sqlalchemy import JSON, Connection, Dialect, Integer, Table
from sqlalchemy.types import TypeEngine

_NOTHING = r"\N"
_ESCAPES = str.maketrans(
    {"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\b": r"\b", "\f": r"\f",
     "\v": r"\v"}
)  # fmt: skip
_REMEMBERED = 5_000
"""So many values of a column are remembered: the days of fourteen years."""


def ready(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]]
) -> Callable[[], None]:
    """Write the rows down; the deed that is given hands them to the database."""
    columns = [
        _words(table.c[name].type, [row[name] for row in rows], connection.dialect)
        for name in rows[0]
    ]
    written = "\n".join(map("\t".join, zip(*columns, strict=True))).encode()
    statement = f"COPY {table.name} ({', '.join(rows[0])}) FROM STDIN"
    return partial(_copy, connection, statement, written)


def _copy(connection: Connection, statement: str, written: bytes) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(written)


def _words(
    kind: TypeEngine[Any], values: Sequence[Any], dialect: Dialect
) -> Iterable[str]:
    word = _word(kind, dialect)
    if values.count(values[0]) == len(values):
        return repeat(word(values[0]), len(values))
    if isinstance(kind, Integer) and None not in values:
        return map(str, values)
    return map(word, values)


@lru_cache(maxsize=400)
def _word(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], str]:
    """What words a value of a column; the same values come again and again."""
    process = kind.dialect_impl(dialect).bind_processor(dialect)

    def word(value: Any) -> str:
        stored = value if process is None else process(value)
        kind = type(stored)
        if stored is None:
            return _NOTHING
        if kind is int:
            return str(stored)
        if kind is not str:
            stored = _dumped(stored)
        if "\\" in stored or not stored.isprintable():
            return str(stored.translate(_ESCAPES))
        return stored

    return word if isinstance(kind, JSON) else lru_cache(_REMEMBERED)(word)


def _dumped(value: Any) -> str:
    """As the driver writes it for the database."""
    kind = type(value)
    written = psycopg.adapters.get_dumper(kind, PyFormat.TEXT)(kind).dump(value)
    return "" if written is None else bytes(written).decode()
