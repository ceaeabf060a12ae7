"""With whom a request lay, from which day until which."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctrack.domain.course import Course, Move
from ctrack.domain.custody import NOT_STATED, Sending, custodies
from ctrack.domain.events import EventKind
from ctrack.domain.statuses import STAGES, Holder, Status
from ctrack.domain.stays import stays
from ctrack.domain.vocabulary import Direction

S, H = Status, Holder
FIRST = date(2020, 3, 2)


def day(number):
    return FIRST + timedelta(days=number)


def incoming(status, **days):
    return Course(
        Direction.INCOMING,
        status,
        received_on=FIRST,
        **{name: day(number) for name, number in days.items()},
    )


def outgoing(status, **days):
    return Course(
        Direction.OUTGOING,
        status,
        **{name: day(number) for name, number in days.items()},
    )


def moved(*moves):
    """Moves from (day, stage) pairs; the first pair's stage is where it began."""
    (_, before), *rest = moves
    found = []
    for number, after in rest:
        found.append(Move(day(number), before, after))
        before = after
    return found


def sent(authority, start, end=None, **days):
    return Sending(
        authority,
        is_open=end is None,
        sent_on=day(start),
        executed_on=None if end is None else day(end),
        **days,
    )


def told(course, moves=(), sendings=()):
    """The stays in few words: from, until, with whom."""
    return [
        (
            (stay.since - FIRST).days,
            None if stay.until is None else (stay.until - FIRST).days,
            "+".join(stay.authorities) or stay.holder,
        )
        for stay in stays(course, moves, custodies(course, sendings))
    ]


def test_a_request_goes_from_us_to_the_authority_and_back():
    course = incoming(S.CLOSED, closed_on=50)
    moves = moved(
        (0, S.REGISTERED),
        (3, S.UNDER_REVIEW),
        (5, S.ACCEPTED),
        (8, S.TRANSFERRED),
        (44, S.RESULTS_TRANSMITTED),
        (50, S.CLOSED),
    )

    assert told(course, moves, [sent("7", 8, 40)]) == [
        (0, 8, H.CENTRAL),
        (8, 40, "7"),
        (40, 50, H.CENTRAL),
    ]


def test_what_is_open_lies_where_it_lies_until_now():
    moves = moved((0, S.REGISTERED), (5, S.ACCEPTED), (8, S.TRANSFERRED))

    assert told(incoming(S.TRANSFERRED), moves, [sent("7", 8)]) == [
        (0, 8, H.CENTRAL),
        (8, None, "7"),
    ]


def test_days_with_several_authorities_name_each_of_them():
    sendings = [sent("7", 8, 20), sent("9", 10, 30), sent("8", 10, 20)]

    assert told(incoming(S.CLOSED, closed_on=30), (), sendings) == [
        (0, 8, H.CENTRAL),
        (8, 10, "7"),
        (10, 20, "7+8+9"),
        (20, 30, "9"),
    ]


def test_two_transfers_to_one_authority_are_one_stay():
    sendings = [sent("7", 8, 20), sent("7", 15, 30)]

    assert told(incoming(S.EXECUTED), (), sendings) == [
        (0, 8, H.CENTRAL),
        (8, 30, "7"),
        (30, None, H.CENTRAL),
    ]


def test_the_clock_of_the_authority_stands_still_while_we_wait_for_information():
    moves = moved(
        (0, S.REGISTERED),
        (8, S.TRANSFERRED),
        (12, S.INFO_REQUESTED),
        (30, S.IN_EXECUTION),
    )

    assert told(incoming(S.IN_EXECUTION), moves, [sent("7", 8)]) == [
        (0, 8, H.CENTRAL),
        (8, 12, "7"),
        (12, 30, H.FOREIGN),
        (30, None, "7"),
    ]


@pytest.mark.parametrize(
    ("stage", "holder"),
    [
        (S.POSTPONED, H.POSTPONED),
        (S.LITIGATION, H.COURT),
        (S.INFO_REQUESTED, H.FOREIGN),
    ],
)
def test_side_stages_have_their_own_holder(stage, holder):
    moves = moved((0, S.REGISTERED), (4, stage), (9, S.ACCEPTED))

    assert told(incoming(S.ACCEPTED), moves)[1] == (4, 9, holder)


