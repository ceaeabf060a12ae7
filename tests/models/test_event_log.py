"""The event log is only added to, whoever tries and however."""

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError

from ctrack.extensions import db, transaction
from ctrack.models import Event
from tests.cases import Case, events_of


@pytest.fixture
def line(make):
    """The first line of the log of a request."""
    case = Case()
    db.session.commit()
    return events_of(case.request)[0]


def test_a_line_is_not_changed(line):
    line.note = "Nothing happened."
    with pytest.raises(TypeError, match="only added to"), transaction():
        db.session.flush()


def test_a_line_is_not_deleted(line):
    db.session.delete(line)
    with pytest.raises(TypeError, match="only added to"), transaction():
        db.session.flush()


@pytest.mark.parametrize(
    "statement",
    [
        update(Event).values(note="Nothing happened."),
        delete(Event),
        text("UPDATE event SET note = 'Nothing happened.'"),
        text("UPDATE event SET happened_on = '2001-01-01' WHERE id = 1"),
        text("DELETE FROM event"),
    ],
    ids=str,
)
def test_not_even_by_plain_sql(line, statement):
    with pytest.raises(DatabaseError, match="only added to"), transaction():
        db.session.execute(statement)
    db.session.expire_all()
    assert line.note == ""


def test_not_by_the_ways_around_the_triggers(line):
    """SQLite's REPLACE deletes silently; PostgreSQL's TRUNCATE asks no row."""
    if db.engine.dialect.name == "sqlite":
        statement = (
            "REPLACE INTO event (id, central_authority_id, kind, happened_on, "
            "entered_at, details, changes, note, is_correction) SELECT id, "
            "central_authority_id, kind, happened_on, entered_at, details, changes, "
            "'Nothing happened.', is_correction FROM event"
        )
    else:
        statement = "TRUNCATE event CASCADE"
    with pytest.raises(DatabaseError, match="only added to"), transaction():
        db.session.execute(text(statement))
    db.session.expire_all()
    assert line.note == ""
