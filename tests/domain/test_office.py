"""Targets of the office: what its own terms say."""

from ctrack.domain.deadline_rules import DeadlineKind, Rule
from ctrack.domain.deadlines import Term, Unit
from ctrack.domain.office import targets
from ctrack.domain.vocabulary import Direction, Matter


def rule(kind, count, unit=Unit.CALENDAR_DAYS, **details):
    return Rule(kind.value, kind, Term(count, unit), **details)


def days(*rules):
    return {target.interval: target.days for target in targets(rules)}


def test_the_terms_of_the_office_are_its_targets():
    assert days(
        rule(DeadlineKind.ACKNOWLEDGEMENT, 5),
        rule(DeadlineKind.REVIEW, 10, Unit.WORKING_DAYS),
        rule(DeadlineKind.TRANSFER, 5, direction=Direction.INCOMING),
        rule(DeadlineKind.ANSWER, 2, Unit.MONTHS),
    ) == {
        "Receipt to acknowledgement": 5,
        "Receipt to transfer": 14 + 5,
        "Transfer to execution": 61,
        "Receipt to closure": 180,
    }


def test_a_term_of_few_requests_is_no_target():
    assert days(
        rule(DeadlineKind.ACKNOWLEDGEMENT, 5, matter=Matter.EIO),
        rule(DeadlineKind.RESULTS, 5, instrument="UNTOC"),
    ) == {"Receipt to closure": 180}


def test_without_a_term_of_review_nothing_is_said_of_the_transfer():
    assert "Receipt to transfer" not in days(rule(DeadlineKind.TRANSFER, 5))
