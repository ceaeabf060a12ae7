"""How lists stand in the cells of a register's file."""

from datetime import date

from ctrack.domain.register_file import (
    CitedOrApplied,
    expected_cell,
    mention,
    told_apart,
)
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import MeasureOutcome

FULL, PENDING = MeasureOutcome.PROVIDED_FULL, MeasureOutcome.PENDING
DAY = date(2026, 3, 4)


def test_a_second_transfer_to_the_same_authority_has_a_name_of_its_own():
    assert told_apart(["Court", "Police", "Court"]) == ["Court", "Police", "Court #2"]


def test_an_authority_is_taken_to_have_reported_what_became_of_the_measure():
    assert expected_cell(TransferStatus.DONE, (FULL, DAY)) == (FULL, DAY)


def test_an_authority_that_sent_the_request_back_has_reported_nothing():
    for status in (TransferStatus.RETURNED_UNEXECUTED, TransferStatus.RECALLED):
        assert expected_cell(status, (FULL, DAY)) == (PENDING, None)


def test_only_what_is_not_to_be_expected_is_written_out():
    assert mention("Court", (FULL, DAY), (FULL, DAY)) == "Court"
    assert mention("Court", (FULL, DAY), (PENDING, None)) == (
        "Court: PROVIDED_FULL 2026-03-04"
    )
    assert mention("Court", (PENDING, None), (FULL, DAY)) == "Court: PENDING"


def test_every_use_of_a_basis_has_a_word_that_says_both_answers():
    for word in CitedOrApplied:
        both = {"is_cited": word.is_cited, "is_applied": word.is_applied}

        assert CitedOrApplied.of(**both) is word
