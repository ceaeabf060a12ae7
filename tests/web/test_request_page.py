"""The page of a request: what it tells, to whom, and what it costs."""

from datetime import date, timedelta

import pytest

from ctrack import clock
from ctrack.domain.permissions import Role
from ctrack.domain.records import PersonRecord
from ctrack.domain.vocabulary import (
    Confidentiality,
    LinkKind,
    Outcome,
    ReferenceKind,
    Urgency,
    UrgencyReason,
)
from ctrack.extensions import db
from ctrack.services import amendments, request_parts

from ..cases import FULL, NOT_POSSIBLE, PART, Case


def address(case):
    db.session.commit()
    return f"/requests/{case.request.reference}"


def section(page, name):
    return page.select_one(f"section[aria-labelledby={name}]")


def buttons(page):
    return [link.get_text(strip=True) for link in page.select(".actions .button")]


def test_the_page_says_where_it_stands_and_what_comes_next(clerk, make):
    page = clerk.open(address(Case()))

    standing = page.select_one(".standing").get_text(" ", strip=True)
    assert "Registered" in standing
    assert "0 of 2 measures have an outcome" in standing
    assert "Central authority" in standing
    assert "Begin review" in standing
    assert (
        page.select_one(".rail [aria-current=step]")
        .get_text(strip=True)
        .startswith("Registered")
    )


def test_the_likely_step_is_the_primary_button(clerk, make):
    page = clerk.open(address(Case()))

    assert buttons(page)[0] == "Begin review"
    assert page.select_one(".button--primary").get_text(strip=True) == "Begin review"
    assert len(page.select(".actions .button--primary")) == 1


def test_what_cannot_be_done_says_why(clerk, make):
    case = Case().walk("review", "accept")
    case.send(make.Authority())

    page = clerk.open(address(case))

    assert "Close: 1 transfer is still open." in page.select_one(".whynot").get_text(
        " ", strip=True
    )
    assert "Close" not in buttons(page)


def test_the_grid_shows_what_each_authority_did_with_each_measure(clerk, make):
    court, police = make.Authority(name="High Court"), make.Authority(name="Police")
    case = Case(natures=["DOCUMENTS", "TESTIMONY", "SERVICE"]).walk("review", "accept")
    at_court, at_police = case.send(court, 1, 2), case.send(police, 2)
    case.tell(at_court, "report", m1=FULL)
    case.tell(at_police, "report", m2=PART)

    page = clerk.open(address(case))

    heads = [th.get_text(strip=True) for th in page.select(".matrix thead th")]
    assert heads == ["Measure", "Outcome", "High Court", "Police"]
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.select("td")]
        for row in page.select(".matrix tbody tr")
    ]
    assert rows[0][1].startswith("Provided in full")
    assert rows[0][2] == "– not asked"
    assert rows[1][0].startswith("Pending")
    assert rows[1][1].startswith("Pending")
    assert rows[1][2].startswith("Provided in part")
    assert rows[2][1:] == ["– not asked", "– not asked"]


def test_a_declined_measure_is_not_shown_as_pending_there(clerk, make):
    case = Case(natures=["DOCUMENTS"]).walk("review", "accept")
    case.tell(case.send(make.Authority()), "decline", note="Not ours.")

    own, cell = clerk.open(address(case)).select(".matrix tbody td")

    assert own.get_text(strip=True) == "Pending"
    assert "Returned unexecuted" in cell.get_text()
    assert "Pending" not in cell.get_text()


def test_transfers_show_their_days_and_what_can_be_recorded(clerk, make):
    court = make.Authority(name="High Court")
    case = Case().walk("review", "accept")
    transfer = case.send(court, due_on=case.day + timedelta(days=30))
    case.tell(transfer, "take-in-charge", authority_reference="HC/1/2020")
    case.tell(transfer, "pass-on", note="Not ours", authority_id=make.Authority().id)

    row, onward = section(clerk.open(address(case)), "transfers").select("tbody tr")

    text = row.get_text(" ", strip=True)
    assert "HC/1/2020" in text
    assert "Returned unexecuted" in text
    assert "Not ours" in text
    assert not row.select(".steps-of-transfer")
    assert "passed on by High Court" in onward.get_text(" ", strip=True)
    assert onward.select_one(".steps-of-transfer a")["href"].endswith("take-in-charge")


