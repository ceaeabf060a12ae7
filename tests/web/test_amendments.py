"""Correcting a request: told in the history, nothing typed lost or by accident."""

from datetime import date

import pytest

from ctrack.domain.permissions import GRANTS, Permission, Role
from ctrack.domain.records import PersonRecord
from ctrack.domain.vocabulary import (
    AssertedBy,
    Confidentiality,
    LinkKind,
    MeasureOutcome,
    Rank,
)
from ctrack.extensions import db
from ctrack.models import MLARequest
from ctrack.services import request_parts

from ..cases import FULL, Case, events_of

PAGES = ("correct", "persons", "bases", "measures", "links", "officers")


def address(case, page):
    db.session.commit()
    return f"/requests/{case.request.reference}/{page}"


def typed(page):
    return page.form("main form.form")


def faults(page):
    return page.select_one("#faults").get_text(" ", strip=True)


def stored(case):
    db.session.expire_all()
    return db.session.get(MLARequest, case.request.id)


# -------------------------------------------------------------------------- anybody


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", Role)
def test_only_those_who_may_correct_open_the_forms(sign_in, make, role, page):
    authority = make.Authority() if role is Role.AUTHORITY else None
    person = sign_in(role=role, authority=authority)
    needed = Permission.NAME_OFFICERS if page == "officers" else Permission.AMEND
    expect = 200 if needed in GRANTS[role] else 403

    person.open(address(Case(), page), expect=expect)


@pytest.mark.parametrize("page", PAGES)
def test_a_form_sent_back_as_it_was_changes_nothing(supervisor, make, page):
    case = Case(persons=[PersonRecord("Silvana Zanardelli", note="By marriage")])
    case.walk("review", "accept")
    request_parts.name_officers(case.request, [case.clerk], by=case.clerk)
    where = address(case, page)
    before = [event.kind for event in events_of(case.request)]
    form = typed(supervisor.open(where))

    if page == "links":
        supervisor.submit(where, data=form, expect=422)
    else:
        supervisor.submit(where, data=form)

    after = [event.kind for event in events_of(case.request)]
    assert after in (before, [*before, "OFFICERS_NAMED"])
    assert after == before or page == "officers"


@pytest.mark.parametrize("page", PAGES)
def test_the_second_is_told_who_changed_what_and_loses_nothing(
    supervisor, sign_in, make, page
):
    case = Case(partner_authority="Old office").walk("accept")
    other = sign_in(role=Role.CLERK, name="Kwame Osei")
    form = typed(supervisor.open(address(case, page)))
    theirs = typed(other.open(address(case, "correct")))
    other.submit(address(case, "correct"), data=theirs | {"subject": "His words"})

    kept = {
        "correct": ("partner_authority", "New office"),
        "persons": ("persons-0-name", "Fabrizio Lo Presti"),
        "bases": ("legal_bases-0-basis", "UNCAC art. 46"),
        "measures": (f"description_{case.measure(1).id}", "Statements of 2019"),
        "links": ("reference", "MLI-2020-00001"),
        "officers": ("officers", case.clerk.username),
    }[page]
    mine = form | dict([kept])
    answer = supervisor.submit(address(case, page), data=mine, expect=409)

    told = answer.select_one("[aria-labelledby=meanwhile]").get_text(" ", strip=True)
    assert "Kwame Osei corrected the record" in told
    assert "His words" in told
    assert typed(answer)[kept[0]] == [kept[1]]
    if page not in {"links", "correct"}:
        supervisor.submit(address(case, page), data=typed(answer))


# ---------------------------------------------------------------------------- facts


def test_facts_are_corrected_and_the_history_tells_before_and_after(clerk, make):
    case = Case()
    form = typed(clerk.open(address(case, "correct")))
    assert form["partner_state"] == ["France"]
    assert form["received_on"] == ["2 Mar 2020"]

    response = clerk.submit(
        address(case, "correct"),
        data=form
        | {
            "partner_state": "Italy",
            "received_on": "1 Mar 2020",
            "subject": "Better words",
            "offences": ["DRUGS", ""],
            "further_reference": "4417/2026/AG",
        },
    )

    changed = stored(case)
    assert (changed.partner_state, changed.received_on) == ("IT", date(2020, 3, 1))
    assert [o.offence_code for o in changed.offences] == ["DRUGS"]
    page = clerk.open(response.location)
    assert "4417/2026/AG" in page.select_one(".page-head .eyebrow").get_text()
    history = page.select_one(".timeline").get_text(" ", strip=True)
    assert "Invoices of a carousel → Better words" in history
    assert "France → Italy" in history


