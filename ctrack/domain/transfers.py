"""The life of a transfer: what a competent authority reports, and what follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ctrack.domain.errors import StepNotOpen
from ctrack.domain.permissions import Permission
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Labelled, MeasureOutcome
from ctrack.domain.wording import N_, Sentence


class TransferStatus(Labelled):
    """Where a transfer stands at its authority."""

    ASSIGNED = "ASSIGNED", N_("Sent to authority")
    ACCEPTED = "ACCEPTED", N_("Taken in charge")
    QUERIED = "QUERIED", N_("Query to central authority")
    IN_PROGRESS = "IN_PROGRESS", N_("In progress")
    BLOCKED = "BLOCKED", N_("Blocked")
    DONE = "DONE", N_("Executed and reported")
    RETURNED_UNEXECUTED = "RETURNED_UNEXECUTED", N_("Returned unexecuted")
    RECALLED = "RECALLED", N_("Recalled")

    @property
    def is_open(self) -> bool:
        """Whether the authority still has to do something."""
        return self not in CLOSED

    @property
    def is_under_way(self) -> bool:
        """Whether the authority has taken the request in charge."""
        return self in UNDER_WAY


_T = TransferStatus
CLOSED = frozenset({_T.DONE, _T.RETURNED_UNEXECUTED, _T.RECALLED})
UNDER_WAY = frozenset({_T.ACCEPTED, _T.QUERIED, _T.IN_PROGRESS, _T.BLOCKED})
_OPEN = frozenset({_T.ASSIGNED}) | UNDER_WAY


@dataclass(frozen=True)
class TransferStep:
    """A row of the table: what may be done with a transfer, by whom, and what follows.

    `target` is None where the status stays, or follows from the measures (`report`).
    `asks` names the fields of the step's form: `note` (with its `note_label`, needed
    when `note_needed`), `expected_on`, `authority_reference`, `outcomes`, `authority`.
    `milestone` is the day of the transfer that the step sets.
    """

    code: str
    label: str
    origins: frozenset[TransferStatus]
    target: TransferStatus | None
    permission: Permission
    note_label: str = N_("Note")
    note_needed: bool = False
    asks: tuple[str, ...] = ()
    milestone: str = ""


_REPORT = Permission.REPORT_ON_TRANSFERS
_MANAGE = Permission.MANAGE_TRANSFERS

TRANSFER_STEPS: dict[str, TransferStep] = {
    step.code: step
    for step in (
        TransferStep(
            "acknowledge",
            N_("Acknowledge receipt"),
            frozenset({_T.ASSIGNED}),
            None,
            _REPORT,
            asks=("authority_reference",),
            milestone="acknowledged_on",
        ),
        TransferStep(
            "take-in-charge",
            N_("Take in charge"),
            frozenset({_T.ASSIGNED}),
            _T.ACCEPTED,
            _REPORT,
            asks=("authority_reference", "expected_on"),
            milestone="accepted_on",
        ),
        TransferStep(
            "report",
            N_("Report execution"),
            _OPEN,
            None,
            _REPORT,
            asks=("outcomes", "authority_reference"),
            milestone="executed_on",
        ),
        TransferStep(
            "progress",
            N_("Report progress"),
            UNDER_WAY,
            _T.IN_PROGRESS,
            _REPORT,
            note_label=N_("Where it stands"),
            note_needed=True,
            asks=("expected_on",),
        ),
        TransferStep(
            "query",
            N_("Ask the central authority"),
            frozenset({_T.ASSIGNED, _T.ACCEPTED, _T.IN_PROGRESS, _T.BLOCKED}),
            _T.QUERIED,
            _REPORT,
            note_label=N_("Question"),
            note_needed=True,
        ),
        TransferStep(
            "block",
            N_("Report that it is blocked"),
            frozenset({_T.ACCEPTED, _T.QUERIED, _T.IN_PROGRESS}),
            _T.BLOCKED,
            _REPORT,
            note_label=N_("What is in the way"),
            note_needed=True,
            asks=("expected_on",),
        ),
        TransferStep(
            "decline",
            N_("Decline"),
            _OPEN,
            _T.RETURNED_UNEXECUTED,
            _REPORT,
            note_label=N_("Reason"),
            note_needed=True,
            milestone="declined_on",
        ),
        TransferStep(
            "pass-on",
            N_("Pass on to another authority"),
            _OPEN,
            _T.RETURNED_UNEXECUTED,
            _REPORT,
            note_label=N_("Reason"),
            note_needed=True,
            asks=("authority",),
            milestone="declined_on",
        ),
        TransferStep(
            "answer",
            N_("Answer the query"),
            frozenset({_T.QUERIED}),
            _T.IN_PROGRESS,
            _MANAGE,
            note_label=N_("Answer"),
            note_needed=True,
        ),
        TransferStep(
            "recall",
            N_("Recall"),
            _OPEN,
            _T.RECALLED,
            _MANAGE,
            note_label=N_("Reason"),
            note_needed=True,
            milestone="recalled_on",
        ),
    )
}


def next_status(
    status: TransferStatus, code: str, cells: Sequence[MeasureOutcome] = ()
) -> TransferStatus:
    """The status after this step; `cells` are the measures' outcomes after a report.

    Raises StepNotOpen where the table has no such row.
    """
    step = TRANSFER_STEPS.get(code)
    if step is None or status not in step.origins:
        raise StepNotOpen(
            Sentence(
                N_("“%(step)s” is not open for a transfer that is: %(status)s."),
                {"step": step.label if step else code, "status": status.label},
            )
        )
    if code == "report":
        done = all(cell.is_final for cell in cells)
        return TransferStatus.DONE if done else TransferStatus.IN_PROGRESS
    return step.target or status


def needs_reasons(outcomes: Iterable[MeasureOutcome]) -> bool:
    """Whether a report must say why: something is refused (UNTOC art. 18(23))."""
    return MeasureOutcome.REFUSED in outcomes


def measure_outcome(cells: Sequence[MeasureOutcome]) -> MeasureOutcome:
    """What became of a measure, from what each authority asked for it reported.

    While one of them has not reported, it is pending. Then the best result stands:
    what one authority could not provide, another may have.
    """
    if not cells or MeasureOutcome.PENDING in cells:
        return MeasureOutcome.PENDING
    for outcome in _BEST_FIRST:
        if outcome in cells:
            return outcome
    return MeasureOutcome.PENDING


_BEST_FIRST = (
    MeasureOutcome.PROVIDED_FULL,
    MeasureOutcome.PROVIDED_PARTIAL,
    MeasureOutcome.REFUSED,
    MeasureOutcome.NOT_POSSIBLE,
    MeasureOutcome.WITHDRAWN,
)


def stage_of_execution(
    transfers: Sequence[TransferStatus], measures: Sequence[MeasureOutcome]
) -> Status:
    """The stage of an accepted request, from its transfers and measures.

    The written rule, applied from top to bottom:
    1. every measure has an outcome and no transfer is open: executed;
    2. some measure has an outcome: partially executed;
    3. some authority has taken the request in charge, or has reported: in execution;
    4. some transfer is open: transferred;
    5. else: accepted.
    """
    any_open = any(status.is_open for status in transfers)
    if measures and all(o.is_final for o in measures) and not any_open:
        return Status.EXECUTED
    if any(o.is_final for o in measures):
        return Status.PARTIALLY_EXECUTED
    if any(s.is_under_way or s is TransferStatus.DONE for s in transfers):
        return Status.IN_EXECUTION
    return Status.TRANSFERRED if any_open else Status.ACCEPTED
