"""The tables of the life cycle: what is open where, and what is in the way."""

from collections import deque
from dataclasses import replace

import pytest

from ctrack.domain import lifecycle
from ctrack.domain.errors import NotPermitted, StepNotOpen
from ctrack.domain.events import EventKind
from ctrack.domain.lifecycle import STEPS
from ctrack.domain.permissions import GRANTS, Permission, Role
from ctrack.domain.standing import Standing
from ctrack.domain.statuses import PAUSED, RAIL, STAGES, Holder, Status, holder
from ctrack.domain.step import Follow
from ctrack.domain.transfers import stage_of_execution
from ctrack.domain.vocabulary import Direction, MeasureOutcome
from ctrack.services.step_effects import EFFECTS

IN, OUT = Direction.INCOMING, Direction.OUTGOING
EVERYTHING = frozenset(Permission)
ROWS = [(d, step) for d in Direction for step in STEPS[d].values()]
CELLS = [(d, step, status) for d, step in ROWS for status in STAGES[d]]


def name(value):
    return getattr(value, "code", None) or str(value)


def willing(direction, step, status):
    """A standing in which every guard of the step is content."""
    for acknowledged in (False, True):
        for oral in (False, True):
            for pending, provided, transfers in (
                (1, 1, 0),
                (1, 0, 0),
                (0, 1, 0),
                (0, 0, 0),
            ):
                standing = Standing(
                    direction,
                    status,
                    pending_measures=pending,
                    provided_measures=provided,
                    decided_measures=provided,
                    untransferred_measures=pending,
                    open_transfers=transfers,
                    has_primary_basis=True,
                    has_consultation=True,
                    is_acknowledged=acknowledged,
                    is_oral_unconfirmed=oral,
                )
                if all(guard(standing) is None for guard in step.guards):
                    return standing
    raise AssertionError(f"no standing contents the guards of {step.code}")


@pytest.mark.parametrize(("direction", "step", "status"), CELLS, ids=name)
def test_a_step_is_open_exactly_where_the_table_says(direction, step, status):
    standing = willing(direction, step, status)
    reason = lifecycle.in_the_way(standing, step)

    if status in step.origins:
        assert reason is None
        lifecycle.check(standing, step, EVERYTHING)
        assert step in lifecycle.open_steps(standing, EVERYTHING)
    else:
        label = STAGES[direction][status].label
        assert str(reason) == f"the request is at the stage “{label}”"
        with pytest.raises(StepNotOpen) as refusal:
            lifecycle.check(standing, step, EVERYTHING)
        assert str(refusal.value) == f"{step.label}: {reason}."
        assert step not in lifecycle.open_steps(standing, EVERYTHING)


@pytest.mark.parametrize(("direction", "step"), ROWS, ids=name)
def test_each_row_is_whole(direction, step):
    assert step.event in EventKind.__members__
    assert step.origins <= set(STAGES[direction])
    assert step.label
    if isinstance(step.target, Status):
        assert step.target in STAGES[direction]
    assert len(set(step.fields)) == len(step.fields)


@pytest.mark.parametrize(("direction", "step"), ROWS, ids=name)
def test_nobody_without_the_permission_takes_a_step(direction, step):
    status = sorted(step.origins)[0]
    standing = willing(direction, step, status)
    for role in Role:
        if step.permission not in GRANTS[role]:
            with pytest.raises(NotPermitted, match="Your role may not do this"):
                lifecycle.check(standing, step, GRANTS[role])
            assert step not in lifecycle.open_steps(standing, GRANTS[role])


def test_only_a_supervisor_reopens():
    for direction in Direction:
        reopen = STEPS[direction]["reopen"]
        may = {role for role in Role if reopen.permission in GRANTS[role]}
        assert may == {Role.SUPERVISOR}


def test_auditor_statistician_administrator_and_authority_take_no_step():
    for role in (Role.AUDITOR, Role.STATISTICIAN, Role.ADMIN, Role.AUTHORITY):
        for direction, step, status in CELLS:
            standing = willing(direction, step, status)
            assert lifecycle.open_steps(standing, GRANTS[role]) == []


def test_effects_belong_to_steps_of_the_table():
    assert set(EFFECTS) <= set(STEPS[IN]) | set(STEPS[OUT])


def test_a_step_of_the_other_direction_is_told_in_a_sentence():
    with pytest.raises(StepNotOpen, match="no step “refuse” for this kind"):
        lifecycle.step_of(OUT, "refuse")


