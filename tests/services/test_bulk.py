"""Rows by the thousand: stored beside whoever makes the next, all or nothing."""

import threading
from datetime import date, timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from ctrack.domain.permissions import Role
from ctrack.domain.records import TransferRecord
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import LinkKind
from ctrack.extensions import db
from ctrack.models import FactMention, LegalBasis, MLARequest, RequestLink, Transfer
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


def test_what_is_done_beside_leaves_the_session_to_whoever_goes_on(
    clerk_of_office, make
):
    """Also where rows are stored that must be found or changed by a statement."""
    court = make.Authority()
    known = register.register(incoming(), by=clerk_of_office)
    records = [
        incoming(
            transfers=[
                TransferRecord(court.id, status=TransferStatus.RETURNED_UNEXECUTED),
                TransferRecord(court.id, parent=0),
            ],
            links=[(LinkKind.RELATES_TO, known.reference)],
        )
        for _ in range(CHUNKS)
    ]
    asked_by = set()

    def note(_state):
        asked_by.add(threading.current_thread())

    event.listen(db.session(), "do_orm_execute", note)
    try:
        stored(records, clerk_of_office)
    finally:
        event.remove(db.session(), "do_orm_execute", note)

    assert asked_by == {threading.current_thread()}
    passed_on = select(func.count()).where(Transfer.parent_id.is_not(None))
    assert db.session.scalar(passed_on) == CHUNKS
    linked = select(func.count()).where(RequestLink.to_id == known.id)
    assert db.session.scalar(linked) == CHUNKS


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


ODD = (
    "a\\b", "\\N", "\\.", "\\", "a\tb", "one\ntwo\r\nthree", "\b\f\v", "NULL",
    "", " ", "0", "“Допрос” — São Paulo", "طلب \u200fمساعدة", "東京\u3000😀",
    "\u2028\x7f\x85", "{a,b}", '"',
)  # fmt: skip


@given(texts=st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8"))))
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_texts_are_kept_letter_by_letter(texts, clerk_of_office):
    texts = [*ODD, *texts] * 4  # more than the few that are stored one by one
    with db.session.begin_nested() as trial:
        ids = stored((incoming(remarks=text) for text in texts), clerk_of_office)
        found = select(MLARequest.id, MLARequest.remarks)
        remarks = dict(db.session.execute(found).all())
        trial.rollback()
    assert [remarks[number] for number in ids] == texts


def test_days_numbers_and_what_is_unknown_are_kept(clerk_of_office):
    """Each kind of column, with the same value throughout and with different ones."""
    records = [
        incoming(
            received_on=date(2024, 2, 29) - timedelta(days=number % 7),
            acknowledged_on=None if number % 3 else date(2024, 3, 1),
            officer_id=None if number % 2 else clerk_of_office.id,
            conditions="",
        )
        for number in range(60)
    ]
    ids = stored(records, clerk_of_office)
    found = db.session.scalars(select(MLARequest).order_by(MLARequest.id)).all()
    assert [one.id for one in found] == ids
    for one, record in zip(found, records, strict=True):
        assert one.received_on == record.received_on
        assert one.acknowledged_on == record.acknowledged_on
        assert one.officer_id == record.officer_id
        assert one.conditions == ""
        assert one.closed_on is None
