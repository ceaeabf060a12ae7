"""Questions with filters, by code or in words, and what cannot be asked."""

from datetime import date

import pytest

from ctrack.domain.errors import Invalid
from ctrack.domain.statistics.questions import Named
from ctrack.queries.statistics import asking

TODAY = date(2026, 11, 24)
PERIOD = {"from": ["2020-01-01"], "to": ["2020-12-31"]}


@pytest.fixture
def read(make):
    def answer(**filters):
        return asking.read(
            {**PERIOD, **filters},
            central_authority_id=make.the_office().id,
            today=TODAY,
        )

    return answer


@pytest.mark.parametrize(
    ("filters", "attribute", "expected"),
    [
        ({"state": ["France", "DE", "ita"]}, "states", ("FR", "DE", "IT")),
        ({"state": ["not stated"]}, "states", ("NOT_STATED",)),
        ({"basis": ["untoc", "BILAT-FR"]}, "bases", ("UNTOC", "BILAT-FR")),
        ({"basis": ["UNTOC art. 18"]}, "bases", ("UNTOC",)),
        ({"nature": ["documents"]}, "natures", ("DOCUMENTS",)),
        ({"offence": ["07041"]}, "offences", ("LAUNDERING",)),
        ({"matter": ["European Investigation Order"]}, "matters", ("EIO",)),
        ({"state": ["", "FR", "France"]}, "states", ("FR",)),
    ],
)
def test_codes_and_labels_mean_the_same(read, filters, attribute, expected):
    assert getattr(read(**filters), attribute) == expected


def test_an_authority_is_named_by_code_or_name(read, make):
    court = make.Authority(code="HIGH", name="The High Court")

    expected = (Named("HIGH", "The High Court", (str(court.id),)),)
    assert read(authority=["high"]).authorities == expected
    assert read(authority=["the high court"]).authorities == expected


def test_a_group_stands_for_its_states(read):
    (group,) = read(group=["european union"]).groups

    assert group.code == "EU"
    assert len(group.stands_for) == 27
    assert {"FR", "DE"} < set(group.stands_for)


def test_a_state_may_be_asked_for_beside_a_group(read):
    question = read(group=["ASEAN"], state=["FR"])

    assert "FR" in question.partner_states
    assert len(question.partner_states) == 12


def test_without_filters_all_states_are_counted(read):
    assert read().partner_states is None
    assert list(read().filters()) == []


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("state", "is no State we know"),
        ("group", "is no group of States"),
        ("basis", "is no legal basis"),
        ("nature", "is no nature of assistance"),
        ("offence", "is no offence"),
        ("authority", "is no authority"),
        ("matter", "is no type of matter"),
    ],
)
def test_an_unknown_code_is_told_in_a_sentence(read, name, complaint):
    with pytest.raises(Invalid) as refusal:
        read(**{name: ["Atlantis"]})

    (found,) = refusal.value.problems
    assert (found.field, complaint in str(found.sentence)) == (name, True)
    assert "“Atlantis”" in str(found.sentence)


def test_whatever_is_wrong_is_told_at_once(read):
    with pytest.raises(Invalid) as refusal:
        read(state=["Atlantis"], **{"from": ["soon"]})

    assert {p.field for p in refusal.value.problems} == {"from", "state"}


def test_a_question_stands_in_the_address_as_it_was_asked(read):
    asked = {
        **PERIOD,
        "as_at": ["2021-01-15"],
        "direction": ["incoming"],
        "state": ["FR", "DE"],
        "group": ["EU"],
        "basis": ["UNTOC"],
        "matter": ["EIO"],
    }

    question = read(**asked)

    assert question.query == asked
    assert read(**question.query) == question