def test_every_pause_is_left_by_a_step_and_every_likely_step_is_a_step():
    for direction in Direction:
        for status, stage in STAGES[direction].items():
            if stage.next_step:
                step = STEPS[direction][stage.next_step]
                assert status in step.origins
        paused = PAUSED & set(STAGES[direction])
        left = {
            status
            for step in STEPS[direction].values()
            if step.target is Follow.BACK
            for status in step.origins
        }
        assert paused <= left
        assert set(RAIL[direction]) <= set(STAGES[direction])


# --------------------------------------------------------------- ways through it

AFTER_TRANSFERS = frozenset(
    {
        Status.ACCEPTED,
        Status.TRANSFERRED,
        Status.IN_EXECUTION,
        Status.PARTIALLY_EXECUTED,
        Status.EXECUTED,
    }
)


def targets(direction, step, status):
    """The stages in which a request can be after the step."""
    if step.code == "accept":
        return set(AFTER_TRANSFERS)
    if isinstance(step.target, Status):
        return {step.target}
    if step.target is Follow.STAY:
        return {status}
    if direction is IN:
        return set(AFTER_TRANSFERS) | (
            {Status.UNDER_REVIEW} if step.target is Follow.BACK else set()
        )
    responses = {Status.RESPONSE_PARTIAL, Status.RESPONSE_COMPLETE}
    if step.target is Follow.BY_MEASURES:
        return responses
    return responses | {Status.CA_REVIEW, Status.SENT, Status.ACKNOWLEDGED}


def moves(direction):
    """Every move from one stage to another that the tables let happen.

    What authorities report moves a request among the stages of execution, too.
    """
    found = {
        (status, target)
        for step in STEPS[direction].values()
        for status in step.origins
        for target in targets(direction, step, status)
    }
    if direction is IN:
        found |= {(a, b) for a in AFTER_TRANSFERS for b in AFTER_TRANSFERS}
    return {(a, b) for a, b in found if a is not b}


def reached(direction, *starts):
    seen, ahead = set(starts), deque(starts)
    while ahead:
        here = ahead.popleft()
        for origin, target in moves(direction):
            if origin is here and target not in seen:
                seen.add(target)
                ahead.append(target)
    return seen


FIRST = {IN: Status.REGISTERED, OUT: Status.CA_REVIEW}
BROUGHT_ALONG = {IN: {Status.RECEIVED}, OUT: {Status.DRAFT}}
"""Stages in which requests come from an old register, and which no step leads to."""


@pytest.mark.parametrize("direction", Direction)
def test_every_stage_is_reached_from_the_first(direction):
    everywhere = set(STAGES[direction])
    assert reached(direction, FIRST[direction]) == (
        everywhere - BROUGHT_ALONG[direction]
    )


@pytest.mark.parametrize(
    ("direction", "status"), [(d, s) for d in Direction for s in STAGES[d]], ids=str
)
def test_every_request_can_be_closed_in_the_end(direction, status):
    assert Status.CLOSED in reached(direction, status)


PROPOSED = {
    IN: {
        "RECEIVED": "REGISTERED",
        "REGISTERED": "UNDER_REVIEW INFO_REQUESTED ACCEPTED CLOSED",
        "UNDER_REVIEW": "INFO_REQUESTED ACCEPTED POSTPONED REFUSED CLOSED",
        "INFO_REQUESTED": "UNDER_REVIEW ACCEPTED IN_EXECUTION REFUSED CLOSED",
        "ACCEPTED": "TRANSFERRED IN_EXECUTION POSTPONED REFUSED CLOSED",
        "TRANSFERRED": "IN_EXECUTION INFO_REQUESTED PARTIALLY_EXECUTED EXECUTED "
        "POSTPONED LITIGATION REFUSED UNDER_REVIEW CLOSED",
        "IN_EXECUTION": "PARTIALLY_EXECUTED EXECUTED INFO_REQUESTED POSTPONED "
        "LITIGATION REFUSED CLOSED",
        "PARTIALLY_EXECUTED": "IN_EXECUTION EXECUTED INFO_REQUESTED POSTPONED "
        "LITIGATION REFUSED RESULTS_TRANSMITTED CLOSED",
        "EXECUTED": "RESULTS_TRANSMITTED LITIGATION",
        "RESULTS_TRANSMITTED": "IN_EXECUTION CLOSED",
        "POSTPONED": "UNDER_REVIEW ACCEPTED TRANSFERRED IN_EXECUTION REFUSED CLOSED",
        "LITIGATION": "IN_EXECUTION EXECUTED REFUSED CLOSED",
        "REFUSED": "CLOSED",
        "CLOSED": "UNDER_REVIEW",
    },
    OUT: {
        "DRAFT": "CA_REVIEW CLOSED",
        "CA_REVIEW": "RETURNED_TO_ORIGINATOR TRANSLATION SENT CLOSED",
        "RETURNED_TO_ORIGINATOR": "CA_REVIEW CLOSED",
        "TRANSLATION": "CA_REVIEW SENT CLOSED",
        "SENT": "ACKNOWLEDGED INFO_REQUESTED POSTPONED RESPONSE_PARTIAL "
        "RESPONSE_COMPLETE REFUSED_ABROAD NO_LONGER_NEEDED CLOSED",
        "ACKNOWLEDGED": "INFO_REQUESTED POSTPONED RESPONSE_PARTIAL RESPONSE_COMPLETE "
        "REFUSED_ABROAD NO_LONGER_NEEDED CLOSED",
        "INFO_REQUESTED": "SENT ACKNOWLEDGED NO_LONGER_NEEDED REFUSED_ABROAD CLOSED",
        "POSTPONED": "ACKNOWLEDGED RESPONSE_PARTIAL RESPONSE_COMPLETE REFUSED_ABROAD "
        "NO_LONGER_NEEDED CLOSED",
        "RESPONSE_PARTIAL": "INFO_REQUESTED RESPONSE_COMPLETE REFUSED_ABROAD "
        "NO_LONGER_NEEDED CLOSED",
        "RESPONSE_COMPLETE": "CLOSED",
        "NO_LONGER_NEEDED": "CLOSED",
        "REFUSED_ABROAD": "CLOSED",
        "CLOSED": "CA_REVIEW",
    },
}
"""The moves that were proposed when the trade was first written down."""

