"""What the pages of transfers tell, put together from the record in plain values."""

from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from ctrack import clock
from ctrack.domain import transfer_list, transfer_steps
from ctrack.domain.statuses import Holder
from ctrack.domain.transfers import TransferStatus, TransferStep
from ctrack.models import Measure, Transfer
from ctrack.web.code_names import nature, subtype

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
    name = shorten(nature(measure.nature_code), LONGEST_NATURE, placeholder="…")
    finer = measure.subtype_code
    return f"{name}: {subtype(finer)}" if finer else name


def standing(transfer: Transfer) -> Standing:
    """Where the transfer stands today."""
    today, status = clock.today(), transfer.status
    ended_on = _ended_on(transfer)
    until = ended_on or (today if status.is_open else None)
    days = (until - transfer.sent_on).days if until and transfer.sent_on else None
    return Standing(
        transfer,
        days,
        transfer_list.days_late(
            status,
            transfer.due_on,
            today,
            is_paused=transfer.mla_request.paused_since is not None,
        ),
        ended_on,
        transfer_list.mover(status),
        transfer_steps.next_step(status),
    )


def _ended_on(transfer: Transfer) -> date | None:
    return {
        TransferStatus.DONE: transfer.executed_on,
        TransferStatus.RETURNED_UNEXECUTED: transfer.declined_on,
        TransferStatus.RECALLED: transfer.recalled_on,
    }.get(transfer.status)
