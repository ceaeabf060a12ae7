"""Facts hold with whom a request lay, and its transfers, as they were known."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from ctrack.domain.records import TransferRecord
from ctrack.domain.statuses import Status
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import Outcome
from ctrack.extensions import db
from ctrack.models import Fact, FactMention, FactStay, FactTransfer
from ctrack.services import amendments, fact_filling, facts, register
from tests.cases import FULL, PART, RECEIVED, Case, incoming


def stays_of(fact):
    """From, until (days since receipt), and with whom, in which part."""
    rows = db.session.scalars(
        select(FactStay).where(FactStay.fact_id == fact.id).order_by(FactStay.position)
    )
    return [
        (
            (row.since - RECEIVED).days,
            None if row.until is None else (row.until - RECEIVED).days,
            row.authority or row.holder,
            row.parts,
        )
        for row in rows
    ]


def transfers_of(fact):
    """Authority; transferred, accepted, declined, executed, ended (days since)."""
    rows = db.session.scalars(
        select(FactTransfer)
        .where(FactTransfer.fact_id == fact.id)
        .order_by(FactTransfer.position)
    )
    return [
        (
            row.authority,
            *(
                None if day is None else (day - RECEIVED).days
                for day in (
                    row.transferred_on,
                    row.accepted_on,
                    row.declined_on,
                    row.executed_on,
                    row.ended_on,
                )
            ),
        )
        for row in rows
    ]


def day(number):
    return RECEIVED + timedelta(days=number)


@pytest.fixture
def lived(make):
    """Two authorities, a question, a court challenge; closed, reopened, and open."""
    case = Case(incoming())
    court, police = make.Authority(), make.Authority()
    case.take("review", on=day(2))
    case.take("accept", on=day(4), primary_basis="UNTOC")
    first = case.send(court, 1, on=day(8))
    second = case.send(police, 1, 2, on=day(10))
    case.tell(first, "take-in-charge", on=day(11))
    case.tell(first, "report", on=day(20), m1=FULL)
    case.take("request-information", on=day(25))
    case.take("receive-information", on=day(30))
    case.tell(second, "decline", on=day(33), note="Not ours.")
    case.record(on=day(40), m2=PART)
    case.take("send-results", on=day(41))
    case.take("close", on=day(45), outcome=Outcome.GRANTED_PART)
    case.take("reopen", on=day(60))
    case.court, case.police = str(court.id), str(police.id)
    return case


def test_a_fact_holds_the_stays_and_transfers_of_a_request(lived):
    court, police = lived.court, lived.police

    assert stays_of(lived.fact) == [
        (0, 8, "central", 1),
        (8, 10, court, 1),
        *((10, 20, authority, 2) for authority in sorted([court, police])),
        (20, 25, police, 1),
        (25, 30, "foreign", 1),
        (30, 33, police, 1),
        (33, 45, "central", 1),
        (45, 60, "none", 1),
        (60, None, "central", 1),
    ]
    assert transfers_of(lived.fact) == [
        (court, 8, 11, None, 20, 20),
        (police, 10, None, 33, None, 33),
    ]


def test_each_version_keeps_what_was_known_then(lived):
    closed = [fact for fact in lived.facts if fact.status == "CLOSED"]

    assert stays_of(closed[-1])[-1] == (33, 45, "central", 1)
    assert stays_of(lived.facts[0]) == [(0, None, "central", 1)]
    accepted = [fact for fact in lived.facts if fact.status == "TRANSFERRED"]
    assert transfers_of(accepted[0]) == [(lived.court, 8, None, None, None, None)]


def test_a_report_that_is_entered_late_ends_the_stay_on_its_own_day(accepted, make):
    transfer = accepted.send(make.Authority(), on=day(5))
    accepted.take("suspend", on=day(30))
    accepted.tell(transfer, "report", on=day(12), m1=FULL)

    authority = str(transfer.authority_id)
    assert stays_of(accepted.fact) == [
        (0, 5, "central", 1),
        (5, 30, authority, 1),
        (30, None, "court", 1),
    ]
    accepted.tell(transfer, "report", on=day(20), m2=FULL, m3=FULL)
    assert stays_of(accepted.fact)[1:3] == [
        (5, 20, authority, 1),
        (20, 30, "central", 1),
    ]


def test_correcting_a_day_makes_a_version_with_other_stays(lived):
    lived.take("close", on=day(70), outcome=Outcome.GRANTED_PART)
    before = len(lived.facts)

    amendments.amend(lived.request, {"closed_on": day(66)}, by=lived.clerk)

    assert len(lived.facts) == before + 1
    assert stays_of(lived.fact)[-1] == (60, 66, "central", 1)


def test_a_deed_that_moves_nothing_makes_no_version(lived):
    before = len(lived.facts)

    facts.refresh(lived.request)
    lived.take("note")

    assert len(lived.facts) == before


def test_an_old_register_tells_by_its_days(make):
    authority = make.Authority()
    record = incoming(
        transferred_on=day(9),
        executed_on=day(60),
        closed_on=day(70),
        outcome=Outcome.GRANTED_FULL,
        status=Status.CLOSED,
        transfers=[TransferRecord(authority.id, TransferStatus.DONE, sent_on=day(9))],
        is_historical=True,
    )
    number = register.store(
        [record], central_authority_id=make.the_office().id, actor_id=None
    )[0]
    fact = db.session.scalar(select(Fact).where(Fact.mla_request_id == number))

    assert stays_of(fact) == [
        (0, 9, "central", 1),
        (9, 60, str(authority.id), 1),
        (60, 70, "central", 1),
    ]
    assert transfers_of(fact) == [(str(authority.id), 9, None, None, 60, 60)]


def test_what_is_filled_in_later_is_what_would_have_been_kept(lived):
    kept = [(stays_of(fact), transfers_of(fact), fact.digest) for fact in lived.facts]
    db.session.execute(delete(FactStay))
    db.session.execute(delete(FactTransfer))
    db.session.execute(delete(FactMention).where(FactMention.kind == "article"))
    db.session.execute(update(Fact).values(digest=None))
    assert fact_filling.lacking() == len(kept)

    told = []
    fact_filling.fill(told.append)

    assert fact_filling.lacking() == 0
    assert sum(told) == len(kept)
    found = [(stays_of(fact), transfers_of(fact), fact.digest) for fact in lived.facts]
    assert found == kept
