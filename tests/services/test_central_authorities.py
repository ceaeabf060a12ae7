"""What the register knows of the office itself."""

import pytest
from sqlalchemy import select

from ctrack.domain.errors import ChangedMeanwhile, Invalid
from ctrack.domain.permissions import Role
from ctrack.extensions import db
from ctrack.models import Event
from ctrack.services import central_authorities as deeds
from ctrack.services.unchanged import fingerprint


@pytest.fixture
def admin(make):
    return make.User(role=Role.ADMIN)


@pytest.fixture
def values(admin):
    """What is known now."""
    office = admin.central_authority
    return {name: getattr(office, name) for name in deeds.FIELDS}


def test_a_change_is_kept_and_told(admin, values):
    office = admin.central_authority

    event = deeds.change(office, values | {"telephone": "+00 555"}, by=admin)

    assert office.telephone == "+00 555"
    assert event.changes == {"telephone": [None, "+00 555"]}


def test_nothing_new_writes_nothing(admin, values):
    before = db.session.scalars(select(Event.id)).all()

    assert deeds.change(admin.central_authority, values, by=admin) is None
    assert db.session.scalars(select(Event.id)).all() == before


@pytest.mark.parametrize(
    ("field", "typed"), [("name", " "), ("state", "ZZ"), ("telephone", "0" * 81)]
)
def test_what_cannot_be_stored_is_refused_with_its_field(admin, values, field, typed):
    with pytest.raises(Invalid) as invalid:
        deeds.change(admin.central_authority, values | {field: typed}, by=admin)

    assert [each.field for each in invalid.value.problems] == [field]


def test_the_second_of_two_at_once_is_told(admin, values):
    office = admin.central_authority
    seen = fingerprint(office, deeds.FIELDS)
    deeds.change(office, values | {"address": "1 Quay Street"}, by=admin, seen=seen)

    with pytest.raises(ChangedMeanwhile):
        deeds.change(office, values | {"address": "2 Mill Lane"}, by=admin, seen=seen)

    assert office.address == "1 Quay Street"