def test_a_late_answer_is_said_in_words_too(clerk, make):
    case = Case().walk("review", "accept")
    case.send(make.Authority(name="High Court"), due_on=case.day + timedelta(days=9))

    standing = clerk.open(address(case)).select_one(".standing")

    assert "Report of High Court" in standing.get_text(" ", strip=True)
    assert "days late" in standing.select_one(".due--late").get_text()


def test_history_is_told_newest_first_with_late_entries_and_corrections(clerk, make):
    case = Case()
    case.take("note", on=date(2020, 3, 9), note="Their embassy called.")
    amendments.amend(case.request, {"subject": "Better words"}, by=case.clerk)

    page = clerk.open(address(case))

    lines = section(page, "history").select(".timeline > li")
    assert "corrected the record" in lines[0].get_text()
    assert "Invoices of a carousel" in lines[0].select_one("del").get_text()
    assert "Better words" in lines[0].select_one("ins").get_text()
    noted = next(line for line in lines if "added a note" in line.get_text())
    assert noted.blockquote.get_text() == "Their embassy called."
    assert "Entered" in noted.get_text()
    assert "days later" in noted.get_text()


def test_a_long_history_has_pages(clerk, make):
    case = Case()
    for number in range(120):
        case.take("note", on=case.day, note=f"Note {number}")

    page = clerk.open(address(case))
    assert len(section(page, "history").select(".timeline > li")) == 15
    assert "All 121 entries" in section(page, "history").get_text(" ", strip=True)

    first = clerk.open(f"{address(case)}/history")
    second = clerk.open(f"{address(case)}/history?page=2")
    assert len(first.select(".timeline > li")) == 100
    assert len(second.select(".timeline > li")) == 21
    clerk.open(f"{address(case)}/history?page=900")
    clerk.open(f"{address(case)}/history?page=x")


def test_facts_bases_persons_and_links_are_shown(clerk, make):
    other = Case()
    case = Case(
        urgency=Urgency.URGENT,
        urgency_reason=UrgencyReason.CUSTODY,
        use_limitation="Not for tax purposes",
        persons=[PersonRecord("Людмила Гречко", birth_date="1969-09-17")],
        references=[(ReferenceKind.PARTNER, "4417/2026/AG")],
    )
    request_parts.link(case.request, other.request, LinkKind.RELATES_TO, by=case.clerk)

    page = clerk.open(address(case))

    assert "4417/2026/AG" in page.select_one(".page-head .eyebrow").get_text()
    assert "Urgent" in page.select_one(".tag--bad").get_text()
    assert "Not for tax purposes" in section(page, "facts").get_text()
    assert "UNTOC" in section(page, "bases").get_text()
    assert "cited by France" in section(page, "bases").get_text(" ", strip=True)
    assert "Людмила Гречко" in section(page, "persons").get_text()
    assert "born 17 Sep 1969" in section(page, "persons").get_text()
    assert other.request.reference in section(page, "links").get_text()


def test_a_link_to_a_restricted_request_is_not_told(clerk, make):
    hidden = Case(confidentiality=Confidentiality.RESTRICTED)
    case = Case()
    request_parts.link(case.request, hidden.request, LinkKind.RELATES_TO, by=case.clerk)

    page = clerk.open(address(case))

    assert hidden.request.reference not in section(page, "links").get_text()


def test_a_closed_request_shows_what_it_went_through(clerk, make):
    case = Case().walk("review", "accept")
    case.record(m1=FULL, m2=NOT_POSSIBLE)
    case.walk("send-results")
    case.take("close", outcome=Outcome.GRANTED_PART)

    page = clerk.open(address(case))

    stops = [stop.get_text(" ", strip=True) for stop in page.select(".rail li")]
    assert [stop.split(" 2020")[0].rsplit(" ", 2)[0] for stop in stops] == [
        "Registered",
        "Accepted",
        "Partially executed",
        "Executed",
        "Results sent",
        "Closed",
    ]
    assert "Executed in part" in page.select_one(".standing").get_text()
    assert buttons(page) == ["Add a note"]


@pytest.mark.parametrize(
    ("codes", "now"),
    [
        (("review",), "Under review"),
        (("review", "consult", "postpone"), "Postponed"),
        (("review", "consult", "refuse"), "Refused"),
    ],
)
def test_a_stage_beside_the_usual_way_stands_on_the_rail(clerk, make, codes, now):
    page = clerk.open(address(Case().walk(*codes)))

    assert page.select_one(".rail [aria-current=step]").get_text(strip=True) == now