def test_stays_of_no_day_vanish():
    moves = moved((0, S.REGISTERED), (4, S.INFO_REQUESTED), (4, S.UNDER_REVIEW))

    assert told(incoming(S.UNDER_REVIEW), moves) == [(0, None, H.CENTRAL)]
    assert told(incoming(S.CLOSED, closed_on=0)) == []


def test_a_late_entry_does_not_take_the_file_from_its_next_holder():
    """Asked on the 10th; that it was answered is entered with the 8th."""
    moves = moved((0, S.REGISTERED), (10, S.INFO_REQUESTED), (8, S.UNDER_REVIEW))

    assert told(incoming(S.UNDER_REVIEW), moves) == [(0, None, H.CENTRAL)]


def test_the_authority_has_it_until_the_day_it_reported_however_late_entered():
    """The report of the 20th was entered after the court challenge of the 25th."""
    moves = moved((0, S.REGISTERED), (8, S.TRANSFERRED), (25, S.LITIGATION))

    assert told(incoming(S.LITIGATION), moves, [sent("7", 8, 20)]) == [
        (0, 8, H.CENTRAL),
        (8, 20, "7"),
        (20, 25, H.CENTRAL),
        (25, None, H.COURT),
    ]


def test_between_closing_and_reopening_it_lies_with_nobody():
    moves = moved((0, S.REGISTERED), (20, S.CLOSED))
    moves.append(Move(day(35), S.CLOSED, S.UNDER_REVIEW, closed_on=day(21)))
    moves.append(Move(day(40), S.UNDER_REVIEW, S.CLOSED))

    assert told(incoming(S.CLOSED, closed_on=40), moves) == [
        (0, 21, H.CENTRAL),
        (21, 35, H.NONE),
        (35, 40, H.CENTRAL),
    ]


def test_an_old_request_that_is_reopened_lay_with_nobody_since_its_closing():
    moves = [Move(day(35), S.CLOSED, S.UNDER_REVIEW, closed_on=day(20))]

    assert told(incoming(S.UNDER_REVIEW), moves) == [
        (0, 20, H.CENTRAL),
        (20, 35, H.NONE),
        (35, None, H.CENTRAL),
    ]


def test_a_corrected_closing_day_moves_the_end_of_the_last_stay():
    moves = moved((0, S.REGISTERED), (10, S.INFO_REQUESTED), (20, S.CLOSED))

    assert told(incoming(S.CLOSED, closed_on=26), moves)[-1] == (10, 26, H.FOREIGN)
    assert told(incoming(S.CLOSED, closed_on=8), moves) == [(0, 8, H.CENTRAL)]


def test_a_closing_before_the_receipt_leaves_no_day():
    assert told(incoming(S.CLOSED, closed_on=-5)) == []


def test_the_stage_that_a_correction_left_is_where_the_last_stay_is():
    """An outcome taken back brings the file back abroad, without a move in the log."""
    course = outgoing(S.SENT, sent_on=0, held_since=40)
    moves = moved((0, S.SENT), (30, S.RESPONSE_COMPLETE))

    assert told(course, moves) == [
        (0, 30, H.FOREIGN),
        (30, 40, H.ORIGINATOR),
        (40, None, H.FOREIGN),
    ]


def test_our_request_is_prepared_first_and_counted_from_sending():
    course = outgoing(S.CLOSED, received_on=0, sent_on=20, executed_on=90, closed_on=99)
    moves = moved(
        (0, S.DRAFT),
        (3, S.CA_REVIEW),
        (6, S.TRANSLATION),
        (18, S.CA_REVIEW),
        (20, S.SENT),
        (25, S.ACKNOWLEDGED),
        (40, S.INFO_REQUESTED),
        (60, S.ACKNOWLEDGED),
        (91, S.RESPONSE_COMPLETE),
        (99, S.CLOSED),
    )

    assert told(course, moves) == [
        (0, 3, H.ORIGINATOR),
        (3, 6, H.CENTRAL),
        (6, 18, H.TRANSLATION),
        (18, 20, H.CENTRAL),
        (20, 40, H.FOREIGN),
        (40, 60, H.ORIGINATOR),
        (60, 90, H.FOREIGN),
        (90, 99, H.ORIGINATOR),
    ]


def test_a_corrected_day_of_sending_moves_the_turn():
    moves = moved((0, S.CA_REVIEW), (20, S.SENT))

    assert told(outgoing(S.SENT, received_on=0, sent_on=14), moves) == [
        (0, 14, H.CENTRAL),
        (14, None, H.FOREIGN),
    ]


