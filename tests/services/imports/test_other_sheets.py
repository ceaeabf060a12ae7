"""What the sheets Measures, Transfers and Legal bases add to a row."""

from datetime import date, datetime

import pytest

from ctrack.domain.statuses import Status
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import MeasureOutcome, Rank

FULL, PENDING = MeasureOutcome.PROVIDED_FULL, MeasureOutcome.PENDING
TWO = {"natures": "SERVICE; DOCUMENTS", "transferred_to": "Court; Police"}


def cells(request):
    """What each authority has reported on each measure."""
    return {
        (transfer.authority.name, cell.measure.nature_code): (
            cell.outcome,
            cell.decided_on,
        )
        for transfer in request.transfers
        for cell in transfer.cells
    }


def test_without_other_sheets_every_authority_is_asked_for_everything(bring_in):
    [request] = bring_in({**TWO, "transferred_on": "2024-04-01"}).requests

    assert request.status is Status.TRANSFERRED
    assert {t.sent_on for t in request.transfers} == {date(2024, 4, 1)}
    assert cells(request) == {
        (authority, nature): (PENDING, None)
        for authority in ("Court", "Police")
        for nature in ("SERVICE", "DOCUMENTS")
    }


def test_measures_bring_their_subtype_outcome_and_day(bring_in):
    [request] = bring_in(
        {"natures": "DOCUMENTS; SERVICE"},
        Measures=[
            {"reference": "r1", "nature": "documents", "subtype": "DOC_BANK",
             "outcome": "Provided in full", "decided_on": datetime(2024, 5, 2)},  # noqa: DTZ001 (a spreadsheet has no zone)
            {"reference": "R1", "nature": "SERVICE"},
        ],
    ).requests  # fmt: skip

    documents, service = request.measures
    assert documents.subtype_code == "DOC_BANK"
    assert (documents.outcome, documents.decided_on) == (FULL, date(2024, 5, 2))
    assert (service.outcome, service.decided_on) == (PENDING, None)
    assert request.status is Status.PARTIALLY_EXECUTED


def test_measures_say_which_authority_was_asked_for_which(bring_in):
    [request] = bring_in(
        TWO,
        Measures=[
            {"reference": "R1", "nature": "SERVICE", "authority": "Court"},
            {"reference": "R1", "nature": "DOCUMENTS", "outcome": "PROVIDED_FULL",
             "authority": "court; Police: PENDING"},
        ],
    ).requests  # fmt: skip

    assert cells(request) == {
        ("Court", "SERVICE"): (PENDING, None),
        ("Court", "DOCUMENTS"): (FULL, None),
        ("Police", "DOCUMENTS"): (PENDING, None),
    }


def test_a_request_that_came_back_to_an_authority_has_two_transfers_to_it(bring_in):
    [request] = bring_in(
        {},
        Transfers=[
            {"reference": "R1", "authority": "Court", "sent_on": "2024-04-01",
             "declined_on": "2024-04-09", "reason": "Not competent"},
            {"reference": "R1", "authority": "Police", "sent_on": "2024-04-10",
             "declined_on": "2024-04-11", "status": "RECALLED"},
            {"reference": "R1", "authority": "Court", "sent_on": "2024-05-01",
             "accepted_on": "2024-05-02"},
        ],
        Measures=[
            {"reference": "R1", "nature": "SERVICE", "authority": "Police; Court #2"}
        ],
    ).requests  # fmt: skip

    first, second, third = request.transfers
    assert first.status is TransferStatus.RETURNED_UNEXECUTED
    assert (first.reason, first.declined_on) == ("Not competent", date(2024, 4, 9))
    assert (second.recalled_on, second.declined_on) == (date(2024, 4, 11), None)
    assert third.status is TransferStatus.ACCEPTED
    assert [len(transfer.cells) for transfer in request.transfers] == [0, 1, 1]
    assert request.status is Status.IN_EXECUTION


def test_legal_bases_say_how_each_was_used(bring_in):
    [request] = bring_in(
        {"legal_bases": "UNTOC; COE030"},
        Legal_bases=[
            {"reference": "R1", "instrument": "UNTOC", "article": 18,
             "cited_or_applied": "cited"},
            {"reference": "R1", "instrument": "COE030", "rank": "Primary",
             "cited_or_applied": "Cited and applied"},
        ],
    ).requests  # fmt: skip

    assert [(b.citation, b.rank, b.is_cited, b.is_applied) for b in request.bases] == [
        ("UNTOC art. 18", Rank.ADDITIONAL, True, False),
        ("COE030", Rank.PRIMARY, True, True),
    ]


