"""Invented registers, stored and counted."""

from contextlib import contextmanager

import pytest

from ctrack.domain.permissions import Role
from ctrack.extensions import db
from ctrack.queries.statistics.answers import Statistics
from ctrack.queries.statistics.inquiry import Inquiry
from ctrack.queries.statistics.population import clear_away, set_aside

from ..factories import MLARequest, the_office
from .lives import MOST, ByHand, store


@pytest.fixture
def requests(context):
    return [MLARequest().id for _ in range(MOST)]


@pytest.fixture
def auditor(make):
    return make.User(role=Role.AUDITOR)


@pytest.fixture
def statistician(make):
    return make.User(role=Role.STATISTICIAN)


@pytest.fixture
def counted(requests):
    """Gives the tables of a register, and the register to count by hand."""

    @contextmanager
    def count(register, question):
        store(register, requests, the_office().id)
        connection = db.session.connection()
        set_aside(connection, question)
        try:
            inquiry = Inquiry(connection, question, "en")
            yield Tables(Statistics(inquiry)), ByHand(register, question)
        finally:
            clear_away(connection)

    return count


class Tables:
    """The tables by name, as lists of rows."""

    def __init__(self, figures):
        self.figures = figures

    def __getattr__(self, name):
        return [tuple(row) for row in self.figures.table(name).rows]
