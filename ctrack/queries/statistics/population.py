"""Which facts are counted, and the conditions that every table is built from.

Here and nowhere else it is decided what is new, pending and closed, and what had been
known at a day.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, func, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from ctrack.domain.statistics.questions import Question
from ctrack.domain.vocabulary import Outcome
from ctrack.models import Fact

Condition = ColumnElement[bool]


class days_between(FunctionElement[int]):  # noqa: N801 - read as an SQL function
    """The calendar days from the first day to the second."""

    type = Integer()
    name = "days_between"
    inherit_cache = True


@compiles(days_between, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    first, second = (compiler.process(day, **options) for day in element.clauses)
    return f"CAST(julianday({second}) - julianday({first}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    first, second = (compiler.process(day, **options) for day in element.clauses)
    return f"({second} - {first})"


def how_many(condition: Condition) -> ColumnElement[int]:
    """How many facts of a group meet the condition."""
    return func.count().filter(condition)


class Population:
    """The conditions of a question: to be put together by the tables."""

    def __init__(self, question: Question) -> None:
        """Take what is asked."""
        start, end = question.period.start, question.period.end
        self.period = question.period
        # A closing day before the opening day was accepted with a note; counted as it
        # stands, it would make the flow not balance.
        self.closed_on: ColumnElement[date | None] = case(
            (Fact.closed_on < Fact.opened_on, Fact.opened_on), else_=Fact.closed_on
        )
        still_open = self.closed_on.is_(None)
        self.was_pending = and_(
            Fact.opened_on < start, or_(still_open, self.closed_on >= start)
        )
        self.is_new = Fact.opened_on.between(start, end)
        self.is_closed = self.closed_on.between(start, end)
        self.is_pending = and_(
            Fact.opened_on <= end, or_(still_open, self.closed_on > end)
        )
        self.is_touched = and_(
            Fact.opened_on <= end, or_(still_open, self.closed_on >= start)
        )
        self.is_counted = and_(*_counted(question))

    def closed_as(self, *outcomes: Outcome) -> Condition:
        """Whether it was closed in the period with one of these outcomes."""
        return and_(self.is_closed, Fact.outcome.in_([o.value for o in outcomes]))


def _counted(question: Question) -> Iterable[Condition]:
    """What every fact must be: ours, known at the moment, received or sent."""
    yield Fact.central_authority_id == question.central_authority_id
    if question.known_before is None:
        yield Fact.known_until.is_(None)
    else:
        yield Fact.known_from < question.known_before
        yield or_(Fact.known_until.is_(None), Fact.known_until >= question.known_before)
    if question.direction is not None:
        yield Fact.direction == question.direction.value
    yield Fact.opened_on <= question.period.end
