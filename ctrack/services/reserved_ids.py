"""Ids that are given to rows before the rows are stored."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from sqlalchemy import func, select, text

from ctrack.extensions import db
from ctrack.models.base import Model


class ReservedIds:
    """Ids for rows of several tables, enough of each."""

    def __init__(
        self, enough: Mapping[type[Model], int], before: "ReservedIds | None" = None
    ) -> None:
        """Reserve so many of each, after those reserved `before`."""
        self.last: dict[type[Model], int] = {} if before is None else dict(before.last)
        """The last id reserved of each table."""
        self._free: dict[type[Model], Iterator[int]] = {}
        for model, number in enough.items():
            ids = new_ids(model, number, after=self.last.get(model, 0))
            self._free[model] = iter(ids)
            self.last |= {model: ids[-1]} if ids else {}

    def take(self, model: type[Model], number: int) -> Sequence[int]:
        """So many of them, each once."""
        return list(islice(self._free[model], number))


def new_ids(model: type[Model], number: int, *, after: int = 0) -> list[int]:
    """Ids that no other transaction gets, nor this one: `after` has been given last.

    On SQLite whoever has read the highest id and is not the next to write is refused
    by the database when he writes.
    """
    connection, table = (
        db.session.connection(),
        model.metadata.tables[model.__tablename__],
    )
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
