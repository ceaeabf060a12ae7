"""Answering a question with figures, all of them from one view of the register."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import func

from ctrack.domain.statistics.cells import Cell
from ctrack.domain.statistics.questions import Question
from ctrack.domain.statistics.registry import DEFINED
from ctrack.domain.statistics.tables import Figures, Row
from ctrack.extensions import db
from ctrack.models import User
from ctrack.queries.statistics.ages import pending_age
from ctrack.queries.statistics.articles import by_article
from ctrack.queries.statistics.bases import by_basis, by_basis_year
from ctrack.queries.statistics.behind import Behind
from ctrack.queries.statistics.competent import by_authority
from ctrack.queries.statistics.flow import flow
from ctrack.queries.statistics.holders import by_holder
from ctrack.queries.statistics.inquiry import Inquiry
from ctrack.queries.statistics.measures import by_basis_nature, by_nature
from ctrack.queries.statistics.offences import by_offence
from ctrack.queries.statistics.outcomes import offence_outcomes, outcomes
from ctrack.queries.statistics.over_time import by_month, time_to_close
from ctrack.queries.statistics.partner_states import by_state, by_state_year
from ctrack.queries.statistics.population import is_touched
from ctrack.queries.statistics.quality import quality
from ctrack.queries.statistics.refusals import refusals
from ctrack.queries.statistics.requests import requests
from ctrack.queries.statistics.timeliness import timeliness

ANSWERS: dict[str, Callable[[Inquiry], Iterable[Row]]] = {
    answer.__name__: answer
    for answer in (
        flow,
        by_basis,
        by_basis_year,
        by_basis_nature,
        by_nature,
        by_state,
        by_state_year,
        by_offence,
        timeliness,
        by_holder,
        refusals,
        pending_age,
        by_authority,
        quality,
        requests,
        by_month,
        time_to_close,
        outcomes,
        offence_outcomes,
        by_article,
    )
}
"""What counts each table that is defined."""


class Statistics:
    """The figures of one question, table by table."""

    def __init__(self, inquiry: Inquiry) -> None:
        """Take what the tables are counted with."""
        self._inquiry = inquiry
        self.question = inquiry.question

    def table(self, name: str) -> Figures:
        """Count the table with this name of the registry."""
        rows = ANSWERS[name](self._inquiry)
        return Figures.of(DEFINED[name], self.question.period, rows)

    def behind(self, cell: Cell, *, seen_by: User) -> Behind:
        """The requests that a figure counts, as this person may see them."""
        return Behind(self._inquiry, cell, seen_by)

    def requests_touched(self) -> int:
        """How many rows the long table will have."""
        ask = self._inquiry
        statement = ask.select(func.count()).where(is_touched)
        return int(ask.rows(statement)[0][0])


Asking = Callable[[Question], AbstractContextManager[Statistics]]


@contextmanager
def counting(
    question: Question, *, language: str = "en", seen_by: User | None = None
) -> Iterator[Statistics]:
    """Count inside one transaction, so that no deed comes between two tables.

    What has not been committed is not counted. Long tables are to be read inside.
    References are told by what `seen_by` may see; all of them where it is nobody.
    """
    with one_view(language=language, seen_by=seen_by) as ask, ask(question) as figures:
        yield figures


@contextmanager
def one_view(*, language: str = "en", seen_by: User | None = None) -> Iterator[Asking]:
    """Several questions, one after the other, about the register as it is now."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")

        @contextmanager
        def ask(question: Question) -> Iterator[Statistics]:
            with Inquiry(connection, question, language, seen_by) as inquiry:
                yield Statistics(inquiry)

        yield ask
