"""The list against a list made by hand: order, pages, search, place, memory."""

from datetime import date, timedelta
from random import Random

import pytest

from ctrack import clock, states
from ctrack.domain.request_list import PAGE_SIZE, Filters, Queue
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Confidentiality, Direction, Rank, ReferenceKind
from ctrack.extensions import db
from ctrack.models import (
    Event,
    LegalBasis,
    Measure,
    NamedOfficer,
    Person,
    Reference,
    RequestOffence,
)
from ctrack.queries import request_list

TODAY = date(2026, 11, 24)
ORDER = list(Status)
SORTS = {
    "-opened": lambda r: (-r.counted_from.toordinal(), -r.id),
    "opened": lambda r: (r.counted_from, r.id),
    "reference": lambda r: r.reference,
    "state": lambda r: (
        list(states.names()).index(r.partner_state),
        -r.counted_from.toordinal(),
        -r.id,
    ),
    "-status": lambda r: (
        -ORDER.index(r.status),
        -r.counted_from.toordinal(),
        -r.id,
    ),
    "-held": lambda r: (r.closed_on is not None, r.held_since, r.id),
}


@pytest.fixture
def clerk(make):
    return make.User()


@pytest.fixture
def register(make):
    """Some hundred requests with few different values, so that many are alike."""
    random = Random(5)
    made = []
    for _ in range(130):
        opened = date(2026, 1, 1) + timedelta(days=random.randrange(40))
        closed = random.random() < 0.4
        made.append(
            make.MLARequest(
                partner_state=random.choice(["DE", "CH", "AT", "ICC"]),
                status=Status.CLOSED
                if closed
                else random.choice([Status.REGISTERED, Status.ACCEPTED]),
                received_on=opened,
                held_since=opened + timedelta(days=random.randrange(5)),
                closed_on=opened if closed else None,
            )
        )
    return made


def every_page(filters, user):
    first = request_list.page(filters, seen_by=user, today=TODAY)
    found = [row.reference for row in first.rows]
    for number in range(2, first.pages + 1):
        there = Filters(**{**vars(filters), "page": number})
        page = request_list.page(there, seen_by=user, today=TODAY)
        assert len(page.rows) <= PAGE_SIZE
        found += [row.reference for row in page.rows]
    return found


@pytest.mark.parametrize("sort", SORTS)
def test_pages_follow_each_other_in_the_order_and_so_does_the_stream(
    sort, register, clerk
):
    expected = [row.reference for row in sorted(register, key=SORTS[sort])]
    filters = Filters(sort=sort)

    assert every_page(filters, clerk) == expected
    stream = request_list.every(filters, seen_by=clerk, today=TODAY)
    assert [row.reference for row in stream] == expected


PARTS = {
    "basis": ("UNTOC",),
    "nature": ("SERVICE", "DOCUMENTS"),
    "offence": ("FRAUD",),
    "queue": (Queue.INCOMPLETE,),
}


@pytest.mark.parametrize("many", [0, 10_000])
@pytest.mark.parametrize("sort", ["held", "-state"])
def test_what_is_looked_for_in_the_parts_of_a_request_is_found(
    many, sort, register, clerk, monkeypatch
):
    """Whether few are meant or so many that they are gone through in their order."""
    monkeypatch.setattr(request_list, "MANY", many)
    having = {name: set() for name in PARTS}
    for number, request in enumerate(register):
        if number % 5:
            for position, code in enumerate(("UNTOC", "UNCAC")):
                basis = LegalBasis(
                    instrument_code=code, position=position, rank=Rank.ADDITIONAL
                )
                request.bases.append(basis)
            having["basis"].add(request.reference)
        if number % 3:
            request.measures.append(Measure(nature_code="DOCUMENTS", position=0))
            having["nature"].add(request.reference)
        if number % 2:
            request.offences.append(RequestOffence(offence_code="FRAUD", position=0))
            having["offence"].add(request.reference)
        if not (request.closed_on or (number % 2 and number % 3 and number % 5)):
            having["queue"].add(request.reference)
    db.session.flush()

    for name, values in PARTS.items():
        filters = Filters(**{name: values}, sort=sort)
        stream = request_list.every(filters, seen_by=clerk, today=TODAY)
        assert set(every_page(filters, clerk)) == having[name], name
        assert every_page(filters, clerk) == [row.reference for row in stream]


@pytest.mark.parametrize("sort", SORTS)
def test_a_request_knows_its_place_and_neighbours(sort, register, clerk):
    ordered = [row.reference for row in sorted(register, key=SORTS[sort])]

    for number in (0, 1, 64, 129):
        place = request_list.place_of(
            ordered[number], Filters(sort=sort), seen_by=clerk, today=TODAY
        )

        assert (place.position, place.number) == (number + 1, 130)
        assert place.before == (ordered[number - 1] if number else None)
        assert place.after == (ordered[number + 1] if number < 129 else None)