def test_the_reference_may_be_typed_in_lower_case(clerk, make):
    case = Case()
    db.session.commit()

    page = clerk.open(f"/requests/{case.request.reference.lower()}")

    assert case.request.reference in page.text


def test_the_page_leads_to_its_neighbours_in_the_list_it_was_opened_from(clerk, make):
    days = [date(2020, 3, day) for day in (2, 3, 4)]
    first, second, third = [Case(received_on=day).request.reference for day in days]
    Case(partner_state="IT")
    db.session.commit()
    listed = clerk.open("/requests?state=FR")
    link = listed.find("a", string=second)["href"]
    assert link == f"/requests/{second}?state=FR"

    page = clerk.open(link)

    assert "2 of 3" in page.select_one(".eyebrow").get_text(" ", strip=True)
    assert page.select_one("[rel=prev]")["href"] == f"/requests/{third}?state=FR"
    assert page.select_one("[rel=next]")["href"] == f"/requests/{first}?state=FR"
    assert page.select_one(".eyebrow a")["href"] == "/requests?state=FR"
    last = clerk.open(f"/requests/{first}?state=FR")
    assert not last.select("[rel=next]")
    assert not clerk.open(f"/requests/{second}?state=IT").select("[rel=next]")


@pytest.mark.parametrize("query", ["state=ZZ", "from=31+Feb", "page=x", "q=%00", "x=1"])
def test_a_query_that_means_nothing_does_no_harm(clerk, make, query):
    clerk.open(f"{address(Case())}?{query}")


# ------------------------------------------------------------------------ who sees


READERS = {Role.CLERK: 200, Role.SUPERVISOR: 200, Role.AUDITOR: 200}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("part", ["", "/history"])
def test_only_those_who_read_requests_open_the_page(sign_in, make, role, part):
    authority = make.Authority() if role is Role.AUTHORITY else None
    case = Case()
    person = sign_in(role=role, authority=authority)

    person.open(address(case) + part, expect=READERS.get(role, 403))


def test_without_signing_in_one_is_led_to_the_login(anonymous, make):
    response = anonymous.open(address(Case()), expect=302)

    assert response.location.startswith("/login")


def test_the_auditor_reads_and_changes_nothing(auditor, make):
    page = auditor.open(address(Case().walk("review")))

    assert not page.select(".actions, .whynot")
    assert "Correct" not in page.select_one("main").get_text()


def test_a_restricted_request_is_seen_by_named_officers_only(sign_in, make):
    case = Case(confidentiality=Confidentiality.RESTRICTED)
    request_parts.name_officers(case.request, [case.clerk], by=case.clerk)
    where = address(case)

    assert "Restricted" in sign_in(case.clerk).open(where).text
    sign_in(role=Role.AUDITOR).open(where)
    for role in (Role.CLERK, Role.SUPERVISOR):
        stranger = sign_in(role=role)
        for part in ("", "/history", "/correct", "/persons", "/actions/note"):
            stranger.open(where + part, expect=404)
        stranger.submit(f"{where}/actions/note", data={"note": "x"}, expect=404)


def test_a_request_that_is_not_there_is_not_found(clerk):
    page = clerk.open("/requests/MLI-2020-99999", expect=404)

    assert "MLI-2020-99999" in page.text


# --------------------------------------------------------------------------- cost


def test_the_page_costs_the_same_number_of_queries(clerk, make, count_queries):
    def cost(measures, authorities):
        natures = ["DOCUMENTS", "TESTIMONY", "SERVICE", "EXAMINE", "OTHER"][:measures]
        case = Case(
            natures=natures,
            persons=[PersonRecord(f"Person {n}") for n in range(measures)],
            bases=["UNTOC", "COE030", "UNCAC", "COE141", "RECIPROCITY"][:measures],
            offences=["LAUNDERING", "FRAUD", "DRUGS", "BRIBERY", "OCG"][:measures],
        ).walk("review", "accept")
        for _ in range(authorities):
            case.send(make.Authority())
            linked = Case().request
            request_parts.link(case.request, linked, LinkKind.RELATES_TO, by=case.clerk)
            case.take("note")
        where = address(case)
        with count_queries() as sent:
            clerk.open(where)
        return len(sent)

    few = cost(measures=1, authorities=1)

    assert cost(measures=5, authorities=6) == few
    assert few <= 22


def test_days_are_counted_up_to_today(clerk, make):
    case = Case(received_on=clock.today() - timedelta(days=3))

    standing = clerk.open(address(case)).select_one(".standing")

    assert "3 days" in standing.get_text(" ", strip=True)