def test_a_script_that_sends_one_field_changes_one_field(clerk, make):
    case = Case(remarks="Keep me")

    clerk.submit(
        address(case, "correct"), data={"partner_state": "FR", "subject": "New"}
    )

    assert (stored(case).subject, stored(case).remarks) == ("New", "Keep me")
    assert stored(case).received_on == date(2020, 3, 2)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("partner_state", "Atlantis", "“Atlantis” is no State"),
        ("received_on", "31 Feb 2020", "“31 Feb 2020” is not a day"),
        ("received_on", "", "cannot be emptied"),
        ("received_on", "1 Jan 2999", "lies outside the years"),
        ("subject", "x" * 501, "longer than 500 characters"),
        ("offences", "Heresy", "“Heresy” is no offence"),
        ("accepted_on", "1 Jan 2020", "lies before received"),
    ],
)
def test_a_mistake_is_told_and_nothing_stored(clerk, make, field, value, sentence):
    case = Case().walk("review", "accept")
    form = typed(clerk.open(address(case, "correct")))
    before = len(events_of(case.request))

    page = clerk.submit(
        address(case, "correct"),
        data=form | {"partner_authority": "Kept"} | {field: value},
        expect=422,
    )

    assert sentence in faults(page)
    assert typed(page)["partner_authority"] == ["Kept"]
    assert value in typed(page)[field]
    assert len(events_of(case.request)) == before


def test_a_supervisor_accepts_days_out_of_order_with_a_note(clerk, supervisor, make):
    case = Case().walk("review", "accept")
    wrong = {"accepted_on": "1 Jan 2020"}
    where = address(case, "correct")

    page = clerk.submit(where, data=typed(clerk.open(where)) | wrong, expect=422)
    assert not page.select("[name=override_note]")
    form = typed(supervisor.open(where)) | wrong
    page = supervisor.submit(where, data=form, expect=422)
    assert page.select("[name=override_note]")
    supervisor.submit(
        address(case, "correct"), data=typed(page) | {"override_note": "By telex."}
    )

    assert stored(case).accepted_on == date(2020, 1, 1)


def test_only_days_that_a_step_has_set_are_asked_for(clerk, make):
    page = clerk.open(address(Case().walk("review", "accept"), "correct"))

    assert page.select("[name=accepted_on]")
    assert not page.select("[name=closed_on]")


# -------------------------------------------------------------------------- persons


def test_persons_are_added_changed_and_taken_out(clerk, make):
    case = Case(persons=[PersonRecord("Silvana Zanardelli"), PersonRecord("Nobody")])
    form = typed(clerk.open(address(case, "persons")))
    assert form["persons-0-name"] == ["Silvana Zanardelli"]

    page = clerk.submit(
        address(case, "persons"), data=form | {"add_person": "1"}, expect=200
    )
    clerk.submit(
        address(case, "persons"),
        data=typed(page)
        | {
            "persons-0-birth_date": "17 Sep 1969",
            "persons-1-name": "",
            "persons-2-name": "نادر بن يوسف الخطيب",
            "persons-2-nationality": "Tunisia",
        },
    )

    assert [(p.name, p.birth_date, p.nationality) for p in stored(case).persons] == [
        ("Silvana Zanardelli", "1969-09-17", ""),
        ("نادر بن يوسف الخطيب", "", "TN"),
    ]


def test_names_do_not_stand_in_the_history(clerk, make):
    case = Case()

    clerk.submit(address(case, "persons"), data={"persons-0-name": "Silvana"})

    page = clerk.open(f"/requests/{case.request.reference}")
    assert "Silvana" not in page.select_one(".timeline").get_text()


# ---------------------------------------------------------------------------- bases


