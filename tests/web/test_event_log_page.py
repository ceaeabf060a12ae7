"""The event log on screen and as CSV."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from ctrack.domain.events import EventKind
from ctrack.domain.permissions import Role
from ctrack.domain.vocabulary import Confidentiality
from ctrack.extensions import db, transaction
from ctrack.services import (
    accounts,
    amendments,
    authorities,
    central_authorities,
    events,
)
from ctrack.web.field_names import FIELDS


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


def test_why_something_was_accepted_all_the_same_is_told(supervisor, noted):
    chief = supervisor.user
    amendments.amend(
        noted, {"acknowledged_on": date(2020, 5, 9)}, by=chief, override_note="Fax."
    )
    db.session.commit()

    assert "because: Fax." in " ".join(supervisor.open("/events").text.split())
    assert "Fax." in supervisor.open("/events.csv").text


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


def test_the_latest_entry_is_first_whatever_its_number(auditor, make, monkeypatch):
    """What is brought in keeps the moment of its entry elsewhere."""
    request, person = make.MLARequest(), make.User()
    with monkeypatch.context() as at:
        for hour in (9, 11, 10):
            moment = datetime(2020, 5, 6, hour, tzinfo=UTC)
            at.setattr("ctrack.clock.now", lambda now=moment: now)
            events.record(EventKind.NOTED, by=person, mla_request=request)
        db.session.commit()

    shown = auditor.open("/events", reference=request.reference).select("tbody time")

    assert [each["datetime"][11:13] for each in shown] == ["11", "10", "09"]


def test_pages_leave_out_nothing_and_repeat_nothing(auditor, make, monkeypatch):
    monkeypatch.setattr("ctrack.queries.event_log.PAGE_SIZE", 3)
    monkeypatch.setattr("ctrack.web.events.PAGE_SIZE", 3)
    request, person = make.MLARequest(), make.User()
    with monkeypatch.context() as at:
        for number in range(8):
            moment = datetime(2020, 5, 6, 9 + number % 2, tzinfo=UTC)
            at.setattr("ctrack.clock.now", lambda now=moment: now)
            events.record(
                EventKind.NOTED, by=person, mla_request=request, note=f"Note {number}"
            )
        db.session.commit()

    page, notes = auditor.open("/events", reference=request.reference), []
    while True:
        notes += [each.text for each in page.select("tbody .sub")]
        older = page.select_one("a[rel=next]")
        if older is None:
            break
        page = auditor.open(older["href"])

    assert notes == [f"Note {number}" for number in (7, 5, 3, 1, 6, 4, 2, 0)]


def test_a_long_page_asks_no_more_than_a_short_one(auditor, make, count_queries):
    def fill(lines):
        for _ in range(lines):
            events.record(
                EventKind.ACKNOWLEDGED, by=make.User(), mla_request=make.MLARequest()
            )
        db.session.commit()

    fill(1)
    with count_queries() as short:
        auditor.open("/events")
    fill(60)
    with count_queries() as long:
        auditor.open("/events")

    assert len(long) == len(short), str(long)


def test_kinds_are_chosen_by_what_they_tell(auditor):
    page = auditor.open("/events", kind="CLOSED")

    [chosen] = page.select("[name=kind] option[selected]")
    assert chosen["value"] == "CLOSED"
    assert chosen.text == "Closed the request: …"
    assert len(page.select("[name=kind] option")) == len(EventKind) + 1


def test_what_administrators_change_is_told_in_words(auditor, make):
    admin, court = make.User(role=Role.ADMIN, name="Ada"), make.Authority(code="FIU")
    person = make.User(name="Eva")
    with transaction():
        accounts.change(
            person,
            by=admin,
            name="Eva",
            role=Role.AUTHORITY,
            authority_code="FIU",
            active=False,
        )
        authorities.save(court, {"code": "FIU", "name": "Unit"}, by=admin)

    unit, eva = auditor.open("/events").select("tbody tr")[:2]

    assert "Ada changed the authority FIU." in unit.text
    assert "Authority: empty → FIU" in eva.text
    assert "May sign in: yes → no" in eva.text


def test_every_field_of_a_change_has_a_name_of_its_own():
    kept = amendments.CORRECTABLE | {*authorities.FIELDS, *central_authorities.FIELDS}

    assert kept <= set(FIELDS)
    assert len({FIELDS[name] for name in amendments.CORRECTABLE}) == len(
        amendments.CORRECTABLE
    )
