"""Setting days, giving and taking back time, and correcting pauses, in the browser."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ctrack import clock
from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.extensions import db
from ctrack.models import Deadline, Pause
from tests.cases import Case


@pytest.fixture
def case(make):
    case = Case()
    db.session.commit()
    return case


def place(case):
    return f"/requests/{case.request.reference}"


def deadline(case, kind=DeadlineKind.REVIEW):
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(
        select(Deadline).where(
            Deadline.mla_request_id == case.request.id, Deadline.kind == kind
        )
    ).one()


def test_a_day_is_set_done_and_shown(clerk, case):
    address = f"{place(case)}/deadlines/new"
    assert address in clerk.open(place(case)).decode()
    clerk.submit(
        address,
        data={"kind": "STATUS_REPLY", "base_on": "today", "note": "Mr Bruno rang."}
        | {"base_on": clock.today().isoformat()},
    )

    page = clerk.open(place(case)).get_text(" ", strip=True)
    assert "Reply to a status enquiry" in page
    assert "Mr Bruno rang." in page
    assert "set a day to be kept: Reply to a status enquiry" in page
    its = deadline(case, DeadlineKind.STATUS_REPLY)
    shown = clerk.open(f"{place(case)}/deadlines/{its.id}")
    done = next(a["href"] for a in shown.select("a.button") if "Done" in a.text)
    clerk.submit(done, data={"on": clock.today().isoformat()})

    assert deadline(case, DeadlineKind.STATUS_REPLY).met_on == clock.today()
    assert "recorded as done" in clerk.open(place(case)).get_text()


def test_what_is_missing_is_said_beside_its_field(clerk, case):
    page = clerk.submit(
        f"{place(case)}/deadlines/new", data={"kind": "OTHER"}, expect=422
    )

    text = page.get_text()
    assert "No rule gives a term for this: give the day." in text
    assert "Say what is to be kept." in text


def test_time_is_given_by_days_and_taken_back(clerk, case):
    its = deadline(case)
    first, address = its.current_on, f"{place(case)}/deadlines/{its.id}"

    clerk.submit(
        f"{address}/extend",
        data={"count": "5", "unit": "WORKING_DAYS", "reason": "A long file."},
    )
    assert deadline(case).current_on > first
    assert "Take back the last" in clerk.open(address).get_text()
    clerk.submit(f"{address}/take-back", data={"reason": "Wrong file."})

    assert deadline(case).current_on == first
    assert "Wrong file." in clerk.open(place(case)).get_text()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Give the day, or a number of days."),
        ({"count": "many"}, "Give a number from 0 to 3650."),
        ({"count": "3", "until": "2099-01-01"}, "not both"),
        ({"count": "3000"}, "between 1 and 730"),
    ],
)
def test_more_time_that_cannot_be_read_is_asked_for_again(clerk, case, typed, told):
    address = f"{place(case)}/deadlines/{deadline(case).id}/extend"

    page = clerk.submit(
        address, data={"unit": "CALENDAR_DAYS", "reason": "x"} | typed, expect=422
    )

    assert told in page.get_text()


def test_what_was_set_in_error_is_struck_out(clerk, case):
    clerk.submit(
        f"{place(case)}/deadlines/new",
        data={"kind": "OTHER", "until": clock.today().isoformat(), "note": "Ring."}
        | {"base_on": clock.today().isoformat()},
    )
    its = deadline(case, DeadlineKind.OTHER)

    clerk.submit(
        f"{place(case)}/deadlines/{its.id}/strike", data={"reason": "Another file."}
    )

    page = clerk.open(place(case)).get_text(" ", strip=True)
    assert "struck out a day to be kept" in page
    assert "Another file." in page


def test_a_pause_is_corrected_and_struck_out(clerk, case):
    since = case.request.counted_from
    clerk.submit(
        f"{place(case)}/pauses/new",
        data={"category": "TRANSLATION", "since": since.isoformat()},
    )
    pause = db.session.scalars(select(Pause)).one()
    address = f"{place(case)}/pauses/{pause.id}/correct"
    assert address in clerk.open(place(case)).decode()
    form = clerk.open(address).form()

    until = (since + timedelta(days=9)).isoformat()
    clerk.submit(address, data=form | {"until": until, "reason": "The letter."})
    page = clerk.open(place(case)).get_text(" ", strip=True)
    assert "corrected a pause:" in page
    assert "The first day that counts again" in page
    clerk.submit(f"{place(case)}/pauses/{pause.id}/strike", data={"reason": "None."})

    assert db.session.scalars(select(Pause)).all() == []


def test_the_second_is_told_what_the_first_did(clerk, sign_in, case):
    other = sign_in(case.clerk)
    address = f"{place(case)}/deadlines/{deadline(case).id}/extend"
    form = clerk.open(address).form()
    other.submit(f"{place(case)}/actions/acknowledge", data={"on": clock.today()})

    page = clerk.submit(
        address, data=form | {"count": "5", "reason": "A long file."}, expect=409
    )

    assert "acknowledged receipt" in page.get_text()
    assert deadline(case).original_on == deadline(case).current_on
