"""What the tables are counted with: a connection, the question, and the labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, Select, and_, func, select

from ctrack.domain.statistics.distributions import Distribution
from ctrack.domain.statistics.questions import Question
from ctrack.domain.statistics.tables import NOT_STATED
from ctrack.domain.vocabulary import Direction
from ctrack.models import FactMention, User
from ctrack.queries.statistics.labels import Labels
from ctrack.queries.statistics.population import (
    Condition,
    clear_away,
    counted,
    days_between,
    set_aside,
)

Code = ColumnElement[str]


class Inquiry:
    """One question being answered: every table is counted in the same transaction."""

    def __init__(
        self,
        connection: Connection,
        question: Question,
        language: str,
        seen_by: User | None = None,
    ) -> None:
        """Take the connection, the question, the language of the labels, the reader."""
        self.connection = connection
        self.question = question
        self.seen_by = seen_by
        self.labels = Labels(connection, language)

    def __enter__(self) -> Inquiry:
        """Set aside what is counted."""
        set_aside(self.connection, self.question)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Clear it away; after a failure the transaction's end does that."""
        if kind is None:
            clear_away(self.connection)

    @property
    def directions(self) -> list[Direction]:
        """The directions that are asked for."""
        asked = self.question.direction
        return list(Direction) if asked is None else [asked]

    def rows(self, statement: Executable) -> list[tuple[Any, ...]]:
        """The answer of the database to a grouped statement."""
        return [tuple(row) for row in self.connection.execute(statement)]

    def select(self, *columns: Any) -> Select[*tuple[Any, ...]]:
        """Columns of the requests that are counted."""
        return select(*columns).select_from(counted)

    def mentions(self, kind: str, of: Condition) -> dict[tuple[str, str], int]:
        """Requests by direction and code they mention, once under each code.

        Those that mention nothing of the kind count as NOT_STATED.
        """
        code = func.coalesce(FactMention.code, NOT_STATED)
        statement = (
            self.select(counted.c.direction, code, func.count(counted.c.id.distinct()))
            .outerjoin(FactMention, mention_of(kind))
            .where(of)
            .group_by(counted.c.direction, code)
        )
        return {(row[0], row[1]): row[2] for row in self.rows(statement)}

    def years(self, code: Code) -> dict[tuple[str, str], dict[int, int]]:
        """New requests by direction and code, and within these by year."""
        keys = (counted.c.direction, code, counted.c.year)
        statement = (
            self.select(*keys, func.count()).where(counted.c.is_new).group_by(*keys)
        )
        found: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        for row in self.rows(statement):
            found[row[0], row[1]][row[2]] = row[3]
        return found

    def days_to_close(self, code: Code) -> dict[str, Distribution]:
        """How long the requests closed in the period took, by code."""
        days = days_between(counted.c.opened_on, counted.c.closed_on)
        statement = (
            self.select(code, days, func.count())
            .where(counted.c.is_closed)
            .group_by(code, days)
        )
        return distributions(self.rows(statement))


def mention_of(kind: str) -> ColumnElement[bool]:
    """The condition that joins a request with its mentions of one kind."""
    return and_(FactMention.fact_id == counted.c.id, FactMention.kind == kind)


def distributions(rows: Iterable[tuple[Any, ...]]) -> dict[str, Distribution]:
    """Distributions by the first of three columns; the others are days and number."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for key, days, number in rows:
        found[key].append((days, number))
    return {key: Distribution(counts) for key, counts in found.items()}
