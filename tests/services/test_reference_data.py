"""The lists of codes: what ships, what an administrator adds, words and validity."""

from datetime import date

import pytest
from sqlalchemy import func, select

from ctrack import states
from ctrack.domain.errors import ChangedMeanwhile, Invalid
from ctrack.domain.permissions import Role
from ctrack.extensions import db
from ctrack.models import Event, Instrument, Nature, Offence, StateGroup
from ctrack.queries import reference_data
from ctrack.services import reference_data as deeds
from ctrack.services.unchanged import fingerprint


@pytest.fixture
def admin(make):
    return make.User(role=Role.ADMIN)


def last_event():
    return db.session.scalars(select(Event).order_by(Event.id.desc())).first()


def test_loading_twice_adds_nothing(context):
    before = db.session.scalar(select(func.count()).select_from(Instrument))

    deeds.load()

    assert db.session.scalar(select(func.count()).select_from(Instrument)) == before


def test_the_words_an_office_gave_a_shipped_entry_outlive_an_update(admin):
    label = {"en": "Papers and records"}
    deeds.save_entry(Nature, "DOCUMENTS", {"label": label}, by=admin)

    deeds.load()

    assert db.session.get(Nature, "DOCUMENTS").label == label


def test_the_words_that_shipped_are_brought_up_to_date(context):
    entry = db.session.get(Nature, "DOCUMENTS")
    shipped, entry.label = entry.label, {"en": "As an older version had it"}

    deeds.load()

    assert entry.label == shipped


def test_a_retired_entry_stays_retired(admin):
    last = date(2020, 12, 31)
    deeds.save_entry(Offence, "DRUGS", {"valid_until": last}, by=admin)

    deeds.load()

    today = date(2026, 11, 24)
    assert "DRUGS" not in {each.code for each in reference_data.valid(Offence, today)}
    assert "DRUGS" in {each.code for each in reference_data.valid(Offence, last)}


def test_old_requests_keep_a_retired_entry(admin, case):
    code = case.request.offences[0].offence_code

    deeds.save_entry(Offence, code, {"valid_until": date(2020, 1, 1)}, by=admin)
    db.session.expire_all()

    assert case.request.offences[0].offence_code == code
    assert case.request.offences[0].offence.name()


def test_an_added_entry_is_told_in_the_log(admin):
    deeds.save_entry(
        Offence, "art_theft", {"label": {"en": "Theft of art"}, "iccs": ""}, by=admin
    )

    assert last_event().details == {"what": "offence ART_THEFT"}
    assert last_event().changes == {"label": [None, "en: Theft of art"]}


def test_a_change_is_told_before_and_after(admin):
    values = {"is_basis": False, "year": 1988}
    deeds.save_entry(Instrument, "UNTOC", {"is_basis": True, "year": 1987}, by=admin)

    deeds.save_entry(Instrument, "UNTOC", values, by=admin)

    assert last_event().changes == {"is_basis": ["yes", "no"], "year": ["1987", "1988"]}


def test_the_second_of_two_at_once_is_told(admin):
    entry = db.session.get(Offence, "DRUGS")
    seen = fingerprint(entry, ["iccs"])
    deeds.save_entry(Offence, "DRUGS", {"iccs": "1"}, by=admin, seen=seen)

    with pytest.raises(ChangedMeanwhile):
        deeds.save_entry(Offence, "DRUGS", {"iccs": "2"}, by=admin, seen=seen)

    assert entry.iccs == "1"


@pytest.mark.parametrize(
    ("code", "values", "field"),
    [
        ("!", {"label": {"en": "x"}}, "code"),
        ("", {"label": {"en": "x"}}, "code"),
        ("THEFT_OF_ART", {"label": {"fr": "Vol"}}, "label"),
        (
            "DRUGS",
            {"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 31)},
            "valid_until",
        ),
    ],
)
def test_what_cannot_be_stored_is_refused_with_its_field(admin, code, values, field):
    with pytest.raises(Invalid) as invalid:
        deeds.save_entry(Offence, code, values, by=admin)

    assert [each.field for each in invalid.value.problems] == [field]


def test_a_bilateral_treaty_is_added_once_with_its_year(admin):
    treaty = deeds.add_bilateral("bilat-fr", year=1999, by=admin)
    again = deeds.add_bilateral("BILAT-FR", year=2001, by=admin)

    assert treaty is again
    assert (treaty.partner_state, treaty.year) == ("FR", 1999)
    assert last_event().details == {"what": "instrument BILAT-FR"}


def test_there_is_no_treaty_with_what_is_no_state(admin):
    assert deeds.add_bilateral("BILAT-ZZ", year=None, by=admin) is None


# Groups of States


def test_the_groups_that_ship_have_the_members_they_say(context):
    groups = {group.code: group.members for group in reference_data.all_of(StateGroup)}

    sizes = {code: len(members) for code, members in groups.items()}
    assert sizes == {
        "UN-AFRICA": 54,
        "UN-ASIA-PACIFIC": 54,
        "UN-EASTERN-EUROPE": 23,
        "UN-GRULAC": 33,
        "UN-WEOG": 29,
        "EU": 27,
        "COE": 46,
        "ASEAN": 11,
        "COMMONWEALTH": 56,
    }
    for members in groups.values():
        assert members == sorted(set(members) & states.names().keys())


def test_every_member_of_the_united_nations_is_in_one_regional_group(context):
    members = [
        state
        for group in reference_data.all_of(StateGroup)
        if group.code.startswith("UN-")
        for state in group.members
    ]

    assert len(members) == len(set(members)) == 193


def test_the_members_an_office_gave_a_shipped_group_outlive_an_update(admin):
    deeds.save_entry(StateGroup, "EU", {"members": ["DE", "FR"]}, by=admin)

    deeds.load()

    assert db.session.get(StateGroup, "EU").members == ["DE", "FR"]
    assert last_event().details == {"what": "group EU"}


def test_the_members_that_shipped_are_brought_up_to_date(context):
    group = db.session.get(StateGroup, "ASEAN")
    shipped, group.members = group.members, ["ID"]

    deeds.load()

    assert group.members == shipped
