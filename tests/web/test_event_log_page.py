"""The event log on screen and as CSV."""

import csv
import io
from datetime import date

import pytest

from ctrack.domain.events import EventKind
from ctrack.domain.permissions import Role
from ctrack.domain.vocabulary import Confidentiality
from ctrack.extensions import db
from ctrack.services import amendments, events


@pytest.fixture
def noted(make):
    """A request with a note and a correction in its log."""
    request, person = make.MLARequest(subject="Old"), make.User(name="Ada Byron")
    events.record(
        EventKind.NOTED,
        by=person,
        on=date(2020, 5, 6),
        mla_request=request,
        note="=cmd|' /C calc'!A0",
    )
    amendments.amend(request, {"subject": "New"}, by=person)
    db.session.commit()
    return request


def test_the_log_tells_who_did_what_and_what_it_was_before(supervisor, noted):
    page = supervisor.open("/events")

    correction, note = page.select("tbody tr")[:2]
    assert "Ada Byron added a note." in note.text
    assert "6 May 2020" in note.text
    assert "correction" in correction.text
    assert [part.text for part in correction.select("bdi")] == ["Old", "New"]


def test_the_log_is_filtered(auditor, noted, make):
    other = make.MLARequest()
    events.record(EventKind.ACKNOWLEDGED, by=make.User(), mla_request=other)

    by_request = auditor.open("/events", reference=noted.reference.lower())
    by_kind = auditor.open("/events", kind="NOTED")
    by_day = auditor.open("/events", **{"from": "1 May 2020", "to": "31.5.2020"})

    assert len(by_request.select("tbody tr")) == 2
    assert len(by_kind.select("tbody tr")) == 1
    assert len(by_day.select("tbody tr")) == 1


def test_what_means_nothing_is_told(auditor):
    page = auditor.open("/events", kind="DANCED", expect=422, **{"from": "31 Feb"})

    told = page.select_one(".notice--bad").text
    assert "no such kind of event" in told
    assert "is not a day" in told


def test_the_log_is_taken_away_as_text(auditor, noted):
    text = auditor.open("/events.csv", kind="NOTED").data.decode("utf-8-sig")

    [header, line] = list(csv.reader(io.StringIO(text)))
    assert line[header.index("Note")] == "'=cmd|' /C calc'!A0"


def test_older_lines_are_on_the_next_page(auditor, make):
    request, person = make.MLARequest(), make.User()
    for _ in range(130):
        events.record(EventKind.ACKNOWLEDGED, by=person, mla_request=request)

    first = auditor.open("/events")
    second = auditor.open(first.select_one("a[rel=next]")["href"])

    assert len(first.select("tbody tr")) == 100
    assert len(second.select("tbody tr")) == 30


def test_a_supervisor_does_not_read_of_restricted_requests(sign_in, make):
    request = make.MLARequest(confidentiality=Confidentiality.RESTRICTED)
    events.record(EventKind.ACKNOWLEDGED, by=make.User(), mla_request=request)
    db.session.commit()

    assert request.reference not in sign_in(role=Role.SUPERVISOR).open("/events").text
    assert request.reference in sign_in(role=Role.AUDITOR).open("/events").text
