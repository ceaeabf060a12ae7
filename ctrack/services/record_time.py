"""Deadlines and pauses of requests that are being entered, many at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ctrack.domain import pauses as paused
from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.pauses import Pause
from ctrack.domain.records import RequestRecord
from ctrack.domain.statuses import Status
from ctrack.models import Deadline
from ctrack.models import Pause as PauseRow
from ctrack.queries import moves
from ctrack.queries.timing import Timing
from ctrack.services import bulk, deadlines, situations
from ctrack.services.bulk import Deed, Row
from ctrack.services.deadline_rows import Planned, plan


class Timeline(NamedTuple):
    """What is to be stored of the time of one request."""

    pauses: Sequence[Pause]
    planned: Planned

    @property
    def columns(self) -> Row:
        """What follows for the request's own row."""
        return {
            "due_on": self.planned.due_on,
            "paused_since": self.planned.paused_since,
        }


_NOTHING = Timeline((), Planned([], None, None))


def timeline(record: RequestRecord, row: Mapping[str, Any], timing: Timing) -> Timeline:
    """The deadlines and pauses of a record, from its future columns."""
    pauses: Sequence[Pause] = ()
    if record.events or row["status"] in paused.OF_STAGE:
        found = (moves.move(e.happened_on, e.changes, e.details) for e in record.events)
        its_moves = [move for move in found if move is not None]
        pauses = paused.of_moves(its_moves, row["status"], row["held_since"])
    if row["status"] is Status.CLOSED:
        return Timeline(pauses, _NOTHING.planned) if pauses else _NOTHING
    situation = situations.of_record(record, row)
    return Timeline(pauses, plan(situation, timing, pauses))


class Gathered:
    """The rows of deadlines and pauses of a batch."""

    def __init__(self) -> None:
        """Begin with none."""
        self._pauses: list[Row] = []
        self._deadlines: list[tuple[int | None, Row]] = []
        """Place of the transfer whose answer is due, and the deadline."""

    def add(
        self,
        request_id: int,
        of_one: Timeline,
        first_transfer: int,
        row: Mapping[str, Any],
    ) -> None:
        """Gather what belongs to one request; its transfers begin at this place."""
        for deadline in of_one.planned.rows:
            is_answer = deadline["kind"] is DeadlineKind.ANSWER
            place = first_transfer + deadline["place"] if is_answer else None
            self._deadlines.append((place, {"mla_request_id": request_id, **deadline}))
        self._pauses += [
            deadlines.pause_row(request_id, pause, row["entered_by_id"])
            | {"entered_at": row["entered_at"]}
            for pause in of_one.pauses
        ]

    def deeds(self, transfer_ids: Sequence[int]) -> Iterator[Deed]:
        """What stores them, once the transfers have their ids."""
        for place, row in self._deadlines:
            if place is not None:
                row["place"] = transfer_ids[place]
        yield bulk.ready(Deadline, [row for _, row in self._deadlines])
        yield bulk.ready(PauseRow, self._pauses)
