"""Days that officers set, more time by days, and what is corrected of pauses."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ctrack import clock
from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.deadlines import Unit
from ctrack.domain.errors import Invalid, NotFound
from ctrack.domain.pauses import PauseCategory
from ctrack.domain.vocabulary import Matter
from ctrack.extensions import db
from ctrack.models import Deadline, Extension, Pause
from ctrack.services import extensions, pauses, set_deadlines
from tests.cases import Case, incoming

K = DeadlineKind


def all_of(case, kind):
    db.session.flush()
    return list(
        db.session.scalars(
            select(Deadline)
            .where(Deadline.mla_request_id == case.request.id, Deadline.kind == kind)
            .order_by(Deadline.id)
            .execution_options(populate_existing=True)
        )
    )


def one(case, kind=K.REVIEW):
    [found] = all_of(case, kind)
    return found


def add(case, kind=K.OTHER, until=None, note="Ring the court.", base_on=None):
    return set_deadlines.add(
        case.request,
        kind,
        base_on=base_on or clock.today(),
        until=until,
        note=note,
        by=case.clerk,
    )


def fields(refused):
    return [problem.field for problem in refused.value.problems]


# What is set by hand


def test_an_enquiry_is_to_be_answered_within_the_term_of_its_rule(case):
    rule = set_deadlines.rule_for(case.request, K.STATUS_REPLY)

    event = add(case, K.STATUS_REPLY, note="By telephone.")

    due = one(case, K.STATUS_REPLY)
    assert due.rule_code == rule.code
    assert due.is_open
    assert due.current_on > clock.today()
    assert event.details["until"] == due.current_on.isoformat()


def test_a_day_of_ones_own_needs_words_and_a_day(case):
    with pytest.raises(Invalid) as refused:
        add(case, K.OTHER, until=None, note=" ")

    assert fields(refused) == ["until", "note"]


def test_the_earliest_day_is_what_is_due_next(case):
    received = case.request.counted_from
    soon = received + timedelta(days=1)
    assert case.request.due_on > soon

    add(case, base_on=received, until=soon)
    add(case, base_on=received, until=soon + timedelta(days=5), note="The other one.")

    assert case.request.due_on == soon
    assert len(all_of(case, K.OTHER)) == 2


def test_what_no_officer_sets_is_refused(case):
    with pytest.raises(Invalid) as refused:
        add(case, K.REVIEW, until=clock.today())

    assert "kind" in fields(refused)


@pytest.mark.parametrize(
    ("days", "base", "field"),
    [(-1, 0, "until"), (40 * 366, 0, "until"), (3, 1, "base_on")],
)
def test_days_that_cannot_be_are_refused(case, days, base, field):
    today = clock.today()

    with pytest.raises(Invalid) as refused:
        add(
            case,
            until=today + timedelta(days=days),
            base_on=today + timedelta(days=base),
        )

    assert field in fields(refused)


def test_what_is_done_is_due_no_more(case):
    add(case, until=clock.today())
    its = one(case, K.OTHER)

    set_deadlines.settle(case.request, its.id, clock.today(), "Rang.", by=case.clerk)

    its = one(case, K.OTHER)
    assert not its.is_open
    assert its.met_on == clock.today()
    with pytest.raises(Invalid):
        set_deadlines.settle(case.request, its.id, clock.today(), by=case.clerk)


def test_what_a_step_ends_is_not_recorded_as_done_by_hand(case):
    with pytest.raises(Invalid, match="ends by itself"):
        set_deadlines.settle(case.request, one(case).id, clock.today(), by=case.clerk)


def test_a_preservation_is_recorded_as_over(make):
    case = Case(incoming(matter=Matter.PRESERVATION))
    its = one(case, K.PRESERVATION)

    set_deadlines.settle(case.request, its.id, clock.today(), by=case.clerk)

    assert not one(case, K.PRESERVATION).is_open


def test_what_was_set_in_error_is_struck_out_and_told(case):
    add(case, until=clock.today())
    its = one(case, K.OTHER)

    with pytest.raises(Invalid):
        set_deadlines.strike(case.request, its.id, " ", by=case.clerk)
    event = set_deadlines.strike(
        case.request, its.id, "The other request.", by=case.clerk
    )

    assert all_of(case, K.OTHER) == []
    assert event.note == "The other request."
    with pytest.raises(Invalid, match="cannot be struck out"):
        set_deadlines.strike(case.request, one(case).id, "x", by=case.clerk)


# More time


def test_more_time_by_days_follows_what_was_due_before(case):
    review = one(case)
    first = review.current_on

    event = extensions.extend_by(
        case.request, review.id, 10, Unit.CALENDAR_DAYS, "A long file.", by=case.clerk
    )

    review = one(case)
    assert review.original_on == first
    assert review.current_on >= first + timedelta(days=10)
    assert event.details["until"] == review.current_on.isoformat()


def test_more_time_is_taken_back(case):
    review = one(case)
    first, until = review.current_on, clock.today() + timedelta(days=30)
    extensions.extend(case.request, review.id, until, "A long file.", by=case.clerk)
    assert one(case).current_on == until

    with pytest.raises(Invalid):
        extensions.take_back(case.request, review.id, "", by=case.clerk)
    extensions.take_back(case.request, review.id, "Wrong file.", by=case.clerk)

    assert one(case).current_on == first
    assert db.session.scalars(select(Extension)).all() == []
    with pytest.raises(Invalid, match="No more time"):
        extensions.take_back(case.request, review.id, "Again.", by=case.clerk)


def test_more_days_than_anybody_gives_are_a_mistake(case):
    with pytest.raises(Invalid) as refused:
        extensions.extend_by(
            case.request, one(case).id, 9999, Unit.WORKING_DAYS, "x", by=case.clerk
        )

    assert fields(refused) == ["count"]


# Pauses


@pytest.fixture
def paused(case):
    """A request that has waited for a translation for some days."""
    case.since = case.request.counted_from
    pauses.begin(case.request, PauseCategory.TRANSLATION, case.since, by=case.clerk)
    case.pause = db.session.scalars(select(Pause)).one()
    return case


def correct(case, **told):
    usual = {
        "category": PauseCategory.TRANSLATION,
        "since": case.since,
        "until": None,
        "reason": "The letter says so.",
    }
    return pauses.correct(case.request, case.pause.id, by=case.clerk, **(usual | told))


def test_a_pause_with_other_days_moves_what_is_due(paused):
    until = paused.since + timedelta(days=10)
    correct(paused, until=until)
    first = one(paused).current_on

    event = correct(paused, until=until + timedelta(days=4))

    assert one(paused).current_on >= first + timedelta(days=4)
    assert event.is_correction
    assert event.changes["until"] == [
        until.isoformat(),
        (until + timedelta(days=4)).isoformat(),
    ]


def test_a_pause_that_goes_on_after_all_holds_everything(paused):
    correct(paused, until=paused.since + timedelta(days=2))
    assert paused.request.paused_since is None

    correct(paused, until=None)

    assert paused.request.paused_since == paused.since
    assert one(paused).current_on is None


def test_the_order_of_entering_does_not_matter(make):
    """Recorded right at once, or wrong and corrected: the same day is due."""
    days = []
    for is_corrected in (False, True):
        case = Case()
        since = case.request.counted_from + timedelta(days=2)
        wrong = since + timedelta(days=1) if is_corrected else since
        pauses.begin(case.request, PauseCategory.COURT, wrong, by=case.clerk)
        case.pause = db.session.scalars(
            select(Pause).where(Pause.mla_request_id == case.request.id)
        ).one()
        case.since = since
        correct(case, category=PauseCategory.COURT, until=since + timedelta(days=7))
        days.append(one(case).current_on)

    assert days[0] == days[1]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"since": date(2000, 1, 1)}, "since"),
        ({"until": date(2000, 1, 1)}, "until"),
        ({"category": PauseCategory.OWN_PROCEEDINGS}, "category"),
        ({}, ""),
    ],
)
def test_a_correction_that_cannot_be_is_refused(paused, told, field):
    with pytest.raises(Invalid) as refused:
        correct(paused, **told)

    assert field in fields(refused)


def test_the_pause_of_a_stage_keeps_its_category_and_its_end(case):
    case.walk("review")
    case.take("request-information")
    case.pause = db.session.scalars(select(Pause)).one()
    case.since = case.pause.since

    with pytest.raises(Invalid) as refused:
        correct(case, category=None, until=clock.today())
    assert fields(refused) == ["until"]
    with pytest.raises(Invalid):
        pauses.strike(case.request, case.pause.id, "x", by=case.clerk)
    earlier = case.since - timedelta(days=1)
    correct(case, category=None, since=earlier)

    assert case.pause.since == earlier
    assert case.request.paused_since == earlier


def test_a_pause_there_never_was_is_struck_out(paused):
    first = one(paused).original_on

    with pytest.raises(Invalid):
        pauses.strike(paused.request, paused.pause.id, "", by=paused.clerk)
    pauses.strike(paused.request, paused.pause.id, "Another file.", by=paused.clerk)

    assert paused.request.paused_since is None
    assert one(paused).current_on == first
    with pytest.raises(NotFound):
        pauses.one_of(paused.request, paused.pause.id)