def test_legal_bases_are_corrected(clerk, make):
    case = Case()
    page = clerk.submit(
        address(case, "bases"),
        data=typed(clerk.open(address(case, "bases"))) | {"add_basis": "1"},
        expect=200,
    )

    clerk.submit(
        address(case, "bases"),
        data=typed(page)
        | {
            "legal_bases-0-rank": "PRIMARY",
            "legal_bases-1-basis": "",
            "legal_bases-2-basis": "BILAT-FR art. 4",
            "legal_bases-2-use": ["applied"],
            "legal_bases-2-asserted_by": "REQUESTED",
        },
    )

    first, treaty = stored(case).bases
    assert (first.citation, first.rank) == ("UNTOC", Rank.PRIMARY)
    assert (treaty.citation, treaty.is_cited, treaty.is_applied) == (
        "BILAT-FR art. 4",
        False,
        True,
    )
    assert treaty.asserted_by is AssertedBy.REQUESTED


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"legal_bases-0-basis": "the usual"}, "“the usual” is no legal basis"),
        ({"legal_bases-0-basis": "UNTOC art. " + "1" * 81}, "longer than 80"),
        ({"legal_bases-1-rank": "PRIMARY"}, "Exactly one legal basis is primary"),
        (
            {"legal_bases-0-basis": "", "legal_bases-1-basis": ""},
            "Name at least one legal basis",
        ),
    ],
)
def test_a_mistake_in_the_bases_is_told(clerk, make, change, sentence):
    case = Case().walk("review", "accept")
    form = typed(clerk.open(address(case, "bases")))

    page = clerk.submit(address(case, "bases"), data=form | change, expect=422)

    assert sentence in faults(page)
    assert len(stored(case).bases) == 2


# ------------------------------------------------------------------------- measures


def test_measures_are_described_corrected_and_added(clerk, make):
    case = Case().walk("review", "accept")
    case.record(m1=FULL)
    one, two = [measure.id for measure in case.request.measures]
    form = typed(clerk.open(address(case, "measures")))

    clerk.submit(
        address(case, "measures"),
        data=form
        | {
            f"description_{one}": "Statements of eleven accounts",
            f"subtype_{one}": "DOC_BANK",
            f"outcome_{one}": "PROVIDED_PARTIAL",
            "natures": ["SERVICE"],
        },
    )

    first, second, third = stored(case).measures
    assert first.description == "Statements of eleven accounts"
    assert first.subtype_code == "DOC_BANK"
    assert first.outcome is MeasureOutcome.PROVIDED_PARTIAL
    assert (second.id, second.outcome) == (two, MeasureOutcome.PENDING)
    assert third.nature_code == "SERVICE"


def test_a_closed_request_takes_no_further_measure(clerk, make):
    from ctrack.domain.vocabulary import Outcome

    case = Case()
    case.take("close", outcome=Outcome.WITHDRAWN)
    assert not clerk.open(address(case, "measures")).select("[name=natures]")

    page = clerk.submit(
        address(case, "measures"), data={"natures": ["SERVICE"]}, expect=422
    )

    assert "Reopen it first" in faults(page)
    assert len(stored(case).measures) == 2


# ---------------------------------------------------------------- links and officers


def test_requests_are_linked(clerk, make):
    case, other = Case(), Case()

    clerk.submit(
        address(case, "links"),
        data={"kind": "DUPLICATES", "reference": other.request.reference.lower()},
    )

    [link] = stored(case).links
    assert (link.kind, link.target.id) == (LinkKind.DUPLICATES, other.request.id)


@pytest.mark.parametrize("own", [True, False])
def test_a_link_leads_somewhere_else(clerk, make, own):
    case = Case()
    reference = case.request.reference if own else "MLI-1999-00001"

    page = clerk.submit(
        address(case, "links"), data={"reference": reference}, expect=422
    )

    said = "is not linked to itself" if own else "There is no request MLI-1999-00001"
    assert said in faults(page)
    assert not stored(case).links


def test_a_supervisor_says_who_may_see_a_restricted_request(supervisor, sign_in, make):
    case = Case(confidentiality=Confidentiality.RESTRICTED)
    request_parts.name_officers(case.request, [supervisor.user], by=supervisor.user)
    where = f"/requests/{case.request.reference}"
    officer = sign_in(role=Role.CLERK)
    officer.open(where, expect=404)

    supervisor.submit(
        address(case, "officers"),
        data={"officers": [officer.user.username, supervisor.user.username]},
    )

    officer.open(where)
    assert "said who may see the request" in supervisor.open(where).text
    page = supervisor.submit(address(case, "officers"), data={}, expect=422)
    assert "Name at least one clerk or supervisor" in faults(page)