def test_what_does_not_stand_in_the_list_has_no_place(register, clerk):
    closed = next(r for r in register if r.closed_on)

    assert (
        request_list.place_of(
            closed.reference, Filters(is_open=True), seen_by=clerk, today=TODAY
        )
        is None
    )


def test_a_page_behind_the_last_is_the_last(register, clerk):
    page = request_list.page(Filters(page=99), seen_by=clerk, today=TODAY)

    assert page.page == page.pages == 3
    assert len(page.rows) == 30


class TestSearch:
    @pytest.fixture
    def found(self, clerk):
        def find(text, user=clerk):
            page = request_list.page(Filters(text=text), seen_by=user, today=TODAY)
            return [row.reference for row in page.rows]

        return find

    @pytest.fixture
    def request_of(self, make):
        def made(reference="", person="", subject=""):
            request = make.MLARequest(subject=subject)
            if reference:
                db.session.add(
                    Reference(
                        mla_request_id=request.id,
                        kind=ReferenceKind.PARTNER,
                        value=reference,
                        normalised="11832026ta",
                    )
                )
            if person:
                db.session.add(
                    Person(
                        mla_request_id=request.id,
                        name=person,
                        normalised="нургалиевержан",
                        role="SUSPECT",
                    )
                )
            db.session.flush()
            return request.reference

        return made

    @pytest.mark.parametrize("text", ["1183/2026", "2026-TA", "83 20 26"])
    def test_any_fragment_of_a_reference_finds(self, found, request_of, text):
        wanted = request_of(reference="1183 / 2026 TA")
        request_of()

        assert found(text) == [wanted]

    @pytest.mark.parametrize("text", ["нургалиев", "ЕРЖАН Нургалиев", "галиев"])
    def test_words_of_one_name_find_in_any_order(self, found, request_of, text):
        wanted = request_of(person="Нургалиев Ержан")
        request_of(person="")

        assert found(text) == [wanted]

    @pytest.mark.parametrize("text", ["fraud ALMATY", "almaty", "fräud"])
    def test_all_words_must_stand_in_the_subject(self, found, request_of, text):
        wanted = request_of(subject="Customs fraud in Almaty")
        request_of(subject="Tax fraud in Astana" if " " in text else "Astana")

        assert found(text) == [wanted]

    @pytest.mark.parametrize("text", ["%", "_", "'; DROP TABLE person; --", "…"])
    def test_signs_are_no_pattern(self, found, request_of, text):
        request_of(subject="Customs")

        assert found(text) == []

    def test_many_are_found_as_few_are(self, found, make, clerk, monkeypatch):
        monkeypatch.setattr("ctrack.queries.request_text.FEW", 3)
        made = [make.MLARequest(subject=f"Vessel {n}") for n in range(60)]
        make.MLARequest(subject="Account")

        expected = [r.reference for r in reversed(made)][:PAGE_SIZE]
        assert found("vessel") == expected
        assert (
            request_list.count(Filters(text="vessel"), seen_by=clerk, today=TODAY) == 60
        )

    def test_a_statistician_searches_our_references_only(self, found, request_of, make):
        request_of("1183/2026", "Нургалиев Ержан", "Customs fraud")
        statistician = make.User(role="statistician")

        for text in ("1183", "нургалиев", "customs"):
            assert found(text, statistician) == []


def test_a_restricted_request_counts_for_named_officers_only(make, clerk):
    request = make.MLARequest(confidentiality=Confidentiality.RESTRICTED)
    other = make.User()
    db.session.add(NamedOfficer(mla_request_id=request.id, user_id=other.id))
    db.session.flush()

    for user, number in ((clerk, 0), (other, 1)):
        assert request_list.count(Filters(), seen_by=user, today=TODAY) == number
        assert request_list.numbers(seen_by=user, today=TODAY)["open"] == number


def test_what_was_counted_holds_until_something_happens(make, clerk, count_queries):
    event = {
        "central_authority_id": clerk.central_authority_id,
        "kind": "NOTED",
        "happened_on": TODAY,
        "entered_at": clock.now(),
    }
    db.session.add(Event(**event))
    make.MLARequest(direction=Direction.INCOMING)
    db.session.commit()
    filters = Filters(direction=(Direction.INCOMING,))

    def ask():
        with count_queries() as sent:
            page = request_list.page(filters, seen_by=clerk, today=TODAY)
        counts = [sql for sql in sent if "count(" in sql]
        db.session.commit()
        return page.number, len(counts)

    assert ask() == (1, 1)
    assert ask() == (1, 0)

    make.MLARequest(direction=Direction.INCOMING)
    db.session.add(Event(**{**event, "entered_at": clock.now()}))
    db.session.commit()

    assert ask() == (2, 1)