NOT_OFFERED = {
    IN: {
        ("RECEIVED", "REGISTERED"),
        ("TRANSFERRED", "UNDER_REVIEW"),
        ("RESULTS_TRANSMITTED", "IN_EXECUTION"),
    },
    OUT: set(),
}
"""Explained in docs/decisions/0008-the-life-cycle-beside-the-proposal.md."""


@pytest.mark.parametrize("direction", Direction)
def test_the_proposed_moves_are_possible_but_for_those_explained(direction):
    proposed = {
        (origin, target)
        for origin, targets_ in PROPOSED[direction].items()
        for target in targets_.split()
    }
    possible = {(a.value, b.value) for a, b in moves(direction)}

    assert proposed - possible == NOT_OFFERED[direction]


# ------------------------------------------------------------------------- guards


def standing(direction, status, **values):
    return Standing(direction, status, **values)


@pytest.mark.parametrize(
    ("direction", "status", "code", "values", "reason"),
    [
        (
            IN,
            Status.UNDER_REVIEW,
            "refuse",
            {},
            (
                "Refuse: record the consultation with the requesting State first, "
                "art. 18(26)."
            ),
        ),
        (
            IN,
            Status.ACCEPTED,
            "postpone",
            {},
            (
                "Postpone: record the consultation with the requesting State first, "
                "art. 18(26)."
            ),
        ),
        (
            IN,
            Status.PARTIALLY_EXECUTED,
            "refuse",
            {"has_consultation": True, "provided_measures": 1},
            (
                "Refuse: 1 measure has been provided; "
                "record refusal of the others measure by measure."
            ),
        ),
        (
            IN,
            Status.PARTIALLY_EXECUTED,
            "refuse",
            {"has_consultation": True, "provided_measures": 2},
            (
                "Refuse: 2 measures have been provided; "
                "record refusal of the others measure by measure."
            ),
        ),
        (
            IN,
            Status.TRANSFERRED,
            "refuse",
            {"has_consultation": True, "open_transfers": 1},
            "Refuse: 1 transfer is still open.",
        ),
        (
            IN,
            Status.TRANSFERRED,
            "close",
            {"open_transfers": 3},
            "Close: 3 transfers are still open.",
        ),
        (
            IN,
            Status.REGISTERED,
            "close",
            {"is_oral_unconfirmed": True, "provided_measures": 1},
            "Close: the oral request has not been confirmed in writing.",
        ),
        (
            OUT,
            Status.SENT,
            "close",
            {"is_oral_unconfirmed": True, "provided_measures": 1},
            "Close: the oral request has not been confirmed in writing.",
        ),
        (
            IN,
            Status.PARTIALLY_EXECUTED,
            "send-results",
            {"pending_measures": 2},
            "Send results: 2 measures have no outcome yet.",
        ),
        (
            IN,
            Status.PARTIALLY_EXECUTED,
            "send-results",
            {"pending_measures": 1},
            "Send results: 1 measure has no outcome yet.",
        ),
        (
            IN,
            Status.PARTIALLY_EXECUTED,
            "send-part-results",
            {},
            "Send part of the results: no measure has been provided yet.",
        ),
        (
            IN,
            Status.TRANSFERRED,
            "record-outcome",
            {"pending_measures": 1},
            (
                "Record what we executed ourselves: every pending measure lies with a "
                "competent authority."
            ),
        ),
        (
            IN,
            Status.ACCEPTED,
            "transfer",
            {},
            "Transfer to competent authority: every measure has an outcome.",
        ),
        (
            OUT,
            Status.CA_REVIEW,
            "send",
            {},
            "Send to the requested State: no primary legal basis has been named.",
        ),
        (
            IN,
            Status.REGISTERED,
            "acknowledge",
            {"is_acknowledged": True},
            "Acknowledge receipt: receipt has been acknowledged already.",
        ),
        (
            IN,
            Status.REGISTERED,
            "confirm-in-writing",
            {},
            (
                "Record confirmation in writing: no oral request waits for "
                "confirmation in writing."
            ),
        ),
    ],
)
def test_a_guard_says_what_is_in_the_way(direction, status, code, values, reason):
    step = STEPS[direction][code]
    with pytest.raises(StepNotOpen) as refusal:
        lifecycle.check(
            standing(direction, status, **values),
            step,
            EVERYTHING - {Permission.OVERRIDE},
        )

    assert str(refusal.value) == reason


