"""Administration: people, authorities and lists, for administrators only."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ctrack import clock
from ctrack.domain.chasers import ChaseKind
from ctrack.domain.permissions import Role
from ctrack.domain.vocabulary import Outcome
from ctrack.extensions import db
from ctrack.models import (
    Authority,
    DeadlineRule,
    Event,
    Instrument,
    Offence,
    StateGroup,
    User,
)
from ctrack.queries import ladders, reference_data
from tests.cases import RECEIVED, Case, incoming

PAGES = (
    "/admin",
    "/admin/office",
    "/admin/users",
    "/admin/users/new",
    "/admin/authorities",
    "/admin/authorities/new",
    "/admin/reference/instruments",
    "/admin/reference/instruments/UNTOC",
    "/admin/reference/natures/new",
    "/admin/reference/subtypes/DOC_BANK",
    "/admin/reference/offences/DRUGS",
    "/admin/reference/grounds/FORM",
    "/admin/reference/groups",
    "/admin/reference/groups/EU",
    "/admin/reference/groups/new",
    "/admin/reference/deadlines",
    "/admin/reference/deadlines/ACK",
    "/admin/reference/deadlines/new",
)


@pytest.mark.parametrize("address", PAGES)
def test_the_administrator_opens_every_page(admin, address):
    assert admin.open(address).h1


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.ADMIN, Role.AUTHORITY)]
)
def test_nobody_else_does(sign_in, role, address):
    sign_in(role=role).open(address, expect=403)


def test_a_person_who_is_added_can_sign_in(admin, anonymous):
    admin.submit(
        "/admin/users/new",
        data={
            "username": "Eva",
            "name": "Eva Stone",
            "role": "clerk",
            "password": "four words put together",
            "repeated": "four words put together",
            "active": "y",
        },
    )

    anonymous.submit(
        "/login", data={"username": "eva", "password": "four words put together"}
    )
    assert "Eva Stone" in anonymous.open("/").text


def test_a_short_password_and_a_name_in_use_are_told_in_the_form(admin):
    page = admin.submit(
        "/admin/users/new",
        data={
            "username": admin.user.username,
            "name": "Twin",
            "role": "clerk",
            "password": "short",
            "repeated": "short",
        },
        expect=422,
    )

    assert "A password has at least 12 characters." in page.text
    assert "Choose another name." in page.text
    assert page.select_one("[name=name]")["value"] == "Twin"


def test_nobody_takes_the_administration_from_themselves(admin):
    page = admin.submit(
        f"/admin/users/{admin.user.id}",
        data={"name": "Me", "role": "clerk", "active": "y"},
        expect=422,
    )

    assert "You cannot take your own role." in page.text
    assert db.session.get(User, admin.user.id).role is Role.ADMIN


def test_the_session_of_a_person_who_is_made_inactive_ends(admin, clerk):
    clerk.open("/")

    admin.submit(
        f"/admin/users/{clerk.user.id}", data={"name": "Gone", "role": "clerk"}
    )

    assert "/login" in clerk.open("/requests", expect=302).location


def test_an_authority_that_is_retired_is_no_longer_offered(admin, make):
    court = make.Authority(name="Old Court")
    page = admin.open(f"/admin/authorities/{court.id}")

    admin.submit(
        f"/admin/authorities/{court.id}",
        data=page.form() | {"valid_until": "1 Jan 2020"},
    )

    db.session.expire_all()
    assert db.session.get(Authority, court.id).valid_until == date(2020, 1, 1)
    told = db.session.scalars(
        select(Event).where(Event.kind == "REFERENCE_DATA_CHANGED")
    ).all()
    assert told[-1].changes == {"valid_until": [None, "2020-01-01"]}


def test_two_administrators_on_one_authority_are_told(admin, make, sign_in):
    court = make.Authority(name="High Court")
    other = sign_in(role=Role.ADMIN)
    seen_by_both = admin.open(f"/admin/authorities/{court.id}").form()
    del seen_by_both["csrf_token"]
    other.submit(
        f"/admin/authorities/{court.id}", data=seen_by_both | {"email": "a@court.test"}
    )

    page = admin.submit(
        f"/admin/authorities/{court.id}",
        data=seen_by_both | {"contact": "Room 7"},
        expect=409,
    )

    assert "Somebody else has changed this authority meanwhile." in page.text
    assert "Room 7" in page.select_one("[name=contact]").text
    seen_by_both["version"] = page.form()["version"]
    admin.submit(
        f"/admin/authorities/{court.id}", data=seen_by_both | {"contact": "Room 7"}
    )
    db.session.expire_all()
    assert db.session.get(Authority, court.id).contact == "Room 7"


def test_a_code_that_is_taken_is_refused(admin, make):
    make.Authority(code="HIGH-COURT")

    page = admin.submit(
        "/admin/authorities/new",
        data={"name": "Another", "code": "high-court", "type": "COURT"},
        expect=422,
    )

    assert "Another authority has this code." in page.text


def test_a_bilateral_treaty_is_added_by_the_name_of_the_state(admin):
    admin.submit(
        "/admin/reference/instruments/bilateral", data={"partner_state": "France"}
    )

    treaty = db.session.get(Instrument, "BILAT-FR")
    assert treaty.name() == "Bilateral treaty with France"


def test_a_state_that_is_none_is_refused(admin):
    page = admin.submit(
        "/admin/reference/instruments/bilateral",
        data={"partner_state": "Atlantis"},
        expect=422,
    )

    assert "Name a State" in page.text


def test_a_retired_offence_stays_in_the_list_but_cannot_be_chosen(admin):
    page = admin.open("/admin/reference/offences/DRUGS")

    admin.submit(
        "/admin/reference/offences/DRUGS",
        data=page.form() | {"valid_until": "2020-12-31"},
    )

    db.session.expire_all()
    assert db.session.get(Offence, "DRUGS") is not None
    assert "DRUGS" not in {
        entry.code for entry in reference_data.valid(Offence, date(2026, 11, 24))
    }


def test_an_entry_is_added_and_its_words_corrected(admin):
    data = {"code": "art_theft", "label_en": "Theft of art", "iccs": "0502"}
    admin.submit("/admin/reference/offences/new", data=data)
    admin.submit(
        "/admin/reference/offences/ART_THEFT", data=data | {"label_en": "Art theft"}
    )

    assert db.session.get(Offence, "ART_THEFT").name() == "Art theft"


def test_a_code_twice_or_no_code_is_refused(admin):
    for code, told in (("DRUGS", "has this code already"), ("!", "A code has 2 to 40")):
        page = admin.submit(
            "/admin/reference/offences/new",
            data={"code": code, "label_en": "Something"},
            expect=422,
        )
        assert told in page.text


def test_an_authority_is_sought_by_its_name(admin, make):
    make.Authority(name="High Court", code="HIGH-COURT")
    make.Authority(name="National Police", code="POLICE")

    found = admin.open("/admin/authorities", q="police")
    nothing = admin.open("/admin/authorities", q="navy")

    assert [row.th.text for row in found.select("tbody tr")] == ["National Police"]
    assert "No authority fits" in nothing.text


def test_an_authority_says_how_much_lies_with_it_and_nothing_of_the_cases(admin, make):
    case, court = Case(), make.Authority(name="High Court")
    case.walk("review", "accept").send(court)
    db.session.commit()

    page = admin.open(f"/admin/authorities/{court.id}")

    assert "1 open transfer lies with it." in page.text
    assert case.request.reference not in page.text


def test_the_office_says_how_to_reach_it(admin, anonymous):
    page = admin.open("/admin/office")

    admin.submit(
        "/admin/office",
        data=page.form() | {"state": "france", "email": "mla@justice.test"},
    )

    assert "mla@justice.test" in admin.open("/admin").text
    assert "France" in anonymous.open("/guidance").text


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name", "", "Give the name of the office."),
        ("state", "Atlantis", "Name a State"),
        ("email", "at the ministry", "Give one address"),
        ("telephone", "0" * 81, "longer than 80 characters"),
    ],
)
def test_what_cannot_be_stored_of_the_office_is_told(admin, field, typed, told):
    sent = admin.open("/admin/office").form() | {field: typed}

    page = admin.submit("/admin/office", data=sent, expect=422)

    assert told in page.text
    assert page.select_one(f"[name={field}]")["value"] == typed


@pytest.mark.parametrize(
    ("address", "mine", "theirs"),
    [
        ("/admin/office", {"telephone": "+00 1"}, {"languages": "French"}),
        (
            "/admin/reference/offences/DRUGS",
            {"label_en": "Drugs"},
            {"label_fr": "Drogues"},
        ),
        ("/admin/users/{user}", {"name": "Eva Stone"}, {"role": "auditor"}),
    ],
)
def test_the_second_of_two_administrators_is_told_and_loses_nothing(
    admin, sign_in, make, address, mine, theirs
):
    address = address.format(user=make.User().id)
    other = sign_in(role=Role.ADMIN)
    seen_by_both = admin.open(address).form()
    del seen_by_both["csrf_token"]
    other.submit(address, data=seen_by_both | theirs)

    page = admin.submit(address, data=seen_by_both | mine, expect=409)

    assert "Somebody else has changed this meanwhile." in page.text
    [(field, typed)] = mine.items()
    assert page.select_one(f"[name={field}]")["value"] == typed
    again = page.form()
    del again["csrf_token"]
    admin.submit(address, data=again)
    assert admin.open(address).select_one(f"[name={field}]")["value"] == typed


def test_a_year_is_four_digits(admin):
    address = "/admin/reference/instruments/UNTOC"
    sent = admin.open(address).form()

    page = admin.submit(address, data=sent | {"year": "MMIV"}, expect=422)
    admin.submit(address, data=sent | {"year": "2000"})

    assert "Give the year in four digits" in page.text
    assert page.select_one("[name=year]")["value"] == "MMIV"
    assert db.session.get(Instrument, "UNTOC").year == 2000


def test_an_offence_keeps_a_wider_one_that_is_retired(admin):
    part = db.session.scalars(
        select(Offence).where(Offence.parent_code.is_not(None))
    ).first()
    code, wider = part.code, part.parent_code
    db.session.get(Offence, wider).valid_until = date(2020, 1, 1)
    db.session.commit()

    address = f"/admin/reference/offences/{code}"
    admin.submit(address, data=admin.open(address).form() | {"label_es": "Parte"})

    assert db.session.get(Offence, code).parent_code == wider


def test_an_offence_is_not_part_of_itself(admin):
    page = admin.open("/admin/reference/offences/DRUGS")

    offered = {each["value"] for each in page.select("[name=parent_code] option")}
    assert "DRUGS" not in offered
    assert len(offered) > 20


def test_a_bilateral_treaty_keeps_what_was_typed_until_it_can_be_stored(admin):
    page = admin.submit(
        "/admin/reference/instruments/bilateral",
        data={"partner_state": "France", "year": "long ago"},
        expect=422,
    )

    assert "Give the year in four digits" in page.text
    assert page.select_one("[name=partner_state]")["value"] == "France"
    assert db.session.get(Instrument, "BILAT-FR") is None


# Groups of States


def test_a_group_of_states_is_named_by_names_and_codes(admin):
    admin.submit(
        "/admin/reference/groups/new",
        data={
            "code": "neighbours",
            "label_en": "Neighbours",
            "members": "France\nde; Switzerland\nFrance",
            "members_as_of": "1 Jan 2026",
        },
    )

    group = db.session.get(StateGroup, "NEIGHBOURS")
    assert group.members == ["CH", "DE", "FR"]
    assert group.members_as_of == date(2026, 1, 1)
    shown = admin.open("/admin/reference/groups/NEIGHBOURS")
    assert shown.select_one("[name=members]").text.split() == [
        "France",
        "Germany",
        "Switzerland",
    ]


@pytest.mark.parametrize(
    ("members", "complaint"),
    [
        ("France\nAtlantis", "No State is called “Atlantis”"),
        (" ; ", "Name at least one State."),
    ],
)
def test_a_group_has_states_only(admin, members, complaint):
    sent = admin.open("/admin/reference/groups/EU").form()

    page = admin.submit(
        "/admin/reference/groups/EU", data=sent | {"members": members}, expect=422
    )

    assert complaint in page.text
    assert page.select_one("[name=members]").text.strip() == members.strip()
    assert len(db.session.get(StateGroup, "EU").members) == 27


def test_the_second_of_two_at_a_group_is_told(admin, sign_in):
    address = "/admin/reference/groups/EU"
    seen_by_both = admin.open(address).form()
    del seen_by_both["csrf_token"]
    other = sign_in(role=Role.ADMIN)
    other.submit(address, data=seen_by_both | {"members": "FR"})

    page = admin.submit(address, data=seen_by_both | {"members": "DE"}, expect=409)

    assert "Somebody else has changed this meanwhile." in page.text
    assert page.select_one("[name=members]").text.strip() == "DE"
    assert db.session.get(StateGroup, "EU").members == ["FR"]


# Deadlines


def rule_form(admin, code, **changes):
    sent = admin.open(f"/admin/reference/deadlines/{code}").form()
    return sent | changes


ACK = "/admin/reference/deadlines/ACK"


def test_a_term_that_is_changed_moves_what_is_open_after_a_look_at_it(admin):
    before = Case(incoming())
    closed = Case(incoming())
    closed.take("close", outcome=Outcome.WITHDRAWN, by=closed.supervisor)
    db.session.commit()
    version = before.request.version
    assert before.request.due_on == RECEIVED + timedelta(days=7)

    page = admin.submit(ACK, data=rule_form(admin, "ACK", count="3"), expect=200)
    db.session.expire_all()
    assert "One deadline moves." in page.get_text()
    assert "Acknowledgement of receipt" in page.get_text()
    assert before.request.reference not in page.get_text()  # no case content
    assert before.request.due_on == RECEIVED + timedelta(days=7)
    assert db.session.get(DeadlineRule, "ACK").count == 7

    admin.submit(ACK, data=page.form())

    db.session.expire_all()
    assert Case(incoming()).request.due_on == RECEIVED + timedelta(days=3)
    assert before.request.due_on == RECEIVED + timedelta(days=3)
    assert before.request.version == version + 1
    moved = db.session.scalars(select(Event).where(Event.kind == "TERMS_MOVED")).one()
    assert moved.mla_request_id == before.request.id
    assert moved.details["moved"] == "ACKNOWLEDGEMENT 2020-03-09 2020-03-05"
    event = db.session.scalars(
        select(Event).where(Event.kind == "REFERENCE_DATA_CHANGED")
    ).one()
    assert event.changes["count"] == ["7", "3"]


def test_other_moves_than_were_seen_are_shown_before_anything_is_stored(admin):
    Case(incoming())
    db.session.commit()
    page = admin.submit(ACK, data=rule_form(admin, "ACK", count="3"), expect=200)
    Case(incoming())  # another letter comes in meanwhile
    db.session.commit()

    again = admin.submit(ACK, data=page.form(), expect=409)

    db.session.expire_all()
    assert "What would move has changed since you saw it." in again.get_text()
    assert "2 deadlines move." in again.get_text()
    assert db.session.get(DeadlineRule, "ACK").count == 7
    admin.submit(ACK, data=again.form())
    db.session.expire_all()
    assert db.session.get(DeadlineRule, "ACK").count == 3


def test_a_term_that_is_taken_away_or_new_moves_too(admin):
    case = Case(incoming())
    db.session.commit()
    retired = rule_form(admin, "ACK", valid_until="1 Jan 2020")
    page = admin.submit(ACK, data=retired, expect=200)
    admin.submit(ACK, data=page.form())
    db.session.expire_all()
    assert case.request.due_on == RECEIVED + timedelta(days=15)

    page = admin.submit(ACK, data=rule_form(admin, "ACK", valid_until=""), expect=200)
    admin.submit(ACK, data=page.form())

    db.session.expire_all()
    assert case.request.due_on == RECEIVED + timedelta(days=7)


def test_a_change_of_a_term_costs_the_same_however_much_is_open(admin, count_queries):
    def cost(count):
        page = admin.submit(ACK, data=rule_form(admin, "ACK", count=count), expect=200)
        with count_queries() as sent:
            admin.submit(ACK, data=page.form())
        return len(sent)

    Case(incoming())
    db.session.commit()
    alone = cost("3")
    for _ in range(20):
        Case(incoming())
    db.session.commit()

    assert cost("4") == alone


def test_a_term_in_working_days_goes_by_the_calendar_of_the_office(admin):
    admin.submit(
        "/admin/reference/deadlines/ACK",
        data=rule_form(admin, "ACK", unit="WORKING_DAYS"),
    )

    # Seven working days after Monday 2 March 2020.
    assert Case(incoming()).request.due_on == date(2020, 3, 11)


def test_a_narrower_term_is_added_for_one_treaty(admin):
    admin.submit(
        "/admin/reference/deadlines/new",
        data={
            "code": "ACK_COE",
            "label_en": "Acknowledgement under the European Convention",
            "kind": "ACKNOWLEDGEMENT",
            "direction": "incoming",
            "instrument_code": "COE030",
            "count": "2",
            "unit": "CALENDAR_DAYS",
            "stands_still": "y",
        },
    )

    assert Case(incoming()).request.due_on == RECEIVED + timedelta(days=2)
    other = Case(incoming(bases=["UNTOC"]))
    assert other.request.due_on == RECEIVED + timedelta(days=7)


def test_a_retired_term_asks_for_nothing(admin):
    admin.submit(
        "/admin/reference/deadlines/ACK",
        data=rule_form(admin, "ACK", valid_until="1 Jan 2020"),
    )

    # The review is due first then.
    assert Case(incoming()).request.due_on == RECEIVED + timedelta(days=15)


@pytest.mark.parametrize("typed", ["", "soon", "-1", "99999"])
def test_a_term_is_a_number(admin, typed):
    page = admin.submit(
        "/admin/reference/deadlines/ACK",
        data=rule_form(admin, "ACK", count=typed),
        expect=422,
    )

    assert "Give a number from 0 to 3650." in page.text


def test_reminders_go_by_rules_of_the_same_list(admin):
    assert ladders.in_force(clock.today())[ChaseKind.TRANSFER].days == (30, 60, 90)

    for code, changes in {
        "COA_REMINDER_1": {"count": "14"},
        "COA_REMINDER_3": {"valid_until": "1 Jan 2020"},
        "OUT_STATUS_CHASE": {"valid_until": "1 Jan 2020"},
    }.items():
        where = f"/admin/reference/deadlines/{code}"
        admin.submit(where, data=rule_form(admin, code, **changes))

    found = ladders.in_force(clock.today())
    assert found[ChaseKind.TRANSFER].days == (14, 60)
    assert found[ChaseKind.STATUS].days == ()
    assert found[ChaseKind.RECEIPT].days == (30,)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"unit": "WORKING_DAYS"}, "Reminders are counted in calendar days."),
        ({"count": "0"}, "Give at least one day."),
        ({"matter": "EIO"}, "Reminders are the same for all requests."),
        ({"warn_before": "soon"}, "Give numbers of days from 1 to 365"),
        ({"warn_before": "14, 400"}, "Give numbers of days from 1 to 365"),
    ],
)
def test_a_rule_for_reminders_that_cannot_be_is_refused(admin, changes, told):
    page = admin.submit(
        "/admin/reference/deadlines/COA_REMINDER_1",
        data=rule_form(admin, "COA_REMINDER_1", **changes),
        expect=422,
    )

    assert told in page.get_text()
    assert ladders.in_force(clock.today())[ChaseKind.TRANSFER].days == (30, 60, 90)


def test_the_days_of_warning_are_changed_with_the_rule(admin):
    code = "PRESERVATION_EXPIRY"
    sent = rule_form(admin, code)
    assert sent["warn_before"] == ["14, 3"]

    where = f"/admin/reference/deadlines/{code}"
    admin.submit(where, data=sent | {"warn_before": "7 21"})

    db.session.expire_all()
    assert db.session.get(DeadlineRule, code).warn_before == [21, 7]
