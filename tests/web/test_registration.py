"""Registering: one screen, everything said at once, nothing typed lost, once only."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from ctrack import clock
from ctrack.domain.dates import parse_day
from ctrack.domain.permissions import Role
from ctrack.domain.records import PersonRecord
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import (
    Confidentiality,
    Direction,
    Rank,
    ReferenceKind,
    Urgency,
)
from ctrack.extensions import db
from ctrack.models import Draft, Instrument, MLARequest
from ctrack.services import request_parts

from ..cases import Case

NEW = "/requests/new"
LETTER = {
    "partner_state": "Italy",
    "partner_reference": "1183 / 2026 TA",
    "received_on": "19 Nov 2020",
    "subject": "Bank records of a carousel",
    "legal_bases": ["UNTOC art. 18", "coe030", ""],
    "natures": ["DOCUMENTS", "TESTIMONY"],
}
MISTAKES = {
    "partner_state": ("Atlantis", "“Atlantis” is no State"),
    "received_on": ("31 Feb 2020", "“31 Feb 2020” is not a day"),
    "wished_on": ("soon", "“soon” is not a day"),
    "legal_bases": ("the usual treaty", "“the usual treaty” is no legal basis"),
    "natures": ("MAGIC", "“MAGIC” is no kind of assistance"),
    "offences": ("Heresy", "“Heresy” is no offence"),
    "urgency": ("VERY", "“VERY” is not in the list"),
    "channel": ("PIGEON", "“PIGEON” is not in the list"),
    "officer": ("nobody.known", "“nobody.known” is not in the list"),
    "subject": ("x" * 501, "longer than 500 characters"),
    "remarks": ("x" * 20_001, "longer than 20,000 characters"),
    "language": ("x" * 81, "longer than 80 characters"),
    "persons-0-birth_date": ("31 Feb 1969", "Write the day of birth"),
    "persons-0-nationality": ("Atlantis", "Write the State by its English name"),
}


def the_only():
    return db.session.scalars(select(MLARequest)).one()


def how_many(table=MLARequest):
    return db.session.scalar(select(func.count()).select_from(table))


def faults(page):
    return page.select_one("#faults").get_text(" ", strip=True)


def test_a_letter_is_registered_on_one_screen(clerk):
    response = clerk.submit(
        NEW,
        data=LETTER
        | {
            "offences": ["Laundering of proceeds of crime", "0703"],
            "urgency": "Urgent",
            "urgency_reason": "CUSTODY",
            "channel": "DIPLOMATIC",
            "form": "ELECTRONIC",
            "officer": clerk.user.username,
            "operation": "Laguna",
            "persons-0-name": "حسام الدين عبد الرحمن السيد",
            "persons-0-role": "SUSPECT",
            "persons-0-birth_date": "1969",
            "persons-0-nationality": "Egypt",
            "persons-1-name": "Людмила Аркадьевна Гречко",
            "persons-1-role": "witness",
            "remarks": "First line\r\nsecond line",
        },
    )

    stored = the_only()
    assert response.location == f"/requests/{stored.reference}"
    assert stored.reference == "MLI-2020-00001"
    assert (stored.status, stored.partner_state) == (Status.REGISTERED, "IT")
    assert stored.received_on == date(2020, 11, 19)
    assert [(b.citation, b.rank) for b in stored.bases] == [
        ("UNTOC art. 18", Rank.PRIMARY),
        ("COE030", Rank.ADDITIONAL),
    ]
    assert [m.nature_code for m in stored.measures] == ["DOCUMENTS", "TESTIMONY"]
    assert [o.offence_code for o in stored.offences] == ["LAUNDERING", "CORRUPTION"]
    assert stored.urgency is Urgency.URGENT
    assert stored.remarks == "First line\nsecond line"
    assert stored.officer.id == clerk.user.id
    assert [(p.name, p.birth_date, p.nationality) for p in stored.persons] == [
        ("حسام الدين عبد الرحمن السيد", "1969", "EG"),
        ("Людмила Аркадьевна Гречко", "", ""),
    ]
    page = clerk.open(response.location)
    assert "MLI-2020-00001 was registered" in page.text
    assert "1183 / 2026 TA" in page.text
    assert page.heading == "Bank records of a carousel"


def test_the_form_opens_with_what_is_likely(clerk):
    form = clerk.open(NEW).form()

    assert parse_day(form["received_on"][0]) == clock.today()
    assert clerk.open(f"{NEW}?direction=outgoing").form()["received_on"] == [""]
    assert form["matter"] == ["MLA"]
    assert form["urgency"] == ["NORMAL"]
    assert form["officer"] == [clerk.user.username]
    assert len(form["submission_key"][0]) > 20


def test_a_mistyped_year_is_called_one(clerk):
    page = clerk.submit(NEW, data=LETTER | {"received_on": "1 Jan 1020"}, expect=422)

    assert "“1 Jan 1020” lies outside the years 1900 to 2100." in faults(page)


def test_the_form_as_it_opens_needs_only_state_basis_and_kind(clerk):
    form = clerk.open(NEW).form()

    clerk.submit(
        NEW,
        data=form
        | {"partner_state": "fra", "legal_bases": "NOT_STATED", "natures": "SERVICE"},
    )

    assert the_only().received_on == clock.today()


@pytest.mark.parametrize("state", ["IT", "ita", "ITALY", "Italy"])
def test_a_state_is_typed_by_code_or_name(clerk, state):
    clerk.submit(NEW, data=LETTER | {"partner_state": state})

    assert the_only().partner_state == "IT"


@pytest.mark.parametrize(
    ("typed", "citations"),
    [
        ("UNTOC art. 18; COE030", ["UNTOC art. 18", "COE030"]),
        ("BILAT-IT art. 3", ["BILAT-IT art. 3"]),
        ("bilateral treaty art. 3", ["BILAT-IT art. 3"]),
        ("Reciprocity", ["RECIPROCITY"]),
        ("United Nations Convention against Corruption, art. 46", ["UNCAC art. 46"]),
    ],
)
def test_legal_bases_are_typed_as_they_are_cited(clerk, typed, citations):
    clerk.submit(NEW, data=LETTER | {"legal_bases": typed})

    assert [basis.citation for basis in the_only().bases] == citations


def test_a_bilateral_treaty_is_added_to_the_list_when_first_cited(clerk):
    clerk.submit(NEW, data=LETTER | {"legal_bases": "BILAT-IT"})

    assert db.session.get(Instrument, "BILAT-IT").partner_state == "IT"


def test_kinds_of_assistance_are_read_from_labels_and_lists(clerk):
    clerk.submit(
        NEW,
        data=LETTER | {"natures": "SERVICE; hearing by video conference; service"},
    )

    natures = [measure.nature_code for measure in the_only().measures]
    assert natures == ["SERVICE", "VIDEO_HEARING"]


@pytest.mark.parametrize("field", MISTAKES)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_stored(clerk, field):
    typed, sentence = MISTAKES[field]
    person = {"persons-0-name": "Silvana Zanardelli"}

    page = clerk.submit(NEW, data=LETTER | person | {field: typed}, expect=422)

    assert page.title.get_text().startswith("Error")
    assert sentence in faults(page)
    link = page.select_one("#faults a")
    assert page.select_one(link["href"])
    assert how_many() == 0
    kept = [page.form().get(field), page.text]
    if field not in {"natures", "urgency", "channel", "officer"}:
        assert typed in kept[0]
    assert page.form()["persons-0-name"] == ["Silvana Zanardelli"]


def test_all_mistakes_are_told_at_once(clerk):
    page = clerk.submit(
        NEW,
        data={"received_on": "31 Feb 2020", "urgency": "URGENT", "partner_state": ""},
        expect=422,
    )

    told = [link["href"] for link in page.select("#faults a")]
    assert sorted(told) == sorted(
        [
            "#partner_state",
            "#received_on",
            "#urgency_reason",
            "#legal_bases",
            "#natures",
        ]
    )


def test_a_person_without_a_name_is_asked_for(clerk):
    page = clerk.submit(NEW, data=LETTER | {"persons-0-birth_date": "1969"}, expect=422)

    assert "Give the person’s name" in faults(page)
    assert page.select_one("#faults a")["href"] == "#persons-0-name"


def test_a_day_to_come_is_refused(clerk):
    tomorrow = clock.today() + timedelta(days=1)

    page = clerk.submit(
        NEW, data=LETTER | {"received_on": tomorrow.isoformat()}, expect=422
    )

    assert "has not come yet" in faults(page)


@pytest.mark.parametrize("text", ["=1+2", "@SUM(A1)", "<script>alert(1)</script>"])
def test_a_formula_or_markup_as_subject_stays_text(clerk, text):
    response = clerk.submit(NEW, data=LETTER | {"subject": text})

    assert the_only().subject == text
    page = clerk.open(response.location)
    assert page.heading == text
    assert not page.select("h1 script")


def test_characters_that_no_database_takes_are_left_out(clerk):
    clerk.submit(NEW, data=LETTER | {"subject": "a\x00b", "remarks": "c\x00d"})

    assert (the_only().subject, the_only().remarks) == ("ab", "cd")


def test_a_wrong_token_stores_nothing(clerk):
    page = clerk.submit(NEW, data=LETTER | {"csrf_token": "guessed"}, expect=400)

    assert "did not come from this site" in page.text
    assert how_many() == 0


def test_pressing_twice_registers_once(clerk):
    form = clerk.open(NEW).form() | LETTER

    first = clerk.submit(NEW, data=form)
    second = clerk.submit(NEW, data=form)

    assert first.location == second.location
    assert how_many() == 1


def test_two_letters_are_two_requests(clerk):
    for _ in range(2):
        form = clerk.open(NEW).form() | LETTER | {"partner_reference": ""}
        clerk.submit(NEW, data=form)

    references = db.session.scalars(select(MLARequest.reference)).all()
    assert sorted(references) == ["MLI-2020-00001", "MLI-2020-00002"]


def test_a_request_of_ours_begins_in_review(clerk):
    page = clerk.open(f"{NEW}?direction=outgoing")
    assert page.heading == "Register an outgoing request"
    form = page.form() | LETTER | {"received_on": "19 Nov 2020"}

    clerk.submit(f"{NEW}?direction=outgoing", data=form | {"sent_on": ""})

    stored = the_only()
    assert stored.direction is Direction.OUTGOING
    assert stored.reference == "MLO-2020-00001"
    assert stored.status is Status.CA_REVIEW
    assert stored.sent_on is None


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"stage": "DRAFT"}, Status.DRAFT),
        ({"sent_on": "20 Nov 2020"}, Status.SENT),
        ({"sent_on": "20 Nov 2020", "stage": "DRAFT"}, Status.SENT),
    ],
)
def test_where_a_request_of_ours_stands_is_said_when_registering(clerk, typed, status):
    clerk.submit(f"{NEW}?direction=outgoing", data=LETTER | typed)

    assert the_only().status is status


def test_what_we_sent_long_ago_is_registered_by_its_day_alone(clerk):
    letter = {name: text for name, text in LETTER.items() if name != "received_on"}
    clerk.submit(f"{NEW}?direction=outgoing", data=letter | {"sent_on": "1 Nov 2020"})

    request = the_only()
    assert (request.sent_on, request.received_on) == (date(2020, 11, 1), None)
    assert request.counted_from == date(2020, 11, 1)


def test_what_is_not_sent_yet_reached_us_today_where_nothing_is_said(clerk):
    letter = {name: text for name, text in LETTER.items() if name != "received_on"}
    clerk.submit(f"{NEW}?direction=outgoing", data=letter)

    assert the_only().received_on == clock.today()


def test_days_out_of_order_are_refused(clerk):
    page = clerk.submit(
        f"{NEW}?direction=outgoing",
        data=LETTER | {"received_on": "19 Nov 2020", "sent_on": "1 Nov 2020"},
        expect=422,
    )

    assert "lies before received on 19 Nov 2020" in faults(page)


def test_who_registers_a_restricted_request_still_sees_it(clerk, sign_in):
    response = clerk.submit(NEW, data=LETTER | {"restricted": "yes"})

    assert the_only().confidentiality is Confidentiality.RESTRICTED
    clerk.open(response.location)
    sign_in(role=Role.CLERK).open(response.location, expect=404)


def test_another_row_for_a_person_needs_no_script(clerk):
    page = clerk.submit(
        NEW,
        data=LETTER | {"persons-0-name": "Silvana Zanardelli", "add_person": "1"},
        expect=200,
    )

    assert page.form()["persons-0-name"] == ["Silvana Zanardelli"]
    assert page.form()["persons-1-name"] == [""]
    assert page.select_one("#persons-1-name").has_attr("autofocus")
    assert page.form()["subject"] == ["Bank records of a carousel"]
    assert how_many() == 0


def test_enter_in_a_field_registers(clerk):
    """The first button of the form is the one that Enter presses."""
    first = clerk.open(NEW).select_one("main form button")

    assert first.get_text(strip=True) == "Register request"
    assert not first.has_attr("name")


# -------------------------------------------------------------- possible duplicates


@pytest.fixture
def earlier(make):
    """A request that the same letter may have made already."""
    case = Case(partner_state="IT", subject="The first letter")
    number, person = "1183-2026-ta", PersonRecord("Fabrizio Lo Presti")
    request_parts.add_reference(
        case.request, ReferenceKind.PARTNER, number, by=case.clerk
    )
    request_parts.set_persons(case.request, [person], by=case.clerk)
    db.session.commit()
    return case.request.reference


def test_the_same_number_of_the_same_state_is_asked_about_once(clerk, earlier):
    page = clerk.submit(NEW, data=LETTER, expect=409)

    assert "Perhaps this request is already in the register" in page.text
    assert earlier in page.text
    assert "1183-2026-ta" in page.text
    assert how_many() == 1

    clerk.submit(NEW, data=page.form() | {f"is-{earlier}": "other"})

    assert how_many() == 2


def test_the_same_person_is_asked_about(clerk, earlier):
    mine = {"partner_reference": "", "persons-0-name": "FABRIZIO  Lo-Presti"}

    page = clerk.submit(NEW, data=LETTER | mine, expect=409)

    assert "same person or firm" in page.text
    assert page.form()[f"is-{earlier}"] == ["other"]


def test_another_state_may_use_the_same_number(clerk, earlier):
    clerk.submit(NEW, data=LETTER | {"partner_state": "Spain"})

    assert how_many() == 2


def test_a_supplement_is_linked(clerk, earlier):
    page = clerk.submit(NEW, data=LETTER, expect=409)
    assert page.form()[f"is-{earlier}"] == ["supplement"]

    response = clerk.submit(NEW, data=page.form())

    shown = clerk.open(response.location)
    assert "Supplements" in shown.text
    assert earlier in shown.text
    assert "Supplemented by" in clerk.open(f"/requests/{earlier}").text


def test_the_same_request_is_not_registered_again(clerk, earlier):
    page = clerk.submit(NEW, data=LETTER, expect=409)

    response = clerk.submit(NEW, data=page.form() | {f"is-{earlier}": "same"})

    assert response.location == f"/requests/{earlier}"
    assert how_many() == 1
    assert how_many(Draft) == 1


def test_what_a_person_may_not_see_is_not_told(clerk, make, sign_in):
    case = Case(
        partner_state="IT",
        confidentiality=Confidentiality.RESTRICTED,
    )
    request_parts.add_reference(
        case.request, ReferenceKind.PARTNER, "1183-2026-ta", by=case.clerk
    )

    clerk.submit(NEW, data=LETTER)

    assert how_many() == 2


# ------------------------------------------------------------------------- drafts


def test_a_draft_is_saved_at_any_time_and_continued(clerk):
    typed = {"subject": "Half a letter", "received_on": "31 Feb", "draft": "1"}

    response = clerk.submit(NEW, data=typed | {"natures": "SERVICE"})

    assert how_many() == 0
    page = clerk.open("/drafts")
    assert "Half a letter" in page.text
    form = clerk.open(response.location).form()
    assert form["received_on"] == ["31 Feb"]
    assert form["natures"] == ["SERVICE"]
    assert form["draft_id"]


def test_an_empty_form_is_a_draft_too(clerk):
    clerk.submit(NEW, data={"draft": "1"})

    assert "Without a subject" in clerk.open("/drafts").text


def test_saving_again_keeps_one_draft(clerk):
    first = clerk.submit(NEW, data={"subject": "One", "draft": "1"})
    form = clerk.open(first.location).form()

    clerk.submit(NEW, data=form | {"subject": "Two", "draft": "1"})

    assert [draft.title for draft in db.session.scalars(select(Draft))] == ["Two"]


def test_a_draft_keeps_its_direction(clerk):
    response = clerk.submit(f"{NEW}?direction=outgoing", data={"draft": "1"})

    page = clerk.open(response.location)
    assert page.heading == "Register an outgoing request"
    assert page.select_one("main form")["action"].endswith("direction=outgoing")


def test_a_registered_draft_is_gone(clerk):
    response = clerk.submit(NEW, data={"draft": "1"})
    form = clerk.open(response.location).form()

    clerk.submit(NEW, data=form | LETTER)

    assert how_many(Draft) == 0
    assert how_many() == 1


def test_a_draft_is_its_owners_only(clerk, sign_in):
    response = clerk.submit(NEW, data={"subject": "Mine", "draft": "1"})
    number = db.session.scalars(select(Draft.id)).one()
    other = sign_in(role=Role.CLERK)

    assert "Mine" not in other.open("/drafts").text
    other.open(response.location, expect=404)
    other.submit(f"/drafts/{number}/discard", expect=404)
    other.submit(NEW, data={"draft": "1", "draft_id": str(number), "subject": "Hers"})

    assert db.session.get(Draft, number).title == "Mine"


def test_a_draft_is_discarded(clerk):
    clerk.submit(NEW, data={"draft": "1"})
    number = db.session.scalars(select(Draft.id)).one()

    clerk.submit(f"/drafts/{number}/discard")

    assert how_many(Draft) == 0


# --------------------------------------------------------------------- who and cost


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CLERK, Role.SUPERVISOR}))
def test_others_do_not_register(sign_in, make, role):
    authority = make.Authority() if role is Role.AUTHORITY else None
    person = sign_in(role=role, authority=authority)

    person.open(NEW, expect=403)
    person.submit(NEW, data=LETTER, expect=403)
    person.open("/drafts", expect=403)

    assert how_many() == 0


def test_registering_costs_the_same_however_much_is_registered(clerk, count_queries):
    def cost(**more):
        form = clerk.open(NEW).form() | LETTER | {"partner_reference": ""} | more
        with count_queries() as sent:
            clerk.submit(NEW, data=form)
        return len(sent)

    persons = {f"persons-{n}-name": f"Person {n}" for n in range(30)}
    cost(subject="The first, after which the lists are kept")
    few = cost(**{"persons-0-name": "One Person"})
    many = cost(legal_bases="; ".join(["UNTOC", "COE030", "UNCAC"]), **persons)

    assert few == many
