"""Leavers in the administration, leave in the office, and the deputy's first page."""

from datetime import timedelta

from ctrack import clock
from ctrack.domain.permissions import Role
from ctrack.extensions import db


def test_an_administrator_is_asked_who_takes_over(admin, make):
    leaver, eva = make.User(), make.User(name="Eva", username="eva")
    row = make.MLARequest(officer=leaver)
    address = f"/admin/users/{leaver.id}"

    page = admin.open(address)
    assert "1 open requests" in page.get_text()
    data = page.form() | {"active": None}
    page = admin.submit(address, data=data, expect=422)
    assert "Somebody has to take over what lies with" in page.get_text()

    admin.submit(address, data=page.form() | {"active": None, "successor": "eva"})
    db.session.expire_all()
    assert row.officer_id == eva.id


def test_retiring_an_authority_asks_for_its_successor(admin, make):
    from tests.cases import Case

    court = make.Authority()
    other = make.Authority()
    case = Case().walk("review", "accept")
    case.send(court)
    address = f"/admin/authorities/{court.id}"

    data = admin.open(address).form() | {"valid_until": "24 Nov 2026"}
    page = admin.submit(address, data=data, expect=422)
    assert "1 open transfers lie with it" in page.get_text()

    admin.submit(address, data=page.form() | {"successor": other.code})
    db.session.expire_all()
    assert [t.authority_id for t in case.request.open_transfers] == [other.id]


def test_a_supervisor_records_leave_and_the_deputy_finds_the_requests(
    supervisor, sign_in, make
):
    absent = make.User(name="Kwame Osei", username="kwame")
    deputy = sign_in(name="Eva", username="eva")
    for _ in range(3):
        make.MLARequest(officer=absent)
    today = clock.today()

    data = {
        "user": "kwame",
        "deputy": "eva",
        "since": today.isoformat(),
        "until": (today + timedelta(days=4)).isoformat(),
    }
    supervisor.submit("/office/leave", data=data)

    [link] = deputy.open("/").select("#stands-in a")
    assert link.get_text() == "3 open requests"
    assert len(deputy.open(link["href"]).select("main tbody tr")) == 3
    page = supervisor.open("/office/leave")
    assert "away now" in page.get_text()
    supervisor.submit(page.select_one("form.inline")["action"])
    assert not deputy.open("/").select("#stands-in")


def test_a_leave_that_cannot_be_is_shown_again_with_the_reason(supervisor, make):
    make.User(username="kwame")
    data = {"user": "kwame", "deputy": "kwame", "since": "soon", "until": ""}

    page = supervisor.submit("/office/leave", data=data, expect=422)

    assert "“soon” is not a day" in page.get_text()
    assert page.select_one("[name=since]")["value"] == "soon"


def test_a_clerk_records_no_leave(clerk, sign_in):
    clerk.open("/office/leave", expect=403)
    sign_in(role=Role.AUDITOR).open("/office/leave", expect=403)
