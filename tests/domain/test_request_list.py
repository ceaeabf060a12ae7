"""The list of requests, in plain values."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctrack.domain.request_list import (
    Filters,
    ListedRequest,
    OpenTransfer,
    Party,
    slices,
)
from ctrack.domain.searching import folded
from ctrack.domain.statuses import Holder, Status
from ctrack.domain.vocabulary import Direction, Outcome

TODAY = date(2026, 11, 24)


def line(**details):
    return ListedRequest(
        **{
            "id": 1,
            "reference": "MLI-2026-00001",
            "direction": Direction.INCOMING,
            "status": Status.IN_EXECUTION,
            "partner_state": "FR",
            "counted_from": date(2026, 11, 1),
            "closed_on": None,
            "outcome": None,
            "held_since": date(2026, 11, 10),
            **details,
        }
    )


@given(
    st.lists(st.integers(0, 30), max_size=6), st.integers(0, 200), st.integers(1, 60)
)
def test_a_page_by_groups_is_the_page_of_the_whole_list(numbers, offset, limit):
    values = [f"value-{place}" for place in range(len(numbers))]
    whole = [
        (value, place)
        for value, number in zip(values, numbers, strict=True)
        for place in range(number)
    ]

    found = slices(dict(zip(values, numbers, strict=True)), values, offset, limit)

    shown = [
        (part.value, place)
        for part in found
        for place in range(part.skip, part.skip + part.take)
    ]
    assert shown == whole[offset : offset + limit]
    assert all(part.skip == 0 for part in found[1:])


def test_it_is_late_after_the_day_on_which_it_is_due():
    assert line(due_on=date(2026, 11, 20)).days_late(TODAY) == 4
    assert line(due_on=TODAY).days_late(TODAY) <= 0
    assert line(wished_on=date(2026, 11, 20)).days_late(TODAY) == 0


@pytest.mark.parametrize(
    "status", [Status.POSTPONED, Status.LITIGATION, Status.INFO_REQUESTED]
)
def test_a_paused_request_is_never_late(status):
    request = line(status=status, due_on=date(2026, 1, 1), review_on=date(2026, 2, 1))

    assert request.days_late(TODAY) == 0


def test_a_closed_request_is_due_nowhere_and_held_by_nobody():
    request = line(
        status=Status.CLOSED,
        closed_on=date(2026, 11, 11),
        outcome=Outcome.GRANTED_FULL,
        wished_on=date(2026, 11, 5),
    )

    assert request.days_open(TODAY) == 10
    assert request.days_held(TODAY) is None
    assert request.holder is Holder.NONE


def test_without_an_open_transfer_execution_lies_with_us():
    assert line().holder is Holder.CENTRAL
    assert line(transfers=(OpenTransfer("Police", None),)).holder is Holder.COMPETENT


def test_filters_stand_in_the_address_as_they_were_given():
    filters = Filters(
        text="bank",
        direction=(Direction.INCOMING,),
        state=("FR", "IT"),
        officer=(Party(None, "none", ""), Party(7, "elena", "Elena")),
        since=date(2026, 1, 31),
        is_open=True,
        sort="held",
        page=3,
    )

    assert filters.query == {
        "q": ["bank"],
        "open": ["1"],
        "from": ["2026-01-31"],
        "direction": ["incoming"],
        "state": ["FR", "IT"],
        "officer": ["none", "elena"],
        "sort": ["held"],
    }
    assert filters.number == 8


def test_taking_a_filter_away_leads_to_the_first_page_of_the_others():
    filters = Filters(state=("FR", "IT"), is_open=True, page=4)

    assert filters.without("state", "FR") == Filters(state=("IT",), is_open=True)
    assert filters.without("open", True) == Filters(state=("FR", "IT"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Допрос Свидетеля, São PAULO", "допрос свидетеля sao paulo"),
        ("  O’Dwyer & Sons (“Ltd”)  ", "o dwyer sons ltd"),
        ("STRASSE Straße", "strasse strasse"),
        ("مُحَمَّد", "محمد"),
        ("…", ""),
    ],
)
def test_words_are_compared_without_case_accents_and_signs(text, words):
    assert folded(text) == words
