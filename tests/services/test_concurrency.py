"""Several people at the same moment, on a real database with real threads."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, select

from ctrack import clock
from ctrack.domain.editions import read_order
from ctrack.domain.errors import ChangedMeanwhile, StepNotOpen
from ctrack.domain.permissions import Role
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Direction, MeasureOutcome, Outcome
from ctrack.extensions import db, transaction, write_transaction
from ctrack.models import (
    Event,
    Fact,
    MLARequest,
    ReferenceCounter,
    Transfer,
    User,
)
from ctrack.queries import mla_requests
from ctrack.services import editions, register, steps, transfers
from ctrack.services.step_answers import Answers
from ctrack.services.transfers import TransferAnswers
from tests import factories
from tests.cases import RECEIVED, Case, incoming, outgoing

PATIENCE = 60


def at_once(app, deeds):
    """Do all of these at the same moment; gives what each gave, or its refusal."""
    start = threading.Barrier(len(deeds))

    def one(deed):
        with app.app_context():
            start.wait(PATIENCE)
            try:
                return deed()
            except Exception as refusal:  # noqa: BLE001 (given to the test to judge)
                return refusal
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds, timeout=PATIENCE))


@pytest.fixture
def clerk_id(make):
    user = make.User(role=Role.CLERK)
    number = user.id
    db.session.commit()
    return number


def registering(clerk_id, record):
    def deed():
        with write_transaction():
            by = db.session.get(User, clerk_id)
            return register.register(record, by=by).reference

    return deed


def test_twenty_registrations_at_once_get_twenty_references(app, clerk_id):
    """Some fail, and leave no gap behind."""
    deeds = [registering(clerk_id, incoming()) for _ in range(20)]

    def one_that_fails():
        with write_transaction():
            register.register(incoming(), by=db.session.get(User, clerk_id))
            raise RuntimeError("the power went out")

    given = at_once(app, [*deeds, one_that_fails, one_that_fails])

    assert sorted(g for g in given if isinstance(g, str)) == [
        f"MLI-2020-{number:05}" for number in range(1, 21)
    ]
    assert [str(g) for g in given if not isinstance(g, str)] == [
        "the power went out",
        "the power went out",
    ]
    stored = db.session.scalars(select(MLARequest.reference)).all()
    assert len(stored) == len(set(stored)) == 20
    assert db.session.scalar(select(func.count()).select_from(Fact)) == 20


def test_each_direction_and_year_counts_for_itself(app, clerk_id):
    records = [
        incoming(),
        incoming(received_on=RECEIVED.replace(year=2021)),
        outgoing(received_on=RECEIVED),
    ]
    given = at_once(app, [registering(clerk_id, record) for record in records])

    assert sorted(given) == ["MLI-2020-00001", "MLI-2021-00001", "MLO-2020-00001"]


def test_the_same_form_sent_twice_at_once_registers_once(app, clerk_id):
    """Whoever comes second gets the request of the first, and no number is lost."""
    for turn in range(3):
        key = f"form-{turn}"
        deeds = [registering(clerk_id, incoming(submission_key=key)) for _ in range(6)]
        given = at_once(app, deeds)
        assert given == [f"MLI-2020-{turn + 1:05}"] * 6

    assert db.session.scalar(select(func.count()).select_from(MLARequest)) == 3
    last = db.session.get(ReferenceCounter, (_office(), Direction.INCOMING, 2020)).last
    assert last == 3


def _office():
    return db.session.scalar(select(MLARequest.central_authority_id).limit(1))


def test_the_same_form_sent_twice_in_a_row_registers_once(clerk_id):
    by = db.session.get(User, clerk_id)
    first = register.register(incoming(submission_key="a"), by=by)
    again = register.register(incoming(submission_key="a", subject="Else"), by=by)
    other = register.register(incoming(submission_key="b"), by=by)
    assert again is first
    assert other is not first


def stepping(reference, clerk_id, code, find=mla_requests.locked, **answers):
    def deed():
        with write_transaction():
            by = db.session.get(User, clerk_id)
            mla_request = find(reference, seen_by=by)
            on = RECEIVED.replace(month=11)
            steps.take(mla_request, code, Answers(on=on, **answers), by=by)
            return "done"

    return deed


@pytest.mark.parametrize("find", [mla_requests.locked, mla_requests.by_reference])
def test_two_who_take_the_same_step_do_not_take_it_twice(app, make, find):
    """With the lock the second one waits; without it, the version tells."""
    case = Case()
    db.session.commit()
    reference, clerk_id = case.request.reference, case.clerk.id
    db.session.rollback()
    for code, answers in (
        ("acknowledge", {}),
        ("review", {}),
        ("accept", {"primary_basis": "UNTOC"}),
        ("close", {"outcome": Outcome.WITHDRAWN}),
    ):
        deeds = [stepping(reference, clerk_id, code, find, **answers)] * 4
        given = at_once(app, deeds)
        refusals = [g for g in given if g != "done"]
        assert given.count("done") == 1, given
        assert all(isinstance(r, StepNotOpen | ChangedMeanwhile) for r in refusals)
        if find is mla_requests.locked:
            assert {type(r) for r in refusals} == {StepNotOpen}

    kinds = db.session.scalars(select(Event.kind).order_by(Event.id)).all()
    assert kinds == ["REGISTERED", "ACKNOWLEDGED", "REVIEW_BEGUN", "ACCEPTED", "CLOSED"]
    assert db.session.scalar(select(MLARequest.status)) is Status.CLOSED


def test_two_who_freeze_the_same_period_at_once_get_two_editions(app, make):
    make.Fact()
    statistician_id = make.User(role=Role.STATISTICIAN).id
    order = read_order(
        {
            "title": "Requests 2020",
            "from": "2020-01-01",
            "to": "2020-12-31",
            "as_at": "2021-06-30",
            "threshold": "5",
        },
        ["by_state", "quality"],
        central_authority_id=factories.the_office().id,
        today=date(2026, 11, 24),
        zone=clock.zone(),
    )
    db.session.commit()
    counted = editions.count(order)

    def freezing():
        with write_transaction():
            by = db.session.get(User, statistician_id)
            return editions.keep(order, counted, version="0.1", by=by).slug

    slugs = at_once(app, [freezing] * 4)

    assert len({str(slug) for slug in slugs}) == 4
    assert {type(slug) for slug in slugs} == {str}


def test_two_authorities_that_report_at_once_lose_nothing(app, make):
    case = Case(natures=["DOCUMENTS", "TESTIMONY"]).walk("review", "accept")
    ids = [case.send(make.Authority(), number).id for number in (1, 2)]
    db.session.commit()
    clerk_id, on = case.clerk.id, case.day
    db.session.rollback()

    def reporting(transfer_id):
        def deed():
            while True:
                try:
                    with write_transaction():
                        transfer = db.session.get(Transfer, transfer_id)
                        outcomes = {
                            cell.measure_id: MeasureOutcome.PROVIDED_FULL
                            for cell in transfer.cells
                        }
                        transfers.take(
                            transfer,
                            "report",
                            TransferAnswers(on=on, outcomes=outcomes),
                            by=db.session.get(User, clerk_id),
                        )
                        return "done"
                except ChangedMeanwhile:
                    continue  # as somebody does who is told, and presses again

        return deed

    assert at_once(app, [reporting(number) for number in ids]) == ["done", "done"]
    db.session.expire_all()
    [mla_request] = db.session.scalars(select(MLARequest))
    assert mla_request.status is Status.EXECUTED
    assert all(outcome.is_provided for outcome in mla_request.outcomes)
    present = select(Fact.status).where(Fact.known_until.is_(None))
    assert db.session.scalars(present).all() == ["EXECUTED"]


def test_a_transaction_that_is_told_no_keeps_nothing(app, clerk_id):
    def refused():
        with transaction():
            register.register(incoming(), by=db.session.get(User, clerk_id))
            raise StepNotOpen("No.")

    with pytest.raises(StepNotOpen):
        refused()
    for table in (MLARequest, Event, Fact, ReferenceCounter):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
