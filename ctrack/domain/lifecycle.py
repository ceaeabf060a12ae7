"""The life cycle of a request: one table per direction, and nothing beside it.

The table gives the buttons, the small form of each step, the reason why a step is not
open, the refusal on the server, and the page and diagram in the documentation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ctrack.domain.errors import NotPermitted, StepNotOpen
from ctrack.domain.permissions import Permission
from ctrack.domain.statuses import STAGES, Status
from ctrack.domain.vocabulary import Direction, MeasureOutcome
from ctrack.domain.wording import N_, Sentence, counted


@dataclass(frozen=True)
class Standing:
    """What the rules need to know of a request, in plain values."""

    direction: Direction
    status: Status
    pending_measures: int = 0
    provided_measures: int = 0
    decided_measures: int = 0
    untransferred_measures: int = 0
    open_transfers: int = 0
    has_primary_basis: bool = False
    has_consultation: bool = False
    is_acknowledged: bool = False
    was_accepted: bool = False
    was_sent: bool = False
    is_oral_unconfirmed: bool = False


class Field(StrEnum):
    """What a step may ask for besides the day it happened."""

    NOTE = "note"
    REASONS = "reasons"
    REFUSAL_GROUNDS = "refusal_grounds"
    POSTPONEMENT_GROUND = "postponement_ground"
    REVIEW_ON = "review_on"
    DEFICIENCIES = "deficiencies"
    PRIMARY_BASIS = "primary_basis"
    APPLIED_BASES = "applied_bases"
    CONDITIONS = "conditions"
    TRANSFERS = "transfers"
    MEASURE_OUTCOMES = "measure_outcomes"
    OUTCOME = "outcome"
    OFFICER = "officer"
    COURT = "court"
    PARTNER_REFERENCE = "partner_reference"


class Follow(StrEnum):
    """A target that is not one fixed stage."""

    STAY = "stay"
    BACK = "back"
    BY_MEASURES = "by measures"


Guard = Callable[[Standing], Sentence | None]


@dataclass(frozen=True)
class Step:
    """A row of the table: a deed, from where it may be done, and what follows.

    `needs` and `may` name the fields of its form; every step also asks for the day.
    `milestone` is the day of the request that the step sets.
    """

    code: str
    label: str
    origins: frozenset[Status]
    target: Status | Follow
    event: str
    needs: tuple[Field, ...] = ()
    may: tuple[Field, ...] = ()
    guards: tuple[Guard, ...] = ()
    milestone: str = ""
    permission: Permission = Permission.TAKE_STEPS
    source: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """All it asks for, in the order of the form."""
        return self.needs + self.may


# ------------------------------------------------------------------------- guards


def not_acknowledged(standing: Standing) -> Sentence | None:
    """An acknowledgement is sent once."""
    if standing.is_acknowledged:
        return Sentence(N_("receipt has been acknowledged already"))
    return None


def oral_and_unconfirmed(standing: Standing) -> Sentence | None:
    """Only an oral request is confirmed in writing (UNTOC art. 18(14))."""
    if not standing.is_oral_unconfirmed:
        return Sentence(N_("no oral request waits for confirmation in writing"))
    return None


def confirmed_in_writing(standing: Standing) -> Sentence | None:
    """An oral request is not closed before its confirmation (UNTOC art. 18(14)).

    One of ours that was never sent was never made, and needs none.
    """
    was_made = standing.direction is Direction.INCOMING or standing.was_sent
    if standing.is_oral_unconfirmed and was_made:
        return Sentence(N_("the oral request has not been confirmed in writing"))
    return None


def consulted(standing: Standing) -> Sentence | None:
    """Consultation comes before refusal and postponement (UNTOC art. 18(26))."""
    if not standing.has_consultation:
        return Sentence(
            N_("record the consultation with the requesting State first, art. 18(26)")
        )
    return None


def nothing_provided(standing: Standing) -> Sentence | None:
    """What has been answered in part cannot be refused as a whole."""
    if standing.provided_measures:
        return counted(
            N_(
                "%(number)s measure has been provided; "
                "record refusal of the others measure by measure"
            ),
            N_(
                "%(number)s measures have been provided; "
                "record refusal of the others measure by measure"
            ),
            standing.provided_measures,
        )
    return None


def no_open_transfer(standing: Standing) -> Sentence | None:
    """Nobody may be left working on a request that is finished."""
    if standing.open_transfers:
        return counted(
            N_("%(number)s transfer is still open"),
            N_("%(number)s transfers are still open"),
            standing.open_transfers,
        )
    return None


def all_measures_decided(standing: Standing) -> Sentence | None:
    """Closing and reporting need an outcome for every measure."""
    if standing.pending_measures:
        return counted(
            N_("%(number)s measure has no outcome yet"),
            N_("%(number)s measures have no outcome yet"),
            standing.pending_measures,
        )
    return None


def some_provided(standing: Standing) -> Sentence | None:
    """Part of the results can be sent once there is a part."""
    if not standing.provided_measures:
        return Sentence(N_("no measure has been provided yet"))
    return None


def some_untransferred(standing: Standing) -> Sentence | None:
    """We record outcomes ourselves only of what no authority is working on."""
    if not standing.untransferred_measures:
        return Sentence(N_("every pending measure lies with a competent authority"))
    return None


def some_pending(standing: Standing) -> Sentence | None:
    """There is something left to be answered."""
    if not standing.pending_measures:
        return Sentence(N_("every measure has an outcome"))
    return None


def primary_basis_named(standing: Standing) -> Sentence | None:
    """A request goes out under exactly one primary legal basis."""
    if not standing.has_primary_basis:
        return Sentence(N_("no primary legal basis has been named"))
    return None


# -------------------------------------------------------------------------- table

_S = Status
_INCOMING_OPEN = frozenset(STAGES[Direction.INCOMING]) - {_S.CLOSED}
_OUTGOING_OPEN = frozenset(STAGES[Direction.OUTGOING]) - {_S.CLOSED}
_WITH_AUTHORITIES = frozenset({_S.TRANSFERRED, _S.IN_EXECUTION, _S.PARTIALLY_EXECUTED})
_ANSWERED_ABROAD = frozenset(
    {_S.RESPONSE_COMPLETE, _S.REFUSED_ABROAD, _S.NO_LONGER_NEEDED}
)
_ABROAD = frozenset({_S.SENT, _S.ACKNOWLEDGED, _S.POSTPONED, _S.RESPONSE_PARTIAL})


def _from(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


INCOMING: tuple[Step, ...] = (
    Step(
        "review",
        N_("Begin review"),
        _from(_S.RECEIVED, _S.REGISTERED),
        _S.UNDER_REVIEW,
        "REVIEW_BEGUN",
        may=(Field.NOTE,),
        source="UNTOC art. 18(15)",
    ),
    Step(
        "accept",
        N_("Accept"),
        _from(_S.REGISTERED, _S.UNDER_REVIEW, _S.INFO_REQUESTED, _S.POSTPONED),
        _S.ACCEPTED,
        "ACCEPTED",
        needs=(Field.PRIMARY_BASIS,),
        may=(Field.APPLIED_BASES, Field.CONDITIONS),
        milestone="accepted_on",
        source="UNTOC art. 18(7), (26)",
    ),
    Step(
        "transfer",
        N_("Transfer to competent authority"),
        _from(_S.ACCEPTED) | _WITH_AUTHORITIES,
        Follow.BY_MEASURES,
        "TRANSFERRED",
        needs=(Field.TRANSFERS,),
        may=(Field.NOTE,),
        guards=(some_pending,),
        milestone="transferred_on",
        source="UNTOC art. 18(13)",
    ),
    Step(
        "send-results",
        N_("Send results"),
        _from(_S.EXECUTED, _S.PARTIALLY_EXECUTED),
        _S.RESULTS_TRANSMITTED,
        "RESULTS_SENT",
        may=(Field.NOTE,),
        guards=(all_measures_decided, no_open_transfer),
        milestone="results_sent_on",
        source="UNTOC art. 18(24)",
    ),
    Step(
        "send-part-results",
        N_("Send part of the results"),
        _from(_S.PARTIALLY_EXECUTED),
        Follow.STAY,
        "PART_RESULTS_SENT",
        needs=(Field.NOTE,),
        guards=(some_provided,),
        source="UNTOC art. 18(24)",
    ),
    Step(
        "record-outcome",
        N_("Record what we executed ourselves"),
        _from(_S.ACCEPTED) | _WITH_AUTHORITIES,
        Follow.BY_MEASURES,
        "OUTCOMES_RECORDED",
        needs=(Field.MEASURE_OUTCOMES,),
        may=(Field.NOTE,),
        guards=(some_untransferred,),
        milestone="executed_on",
        source="UNTOC art. 18(13)",
    ),
    Step(
        "acknowledge",
        N_("Acknowledge receipt"),
        _INCOMING_OPEN,
        Follow.STAY,
        "ACKNOWLEDGED",
        may=(Field.NOTE,),
        guards=(not_acknowledged,),
        milestone="acknowledged_on",
    ),
    Step(
        "request-information",
        N_("Ask for additional information"),
        _from(_S.REGISTERED, _S.UNDER_REVIEW) | _WITH_AUTHORITIES,
        _S.INFO_REQUESTED,
        "INFORMATION_REQUESTED",
        needs=(Field.DEFICIENCIES,),
        may=(Field.NOTE,),
        source="UNTOC art. 18(16)",
    ),
    Step(
        "receive-information",
        N_("Record the additional information"),
        _from(_S.INFO_REQUESTED),
        Follow.BACK,
        "INFORMATION_RECEIVED",
        may=(Field.NOTE,),
        source="UNTOC art. 18(16)",
    ),
    Step(
        "consult",
        N_("Record a consultation"),
        _INCOMING_OPEN,
        Follow.STAY,
        "CONSULTED",
        needs=(Field.NOTE,),
        source="UNTOC art. 18(26)",
    ),
    Step(
        "postpone",
        N_("Postpone"),
        _from(_S.UNDER_REVIEW, _S.ACCEPTED) | _WITH_AUTHORITIES,
        _S.POSTPONED,
        "POSTPONED",
        needs=(Field.POSTPONEMENT_GROUND, Field.REASONS, Field.REVIEW_ON),
        guards=(consulted,),
        source="UNTOC art. 18(25), (26)",
    ),
    Step(
        "resume",
        N_("End the postponement"),
        _from(_S.POSTPONED),
        Follow.BACK,
        "RESUMED",
        may=(Field.NOTE,),
        source="UNTOC art. 18(25)",
    ),
    Step(
        "suspend",
        N_("Record a court challenge"),
        _WITH_AUTHORITIES | _from(_S.EXECUTED),
        _S.LITIGATION,
        "SUSPENDED",
        needs=(Field.COURT,),
        may=(Field.NOTE,),
    ),
    Step(
        "end-suspension",
        N_("Record the end of the court challenge"),
        _from(_S.LITIGATION),
        Follow.BACK,
        "SUSPENSION_ENDED",
        needs=(Field.NOTE,),
    ),
    Step(
        "refuse",
        N_("Refuse"),
        _from(
            _S.UNDER_REVIEW,
            _S.INFO_REQUESTED,
            _S.ACCEPTED,
            _S.POSTPONED,
            _S.LITIGATION,
            _S.EXECUTED,
        )
        | _WITH_AUTHORITIES,
        _S.REFUSED,
        "REFUSED",
        needs=(Field.REFUSAL_GROUNDS, Field.REASONS),
        guards=(consulted, nothing_provided, no_open_transfer),
        source="UNTOC art. 18(21), (23), (26)",
    ),
    Step(
        "close",
        N_("Close"),
        _INCOMING_OPEN - {_S.RECEIVED, _S.EXECUTED},
        _S.CLOSED,
        "CLOSED",
        needs=(Field.OUTCOME,),
        may=(Field.NOTE,),
        guards=(no_open_transfer, confirmed_in_writing),
        milestone="closed_on",
    ),
    Step(
        "confirm-in-writing",
        N_("Record confirmation in writing"),
        _INCOMING_OPEN,
        Follow.STAY,
        "CONFIRMED_IN_WRITING",
        may=(Field.NOTE,),
        guards=(oral_and_unconfirmed,),
        milestone="confirmed_in_writing_on",
        source="UNTOC art. 18(14)",
    ),
    Step(
        "reopen",
        N_("Reopen"),
        _from(_S.CLOSED),
        _S.UNDER_REVIEW,
        "REOPENED",
        needs=(Field.REASONS,),
        permission=Permission.REOPEN,
    ),
    Step(
        "assign",
        N_("Assign to an officer"),
        _INCOMING_OPEN,
        Follow.STAY,
        "ASSIGNED",
        needs=(Field.OFFICER,),
    ),
    Step(
        "note",
        N_("Add a note"),
        _INCOMING_OPEN | {_S.CLOSED},
        Follow.STAY,
        "NOTED",
        needs=(Field.NOTE,),
    ),
)

OUTGOING: tuple[Step, ...] = (
    Step(
        "submit",
        N_("Submit for review"),
        _from(_S.DRAFT, _S.RETURNED_TO_ORIGINATOR),
        _S.CA_REVIEW,
        "SUBMITTED",
        may=(Field.NOTE,),
    ),
    Step(
        "return-to-originator",
        N_("Return to the originating authority"),
        _from(_S.CA_REVIEW),
        _S.RETURNED_TO_ORIGINATOR,
        "RETURNED_TO_ORIGINATOR",
        needs=(Field.DEFICIENCIES,),
        may=(Field.NOTE,),
        source="UNTOC art. 18(15)",
    ),
    Step(
        "translate",
        N_("Send to translation"),
        _from(_S.CA_REVIEW),
        _S.TRANSLATION,
        "TRANSLATION_ORDERED",
        may=(Field.NOTE,),
        source="UNTOC art. 18(14)",
    ),
    Step(
        "receive-translation",
        N_("Record the translation"),
        _from(_S.TRANSLATION),
        _S.CA_REVIEW,
        "TRANSLATION_RECEIVED",
        may=(Field.NOTE,),
        source="UNTOC art. 18(14)",
    ),
    Step(
        "send",
        N_("Send to the requested State"),
        _from(_S.CA_REVIEW, _S.TRANSLATION),
        _S.SENT,
        "SENT",
        may=(Field.NOTE,),
        guards=(primary_basis_named,),
        milestone="sent_on",
        source="UNTOC art. 18(13)",
    ),
    Step(
        "record-acknowledgement",
        N_("Record their acknowledgement"),
        _from(_S.SENT),
        _S.ACKNOWLEDGED,
        "ACKNOWLEDGED_ABROAD",
        may=(Field.PARTNER_REFERENCE, Field.NOTE),
        milestone="acknowledged_on",
    ),
    Step(
        "record-response",
        N_("Record their response"),
        _ABROAD,
        Follow.BY_MEASURES,
        "RESPONSE_RECEIVED",
        needs=(Field.MEASURE_OUTCOMES,),
        may=(Field.NOTE,),
        guards=(some_pending,),
        milestone="executed_on",
    ),
    Step(
        "record-question",
        N_("Record that they ask for information"),
        _from(_S.SENT, _S.ACKNOWLEDGED, _S.RESPONSE_PARTIAL),
        _S.INFO_REQUESTED,
        "INFORMATION_ASKED_OF_US",
        needs=(Field.NOTE,),
        source="UNTOC art. 18(16)",
    ),
    Step(
        "send-information",
        N_("Send the information asked for"),
        _from(_S.INFO_REQUESTED),
        Follow.BACK,
        "INFORMATION_SENT",
        may=(Field.NOTE,),
        source="UNTOC art. 18(16)",
    ),
    Step(
        "record-postponement",
        N_("Record their postponement"),
        _from(_S.SENT, _S.ACKNOWLEDGED),
        _S.POSTPONED,
        "POSTPONED_ABROAD",
        needs=(Field.REVIEW_ON,),
        may=(Field.NOTE,),
        source="UNTOC art. 18(25)",
    ),
    Step(
        "record-resumption",
        N_("Record the end of the postponement"),
        _from(_S.POSTPONED),
        Follow.BACK,
        "RESUMED_ABROAD",
        may=(Field.NOTE,),
        source="UNTOC art. 18(25)",
    ),
    Step(
        "record-refusal",
        N_("Record their refusal"),
        _ABROAD | {_S.INFO_REQUESTED},
        _S.REFUSED_ABROAD,
        "REFUSED_ABROAD",
        may=(Field.REFUSAL_GROUNDS, Field.NOTE),
        guards=(nothing_provided,),
        source="UNTOC art. 18(23)",
    ),
    Step(
        "no-longer-needed",
        N_("Tell them it is no longer needed"),
        _ABROAD | {_S.INFO_REQUESTED},
        _S.NO_LONGER_NEEDED,
        "NO_LONGER_NEEDED",
        needs=(Field.REASONS,),
        source="UNTOC art. 18(24)",
    ),
    Step(
        "close",
        N_("Close"),
        _OUTGOING_OPEN,
        _S.CLOSED,
        "CLOSED",
        needs=(Field.OUTCOME,),
        may=(Field.NOTE,),
        guards=(confirmed_in_writing,),
        milestone="closed_on",
    ),
    Step(
        "confirm-in-writing",
        N_("Record our confirmation in writing"),
        _ABROAD | {_S.INFO_REQUESTED} | _ANSWERED_ABROAD,
        Follow.STAY,
        "CONFIRMED_IN_WRITING",
        may=(Field.NOTE,),
        guards=(oral_and_unconfirmed,),
        milestone="confirmed_in_writing_on",
        source="UNTOC art. 18(14)",
    ),
    Step(
        "reopen",
        N_("Reopen"),
        _from(_S.CLOSED),
        Follow.BACK,
        "REOPENED",
        needs=(Field.REASONS,),
        permission=Permission.REOPEN,
    ),
    Step(
        "assign",
        N_("Assign to an officer"),
        _OUTGOING_OPEN,
        Follow.STAY,
        "ASSIGNED",
        needs=(Field.OFFICER,),
    ),
    Step(
        "note",
        N_("Add a note"),
        _OUTGOING_OPEN | {_S.CLOSED},
        Follow.STAY,
        "NOTED",
        needs=(Field.NOTE,),
    ),
)

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


def in_the_way(standing: Standing, step: Step) -> Sentence | None:
    """Why the step is not open now, as half a sentence; None when it is open."""
    if standing.status not in step.origins:
        label = STAGES[standing.direction][standing.status].label
        return Sentence(N_("the request is at the stage “%(stage)s”"), {"stage": label})
    for guard in step.guards:
        if reason := guard(standing):
            return reason
    return None


def open_steps(standing: Standing, permissions: frozenset[Permission]) -> list[Step]:
    """The steps somebody with these permissions may take now, the likely one first."""
    likely = STAGES[standing.direction][standing.status].next_step
    steps = [
        step
        for step in STEPS[standing.direction].values()
        if step.permission in permissions and in_the_way(standing, step) is None
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
        and (reason := in_the_way(standing, step)) is not None
        and step.code not in {"acknowledge", "confirm-in-writing"}
    ]


def check(standing: Standing, step: Step, permissions: frozenset[Permission]) -> None:
    """Refuse the step unless it is open: NotPermitted or StepNotOpen."""
    if step.permission not in permissions:
        raise NotPermitted(N_("Your role may not do this: %(step)s."), step=step.label)
    if reason := in_the_way(standing, step):
        raise StepNotOpen(N_("%(step)s: %(reason)s."), step=step.label, reason=reason)


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


def stage_of_response(measures: list[MeasureOutcome]) -> Status:
    """Complete once every measure has an outcome, else partial."""
    done = all(outcome.is_final for outcome in measures)
    return Status.RESPONSE_COMPLETE if done else Status.RESPONSE_PARTIAL
