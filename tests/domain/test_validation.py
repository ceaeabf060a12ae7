"""What makes a record fit to be stored."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ctrack.domain.records import BasisRecord, MeasureRecord, PersonRecord
from ctrack.domain.validation import problems
from ctrack.domain.vocabulary import (
    Direction,
    MeasureOutcome,
    Outcome,
    Rank,
    ReferenceKind,
    RequestForm,
    Urgency,
    UrgencyReason,
)
from tests.cases import RECEIVED, incoming, outgoing

TODAY = date(2020, 12, 1)


def complaints(record):
    return [(p.field, str(p.sentence)) for p in problems(record, today=TODAY)]


def fields(record):
    return [field for field, _ in complaints(record)]


def test_a_plausible_record_is_fit():
    assert complaints(incoming()) == []
    assert complaints(outgoing()) == []
    assert complaints(outgoing(sent_on=RECEIVED)) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": None}, "received_on"),
        ({"received_on": TODAY + timedelta(1)}, "received_on"),
        ({"bases": []}, "legal_bases"),
        ({"measures": []}, "natures"),
        ({"bases": [BasisRecord("UNTOC"), BasisRecord("UNTOC")]}, "legal_bases"),
        (
            {"bases": [BasisRecord(c, rank=Rank.PRIMARY) for c in ("UNTOC", "UNCAC")]},
            "legal_bases",
        ),
        ({"offences": ["FRAUD", "FRAUD"]}, "offences"),
        ({"urgency": Urgency.URGENT}, "urgency_reason"),
        ({"wished_on": RECEIVED - timedelta(1)}, "wished_on"),
        ({"outcome": Outcome.WITHDRAWN}, "closed_on"),
        ({"closed_on": TODAY}, "outcome"),
        ({"closed_on": TODAY, "outcome": Outcome.REFUSED}, "refusal_grounds"),
        (
            {
                "closed_on": TODAY,
                "outcome": Outcome.WITHDRAWN,
                "refusal_grounds": ["FORM"],
            },
            "refusal_grounds",
        ),
        (
            {
                "closed_on": TODAY,
                "outcome": Outcome.WITHDRAWN,
                "form": RequestForm.ORAL,
            },
            "closed_on",
        ),
        ({"acknowledged_on": RECEIVED - timedelta(1)}, "acknowledged_on"),
        ({"subject": "x" * 501}, "subject"),
        ({"language": "x" * 81}, "language"),
        ({"subject": "a\0b"}, "subject"),
        ({"remarks": "x" * 20_001}, "remarks"),
        ({"persons": [PersonRecord("x" * 501)]}, "persons"),
        ({"persons": [PersonRecord("x", birth_date="y" * 21)]}, "persons"),
        ({"bases": [BasisRecord("UNTOC", article="x" * 81)]}, "legal_bases"),
        (
            {"references": [(ReferenceKind.PARTNER, "7" * 501)]},
            "reference " + "7" * 20,
        ),
    ],
)
def test_what_is_wrong_is_named_by_its_field(changes, field):
    assert fields(replace(incoming(), **changes)) == [field]


def test_two_articles_of_one_treaty_are_two_bases():
    bases = [BasisRecord("UNTOC", "18"), BasisRecord("UNTOC", "13")]
    assert complaints(replace(incoming(), bases=bases)) == []


def test_all_that_is_wrong_is_told_at_once():
    wrong = replace(incoming(), received_on=None, bases=[], measures=[])
    assert fields(wrong) == ["received_on", "legal_bases", "natures"]


def test_an_old_register_need_not_know_everything():
    old = replace(
        incoming(),
        is_historical=True,
        urgency=Urgency.URGENT,
        form=RequestForm.ORAL,
        outcome=Outcome.REFUSED,
        refusal_grounds=["FORM"],
        closed_on=TODAY,
        measures=[MeasureRecord("DOCUMENTS", outcome=MeasureOutcome.REFUSED)],
    )
    assert complaints(old) == []
    assert fields(replace(outgoing(), is_historical=True)) == ["sent_on"]


def test_another_state_may_refuse_without_telling_its_ground():
    refused = outgoing(sent_on=RECEIVED, closed_on=TODAY, outcome=Outcome.REFUSED)
    assert refused.direction is Direction.OUTGOING
    assert complaints(refused) == []


def test_urgency_with_its_reason_is_fit():
    record = replace(
        incoming(), urgency=Urgency.URGENT, urgency_reason=UrgencyReason.CUSTODY
    )
    assert complaints(record) == []