def test_what_was_never_sent_is_only_prepared():
    assert told(outgoing(S.CA_REVIEW, received_on=0)) == [(0, None, H.CENTRAL)]
    assert told(outgoing(S.CA_REVIEW)) == []


# What old registers tell


def test_the_days_of_an_old_request_tell_who_had_it():
    course = incoming(S.CLOSED, transferred_on=9, executed_on=60, closed_on=70)
    sendings = [Sending("7", is_open=False), Sending("8", is_open=False)]

    assert told(course, (), sendings) == [
        (0, 9, H.CENTRAL),
        (9, 60, "7+8"),
        (60, 70, H.CENTRAL),
    ]


def test_a_transfer_to_nobody_named_is_an_authority_not_stated():
    course = incoming(S.CLOSED, transferred_on=9, executed_on=60, closed_on=70)

    assert told(course)[1] == (9, 60, NOT_STATED)


def test_days_without_a_day_of_transfer_are_ours():
    course = incoming(S.CLOSED, executed_on=60, closed_on=70)

    assert told(course, (), [Sending("7", is_open=False)]) == [(0, 70, H.CENTRAL)]


def test_an_open_transfer_without_a_day_counts_from_the_last_day_known():
    course = incoming(S.TRANSFERRED, acknowledged_on=4)

    assert told(course, (), [Sending("7", is_open=True)]) == [
        (0, 4, H.CENTRAL),
        (4, None, "7"),
    ]


def test_an_old_request_of_ours_was_abroad_until_its_response():
    answered = outgoing(S.CLOSED, sent_on=0, executed_on=60, closed_on=70)
    silent = outgoing(S.CLOSED, sent_on=0, closed_on=70)
    refused = outgoing(S.REFUSED_ABROAD, sent_on=0, acknowledged_on=20)

    assert told(answered) == [(0, 60, H.FOREIGN), (60, 70, H.ORIGINATOR)]
    assert told(silent) == [(0, 70, H.FOREIGN)]
    assert told(refused) == [(0, 20, H.FOREIGN), (20, None, H.CENTRAL)]


def test_before_its_report_was_entered_a_transfer_is_open():
    sending = sent("7", 8, 20, accepted_on=day(9))

    assert sending.before([EventKind.TRANSFER_REPORTED]) == Sending(
        "7", is_open=True, sent_on=day(8), accepted_on=day(9)
    )
    assert sending.before([EventKind.TRANSFER_PROGRESS]) == sending


# Over invented courses


numbers = st.integers(-3, 30)
some_day = numbers.map(day)
maybe = st.none() | some_day


@st.composite
def courses(draw):
    direction = draw(st.sampled_from(Direction))
    stages = st.sampled_from(list(STAGES[direction]))
    course = Course(
        direction,
        draw(stages),
        **{
            name: draw(maybe)
            for name in Course.__dataclass_fields__
            if name.endswith("_on") or name == "held_since"
        },
    )
    moves = draw(st.lists(st.builds(Move, some_day, stages, stages, maybe), max_size=5))
    sendings = draw(
        st.lists(
            st.builds(
                Sending,
                st.sampled_from("789"),
                st.booleans(),
                *(maybe for _ in range(6)),
            ),
            max_size=3,
        )
    )
    return course, moves, custodies(course, sendings)


@given(courses())
def test_every_day_from_opening_to_closing_is_counted_once(invented):
    course, moves, with_whom = invented
    found = stays(course, moves, with_whom)

    for earlier, later in pairwise(found):
        assert earlier.until == later.since
    for stay in found:
        assert stay.until is None or stay.since < stay.until
        assert bool(stay.authorities) == (stay.holder is H.COMPETENT)
    if found:
        assert found[0].since == course.begun_on
        assert found[-1].until == course.ended_on
    if course.opened_on is not None:
        end = course.ended_on or max(day(40), course.opened_on)
        counted = [stay for stay in found if stay.since >= course.opened_on]
        assert sum(s.days(end) for s in counted) == (end - course.opened_on).days


@given(courses())
def test_what_is_open_lies_with_its_present_holder(invented):
    course, moves, with_whom = invented
    found = stays(course, moves, with_whom)

    if found and course.closed_on is None:
        present = STAGES[course.direction][course.status].holder
        ours = {H.CENTRAL, H.COMPETENT, H.TRANSLATION}
        last = found[-1].holder
        assert last is present or {last, present} <= ours
