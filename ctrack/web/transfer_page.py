"""What the pages of transfers tell, put together from the record in plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from flask_babel import gettext as _

from ctrack import clock
from ctrack.domain import transfer_list
from ctrack.domain.permissions import Permission
from ctrack.domain.statuses import Holder
from ctrack.domain.transfers import (
    TRANSFER_STEPS,
    TransferStatus,
    TransferStep,
    open_steps,
)
from ctrack.models import Measure, Transfer, User
from ctrack.web.wording import label, translated

LONGEST_NATURE = 60
"""Characters of a nature's label in a list; they run to a hundred and more."""


@dataclass(frozen=True)
class Standing:
    """Where a transfer stands today.

    `days` are those from sending until it ended, or until today; None where the day of
    sending is not known. `mover` is whose move it is.
    """

    transfer: Transfer
    days: int | None
    days_late: int
    ended_on: date | None
    mover: Holder
    next_step: TransferStep | None

    @property
    def asked(self) -> list[str]:
        """What is asked for: each nature once, with its finer kind if there is one."""
        measures = [cell.measure for cell in self.transfer.cells]
        return list(dict.fromkeys(_asked(measure) for measure in measures))


def _asked(measure: Measure) -> str:
    nature = shorten(label(measure.nature), LONGEST_NATURE, placeholder="…")
    return f"{nature}: {label(measure.subtype)}" if measure.subtype else nature


def standing(transfer: Transfer) -> Standing:
    """Where the transfer stands today."""
    today, status = clock.today(), transfer.status
    ended_on = _ended_on(transfer)
    until = ended_on or (today if status.is_open else None)
    days = (until - transfer.sent_on).days if until and transfer.sent_on else None
    return Standing(
        transfer,
        days,
        transfer_list.days_late(status, transfer.due_on, today),
        ended_on,
        transfer_list.mover(status),
        transfer_list.next_step(status),
    )


def _ended_on(transfer: Transfer) -> date | None:
    return {
        TransferStatus.DONE: transfer.executed_on,
        TransferStatus.RETURNED_UNEXECUTED: transfer.declined_on,
        TransferStatus.RECALLED: transfer.recalled_on,
    }.get(transfer.status)


@dataclass(frozen=True)
class Actions:
    """What may be done with a transfer now.

    `own` are the steps a person takes in the own name, `reported` those recorded for
    an authority that reported by letter; `likely` is the code of the usual next one,
    `closed` says what is not open and why.
    """

    own: Sequence[TransferStep]
    reported: Sequence[TransferStep]
    likely: str
    closed: Sequence[tuple[TransferStep, str]]


def actions(transfer: Transfer, user: User) -> Actions:
    """What this person may do; an authority's people with its own transfers only."""
    if user.authority_id not in (None, transfer.authority_id):
        return Actions((), (), "", ())
    found = [
        step
        for step in open_steps(transfer.status, user.permissions)
        if not in_the_way(transfer, step)
    ]
    ours = Permission.MANAGE_TRANSFERS
    is_office = user.may(ours)
    usual = transfer_list.next_step(transfer.status)
    own = [step for step in found if not is_office or step.permission is ours]
    return Actions(
        own=own,
        reported=[step for step in found if step not in own],
        likely=usual.code if usual in own and usual else "",
        closed=list(_closed(transfer, user)),
    )


def in_the_way(transfer: Transfer, step: TransferStep) -> str:
    """Why the step cannot be taken now, as a sentence; empty where it can be."""
    if transfer.status not in step.origins:
        return _(
            "“%(step)s” is not open for a transfer that is: %(status)s.",
            step=translated(step.label),
            status=translated(transfer.status.label),
        )
    if step.code == "acknowledge" and transfer.acknowledged_on is not None:
        return _("Receipt has been acknowledged already.")
    return ""


def _closed(transfer: Transfer, user: User) -> list[tuple[TransferStep, str]]:
    """What people may miss among the buttons, with the reason."""
    if not transfer.status.is_open:
        return []
    reasons = {
        "progress": _("take it in charge first"),
        "block": _("take it in charge first"),
        "answer": _("the authority has asked nothing"),
    }
    return [
        (step, reasons[code])
        for code, step in TRANSFER_STEPS.items()
        if code in reasons
        and step.permission in user.permissions
        and transfer.status not in step.origins
        and (code == "answer" or transfer.status is TransferStatus.ASSIGNED)
    ]
