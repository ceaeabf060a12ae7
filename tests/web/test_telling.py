"""The event log in words: codes and days are put into words when it is read."""

from datetime import UTC, date, datetime

import pytest

from ctrack.domain.events import EventKind
from ctrack.models import Event, User
from ctrack.web.telling import entered_late, told, told_changes


@pytest.fixture
def line(app, make):
    def made(kind, details=None, changes=None, **more):
        return Event(
            kind=kind,
            actor=User(name="Kwame Osei"),
            happened_on=date(2026, 11, 19),
            entered_at=datetime(2026, 11, 19, 9, tzinfo=UTC),
            details=details or {},
            changes=changes or {},
            **more,
        )

    with app.test_request_context():
        yield made


@pytest.mark.parametrize(
    ("kind", "details", "sentence"),
    [
        ("ACCEPTED", {"primary_basis": "UNTOC"}, "accepted the request under UNTOC."),
        (
            "ACCEPTED",
            {"primary_basis": "BILAT-FR"},
            "accepted the request under Bilateral treaty with France.",
        ),
        (
            "ACCEPTED",
            {"primary_basis": "AD_HOC"},
            "accepted the request under Ad hoc arrangement.",
        ),
        ("CLOSED", {"outcome": "REFUSED"}, "closed the request: Refused."),
        (
            "ASSIGNED",
            {"officer": "TO BE NAMED"},
            "assigned the request to TO BE NAMED.",
        ),
    ],
)
def test_codes_are_put_into_words_and_names_left_alone(line, kind, details, sentence):
    assert told(line(kind, details)) == f"Kwame Osei {sentence}"


def test_a_day_is_worded(line):
    event = line(
        "POSTPONED",
        {"review_on": "2026-12-01", "postponement_ground": "ONGOING_PROCEEDINGS"},
    )

    assert "postponed execution until 1 Dec 2026" in told(event)


def test_every_kind_can_be_told_even_where_a_detail_is_missing(line):
    for kind in EventKind:
        sentence = told(line(kind.name))
        assert sentence
        assert "%(" not in sentence


def test_before_and_after_of_a_correction_are_worded(line):
    event = line(
        "AMENDED",
        changes={
            "received_on": ["2026-11-01", "2026-11-02"],
            "partner_state": ["CN", "HK"],
            "subject": ["", "CN is no code here"],
        },
    )

    found = {c.field: (c.before, c.after) for c in told_changes(event)}

    assert found["Received on"] == ("1 Nov 2026", "2 Nov 2026")
    assert found["State"] == ("China", "Hong Kong")
    assert found["Subject"] == ("", "CN is no code here")


def test_a_late_entry_says_so(line):
    event = line("NOTED")
    assert entered_late(event) == ""

    event.entered_at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert entered_late(event) == "Entered 4 days later."


def test_what_no_person_did_is_told_of_the_system(line):
    event = line("REGISTERED")
    event.actor = None

    assert told(event) == "The system registered the request."
