"""The life cycle told in words: what its tables hold, for the page and the document."""

from dataclasses import dataclass

from ctrack.domain import guards
from ctrack.domain.lifecycle import STEPS
from ctrack.domain.permissions import GRANTS, Permission
from ctrack.domain.statuses import PAUSED, STAGES, Stage, Status
from ctrack.domain.step import Field, Follow, Guard, Step
from ctrack.domain.transfers import TRANSFER_STEPS, TransferStatus, TransferStep
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_

FIELD_LABELS: dict[Field, str] = {
    Field.NOTE: N_("Note"),
    Field.REASONS: N_("Reasons"),
    Field.REFUSAL_GROUNDS: N_("Grounds of refusal"),
    Field.POSTPONEMENT_GROUND: N_("Ground of postponement"),
    Field.REVIEW_ON: N_("Day of review"),
    Field.DEFICIENCIES: N_("What is missing"),
    Field.PRIMARY_BASIS: N_("Primary legal basis"),
    Field.APPLIED_BASES: N_("Legal bases we apply"),
    Field.CONDITIONS: N_("Conditions"),
    Field.TRANSFERS: N_("Authorities and their measures"),
    Field.MEASURE_OUTCOMES: N_("Outcome of each measure"),
    Field.OUTCOME: N_("Outcome"),
    Field.OFFICER: N_("Officer"),
    Field.COURT: N_("Court"),
    Field.PARTNER_REFERENCE: N_("Their reference"),
}
"""What each field of a step is called on its form."""

TRANSFER_FIELD_LABELS: dict[str, str] = {
    "authority_reference": N_("Authority’s reference"),
    "expected_on": N_("Expected to be done on"),
    "outcomes": N_("Outcome of each measure"),
    "authority": N_("Authority it is passed on to"),
}
"""What each field of a transfer's step is called on its form."""

RULES: dict[Guard, str] = {
    guards.not_acknowledged: N_("receipt has not been acknowledged yet"),
    guards.oral_and_unconfirmed: N_("the request is oral and not yet confirmed"),
    guards.confirmed_in_writing: N_(
        "an oral request on which something was provided has been confirmed in writing"
    ),
    guards.consulted: N_("the requesting State has been consulted"),
    guards.nothing_provided: N_("no measure has been provided"),
    guards.no_open_transfer: N_("no transfer is open"),
    guards.all_measures_decided: N_("every measure has an outcome"),
    guards.some_provided: N_("at least one measure has been provided"),
    guards.some_untransferred: N_("some pending measure lies with no authority"),
    guards.some_pending: N_("some measure has no outcome yet"),
    guards.primary_basis_named: N_("a primary legal basis has been named"),
}
"""What each guard of the table demands."""

FOLLOWS: dict[Follow, str] = {
    Follow.STAY: N_("the stage stays"),
    Follow.BACK: N_("the stage it had reached before"),
    Follow.BY_MEASURES: N_("follows from transfers and measures"),
}
"""The targets that are not one fixed stage, in words."""

EXECUTION_RULE: tuple[str, ...] = (
    N_("Every measure has an outcome and no transfer is open: executed."),
    N_("Some measure has an outcome: partially executed."),
    N_("Some authority has taken the request in charge: in execution."),
    N_("Some transfer is open: transferred."),
    N_("Else: accepted."),
)
"""How the stage of an accepted request follows, applied from top to bottom."""


@dataclass(frozen=True)
class StageRow:
    """A stage with what the tables say of it."""

    status: Status
    stage: Stage
    next_label: str
    """The label of the step that usually follows; empty where we only wait."""
    is_paused: bool


@dataclass(frozen=True)
class StepRow:
    """A step with what the tables say of it, in labels that can be translated."""

    code: str
    label: str
    origins: tuple[str, ...]
    target: str
    needs: tuple[str, ...]
    may: tuple[str, ...]
    rules: tuple[str, ...]
    roles: tuple[str, ...]
    source: str = ""
    noted_rules: tuple[str, ...] = ()
    """Rules that a supervisor may pass over with a note."""


def stage_rows(direction: Direction) -> list[StageRow]:
    """The stages of a direction, in the order of the table."""
    return [
        StageRow(
            status,
            stage,
            steps[stage.next_step].label if stage.next_step in steps else "",
            status in PAUSED,
        )
        for steps in [STEPS[direction]]
        for status, stage in STAGES[direction].items()
    ]


def step_rows(direction: Direction) -> list[StepRow]:
    """The steps of a direction, in the order of the table."""
    return [_step_row(direction, step) for step in STEPS[direction].values()]


def _step_row(direction: Direction, step: Step) -> StepRow:
    target = step.target
    return StepRow(
        code=step.code,
        label=step.label,
        origins=_origins(direction, step),
        target=STAGES[direction][target].label
        if isinstance(target, Status)
        else FOLLOWS[target],
        needs=tuple(FIELD_LABELS[name] for name in step.needs),
        may=tuple(FIELD_LABELS[name] for name in step.may),
        rules=tuple(RULES[guard] for guard in step.guards),
        noted_rules=tuple(RULES[guard] for guard in step.noted_guards),
        roles=roles_with(step.permission),
        source=step.source,
    )


def _origins(direction: Direction, step: Step) -> tuple[str, ...]:
    stages = STAGES[direction]
    if step.origins >= set(stages) - {Status.CLOSED}:
        if Status.CLOSED in step.origins:
            return (N_("every stage"),)
        return (N_("every stage until it is closed"),)
    return tuple(stages[status].label for status in stages if status in step.origins)


def transfer_rows() -> list[StepRow]:
    """The steps of a transfer, in the order of the table."""
    return [_transfer_row(step) for step in TRANSFER_STEPS.values()]


def _transfer_row(step: TransferStep) -> StepRow:
    fields = tuple(TRANSFER_FIELD_LABELS[name] for name in step.asks)
    target = step.target.label if step.target else FOLLOWS[Follow.STAY]
    needed = ("outcomes", "authority")
    if step.code == "report":
        target = N_("done once every measure has an outcome, else in progress")
    return StepRow(
        code=step.code,
        label=step.label,
        origins=tuple(s.label for s in TransferStatus if s in step.origins),
        target=target,
        needs=(
            *((step.note_label,) if step.note_needed else ()),
            *(TRANSFER_FIELD_LABELS[n] for n in step.asks if n in needed),
        ),
        may=(
            *(f for n, f in zip(step.asks, fields, strict=True) if n not in needed),
            *(() if step.note_needed else (step.note_label,)),
        ),
        rules=(),
        roles=roles_with(step.permission),
    )


def roles_with(permission: Permission) -> tuple[str, ...]:
    """The labels of the roles that carry a permission."""
    return tuple(
        role.label for role, granted in GRANTS.items() if permission in granted
    )
