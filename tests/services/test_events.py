"""Every deed leaves one line in the log, with who, when and what."""

from datetime import timedelta

import pytest

from ctrack import clock
from ctrack.domain.errors import StepNotOpen
from ctrack.domain.events import EventKind
from ctrack.domain.permissions import Role
from ctrack.domain.records import PersonRecord
from ctrack.domain.vocabulary import Confidentiality, LinkKind, Outcome, ReferenceKind
from ctrack.queries import events as reading
from ctrack.services import amendments, events, request_parts
from tests.cases import FULL, RECEIVED, REFUSED, Case, incoming


def deeds(case, make):
    """Every kind of deed on a request, each as it is done."""
    court, police = make.Authority(), make.Authority()
    add = request_parts
    request, clerk = case.request, case.clerk
    yield lambda: case.take("acknowledge")
    yield lambda: case.take("review")
    yield lambda: case.take("request-information")
    yield lambda: case.take("receive-information")
    yield lambda: case.take("accept")
    yield lambda: case.take("assign")
    yield lambda: case.take("note")
    yield lambda: case.take("consult")
    yield lambda: case.take("postpone")
    yield lambda: case.take("resume")
    yield lambda: case.send(court, 1)
    transfer = request.transfers[-1]
    yield lambda: case.tell(transfer, "acknowledge")
    yield lambda: case.tell(transfer, "take-in-charge")
    yield lambda: case.tell(transfer, "query", note="Which?")
    yield lambda: case.tell(transfer, "answer", note="This.")
    yield lambda: case.tell(transfer, "block", note="Closed.")
    yield lambda: case.tell(transfer, "progress", note="Open.")
    yield lambda: case.tell(transfer, "pass-on", authority_id=police.id, note="Theirs.")
    onward = request.transfers[-1]
    yield lambda: case.tell(onward, "recall", note="Ours.")
    yield lambda: case.record(m1=FULL)
    yield lambda: case.take("send-part-results")
    yield lambda: case.send(court, 2)
    last = request.transfers[-1]
    yield lambda: case.tell(last, "decline", note="No.")
    yield lambda: case.take("suspend")
    yield lambda: case.take("end-suspension")
    yield lambda: case.record(m2=FULL)
    yield lambda: case.take("send-results")
    yield lambda: case.take("close", outcome=Outcome.GRANTED_FULL)
    yield lambda: case.take("reopen")
    yield lambda: amendments.amend(request, {"subject": "Other"}, by=clerk)
    yield lambda: add.set_persons(request, [PersonRecord("Eva")], by=clerk)
    yield lambda: add.set_offences(request, ["FRAUD"], by=clerk)
    yield lambda: add.add_reference(request, ReferenceKind.OTHER, "X 1", by=clerk)
    yield lambda: add.name_officers(request, [clerk], by=case.supervisor)
    yield lambda: add.link(request, Case().request, LinkKind.DUPLICATES, by=clerk)


def test_every_deed_writes_exactly_one_line(case, make):
    for deed in deeds(case, make):
        before = case.events
        began = clock.now()
        returned = deed()
        after = case.events
        line = after[-1]

        assert after[:-1] == before, line.kind
        assert returned is line or returned in case.request.transfers
        assert line.mla_request_id == case.request.id
        assert line.actor_id in (case.clerk.id, case.supervisor.id)
        assert began <= line.entered_at <= clock.now()
        assert line.happened_on <= clock.today()
        assert line.is_correction is (line.kind == "AMENDED")
        assert set(EventKind[line.kind].blanks()) <= set(line.details)
        line.sentence % {"actor": "Eva", **line.details}  # can be told


def test_a_line_says_what_happened_when_and_what_it_changed(case):
    case.take("review", on=RECEIVED + timedelta(days=3))
    line = case.events[-1]

    assert line.kind == "REVIEW_BEGUN"
    assert line.happened_on == RECEIVED + timedelta(days=3)
    assert line.entered_at.date() >= line.happened_on
    assert line.changes == {"status": ["REGISTERED", "UNDER_REVIEW"]}
    assert line.central_authority_id == case.request.central_authority_id


def test_a_refused_deed_leaves_no_line(case):
    lines = case.events
    for code in ("refuse", "transfer", "send-results"):
        with pytest.raises(StepNotOpen):
            case.take(code)
    assert case.events == lines


def test_a_line_of_a_transfer_names_transfer_and_authority(accepted, make):
    court = make.Authority(name="Tribunal")
    official = make.User(role=Role.AUTHORITY, authority=court)
    transfer = accepted.send(court)
    line = accepted.tell(transfer, "report", by=official, m1=REFUSED, m2=FULL)

    assert line.transfer_id == transfer.id
    assert line.actor_id == official.id
    assert line.details == {
        "authority": "Tribunal",
        "outcomes": "1 REFUSED; 2 PROVIDED_FULL",
    }
    assert line.changes["transfer_status"] == ["ASSIGNED", "IN_PROGRESS"]


def test_a_line_without_its_details_is_not_written(case):
    with pytest.raises(KeyError, match="CLOSED needs outcome"):
        events.record(EventKind.CLOSED, by=case.clerk, mla_request=case.request)


def test_reading_begins_with_the_latest_day(case):
    case.take("note", on=RECEIVED + timedelta(days=9))
    case.take("note", on=RECEIVED + timedelta(days=5))
    days = [line.happened_on for line in reading.of_request(case.request)]
    assert days == sorted(days, reverse=True)


def test_what_others_did_meanwhile_is_told(case):
    seen = reading.last_id(case.request)
    assert list(reading.since(case.request, seen)) == []
    case.take("review")
    [line] = reading.since(case.request, seen)
    assert line.actor is case.clerk


def test_no_name_of_a_person_stands_in_the_log(make):
    person = PersonRecord("Ahmed Mansour")
    case = Case(
        incoming(persons=[person], confidentiality=Confidentiality.CONFIDENTIAL)
    )
    request_parts.set_persons(case.request, [], by=case.clerk)
    request_parts.set_persons(case.request, [person], by=case.clerk)
    for line in case.events:
        assert "Mansour" not in f"{line.details}{line.changes}{line.note}"
