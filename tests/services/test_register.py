"""Entering requests: references, stages, events, and who may see them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ctrack import clock
from ctrack.domain.errors import Invalid
from ctrack.domain.permissions import Role
from ctrack.domain.records import BasisRecord, MeasureRecord, PersonRecord
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import (
    Confidentiality,
    Direction,
    LinkKind,
    Outcome,
    Rank,
    ReferenceKind,
)
from ctrack.extensions import db
from ctrack.models import MLARequest
from ctrack.queries import mla_requests
from ctrack.services import references, register
from tests.cases import NOT_POSSIBLE, RECEIVED, Case, events_of, incoming, outgoing


@pytest.fixture
def clerk_of_office(make):
    return make.User(role=Role.CLERK)


def entered(record, by):
    return register.register(record, by=by)


def test_a_request_is_stored_with_all_that_belongs_to_it(clerk_of_office):
    request = entered(
        incoming(
            references=[(ReferenceKind.PARTNER, " A  7 / 2020 ")],
            persons=[PersonRecord("Ahmed Mansour")],
            bases=["UNTOC"],
        ),
        clerk_of_office,
    )

    assert request.reference == "MLI-2020-00001"
    assert request.status is Status.REGISTERED
    assert request.entered_by_id == clerk_of_office.id
    assert [(r.kind, r.value, r.normalised) for r in request.references] == [
        (ReferenceKind.OWN, "MLI-2020-00001", "mli202000001"),
        (ReferenceKind.PARTNER, "A 7 / 2020", "a72020"),
    ]
    assert [basis.instrument_code for basis in request.bases] == ["UNTOC"]
    assert [measure.nature_code for measure in request.measures] == [
        "DOCUMENTS",
        "TESTIMONY",
    ]
    assert [person.name for person in request.persons] == ["Ahmed Mansour"]
    [line] = events_of(request)
    assert (line.kind, line.actor_id) == ("REGISTERED", clerk_of_office.id)


def test_the_year_of_the_reference_is_that_of_the_letter(clerk_of_office):
    old = entered(
        incoming(received_on=RECEIVED.replace(year=2019, month=12, day=30)),
        clerk_of_office,
    )
    new = entered(outgoing(received_on=RECEIVED), clerk_of_office)
    today = entered(outgoing(received_on=None), clerk_of_office)
    assert old.reference == "MLI-2019-00001"
    assert new.reference == "MLO-2020-00001"
    assert today.reference == f"MLO-{clock.today().year}-00001"


def test_a_reference_from_outside_is_never_given_again(clerk_of_office):
    entered(incoming(reference="MLI-2020-00041"), clerk_of_office)
    entered(incoming(reference="MLI-2020-00007"), clerk_of_office)
    assert entered(incoming(), clerk_of_office).reference == "MLI-2020-00042"


def test_many_are_numbered_in_their_order(clerk_of_office):
    office = clerk_of_office.central_authority_id
    records = [incoming(), outgoing(received_on=RECEIVED), incoming()]
    told = []
    ids = register.store(
        records,
        central_authority_id=office,
        actor_id=clerk_of_office.id,
        on_progress=told.append,
    )
    assert [mla_requests.by_id(number).reference for number in ids] == [
        "MLI-2020-00001",
        "MLO-2020-00001",
        "MLI-2020-00002",
    ]
    assert told == [3]
    given = references.next_references(
        Direction.INCOMING, 2020, central_authority_id=office, numbers=2
    )
    assert given == ["MLI-2020-00003", "MLI-2020-00004"]


@pytest.mark.parametrize(
    ("record", "status"),
    [
        (incoming(), Status.REGISTERED),
        (outgoing(received_on=RECEIVED), Status.CA_REVIEW),
        (outgoing(sent_on=RECEIVED), Status.SENT),
        (
            outgoing(sent_on=RECEIVED, acknowledged_on=RECEIVED),
            Status.ACKNOWLEDGED,
        ),
    ],
)
def test_the_first_stage_follows_from_what_is_known(clerk_of_office, record, status):
    assert entered(record, clerk_of_office).status is status


def test_what_is_wrong_is_told_and_nothing_is_stored(clerk_of_office):
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Invalid) as refusal:
        entered(incoming(received_on=tomorrow, bases=[]), clerk_of_office)
    assert [p.field for p in refusal.value.problems] == ["received_on", "legal_bases"]
    assert db.session.scalars(select(MLARequest)).all() == []


@pytest.mark.parametrize("subject", ["=1+1", "@SUM(A1)", "'; DROP TABLE event; --", "‮"])
def test_odd_subjects_are_kept_as_they_are(clerk_of_office, subject):
    assert entered(incoming(subject=subject), clerk_of_office).subject == subject


def test_whoever_enters_a_restricted_request_may_see_it(clerk_of_office, make):
    officer = make.User(role=Role.SUPERVISOR)
    request = entered(
        incoming(
            confidentiality=Confidentiality.RESTRICTED,
            officer_id=officer.id,
            named_officer_ids=[officer.id],
        ),
        clerk_of_office,
    )
    for user in (clerk_of_office, officer):
        found = mla_requests.by_reference(request.reference, seen_by=user)
        assert found is request
    assert len(request.named_officers) == 2


def test_an_old_request_comes_with_its_provenance(clerk_of_office):
    case = Case(
        incoming(
            reference="OLD/17",
            is_historical=True,
            provenance={"file": "old.xlsx", "row": "17"},
            closed_on=RECEIVED + timedelta(days=90),
            outcome=Outcome.WITHDRAWN,
            status=Status.CLOSED,
            bases=["UNTOC"],
            measures=[MeasureRecord("DOCUMENTS", outcome=NOT_POSSIBLE)],
        ),
        by=clerk_of_office,
    )
    [line] = case.events
    assert line.kind == "IMPORTED"
    assert line.details == {"file": "old.xlsx", "row": "17"}
    assert case.fact.outcome == "WITHDRAWN"
    assert case.request.reference == "OLD/17"


def test_links_name_requests_of_ours(clerk_of_office):
    first = entered(incoming(), clerk_of_office)
    second = entered(
        incoming(links=[(LinkKind.SUPPLEMENTS, first.reference)]), clerk_of_office
    )
    assert [link.target for link in second.links] == [first]


def test_one_primary_basis_at_most(clerk_of_office):
    bases = [BasisRecord("UNTOC", rank=Rank.PRIMARY), BasisRecord("UNCAC")]
    request = entered(outgoing(received_on=RECEIVED, bases=bases), clerk_of_office)
    assert request.primary_basis.instrument_code == "UNTOC"
