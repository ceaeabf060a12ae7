"""What the tables are counted with: a connection, the question, and the labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from ctrack.domain.statistics.distributions import Distribution
from ctrack.domain.statistics.questions import Question
from ctrack.domain.statistics.tables import NOT_STATED
from ctrack.domain.vocabulary import Direction
from ctrack.models import Fact, FactMention
from ctrack.queries.statistics.labels import Labels
from ctrack.queries.statistics.population import Condition, Population, days_between

Code = InstrumentedAttribute[str]


class Inquiry:
    """One question being answered: every table is counted in the same transaction."""

    def __init__(
        self, connection: Connection, question: Question, language: str
    ) -> None:
        """Take the connection, the question, and the language of the labels."""
        self.connection = connection
        self.question = question
        self.counted = Population(question)
        self.labels = Labels(connection, language)

    @property
    def directions(self) -> list[Direction]:
        """The directions that are asked for."""
        asked = self.question.direction
        return list(Direction) if asked is None else [asked]

    def rows(self, statement: Executable) -> list[tuple[Any, ...]]:
        """The answer of the database to a grouped statement."""
        return [tuple(row) for row in self.connection.execute(statement)]

    def select(self, *columns: Any) -> Select[*tuple[Any, ...]]:
        """Columns of the facts that are counted."""
        return select(*columns).select_from(Fact).where(self.counted.is_counted)

    def mentions(self, kind: str, of: Condition) -> dict[tuple[str, str], int]:
        """Requests by direction and code they mention, once under each code.

        Those that mention nothing of the kind count as NOT_STATED.
        """
        code = func.coalesce(FactMention.code, NOT_STATED)
        statement = (
            select(Fact.direction, code, func.count(Fact.id.distinct()))
            .select_from(Fact)
            .outerjoin(FactMention, mention_of(kind))
            .where(self.counted.is_counted, of)
            .group_by(Fact.direction, code)
        )
        return {(row[0], row[1]): row[2] for row in self.rows(statement)}

    def years(self, code: Code) -> dict[tuple[str, str], dict[int, int]]:
        """New requests by direction and code, and within these by year."""
        year = func.extract("year", Fact.opened_on)
        statement = (
            self.select(Fact.direction, code, year, func.count())
            .where(self.counted.is_new)
            .group_by(Fact.direction, code, year)
        )
        found: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        for row in self.rows(statement):
            found[row[0], row[1]][int(row[2])] = row[3]
        return found

    def days_to_close(self, code: Code) -> dict[str, Distribution]:
        """How long the requests closed in the period took, by code."""
        days = days_between(Fact.opened_on, self.counted.closed_on)
        statement = (
            self.select(code, days, func.count())
            .where(self.counted.is_closed)
            .group_by(code, days)
        )
        return distributions(self.rows(statement))


def mention_of(kind: str) -> ColumnElement[bool]:
    """The condition that joins a fact with its mentions of one kind."""
    return and_(FactMention.fact_id == Fact.id, FactMention.kind == kind)


def distributions(rows: Iterable[tuple[Any, ...]]) -> dict[str, Distribution]:
    """Distributions by the first of three columns; the others are days and number."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for key, days, number in rows:
        found[key].append((days, number))
    return {key: Distribution(counts) for key, counts in found.items()}
