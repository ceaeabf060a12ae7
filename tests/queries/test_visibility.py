"""Which records each person may see."""

import pytest
from sqlalchemy import select

from ctrack.domain.errors import NotFound
from ctrack.domain.permissions import Role
from ctrack.domain.vocabulary import Confidentiality
from ctrack.extensions import db
from ctrack.models import CentralAuthority, MLARequest, Transfer
from ctrack.queries import mla_requests
from ctrack.queries.visibility import requests_seen_by, transfers_seen_by
from ctrack.services import request_parts
from tests.cases import Case, incoming


@pytest.fixture
def plain(make):
    return Case().walk("review", "accept")


@pytest.fixture
def secret(make):
    record = incoming(confidentiality=Confidentiality.RESTRICTED)
    return Case(record).walk("review", "accept")


def person(make, role, **details):
    if role is Role.AUTHORITY:
        details.setdefault("authority", make.Authority())
    return make.User(role=role, **details)


def requests(user):
    found = db.session.scalars(select(MLARequest).where(requests_seen_by(user)))
    return {mla_request.reference for mla_request in found}


def transfers(user):
    statement = (
        select(Transfer).join(Transfer.mla_request).where(transfers_seen_by(user))
    )
    return {transfer.id for transfer in db.session.scalars(statement)}


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.STATISTICIAN])
def test_restricted_requests_are_for_named_officers_only(make, plain, secret, role):
    stranger = person(make, role)
    assert requests(stranger) == {plain.request.reference}
    with pytest.raises(NotFound):
        mla_requests.by_reference(secret.request.reference, seen_by=stranger)
    with pytest.raises(NotFound):
        mla_requests.locked(secret.request.reference, seen_by=stranger)
    assert requests(secret.clerk) == {plain.request.reference, secret.request.reference}


def test_who_is_no_longer_named_sees_it_no_longer(make, secret):
    other = person(make, Role.CLERK)
    request_parts.name_officers(secret.request, [other], by=secret.supervisor)
    assert requests(other) == {secret.request.reference}
    assert requests(secret.clerk) == set()


def test_an_auditor_sees_everything(make, plain, secret):
    auditor = person(make, Role.AUDITOR)
    assert requests(auditor) == {plain.request.reference, secret.request.reference}


@pytest.mark.parametrize("role", [Role.AUTHORITY, Role.ADMIN])
def test_authorities_and_administrators_see_no_request(make, plain, role):
    user = person(make, role)
    assert requests(user) == set()
    with pytest.raises(NotFound, match=r"no request .* that you may see"):
        mla_requests.by_reference(plain.request.reference, seen_by=user)


def test_being_named_does_not_open_what_the_role_does_not(make, secret):
    admin = person(make, Role.ADMIN)
    request_parts.name_officers(
        secret.request, [secret.clerk, admin], by=secret.supervisor
    )
    assert requests(admin) == set()


@pytest.mark.parametrize("role", Role)
def test_nobody_sees_requests_of_another_central_authority(make, plain, role):
    elsewhere = CentralAuthority(code="OTHER", name="Another office")
    db.session.add(elsewhere)
    plain.send(make.Authority())
    stranger = person(make, role, central_authority=elsewhere)
    assert requests(stranger) == set()
    assert transfers(stranger) == set()


def test_an_authority_sees_its_own_transfers_only(make, plain, secret):
    court, police = make.Authority(), make.Authority()
    one = plain.send(court, 1)
    two = plain.send(police, 1)
    three = secret.send(court, 1)
    clerk = person(make, Role.CLERK)

    assert transfers(person(make, Role.AUTHORITY, authority=court)) == {
        one.id,
        three.id,
    }
    assert transfers(person(make, Role.AUTHORITY, authority=police)) == {two.id}
    assert transfers(person(make, Role.AUTHORITY, authority=None)) == set()
    assert transfers(clerk) == {one.id, two.id}
    assert transfers(secret.clerk) == {one.id, two.id, three.id}
    assert transfers(person(make, Role.AUDITOR)) == {one.id, two.id, three.id}
    assert transfers(person(make, Role.STATISTICIAN)) == set()
    assert transfers(person(make, Role.ADMIN)) == set()


def test_what_is_hidden_and_what_does_not_exist_look_the_same(make, secret):
    stranger = person(make, Role.CLERK)
    told = []
    for reference in (secret.request.reference, "MLI-2020-99999"):
        with pytest.raises(NotFound) as refusal:
            mla_requests.by_reference(reference, seen_by=stranger)
        told.append(str(refusal.value).replace(reference, "X"))
    assert told[0] == told[1]


def test_a_reference_is_found_in_any_case(make, plain):
    reference = plain.request.reference.lower()
    found = mla_requests.by_reference(f" {reference} ", seen_by=plain.clerk)
    assert found is plain.request


def test_a_request_is_loaded_in_a_constant_number_of_queries(
    make, plain, count_queries
):
    def cost():
        db.session.commit()
        reference, clerk = plain.request.reference, plain.clerk
        assert clerk.id
        db.session.expire_all()
        assert clerk.role
        with count_queries() as sent:
            found = mla_requests.by_reference(reference, seen_by=clerk)
            assert all(transfer.cells for transfer in found.transfers)
            assert found.standing.pending_measures == 2
        return len(sent)

    plain.send(make.Authority(), 1)
    plain.take("consult")
    few = cost()
    for number in (1, 2):
        plain.send(make.Authority(), number)
        plain.take("consult")
    assert cost() == few <= 14
