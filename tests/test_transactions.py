"""A transaction keeps all or nothing, and two at once do not hinder each other."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text

from ctrack.domain.errors import ChangedMeanwhile, DomainError
from ctrack.extensions import db, transaction, write_transaction
from ctrack.models import Authority

AT_ONCE = 8


def names():
    return sorted(db.session.scalars(select(Authority.name)))


def test_what_is_done_inside_is_kept(make):
    with transaction():
        make.Authority(name="Lisbon Court")

    db.session.rollback()
    assert names() == ["Lisbon Court"]


def test_a_refusal_half_way_leaves_nothing_behind(make):
    def register_and_refuse():
        with transaction():
            make.Authority()
            raise DomainError("No.")

    with pytest.raises(DomainError):
        register_and_refuse()
    assert names() == []


def test_who_comes_second_is_told(make):
    court = make.Authority(name="Lisbon Court")
    db.session.commit()

    def rename_although_another_has_changed_it():
        with transaction():
            assert court.version == 1
            court.name = "Faro Court"
            with db.session.no_autoflush:
                db.session.execute(text("UPDATE authority SET version = version + 1"))

    with pytest.raises(ChangedMeanwhile, match="Nothing was stored"):
        rename_although_another_has_changed_it()
    assert names() == ["Lisbon Court"]


def test_reading_first_and_writing_then_never_finds_the_database_locked(app, make):
    """Each adds one to what it has read: none is lost, none fails."""
    court = make.Authority(note="0")
    db.session.commit()
    court_id, start = court.id, threading.Barrier(AT_ONCE)
    db.session.rollback()

    def add_one(_number):
        start.wait()
        with app.app_context():
            for _ in range(5):
                with write_transaction():
                    record = db.session.get(Authority, court_id, with_for_update=True)
                    record.note = str(int(record.note) + 1)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(add_one, range(AT_ONCE)))

    db.session.expire_all()
    assert db.session.get(Authority, court_id).note == str(AT_ONCE * 5)


def test_a_post_takes_its_turn_before_it_reads(app, make):
    """What a form does: look, and add. Several at once, on one database."""
    office = make.Authority(code="OFFICE").central_authority_id
    db.session.commit()
    start = threading.Barrier(AT_ONCE)

    def look_and_add(number):
        start.wait()
        with app.test_request_context("/", method="POST"):
            app.preprocess_request()
            count = db.session.scalar(select(func.count()).select_from(Authority))
            with transaction():
                db.session.add(
                    Authority(
                        central_authority_id=office, code=f"{number}", name=f"{count}"
                    )
                )

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(look_and_add, range(AT_ONCE)))

    db.session.rollback()
    assert len(names()) == AT_ONCE + 1


def test_a_database_in_use_may_be_read(app, make):
    """Whoever reads does not wait for whoever writes."""
    make.Authority(name="Lisbon Court")
    db.session.commit()

    def read():
        with app.app_context():
            return names()

    with ThreadPoolExecutor(1) as pool, write_transaction():
        make.Authority(name="Porto Court")
        assert pool.submit(read).result(timeout=5) == ["Lisbon Court"]
