"""What may be done with a transfer now, what comes first, and why the rest is not open.

The table is in `ctrack.domain.transfers`; buttons, forms and refusals all ask here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ctrack.domain.errors import NotPermitted, StepNotOpen
from ctrack.domain.permissions import Permission
from ctrack.domain.transfers import TRANSFER_STEPS, TransferStatus, TransferStep
from ctrack.domain.wording import N_, Sentence

_T = TransferStatus

_USUALLY_NEXT = {
    _T.ASSIGNED: "take-in-charge",
    _T.ACCEPTED: "report",
    _T.IN_PROGRESS: "report",
    _T.BLOCKED: "progress",
    _T.QUERIED: "answer",
}

_IN_BRIEF = frozenset({"answer", "take-in-charge", "report", "recall"})
"""The steps that a list offers; the others stand on the transfer's own page."""

_MISSED = {
    "progress": N_("take it in charge first"),
    "block": N_("take it in charge first"),
    "answer": N_("the authority has asked nothing"),
}
"""What people may miss among the buttons, and what is in its way."""


@dataclass(frozen=True)
class TransferStanding:
    """What the rules need to know of a transfer, in plain values."""

    status: TransferStatus
    is_acknowledged: bool = False


@dataclass(frozen=True)
class TransferActions:
    """What may be done with a transfer now.

    `own` are the steps a person takes in the own name, `reported` those recorded for
    an authority that reported by letter; `likely` is the code of the usual next one,
    `closed` says what is not open and why.
    """

    own: Sequence[TransferStep] = ()
    reported: Sequence[TransferStep] = ()
    likely: str = ""
    closed: Sequence[tuple[TransferStep, Sentence]] = ()

    @property
    def in_brief(self) -> list[TransferStep]:
        """What is usually done with it, in the order of the table."""
        found = {step.code for step in (*self.own, *self.reported)}
        return [s for s in TRANSFER_STEPS.values() if s.code in found & _IN_BRIEF]


def next_step(status: TransferStatus) -> TransferStep | None:
    """The step that usually follows; None once the transfer is closed."""
    code = _USUALLY_NEXT.get(status)
    return TRANSFER_STEPS[code] if code else None


def in_the_way(standing: TransferStanding, step: TransferStep) -> Sentence | None:
    """Why the step cannot be taken now, as a sentence; None where it can be."""
    if standing.status not in step.origins:
        return Sentence(
            N_("“%(step)s” is not open for a transfer that is: %(status)s."),
            {"step": step.label, "status": standing.status.label},
        )
    if step.code == "acknowledge" and standing.is_acknowledged:
        return Sentence(N_("Receipt has been acknowledged already."))
    return None


def open_steps(
    standing: TransferStanding, permissions: frozenset[Permission]
) -> list[TransferStep]:
    """The steps that may be taken now by somebody with these permissions."""
    return [
        step
        for step in TRANSFER_STEPS.values()
        if step.permission in permissions and in_the_way(standing, step) is None
    ]


def check(
    standing: TransferStanding, step: TransferStep, permissions: frozenset[Permission]
) -> None:
    """Refuse the step unless it is open: NotPermitted or StepNotOpen."""
    if step.permission not in permissions:
        raise NotPermitted(N_("Your role may not do this: %(step)s."), step=step.label)
    if reason := in_the_way(standing, step):
        raise StepNotOpen(reason)


def actions(
    standing: TransferStanding, permissions: frozenset[Permission]
) -> TransferActions:
    """What somebody may do; the central authority records what authorities told it."""
    found = open_steps(standing, permissions)
    ours = Permission.MANAGE_TRANSFERS
    is_office = ours in permissions
    own = [step for step in found if not is_office or step.permission is ours]
    usual = next_step(standing.status)
    return TransferActions(
        own=own,
        reported=[step for step in found if step not in own],
        likely=usual.code if usual in own and usual else "",
        closed=_closed(standing, permissions),
    )


def _closed(
    standing: TransferStanding, permissions: frozenset[Permission]
) -> list[tuple[TransferStep, Sentence]]:
    if not standing.status.is_open:
        return []
    return [
        (TRANSFER_STEPS[code], Sentence(reason))
        for code, reason in _MISSED.items()
        if TRANSFER_STEPS[code].permission in permissions
        and standing.status not in TRANSFER_STEPS[code].origins
        and (code == "answer" or standing.status is _T.ASSIGNED)
    ]
