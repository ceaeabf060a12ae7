"""Rows by the thousand: stored beside whoever makes the next, all or nothing."""

import psycopg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from ctrack.domain.permissions import Role
from ctrack.extensions import db
from ctrack.models import FactMention, LegalBasis, MLARequest
from ctrack.services import register
from ctrack.services.aside import Aside
from tests.cases import incoming

REFUSED = (IntegrityError, psycopg.IntegrityError)
CHUNKS = 2 * register.CHUNK + 5


@pytest.fixture
def clerk_of_office(make):
    return make.User(role=Role.CLERK)


def stored(records, by):
    return register.store(
        records, central_authority_id=by.central_authority_id, actor_id=by.id
    )


def test_chunks_are_stored_whole_and_in_order(clerk_of_office):
    subjects = [f"Number {number}" for number in range(CHUNKS)]
    ids = stored((incoming(subject=text) for text in subjects), clerk_of_office)
    found = db.session.execute(
        select(MLARequest.id, MLARequest.subject).order_by(MLARequest.reference)
    ).all()
    assert [tuple(row) for row in found] == list(zip(ids, subjects, strict=True))
    cited = select(func.count(LegalBasis.id))
    assert db.session.scalar(cited) == CHUNKS * len(incoming().bases)
    mentioned = select(func.count()).where(FactMention.kind == "nature")
    assert db.session.scalar(mentioned) == CHUNKS * len(incoming().measures)


def test_each_is_made_ready_before_it_is_stored(clerk_of_office):
    def prepare(record):
        # may ask the database, although others are being made ready or stored
        record.remarks = str(db.session.scalar(select(func.count(MLARequest.id))))

    register.store(
        (incoming() for _ in range(CHUNKS)),
        central_authority_id=clerk_of_office.central_authority_id,
        actor_id=clerk_of_office.id,
        prepare=prepare,
    )
    found = db.session.scalars(select(MLARequest.remarks).order_by(MLARequest.id)).all()
    stored_by_then = (max(0, n // register.CHUNK - 1) for n in range(CHUNKS))
    assert found == [str(chunks * register.CHUNK) for chunks in stored_by_then]


def test_what_storing_fails_at_is_told(clerk_of_office):
    def records():
        for number in range(CHUNKS):
            record = incoming()
            if number == 3:
                record.bases[0].instrument = "NO_SUCH_TREATY"
            yield record

    with pytest.raises(REFUSED, match=r"(?i)foreign key"):
        stored(records(), clerk_of_office)


def test_what_the_caller_fails_at_comes_first(clerk_of_office):
    def records():
        for number in range(CHUNKS):
            record = incoming()
            if number == 3:
                record.bases[0].instrument = "NO_SUCH_TREATY"
            if number == register.CHUNK + 1:
                raise LookupError("the next row")
            yield record

    with pytest.raises(LookupError, match="the next row"):
        stored(records(), clerk_of_office)


def test_sqlite_has_its_usual_memory_again(clerk_of_office):
    def memory():
        return db.session.connection().exec_driver_sql("PRAGMA cache_size").scalar()

    if db.session.connection().dialect.name != "sqlite":
        return
    before = memory()
    stored((incoming() for _ in range(CHUNKS)), clerk_of_office)
    assert memory() == before


def test_one_thing_is_done_after_the_other(context):
    done = []
    with Aside() as aside:
        for number in range(3):
            aside.begin([lambda number=number: done.append(number)])
    assert done == [0, 1, 2]
