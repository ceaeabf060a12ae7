"""Which requests are counted: here and nowhere else it is decided what is new, pending
and closed, and what had been known at a day.

The facts of a question are set aside once, in a table of the connection's own, which is
small where the period is; every figure is then counted from it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Insert,
    Integer,
    MetaData,
    String,
    Table,
    and_,
    case,
    exists,
    func,
    insert,
    not_,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateTable, DropTable
from sqlalchemy.sql.functions import FunctionElement

from ctrack.domain.statistics.questions import Question
from ctrack.domain.statistics.tables import NOT_STATED
from ctrack.domain.vocabulary import Outcome
from ctrack.models import Fact, FactMention

Condition = ColumnElement[bool]

counted = Table(
    "counted",
    MetaData(),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("direction", String),
    Column("partner_state", String),
    Column("primary_basis", String),
    Column("primary_offence", String),
    Column("outcome", String),
    Column("opened_on", Date),
    Column("acknowledged_on", Date),
    Column("transferred_on", Date),
    Column("executed_on", Date),
    Column("results_sent_on", Date),
    Column("recorded_closed_on", Date),
    Column("closed_on", Date),
    Column("year", Integer),
    Column("was_pending", Boolean),
    Column("is_new", Boolean),
    Column("is_closed", Boolean),
    Column("is_pending", Boolean),
    prefixes=["TEMPORARY"],
)
"""The facts of a question: those touched by its period, and those of which another day
than the first and the last lies in it. Gone when the transaction ends."""

is_touched: Condition = or_(counted.c.was_pending, counted.c.is_new)
"""Pending at the start of the period, new in it, or closed in it."""

_MILESTONES = (
    Fact.acknowledged_on,
    Fact.transferred_on,
    Fact.executed_on,
    Fact.results_sent_on,
)


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
    """How many requests of a group meet the condition."""
    return func.count().filter(condition)


def closed_as(*outcomes: Outcome) -> Condition:
    """Whether it was closed in the period with one of these outcomes."""
    values = [outcome.value for outcome in outcomes]
    return and_(counted.c.is_closed, counted.c.outcome.in_(values))


def set_aside(connection: Connection, question: Question) -> None:
    """Fill the table of what is counted for this question."""
    connection.execute(CreateTable(counted))
    connection.execute(_filling(question))


def clear_away(connection: Connection) -> None:
    """Drop the table again, for whoever asks the next question."""
    connection.execute(DropTable(counted))


def _filling(question: Question) -> Insert:
    start, end = question.period.start, question.period.end
    # A closing day before the opening day was accepted with a note; counted as it
    # stands, it would make the flow not balance.
    closed_on: ColumnElement[date | None] = case(
        (Fact.closed_on < Fact.opened_on, Fact.opened_on), else_=Fact.closed_on
    )
    still_open = closed_on.is_(None)
    values: dict[str, Any] = {
        column.name: getattr(Fact, column.name)
        for column in counted.c
        if column.name in Fact.__table__.c
    }
    values |= {
        "partner_state": case(
            (Fact.partner_state == "", NOT_STATED), else_=Fact.partner_state
        ),
        "recorded_closed_on": Fact.closed_on,
        "closed_on": closed_on,
        "year": func.extract("year", Fact.opened_on),
        "was_pending": and_(
            Fact.opened_on < start, or_(still_open, closed_on >= start)
        ),
        "is_new": Fact.opened_on.between(start, end),
        "is_closed": closed_on.between(start, end),
        "is_pending": or_(still_open, closed_on > end),
    }
    touched = or_(still_open, closed_on >= start)
    wanted = or_(touched, *(day.between(start, end) for day in _MILESTONES))
    return insert(counted).from_select(
        list(values), select(*values.values()).where(*_known(question), wanted)
    )


def _known(question: Question) -> Iterable[Condition]:
    """What every fact must be: ours, known at the moment, received or sent by then."""
    yield Fact.central_authority_id == question.central_authority_id
    if question.known_before is None:
        yield Fact.known_until.is_(None)
    else:
        yield Fact.known_from < question.known_before
        yield or_(Fact.known_until.is_(None), Fact.known_until >= question.known_before)
    if question.direction is not None:
        yield Fact.direction == question.direction.value
    yield Fact.opened_on <= question.period.end
    yield from _filters(question)


def _filters(question: Question) -> Iterable[Condition]:
    """What a fact must fit besides: one of the values of each kind asked for."""
    states = question.partner_states
    if states is not None:
        # a fact without a State keeps an empty code
        codes = ["" if code == NOT_STATED else code for code in states]
        yield Fact.partner_state.in_([*codes, *states])
    if question.matters:
        yield Fact.matter.in_(question.matters)
    mentioned = {
        "basis": question.bases,
        "nature": question.natures,
        "offence": question.offences,
        "authority": [code for a in question.authorities for code in a.stands_for],
    }
    for kind, codes_asked in mentioned.items():
        if codes_asked:
            yield _mentions(kind, codes_asked)


def _mentions(kind: str, codes: Sequence[str]) -> Condition:
    """Whether a fact mentions one of the codes; NOT_STATED: or none of the kind."""
    of_kind = exists().where(FactMention.fact_id == Fact.id, FactMention.kind == kind)
    if NOT_STATED in codes:
        one_of_them = of_kind.where(FactMention.code.in_(codes)).correlate(Fact)
        return or_(one_of_them, not_(of_kind.correlate(Fact)))
    # All mentions of a code are found once, instead of looking into those of each
    # fact: a third of the time. Beside an OR, PostgreSQL would begin anew each time.
    mentioning = select(FactMention.fact_id).where(
        FactMention.kind == kind, FactMention.code.in_(codes)
    )
    return Fact.id.in_(mentioning)