CLERK = GRANTS[Role.CLERK]


@pytest.mark.parametrize(
    ("direction", "status"), [(IN, Status.PARTIALLY_EXECUTED), (OUT, Status.SENT)]
)
def test_an_oral_request_is_closed_unconfirmed_while_nothing_was_provided(
    direction, status
):
    """Or else by a supervisor, who notes why (UNTOC art. 18(14))."""
    close = STEPS[direction]["close"]
    nothing = standing(direction, status, is_oral_unconfirmed=True)
    help_given = replace(nothing, provided_measures=1)

    assert lifecycle.in_the_way(nothing, close, CLERK) is None
    assert str(lifecycle.in_the_way(help_given, close, CLERK)) == (
        "the oral request has not been confirmed in writing"
    )
    assert lifecycle.in_the_way(help_given, close, GRANTS[Role.SUPERVISOR]) is None
    assert lifecycle.to_note(help_given, close) is not None


def test_the_reasons_stand_on_the_page_of_the_stage():
    here = standing(IN, Status.TRANSFERRED, open_transfers=1, pending_measures=1)
    told = {
        step.code: str(why) for step, why in lifecycle.closed_steps(here, EVERYTHING)
    }

    assert told["close"] == "1 transfer is still open"
    assert told["refuse"].startswith("record the consultation")
    assert "accept" not in told  # of another stage


def test_the_likely_step_comes_first_and_notes_come_last():
    here = standing(IN, Status.UNDER_REVIEW, pending_measures=1)
    codes = [step.code for step in lifecycle.open_steps(here, EVERYTHING)]

    assert codes[0] == "accept"
    assert codes[-3:] == ["consult", "assign", "note"]


# ------------------------------------------------------------ coming back, holding


@pytest.mark.parametrize(
    ("values", "stage"),
    [
        ({"pending_measures": 2}, Status.CA_REVIEW),
        ({"pending_measures": 2, "was_sent": True}, Status.SENT),
        (
            {"pending_measures": 2, "was_sent": True, "is_acknowledged": True},
            Status.ACKNOWLEDGED,
        ),
        (
            {"pending_measures": 1, "decided_measures": 1, "was_sent": True},
            Status.RESPONSE_PARTIAL,  # though the answer was a refusal of one measure
        ),
        ({"decided_measures": 2, "was_sent": True}, Status.RESPONSE_COMPLETE),
    ],
)
def test_an_outgoing_request_comes_back_to_the_last_stage_it_had_reached(values, stage):
    here = standing(OUT, Status.POSTPONED, **values)
    assert lifecycle.stage_after_return(here) is stage


def test_whoever_has_no_open_transfer_does_not_have_the_file():
    assert holder(IN, Status.TRANSFERRED, 1) is Holder.COMPETENT
    assert holder(IN, Status.PARTIALLY_EXECUTED, 0) is Holder.CENTRAL
    assert holder(IN, Status.INFO_REQUESTED, 1) is Holder.FOREIGN
    assert holder(OUT, Status.INFO_REQUESTED, 0) is Holder.ORIGINATOR
    assert holder(IN, Status.CLOSED, 0) is Holder.NONE


def test_nothing_asked_is_never_executed():
    assert stage_of_execution([], []) is Status.ACCEPTED
    assert stage_of_execution([], [MeasureOutcome.PENDING]) is Status.ACCEPTED
