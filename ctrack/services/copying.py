"""PostgreSQL's own way to take in many rows: COPY.

The rows are written as it reads them before it is asked to (PostgreSQL, COPY, “Text
Format”), so that it never waits for Python in between. The driver words the values,
each different one once.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from itertools import repeat
from operator import itemgetter
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
_SHORT = 40
"""Letters. What is longer is somebody's own text, which does not come again."""


def ready(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]]
) -> Callable[[], None]:
    """Write the rows down; the deed that is given hands them to the database."""
    names = tuple(rows[0])
    by_column = zip(*map(itemgetter(*names), rows), strict=True)
    columns = [
        _worded(table.c[name].type, values, connection.dialect)
        for name, values in zip(names, by_column, strict=True)
    ]
    written = "\n".join(map("\t".join, zip(*columns, strict=True))).encode()
    statement = f"COPY {table.name} ({', '.join(names)}) FROM STDIN"
    return partial(_copy, connection, statement, written)


def _copy(connection: Connection, statement: str, written: bytes) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(written)


def _worded(
    kind: TypeEngine[Any], values: Sequence[Any], dialect: Dialect
) -> Iterable[str]:
    words = _words(kind, dialect)
    if values.count(values[0]) == len(values):
        return repeat(words.worded(values[0]), len(values))
    if isinstance(kind, JSON):  # what Python cannot remember by
        return map(words.worded, values)
    if isinstance(kind, Integer) and None not in values:
        return map(str, values)
    return map(words.__getitem__, values)


@lru_cache(maxsize=400)
def _words(kind: TypeEngine[Any], dialect: Dialect) -> "_Words":
    return _Words(kind.dialect_impl(dialect).bind_processor(dialect))


class _Words(dict[Any, str]):
    """The words of a column's values, remembered: the same ones come again."""

    def __init__(self, process: Callable[[Any], Any] | None) -> None:
        """Remember none yet; `process` makes of a value what the driver takes."""
        super().__init__()
        self._process = process

    def __missing__(self, value: Any) -> str:
        """Word the value, and remember it."""
        word = self.worded(value)
        if len(word) <= _SHORT:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[value] = word
        return word

    def worded(self, value: Any) -> str:
        """The value as COPY reads it."""
        stored = self._process(value) if self._process else value
        if stored is None:
            return _NOTHING
        word = stored if isinstance(stored, str) else _dumped(stored)
        if "\\" in word or not word.isprintable():
            return word.translate(_ESCAPES)
        return word


def _dumped(value: Any) -> str:
    """As the driver writes it for the database."""
    kind = type(value)
    if kind is int:
        return str(value)
    written = psycopg.adapters.get_dumper(kind, PyFormat.TEXT)(kind).dump(value)
    return "" if written is None else bytes(written).decode()
