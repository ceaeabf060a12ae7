"""Pauses recorded by hand, and more time for a deadline."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ctrack import clock
from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.errors import Invalid, NotFound
from ctrack.domain.pauses import PauseCategory
from ctrack.domain.vocabulary import Outcome
from ctrack.extensions import db
from ctrack.models import Deadline, Pause
from ctrack.services import extensions, pauses
from tests.cases import RECEIVED, Case, incoming

TRANSLATION = PauseCategory.TRANSLATION


def the_deadline(case, kind=DeadlineKind.REVIEW):
    db.session.flush()
    return db.session.scalars(
        select(Deadline)
        .where(Deadline.mla_request_id == case.request.id, Deadline.kind == kind)
        .execution_options(populate_existing=True)
    ).one()


def the_pause(case):
    return db.session.scalars(
        select(Pause).where(Pause.mla_request_id == case.request.id)
    ).one()


def fields(refused):
    return [problem.field for problem in refused.value.problems]


def test_nothing_is_due_while_a_translation_is_waited_for(make):
    case = Case(incoming())

    event = pauses.begin(
        case.request, TRANSLATION, RECEIVED, "Portuguese", by=case.clerk
    )

    assert case.request.due_on is None
    assert case.request.paused_since == RECEIVED
    assert the_deadline(case).current_on is None
    assert (event.kind, event.details["pause"], event.note) == (
        "PAUSED",
        "TRANSLATION",
        "Portuguese",
    )


def test_days_of_a_pause_that_has_ended_are_made_good(make):
    case = Case(incoming())
    before = the_deadline(case).current_on
    pauses.begin(case.request, TRANSLATION, RECEIVED + timedelta(2), by=case.clerk)

    pauses.end(
        case.request, the_pause(case).id, RECEIVED + timedelta(12), by=case.clerk
    )

    review = the_deadline(case)
    assert review.current_on == before + timedelta(10)
    assert review.original_on == before
    assert case.request.paused_since is None


def test_a_pause_that_began_and_ended_on_one_day_moves_nothing(make):
    case = Case(incoming())
    before = the_deadline(case).current_on
    pauses.begin(case.request, TRANSLATION, RECEIVED, by=case.clerk)

    pauses.end(case.request, the_pause(case).id, RECEIVED, by=case.clerk)

    assert the_deadline(case).current_on == before


def test_a_stage_does_not_end_a_pause_by_hand(make):
    case = Case(incoming())
    pauses.begin(case.request, TRANSLATION, RECEIVED, by=case.clerk)

    case.walk("review", "accept")

    assert the_pause(case).until is None
    assert case.request.due_on is None


def test_closing_ends_every_pause(make):
    case = Case(incoming()).walk("review")
    pauses.begin(case.request, TRANSLATION, RECEIVED, by=case.clerk)

    case.take("close", outcome=Outcome.WITHDRAWN)

    assert the_pause(case).until == case.day


@pytest.mark.parametrize("days", [-1, 10_000])
def test_a_pause_lies_between_receipt_and_today(make, days):
    case = Case(incoming())

    with pytest.raises(Invalid) as refused:
        pauses.begin(
            case.request, TRANSLATION, RECEIVED + timedelta(days), by=case.clerk
        )

    assert fields(refused) == ["since"]


def test_the_same_is_not_waited_for_twice_at_once(make):
    case = Case(incoming())
    pauses.begin(case.request, TRANSLATION, RECEIVED, by=case.clerk)

    with pytest.raises(Invalid) as refused:
        pauses.begin(case.request, TRANSLATION, RECEIVED, by=case.clerk)

    assert fields(refused) == ["category"]


def test_the_pause_of_a_stage_is_ended_by_the_stage_alone(make):
    case = Case(incoming()).walk("review")
    case.take("request-information")

    with pytest.raises(NotFound):
        pauses.end(case.request, the_pause(case).id, case.day, by=case.clerk)


def test_more_time_moves_the_day_and_keeps_the_first_one(make):
    case = Case(incoming())
    review = the_deadline(case)
    first = review.current_on

    event = extensions.extend(
        case.request,
        review.id,
        first + timedelta(30),
        "A long letter",
        by=case.clerk,
        on=first,
    )

    review = the_deadline(case)
    assert (review.original_on, review.current_on) == (first, first + timedelta(30))
    assert event.details == {
        "deadline": "REVIEW",
        "until": (first + timedelta(30)).isoformat(),
    }
    assert event.note == "A long letter"


def test_more_time_is_later_and_has_a_reason(make):
    case = Case(incoming())
    review = the_deadline(case)

    with pytest.raises(Invalid) as refused:
        extensions.extend(
            case.request, review.id, review.current_on, " ", by=case.clerk
        )

    assert fields(refused) == ["until", "reason"]


def test_more_time_is_not_given_for_the_deadline_of_another_request(make):
    case, other = Case(incoming()), Case(incoming())
    until = clock.today() + timedelta(9)

    with pytest.raises(NotFound):
        extensions.extend(
            case.request, the_deadline(other).id, until, "x", by=case.clerk
        )


def test_what_has_been_done_needs_no_more_time(make):
    case = Case(incoming()).walk("review", "accept")

    with pytest.raises(Invalid):
        extensions.extend(
            case.request,
            the_deadline(case).id,
            date(2030, 1, 1),
            "Too late",
            by=case.clerk,
        )
