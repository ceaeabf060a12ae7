"""Statistical facts: coded, nameless, and kept as versions."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from ctrack import clock
from ctrack.domain.records import BasisRecord, PersonRecord
from ctrack.domain.vocabulary import Confidentiality, Outcome, Rank
from ctrack.extensions import db
from ctrack.models import Fact, FactMention
from ctrack.services import amendments, facts, request_parts
from tests.cases import FULL, PART, RECEIVED, Case, incoming, mentions_of


def as_at(case, moment):
    """What was held true of the request at this moment."""
    return db.session.scalar(
        select(Fact).where(
            Fact.mla_request_id == case.request.id,
            Fact.known_from <= moment,
            (Fact.known_until > moment) | Fact.known_until.is_(None),
        )
    )


def test_a_fact_holds_the_codes_of_a_request(accepted, make):
    court = make.Authority()
    transfer = accepted.send(court, 1)
    accepted.tell(transfer, "report", m1=PART)
    fact = accepted.fact

    assert (fact.reference, fact.direction, fact.matter, fact.partner_state) == (
        accepted.request.reference,
        "incoming",
        "MLA",
        "FR",
    )
    assert (fact.status, fact.primary_basis, fact.primary_offence) == (
        "PARTIALLY_EXECUTED",
        "UNTOC",
        "LAUNDERING",
    )
    assert (fact.opened_on, fact.closed_on) == (RECEIVED, None)
    assert mentions_of(fact) == {
        ("basis", 0, "UNTOC", None),
        ("basis", 1, "COE030", None),
        ("article", 0, "UNTOC", None),
        ("article", 1, "COE030", None),
        ("nature", 0, "DOCUMENTS", "PROVIDED_PARTIAL"),
        ("nature", 1, "TESTIMONY", "PENDING"),
        ("nature", 2, "SERVICE", "PENDING"),
        ("offence", 0, "LAUNDERING", None),
        ("authority", 0, str(court.id), None),
    }


def test_without_a_primary_basis_none_is_stated(case):
    assert case.fact.primary_basis == "NOT_STATED"
    assert ("basis", 1, "UNTOC", None) in mentions_of(case.fact)


def test_a_basis_cited_under_two_articles_is_mentioned_once(make):
    bases = [BasisRecord("UNTOC", "18", Rank.PRIMARY), BasisRecord("UNTOC", "13")]
    case = Case(incoming(bases=["UNTOC"]))
    request_parts.set_bases(case.request, bases, by=case.clerk)
    assert [m for m in mentions_of(case.fact) if m[0] == "basis"] == [
        ("basis", 0, "UNTOC", None)
    ]


def test_articles_are_kept_by_their_numbers_only(make):
    bases = [
        BasisRecord("UNTOC", "18, para. 3 (as Mr Smith agreed)", Rank.PRIMARY),
        BasisRecord("UNTOC", "13"),
    ]
    case = Case(incoming(bases=["UNTOC"]))
    request_parts.set_bases(case.request, bases, by=case.clerk)
    assert [m[2] for m in sorted(mentions_of(case.fact)) if m[0] == "article"] == [
        "UNTOC 18",
        "UNTOC 13",
    ]


def test_our_request_opens_when_it_is_sent(ours):
    assert ours.fact.opened_on is None
    ours.take("send")
    assert ours.fact.opened_on == ours.day


def test_each_change_of_a_code_is_a_version(case):
    case.walk("review", "accept")
    versions = case.facts

    assert [fact.status for fact in versions] == [
        "REGISTERED",
        "UNDER_REVIEW",
        "ACCEPTED",
    ]
    for earlier, later in pairwise(versions):
        assert earlier.known_until == later.known_from
        assert earlier.known_from < earlier.known_until
    assert versions[-1].known_until is None


def test_what_changes_no_code_makes_no_version(case):
    case.walk("note", "consult", "assign")
    amendments.amend(
        case.request,
        {"subject": "Other", "remarks": "Thick.", "language": "fr"},
        by=case.clerk,
    )
    request_parts.set_persons(case.request, [PersonRecord("Eva")], by=case.clerk)
    facts.refresh(case.request)
    assert len(case.facts) == 1


def test_a_mention_alone_makes_a_version(accepted, make):
    before = len(accepted.facts)
    accepted.record(m1=FULL)
    request_parts.set_offences(accepted.request, ["FRAUD"], by=accepted.clerk)
    amendments.amend(
        accepted.request,
        {"confidentiality": Confidentiality.RESTRICTED},
        by=accepted.clerk,
    )
    assert len(accepted.facts) == before + 3
    assert accepted.fact.is_restricted


def test_an_earlier_moment_gives_the_earlier_truth(accepted):
    accepted.record(m1=FULL)
    moment = clock.now()
    accepted.record(m2=FULL, m3=FULL)
    accepted.take("send-results")
    accepted.take("close", outcome=Outcome.GRANTED_FULL)
    amendments.amend(accepted.request, {"partner_state": "BE"}, by=accepted.clerk)

    then, now = as_at(accepted, moment), as_at(accepted, clock.now())
    assert (then.status, then.outcome, then.partner_state) == (
        "PARTIALLY_EXECUTED",
        None,
        "FR",
    )
    assert ("nature", 1, "TESTIMONY", "PENDING") in mentions_of(then)
    assert (now.status, now.outcome, now.partner_state) == (
        "CLOSED",
        "GRANTED_FULL",
        "BE",
    )
    assert as_at(accepted, accepted.request.entered_at - timedelta(seconds=1)) is None


def test_a_request_has_one_present_version(case):
    """The database itself refuses a second one."""
    present = case.fact
    columns = [c.key for c in inspect(Fact).columns if c.key != "id"]
    twin = Fact(**{name: getattr(present, name) for name in columns})
    db.session.add(twin)
    with pytest.raises(IntegrityError):
        db.session.flush()


WORDS = st.text(
    st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=12, max_size=30
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=st.lists(WORDS, min_size=9, max_size=9, unique=True))
def test_no_word_of_a_case_ever_stands_in_the_facts(make, words):
    subject, name, remarks, authority, use, note, court, other, party = words
    case = Case(
        incoming(
            subject=subject,
            remarks=remarks,
            partner_authority=authority,
            use_limitation=use,
            persons=[PersonRecord(name, note=note)],
        )
    )
    case.walk("review", "accept")
    transfer = case.send(make.Authority(name=party), 1, note=note)
    case.tell(transfer, "report", m1=FULL, authority_reference=other, note=note)
    case.take("suspend", court=court)
    case.take("end-suspension", note=note)
    amendments.amend(case.request, {"conditions": other}, by=case.clerk)

    stored = " ".join(
        str(getattr(row, column.key))
        for row in [*case.facts, *_all_mentions(case)]
        for column in inspect(type(row)).columns
    )
    assert not [word for word in words if word in stored]


def _all_mentions(case):
    ids = [fact.id for fact in case.facts]
    return db.session.scalars(select(FactMention).where(FactMention.fact_id.in_(ids)))
