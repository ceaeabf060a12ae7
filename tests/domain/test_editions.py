"""What can be done with an edition, by whom, and what can be asked for."""

from datetime import date

import pytest

from ctrack.domain.disclosure.publication import PUBLISHABLE
from ctrack.domain.edition_quality import checks, read_limits, usual_limits
from ctrack.domain.editions import (
    DEEDS,
    EditionStatus,
    check_open,
    deeds_from,
    read_later,
    read_order,
    slug_of,
)
from ctrack.domain.errors import Invalid, StepNotOpen
from ctrack.domain.permissions import GRANTS, Role
from ctrack.domain.statistics.questions import Period, Question
from ctrack.domain.statistics.registry import TABLES
from ctrack.domain.vocabulary import Direction

TODAY = date(2026, 11, 24)
ASKED = {
    "title": "Requests 2025",
    "from": "2025-01-01",
    "to": "2025-12-31",
    "as_at": "2026-11-23",
    "direction": "",
    "threshold": "",
}


def order(tables=("by_state",), **changes):
    return read_order(
        {**ASKED, **changes}, list(tables), central_authority_id=1, today=TODAY
    )


def refused(**changes):
    with pytest.raises(Invalid) as refusal:
        order(**changes)
    return {each.field: str(each.sentence) for each in refusal.value.problems}


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.code)
def test_a_deed_is_done_from_one_status_only(deed):
    for status in EditionStatus:
        if status is deed.origin:
            check_open(deed, status)
            assert deed in deeds_from(status)
            continue
        with pytest.raises(StepNotOpen, match="cannot be done now"):
            check_open(deed, status)


def test_nothing_is_published_but_through_submission_and_release():
    ways = {(deed.origin, deed.target) for deed in DEEDS}

    into_public = {origin for origin, target in ways if target == "released"}
    assert into_public == {EditionStatus.SUBMITTED}
    assert deeds_from(EditionStatus.WITHDRAWN) == []
    assert deeds_from(EditionStatus.DISCARDED) == []


def test_nobody_both_submits_and_releases():
    by_code = {deed.code: deed.permission for deed in DEEDS}

    for role in Role:
        assert not {by_code["submit"], by_code["release"]} <= GRANTS[role]


def test_an_edition_is_asked_for_in_words():
    found = order(threshold=" 7 ", direction="Incoming")

    assert found.title == "Requests 2025"
    assert found.tables == ("flow", "by_state")
    assert found.threshold == 7
    assert found.question == Question(
        Period(date(2025, 1, 1), date(2025, 12, 31)),
        1,
        date(2026, 11, 23),
        Direction.INCOMING,
    )
    assert order().threshold == 5


def test_the_table_with_a_row_for_each_request_is_never_a_part():
    assert order(tables=("requests", "by_state")).tables == ("flow", "by_state")
    assert not any(TABLES[name].is_long for name in PUBLISHABLE)


@pytest.mark.parametrize(
    ("changes", "field", "complaint"),
    [
        ({"title": " "}, "title", "Give the title"),
        ({"as_at": ""}, "as_at", "so as to repeat it"),
        ({"as_at": "2026-11-24"}, "as_at", "has not ended yet"),
        ({"as_at": "2025-06-30"}, "as_at", "nobody knew"),
        ({"threshold": "1"}, "threshold", "from 3 to 50"),
        ({"threshold": "many"}, "threshold", "from 3 to 50"),
        ({"tables": ()}, "tables", "at least one table"),
        ({"to": "2024-12-31"}, "to", "before it begins"),
    ],
)
def test_what_cannot_be_frozen_is_said_beside_its_field(changes, field, complaint):
    assert complaint in refused(**changes)[field]


def test_all_that_is_wrong_is_told_at_once():
    assert set(refused(title="", threshold="0", to="2030-01-01")) == {
        "title",
        "threshold",
        "to",
    }


@pytest.mark.parametrize(
    ("start", "end", "direction", "slug"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), None, "2025"),
        (date(2021, 1, 1), date(2025, 12, 31), None, "2021-2025"),
        (date(2024, 1, 1), date(2024, 12, 31), Direction.INCOMING, "2024-incoming"),
        (date(2024, 2, 1), date(2024, 3, 5), None, "2024-02-01-to-2024-03-05"),
    ],
)
def test_the_address_tells_the_period(start, end, direction, slug):
    question = Question(Period(start, end), 1, None, direction)

    assert slug_of(question, set()) == slug
    assert slug_of(question, {slug}) == f"{slug}-edition-2"
    assert slug_of(question, {slug, f"{slug}-edition-2"}) == f"{slug}-edition-3"


def test_a_later_count_is_of_the_same_question():
    question = order().question

    assert read_later(question, "", today=TODAY).as_at is None
    assert read_later(question, "24 Nov 2026", today=TODAY).as_at == TODAY
    with pytest.raises(Invalid, match="that day or a later one"):
        read_later(question, "2026-11-22", today=TODAY)


COMPLETENESS = [
    ("Primary legal basis stated", 6, 0.94),
    ("Main offence stated", 50, 0.5),
    ("Outcome stated at closing", 0, None),
    ("Days in order", 5, 0.95),
]


def test_the_usual_limits_hold_basis_nature_outcome_and_days():
    found = checks(COMPLETENESS, usual_limits(COMPLETENESS))

    assert [(c.limit, c.is_met) for c in found] == [
        (95, False),
        (0, True),
        (95, True),
        (95, True),
    ]


def test_limits_are_whole_percentages():
    names = ["Days in order", "Main offence stated"]

    assert read_limits({"limit-0": "99", "limit-1": " 50 % "}, names) == {
        "Days in order": 99,
        "Main offence stated": 50,
    }
    with pytest.raises(Invalid) as refusal:
        read_limits({"limit-0": "101", "limit-1": "half"}, names)
    assert [each.field for each in refusal.value.problems] == ["limit-0", "limit-1"]