@pytest.mark.parametrize(
    ("change", "sheet", "rows", "told"),
    [
        ({}, "Measures", [{"nature": "DOCUMENTS"}], "natures: This and the sheet Mea"),
        ({}, "Measures", [{"nature": "X"}], "Measures row 2, nature: “X” is not in"),
        ({}, "Measures", [{"nature": "SERVICE", "subtype": "DOC_BANK"}],
         "Measures row 2, subtype: “DOC_BANK”"),
        ({}, "Measures", [{"nature": "SERVICE", "authority": "Court"}],
         "natures: The sheet Measures names “Court”"),
        ({}, "Measures", [{"nature": "SERVICE", "decided_on": "soon"}],
         "Measures row 2, decided_on: “soon”"),
        ({"transferred_to": "Court"}, "Transfers", [{"authority": "Police"}],
         "transferred_to: This and the sheet Transfers"),
        ({}, "Transfers", [{"authority": ""}], "Transfers row 2, authority: Name the"),
        ({}, "Transfers", [{"authority": "A", "status": "LOST"}],
         "Transfers row 2, status: “LOST”"),
        ({}, "Transfers",
         [{"authority": "A", "sent_on": "2024-05-01", "executed_on": "2024-04-01"}],
         "Transfers row 2, executed_on: 2024-04-01 lies before"),
        ({"closed_on": "2024-06-01", "outcome": "GRANTED_FULL"}, "Transfers",
         [{"authority": "A", "status": "IN_PROGRESS"}],
         "closed_on: A transfer is still open"),
        ({}, "Legal_bases", [{"instrument": "COE030"}],
         "legal_bases: This and the sheet Legal bases"),
        ({}, "Legal_bases", [{"instrument": "UNTOC", "rank": "FIRST"}],
         "Legal bases row 2, rank: “FIRST”"),
        ({}, "Legal_bases", [{"instrument": "UNTOC", "article": "1" * 81}],
         "legal_bases: An article is longer"),
        ({"closed_on": "2024-06-01", "outcome": "GRANTED_FULL"}, "Measures",
         [{"nature": "SERVICE", "outcome": "PENDING"}], "outcome: Measures without"),
        ({"closed_on": "2024-06-01", "outcome": "GRANTED_FULL"}, "Measures",
         [{"nature": "SERVICE", "outcome": "REFUSED"}], "outcome: Not every measure"),
        ({"closed_on": "2024-06-01", "outcome": "REFUSED", "refusal_grounds": "AGE"},
         "Measures", [{"nature": "SERVICE", "outcome": "PROVIDED_FULL"}],
         "outcome: Measures were provided"),
    ],
)  # fmt: skip
def test_what_other_sheets_get_wrong_is_told_of_the_row(
    bring_in, change, sheet, rows, told
):
    result = bring_in(change, **{sheet: [{"reference": "R1", **row} for row in rows]})

    assert result.requests == []
    assert any(line.startswith(f"row 2: {told}") for line in result.problems), (
        result.problems
    )


def test_rows_that_belong_to_no_request_are_told_of_and_left_alone(bring_in):
    result = bring_in(
        {},
        Measures=[
            {"reference": "R1", "nature": "SERVICE"},
            {"reference": "R2", "nature": "SERVICE"},
            {"reference": None, "nature": "DOCUMENTS"},
        ],
    )

    assert len(result.requests) == 1
    [note] = result.notes
    assert note.startswith("2 rows of the sheet Measures name no reference")
    assert note.endswith("left alone: rows 3, 4")


def test_a_closed_request_disposed_of_has_no_pending_measure(bring_in):
    [request] = bring_in(
        {"closed_on": "2024-06-01", "outcome": "WITHDRAWN"},
        Measures=[{"reference": "R1", "nature": "SERVICE", "outcome": "PENDING"}],
    ).requests

    [measure] = request.measures
    assert measure.outcome is MeasureOutcome.WITHDRAWN
    assert measure.decided_on == date(2024, 6, 1)
