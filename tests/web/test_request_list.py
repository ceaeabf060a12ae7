"""The register as a list: who sees what, filters, sorting, paging, taking it away."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest

from ctrack import clock
from ctrack.domain.permissions import Role
from ctrack.domain.records import (
    BasisRecord,
    MeasureRecord,
    PersonRecord,
    RequestRecord,
)
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import (
    Confidentiality,
    Direction,
    Outcome,
    Rank,
    ReferenceKind,
    Urgency,
    UrgencyReason,
)
from ctrack.extensions import db
from ctrack.services import register


@pytest.fixture
def enter(make):
    """Registers a request: `enter(subject="…")` gives it."""
    person = make.User()

    def entered(basis="UNTOC", natures=("DOCUMENTS",), **details):
        record = RequestRecord(
            **{
                "direction": Direction.INCOMING,
                "partner_state": "FR",
                "received_on": date(2024, 3, 2),
                "bases": [BasisRecord(basis, rank=Rank.PRIMARY)],
                "measures": [MeasureRecord(nature) for nature in natures],
                **details,
            }
        )
        request = register.register(record, by=person)
        db.session.commit()
        return request

    return entered


def references(page):
    return [cell.a.text for cell in page.select("tbody th")]


def test_the_newest_request_comes_first(clerk, enter):
    old = enter(received_on=date(2023, 1, 5))
    new = enter(received_on=date(2024, 6, 1))

    assert references(clerk.open("/requests")) == [new.reference, old.reference]


@pytest.mark.parametrize(
    "query",
    [
        {"direction": "incoming"},
        {"status": "registered"},
        {"state": "Italy"},
        {"state": "ITA"},
        {"basis": "UNCAC"},
        {"nature": "service"},
        {"offence": "07041"},
        {"urgency": "urgent"},
        {"from": "1 Feb 2024", "to": "2024-02-28"},
        {"q": "4417 2026 ag"},
        {"q": "17/2026"},
        {"q": "harbour"},
        {"q": "МАРКОВ"},
        {"state": "IT", "open": "1"},
        {"state": ["IT", "JP"]},
    ],
    ids=str,
)
def test_each_filter_finds_the_request_and_no_other(clerk, enter, query):
    wanted = enter(
        partner_state="IT",
        basis="UNCAC",
        natures=("SERVICE",),
        offences=["LAUNDERING"],
        received_on=date(2024, 2, 3),
        urgency=Urgency.URGENT,
        urgency_reason=UrgencyReason.HEARING,
        references=[(ReferenceKind.PARTNER, "4417/2026/AG")],
        subject="Accounts at Harbour Bank",
        persons=[PersonRecord("Алексей Марков")],
    )
    enter(
        direction=Direction.OUTGOING,
        received_on=None,
        sent_on=date(2024, 3, 9),
        subject="Another matter",
        references=[(ReferenceKind.PARTNER, "88/B")],
    )

    assert references(clerk.open("/requests", **query)) == [wanted.reference]


def test_filters_in_use_are_chips_that_take_them_away(clerk, enter):
    enter(partner_state="IT")
    french = enter(partner_state="FR")

    page = clerk.open("/requests", state=["IT", "FR"], open="1")
    chips = {chip.bdi.text: chip["href"] for chip in page.select(".chip")}

    assert set(chips) == {"Open", "Italy", "France"}
    assert references(clerk.open(chips["Italy"])) == [french.reference]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"state": "Atlantis"}, "is no State we know"),
        ({"from": "31 Feb 2026"}, "is not a day"),
        ({"status": "asleep"}, "is no stage"),
        ({"page": "two"}, "is no number of a page"),
        ({"sort": "colour"}, "cannot be sorted"),
        ({"officer": "nobody-of-that-name"}, "is no officer"),
    ],
    ids=str,
)
def test_what_means_nothing_is_told_in_a_sentence(clerk, enter, query, told):
    enter()

    page = clerk.open("/requests", expect=422, **query)

    assert told in page.select_one(".notice--bad").text


def test_a_list_without_rows_says_how_to_get_some(clerk, enter):
    enter(partner_state="IT")

    page = clerk.open("/requests", state="IT", basis="HARARE")

    assert page.select_one(".empty h2").text == "No request matches these 2 filters"
    assert "has 1 request" in page.select_one(".empty").text


def test_the_list_is_paged_and_every_request_stands_on_one_page(clerk, make):
    for number in range(120):
        make.MLARequest(
            counted_from=date(2020, 1, 1) + timedelta(days=number // 3),
            partner_state=("FR", "DE", "IT")[number % 3],
        )

    for sort in ("-opened", "opened", "reference", "state", "-status", "held"):
        pages = [clerk.open("/requests", sort=sort, page=str(n)) for n in (1, 2, 3)]
        shown = [reference for page in pages for reference in references(page)]
        assert [len(references(page)) for page in pages] == [50, 50, 20], sort
        assert len(set(shown)) == 120, sort


def test_states_are_sorted_by_their_names(clerk, make):
    for code in ("US", "DE", "AT"):  # United States, Germany, Austria
        make.MLARequest(partner_state=code)

    page = clerk.open("/requests", sort="state")

    names = [row.select("td")[0].text for row in page.select("tbody tr")]
    assert names == ["Austria", "Germany", "United States"]


def test_the_page_needs_the_same_number_of_queries_for_one_and_fifty(
    clerk, make, count_queries
):
    def number():
        with count_queries() as sent:
            clerk.open("/requests", open="1")
        return len(sent)

    make.MLARequest()
    number()  # from now on lists are kept
    alone = number()
    for _ in range(60):
        make.MLARequest()

    assert number() == alone <= 14


def test_workbook_and_csv_hold_exactly_the_rows_shown(clerk, enter):
    enter(subject="=1+1", partner_state="IT")
    enter(subject="Second", partner_state="IT", received_on=date(2024, 5, 1))
    enter(partner_state="DE")

    shown = references(clerk.open("/requests", state="IT", sort="opened"))
    book = openpyxl.load_workbook(
        io.BytesIO(clerk.open("/requests.xlsx", state="IT", sort="opened").data)
    )
    rows = list(book.active.iter_rows(values_only=True))
    text = clerk.open("/requests.csv", state="IT", sort="opened").data
    lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))

    assert [row[0] for row in rows[1:]] == shown
    assert [line[0] for line in lines[1:]] == shown
    subject = rows[0].index("Subject")
    assert [row[subject] for row in rows[1:]] == ["=1+1", "Second"]
    assert book.active.cell(2, subject + 1).data_type == "s"
    assert lines[1][lines[0].index("Subject")] == "'=1+1"


def test_a_statistician_sees_coded_facts_only(statistician, enter):
    request = enter(
        subject="Accounts of Marlowe",
        persons=[PersonRecord("Philippa Marlowe")],
        references=[(ReferenceKind.PARTNER, "AB/77")],
    )

    page = statistician.open("/requests")
    found_by_own = statistician.open("/requests", q=request.reference.lower())
    found_by_name = statistician.open("/requests", q="marlowe")
    found_by_theirs = statistician.open("/requests", q="ab77")
    taken = statistician.open("/requests.csv").data.decode()

    assert request.reference in page.text
    assert "Marlowe" not in page.text
    assert "Marlowe" not in taken
    assert request.reference in found_by_own.select_one("tbody").text
    assert found_by_name.select_one("tbody") is None
    assert found_by_theirs.select_one("tbody") is None


def test_a_restricted_request_is_listed_for_named_officers_only(sign_in, enter, make):
    named = make.User()
    request = enter(
        confidentiality=Confidentiality.RESTRICTED, named_officer_ids=[named.id]
    )

    assert request.reference in sign_in(named).open("/requests").text
    for role in (Role.CLERK, Role.SUPERVISOR, Role.STATISTICIAN):
        browser = sign_in(role=role)
        assert request.reference not in browser.open("/requests").text
        assert request.reference not in browser.open("/requests.csv").text
    assert request.reference in sign_in(role=Role.AUDITOR).open("/requests").text


def test_an_authority_is_led_to_its_transfers(authority_user):
    assert authority_user.open("/requests", expect=302).location.endswith("/transfers")
    authority_user.open("/requests.csv", expect=403)


def test_days_are_counted_to_today_and_stop_at_the_closing(clerk, make):
    today = clock.today()
    make.MLARequest(
        received_on=today - timedelta(days=9), held_since=today - timedelta(days=4)
    )
    make.MLARequest(
        received_on=date(2020, 1, 1),
        status=Status.CLOSED,
        closed_on=date(2020, 1, 31),
        outcome=Outcome.GRANTED_FULL,
    )

    still, done = clerk.open("/requests").select("tbody tr")

    assert "open 9 days" in still.text
    assert still.select_one("td.num").text == "4"
    assert "took 30 days" in done.text
    assert done.select_one("td.num").text == "–"


def test_several_values_of_one_filter_outlive_the_next_press(clerk, enter):
    enter(partner_state="FR")

    page = clerk.open("/requests", state=["FR", "IT"], direction="incoming")

    sent = page.form("form.filters")
    assert sent["state"] == ["FR", "IT", ""]
    assert sent["direction"] == ["incoming"]
    assert page.select_one("#state option").text == "2 chosen"


def test_what_means_nothing_lists_nothing(clerk, enter):
    enter()

    page = clerk.open("/requests", state="Atlantis", expect=422)

    assert not page.select("tbody tr")
    assert "Nothing is listed until this is put right." in page.text
    clerk.open("/requests.csv", state="Atlantis", expect=422)
    clerk.open("/requests.xlsx", state="Atlantis", expect=422)


def test_the_caption_says_how_many_of_how_many_in_which_order(clerk, enter):
    enter(partner_state="FR")
    enter(partner_state="IT")

    page = clerk.open("/requests", state="FR", sort="opened")

    assert page.caption.text.startswith("1 of 2 requests, the oldest first.")
    [sorted_by] = page.select("th[aria-sort]")
    assert sorted_by["aria-sort"] == "ascending"


def test_what_is_registered_is_counted_at_once(clerk, enter):
    enter()
    assert "1 request" in clerk.open("/requests").caption.text

    enter()

    page = clerk.open("/requests")
    assert "2 requests" in page.caption.text
    assert page.select_one(".tabs .count").text == "2"


def test_what_people_wrote_is_text(clerk, enter):
    enter(subject="<script>alert(1)</script>")

    page = clerk.open("/requests")

    assert page.select("tbody script") == []
    assert "<script>alert(1)</script>" in page.select_one("tbody").text


def test_a_supervisor_finds_the_import_and_a_clerk_does_not(supervisor, clerk):
    def ways(browser):
        return [link["href"] for link in browser.open("/requests").select("main a")]

    assert "/register/import" in ways(supervisor)
    assert "/register/import" not in ways(clerk)


class TestCodedFacts:
    """The list of those who see coded facts only."""

    def test_it_touches_no_record(self, statistician, enter, count_queries):
        enter(originating_authority="Judge Marlowe", wished_on=date(2024, 5, 5))

        with count_queries() as sent:
            page = statistician.open("/requests")
            statistician.open("/requests.csv")
            statistician.open("/requests.xlsx")

        tables = ("mla_request ", "mla_request\n", "person", "reference ", "transfer ")
        assert not [sql for sql in sent if any(name in sql for name in tables)]
        assert len(page.select("tbody tr")) == 1
        assert "Marlowe" not in page.text

    @pytest.mark.parametrize(
        ("query", "number"),
        [
            ({"direction": "incoming"}, 1),
            ({"direction": "outgoing"}, 1),
            ({"state": "Italy"}, 1),
            ({"basis": "UNCAC"}, 1),
            ({"basis": ["UNCAC", "UNTOC"]}, 2),
            ({"nature": "SERVICE"}, 1),
            ({"offence": "not stated"}, 2),
            ({"open": "1"}, 2),
            ({"status": "closed"}, 0),
            ({"from": "1 Jan 2025"}, 1),
            ({"q": "mli2024"}, 1),
            ({"sort": "-state"}, 2),
            ({"sort": "status"}, 2),
            ({"sort": "reference"}, 2),
        ],
    )
    def test_filters_do_what_they_do_in_the_register(
        self, statistician, enter, query, number
    ):
        enter()
        enter(
            direction=Direction.OUTGOING,
            received_on=None,
            sent_on=date(2025, 2, 2),
            partner_state="IT",
            basis="UNCAC",
            natures=("SERVICE",),
        )

        page = statistician.open("/requests", **query)

        assert len(page.select("tbody tr")) == number

    def test_what_is_not_sent_or_restricted_is_not_listed(self, statistician, enter):
        enter(
            direction=Direction.OUTGOING,
            received_on=date(2024, 1, 1),
        )
        enter(confidentiality=Confidentiality.RESTRICTED)

        assert "The register is empty" in statistician.open("/requests").text

    @pytest.mark.parametrize(
        "query", [{"officer": "none"}, {"urgency": "urgent"}, {"sort": "held"}]
    )
    def test_what_is_no_coded_fact_cannot_be_asked_for(self, statistician, query):
        page = statistician.open("/requests", **query, expect=422)

        assert "cannot be" in page.select_one(".notice--bad").text
