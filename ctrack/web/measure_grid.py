"""The grid of a request: its measures down, the authorities across."""

from dataclasses import dataclass
from datetime import date

from flask_babel import ngettext

from ctrack import clock
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import MeasureOutcome
from ctrack.models import Authority, Measure, MLARequest, Transfer, TransferMeasure
from ctrack.web.wording import label


@dataclass(frozen=True)
class Cell:
    """What became of a measure at one authority, and a word on it.

    `returned` says so where the authority gave the measure back without an outcome.
    """

    outcome: MeasureOutcome
    on: date | None
    remark: str = ""
    returned: str = ""


@dataclass(frozen=True)
class Row:
    """A measure, its own outcome, and its cells; None where nothing was asked."""

    measure: Measure
    own: Cell
    cells: list[Cell | None]


@dataclass(frozen=True)
class Grid:
    """Measures down, authorities across; `shows_own` adds the measure's own outcome."""

    authorities: list[Authority]
    rows: list[Row]
    shows_own: bool

    @property
    def is_wide(self) -> bool:
        """Whether it needs the whole width of the page."""
        return len(self.authorities) + self.shows_own > 3


def grid(mla_request: MLARequest) -> Grid:
    """The grid of a request; the latest transfer to an authority stands for it."""
    latest: dict[tuple[int, int], tuple[Transfer, TransferMeasure]] = {}
    authorities: dict[int, Authority] = {}
    for transfer in mla_request.transfers:
        authorities[transfer.authority_id] = transfer.authority
        for cell in transfer.cells:
            latest[cell.measure_id, transfer.authority_id] = (transfer, cell)
    rows = [
        Row(
            measure,
            Cell(measure.outcome, measure.decided_on),
            [_cell(latest.get((measure.id, number))) for number in authorities],
        )
        for measure in mla_request.measures
    ]
    return Grid(list(authorities.values()), rows, any(_differs(row) for row in rows))


def _differs(row: Row) -> bool:
    """Whether the measure's own outcome says more than its only cell."""
    asked = [cell for cell in row.cells if cell is not None]
    if len(asked) != 1 or asked[0].returned:
        return True
    return asked[0].outcome is not row.own.outcome


def _cell(found: tuple[Transfer, TransferMeasure] | None) -> Cell | None:
    if found is None:
        return None
    transfer, cell = found
    if cell.outcome.is_final:
        return Cell(cell.outcome, cell.decided_on)
    if not transfer.status.is_open:
        ended_on = transfer.declined_on or transfer.recalled_on
        return Cell(cell.outcome, ended_on, returned=label(transfer.status))
    return Cell(cell.outcome, None, _waiting(transfer))


def _waiting(transfer: Transfer) -> str:
    if transfer.status is TransferStatus.ASSIGNED and transfer.sent_on:
        days = (clock.today() - transfer.sent_on).days
        return ngettext("sent %(num)s day ago", "sent %(num)s days ago", days)
    return label(transfer.status)
