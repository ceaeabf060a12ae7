"""The life cycle of a request: one table per direction, and nothing beside it.

The table gives the buttons, the small form of each step, the reason why a step is not
open, the refusal on the server, and the page and diagram in the documentation.
"""

from collections.abc import Sequence

from ctrack.domain.errors import NotPermitted, StepNotOpen
from ctrack.domain.incoming_steps import INCOMING
from ctrack.domain.outgoing_steps import OUTGOING
from ctrack.domain.permissions import Permission
from ctrack.domain.standing import Standing
from ctrack.domain.statuses import STAGES, Status
from ctrack.domain.step import Follow, Step
from ctrack.domain.transfers import TransferStatus, stage_of_execution
from ctrack.domain.vocabulary import Direction, MeasureOutcome
from ctrack.domain.wording import N_, Sentence

STEPS: dict[Direction, dict[str, Step]] = {
    Direction.INCOMING: {step.code: step for step in INCOMING},
    Direction.OUTGOING: {step.code: step for step in OUTGOING},
}

_ALWAYS_THERE = frozenset({"note", "assign", "consult"})
"""Steps that come last among the buttons."""


def step_of(direction: Direction, code: str) -> Step:
    """The row with this code; StepNotOpen when this direction has none."""
    try:
        return STEPS[direction][code]
    except KeyError:
        raise StepNotOpen(
            N_("There is no step “%(code)s” for this kind of request."), code=code
        ) from None


def in_the_way(
    standing: Standing, step: Step, permissions: frozenset[Permission] = frozenset()
) -> Sentence | None:
    """Why the step is not open now, as half a sentence; None when it is open.

    Whoever may override is not stopped by what a note can pass over: see `to_note`.
    """
    if standing.status not in step.origins:
        label = STAGES[standing.direction][standing.status].label
        return Sentence(N_("the request is at the stage “%(stage)s”"), {"stage": label})
    for guard in step.guards:
        if reason := guard(standing):
            return reason
    return None if Permission.OVERRIDE in permissions else to_note(standing, step)


def to_note(standing: Standing, step: Step) -> Sentence | None:
    """What must be passed over with a note to take the step; None where nothing."""
    return next(filter(None, (guard(standing) for guard in step.noted_guards)), None)


def open_steps(standing: Standing, permissions: frozenset[Permission]) -> list[Step]:
    """The steps somebody with these permissions may take now, the likely one first."""
    likely = STAGES[standing.direction][standing.status].next_step
    steps = [
        step
        for step in STEPS[standing.direction].values()
        if step.permission in permissions
        and in_the_way(standing, step, permissions) is None
    ]
    return sorted(steps, key=lambda s: (s.code != likely, s.code in _ALWAYS_THERE))


def closed_steps(
    standing: Standing, permissions: frozenset[Permission]
) -> list[tuple[Step, Sentence]]:
    """The steps of this stage that are not open, each with what is in the way.

    Steps of other stages are left out: the rail shows those.
    """
    return [
        (step, reason)
        for step in STEPS[standing.direction].values()
        if step.permission in permissions
        and standing.status in step.origins
        and (reason := in_the_way(standing, step, permissions)) is not None
        and step.code not in {"acknowledge", "confirm-in-writing"}
    ]


def check(standing: Standing, step: Step, permissions: frozenset[Permission]) -> None:
    """Refuse the step unless it is open: NotPermitted or StepNotOpen."""
    if step.permission not in permissions:
        raise NotPermitted(N_("Your role may not do this: %(step)s."), step=step.label)
    if reason := in_the_way(standing, step, permissions):
        raise StepNotOpen(N_("%(step)s: %(reason)s."), step=step.label, reason=reason)


def stage_after(
    step: Step,
    standing: Standing,
    transfers: Sequence[TransferStatus],
    outcomes: Sequence[MeasureOutcome],
) -> Status:
    """The stage in which a step leaves a request that stands like this.

    What the step itself changes, transfers and outcomes, is to be done before.
    """
    if step.target is Status.ACCEPTED:  # perhaps in execution before a side stage
        return stage_of_execution(transfers, outcomes)
    if isinstance(step.target, Status):
        return step.target
    if step.target is Follow.STAY:
        return standing.status
    if standing.direction is Direction.OUTGOING:
        if step.target is Follow.BY_MEASURES:
            return stage_of_response(outcomes)
        return stage_after_return(standing)
    if step.target is Follow.BACK and not standing.was_accepted:
        return Status.UNDER_REVIEW
    return stage_of_execution(transfers, outcomes)


def stage_after_return(standing: Standing) -> Status:
    """The stage of an outgoing request that comes back from a side stage.

    Partial response, acknowledged, sent or in review: the last one it had reached.
    """
    if not standing.was_sent:
        return Status.CA_REVIEW
    if not standing.pending_measures:
        return Status.RESPONSE_COMPLETE
    if standing.decided_measures:
        return Status.RESPONSE_PARTIAL
    return Status.ACKNOWLEDGED if standing.is_acknowledged else Status.SENT


def stage_of_response(measures: Sequence[MeasureOutcome]) -> Status:
    """Complete once every measure has an outcome, else partial."""
    done = all(outcome.is_final for outcome in measures)
    return Status.RESPONSE_COMPLETE if done else Status.RESPONSE_PARTIAL
