"""The directory of competent authorities: adding, changing, retiring."""

from datetime import date

import pytest
from sqlalchemy import select

from ctrack.domain.errors import ChangedMeanwhile, Invalid
from ctrack.domain.permissions import Role
from ctrack.domain.vocabulary import AuthorityType
from ctrack.extensions import db
from ctrack.models import Event
from ctrack.queries import authorities
from ctrack.services import authorities as deeds

COURT = {"code": "HIGH-COURT", "name": "High Court", "type": AuthorityType.COURT}


@pytest.fixture
def admin(make):
    return make.User(role=Role.ADMIN)


def told():
    return db.session.scalars(
        select(Event)
        .where(Event.kind == "REFERENCE_DATA_CHANGED")
        .order_by(Event.id.desc())
    ).first()


def problems(invalid):
    return {str(each) for each in invalid.value.problems}


def test_an_authority_that_is_added_is_told_in_the_log(admin):
    court = deeds.save(None, COURT, by=admin)

    assert authorities.by_text("high court", admin.central_authority_id) is court
    assert told().details == {"what": "authority HIGH-COURT"}
    assert told().changes["name"] == [None, "High Court"]


def test_only_what_differs_is_told(admin):
    court = deeds.save(None, COURT, by=admin)

    deeds.save(court, COURT | {"email": "mla@court.test"}, by=admin)

    assert told().changes == {"email": [None, "mla@court.test"]}


def test_a_form_that_changes_nothing_writes_nothing(admin):
    court = deeds.save(None, COURT, by=admin)
    before = told().id

    deeds.save(court, COURT, by=admin)

    assert told().id == before


def test_an_authority_is_retired_after_its_last_day_and_comes_back(admin):
    court = deeds.save(None, COURT, by=admin)
    last = date(2026, 6, 30)

    deeds.save(court, COURT | {"valid_until": last}, by=admin)
    office = admin.central_authority_id
    assert court in authorities.valid(office, last)
    assert court not in authorities.valid(office, date(2026, 7, 1))

    deeds.save(court, COURT | {"valid_until": None}, by=admin)
    assert court in authorities.valid(office, date(2026, 7, 1))


def test_what_lies_with_a_retired_authority_is_taken_over_and_counted_there(
    admin, accepted, make
):
    court, other = make.Authority(name="High Court"), make.Authority()
    accepted.send(court)
    retired = {"code": court.code, "name": court.name, "valid_until": date(2020, 1, 1)}

    deeds.save(court, retired, by=admin, successor=other.code)

    [transfer] = accepted.request.open_transfers
    assert transfer.authority is other
    assert authorities.open_transfers(admin.central_authority_id) == {other.id: 1}


def test_the_second_of_two_at_once_is_told(admin):
    court = deeds.save(None, COURT, by=admin)
    seen = court.version
    deeds.save(court, COURT | {"note": "Moved"}, by=admin, version=seen)

    with pytest.raises(ChangedMeanwhile):
        deeds.save(court, COURT | {"note": "Closed"}, by=admin, version=seen)

    assert court.note == "Moved"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "high court"}, "code"),
        ({"code": ""}, "code"),
        ({"name": "  "}, "name"),
        (
            {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 1)},
            "valid_until",
        ),
    ],
)
def test_what_cannot_be_stored_is_refused_with_its_field(admin, values, field):
    with pytest.raises(Invalid) as invalid:
        deeds.save(None, COURT | values, by=admin)

    assert [each.field for each in invalid.value.problems] == [field]


def test_neither_code_nor_name_is_given_twice(admin):
    deeds.save(None, COURT, by=admin)

    with pytest.raises(Invalid) as invalid:
        deeds.save(None, COURT | {"name": "HIGH COURT"}, by=admin)

    assert problems(invalid) == {
        "code: Another authority has this code.",
        "name: Another authority has this name.",
    }


def test_an_authority_is_found_by_words_of_its_name_code_and_address(admin, make):
    make.Authority(name="Tribunal de São Paulo", code="TSP", email="sp@court.test")
    make.Authority(name="Police", code="POLICE", contact="Duty desk, harbour")
    office = admin.central_authority_id

    def found(words):
        return [authority.code for authority in authorities.found(office, words)]

    assert found("sao tribunal") == ["TSP"]
    assert found("COURT.TEST") == ["TSP"]
    assert found("harbour") == ["POLICE"]
    assert found("harbour tribunal") == []
    assert len(found("")) == 2
