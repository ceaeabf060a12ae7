"""The statistical facts of records that are entered with their past."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from ctrack.domain.course import Move
from ctrack.domain.events import EventKind
from ctrack.domain.records import EventRecord, RequestRecord
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Direction, MeasureOutcome, Rank
from ctrack.queries import moves
from ctrack.services import fact_parts, facts
from ctrack.services.fact_parts import Mention, Parts

Version = tuple[datetime, datetime | None, Mapping[str, Any], Parts]
"""From which moment until which it was held true, the columns and the parts."""


Turn = tuple[datetime, Mapping[str, Any]]
"""The columns that were held true from a moment."""


def versions(record: RequestRecord, row: Mapping[str, Any]) -> Iterator[Version]:
    """What was held true of the request: closing and reopening begin a new version.

    `row` has the columns of the request as it is now, which is the last version.
    """
    mentions = _mentions(record)
    since = row["entered_at"]
    if most_versions(record) > 1:
        turns = _turns(record, row)
        since = turns[-1][0]
        yield from _earlier_versions(record, turns, mentions)
    sendings = map(fact_parts.sending, record.transfers)
    parts = fact_parts.parts(row, mentions, _moves(record.events), sendings)
    yield since, None, row, parts


def _earlier_versions(
    record: RequestRecord, turns: Sequence[Turn], mentions: list[Mention]
) -> Iterator[Version]:
    for (since, columns), (until, _) in pairwise(turns):
        was_closed = columns["closed_on"] is not None
        told = mentions if was_closed else _pending(mentions)
        yield since, until, columns, _parts_by(since, record, columns, told)


def most_versions(record: RequestRecord) -> int:
    """At most so many versions it has."""
    return 1 + sum(event.kind in _BEGINS_A_VERSION for event in record.events)


_BEGINS_A_VERSION = frozenset({EventKind.CLOSED, EventKind.REOPENED})


def _parts_by(
    moment: datetime,
    record: RequestRecord,
    columns: Mapping[str, Any],
    mentions: list[Mention],
) -> Parts:
    """The parts of an earlier version, from what had been entered by this moment."""
    known = [event for event in record.events if event.entered_at <= moment]
    later = [event for event in record.events if event.entered_at > moment]
    sendings = [
        fact_parts.sending(transfer).before(e.kind for e in later if e.transfer == n)
        for n, transfer in enumerate(record.transfers)
        if (transfer.entered_at or columns["entered_at"]) <= moment
    ]
    return fact_parts.parts(columns, mentions, _moves(known), sendings)


def _moves(events: Iterable[EventRecord]) -> list[Move]:
    found = (
        moves.move(event.happened_on, event.changes, event.details)
        for event in events
        if event.kind.name in moves.KINDS
    )
    return [move for move in found if move is not None]


_STILL_OPEN = {
    "closed_on": None,
    "outcome": None,
    "acknowledged_on": None,
    "transferred_on": None,
    "executed_on": None,
    "results_sent_on": None,
}
"""What was not yet known of a closed request when it was entered."""


def _turns(record: RequestRecord, row: Mapping[str, Any]) -> list[Turn]:
    is_incoming = record.direction is Direction.INCOMING
    status = Status.UNDER_REVIEW if is_incoming else Status.SENT
    still_open = {
        **_STILL_OPEN,
        "status": status,
        "held_since": row["counted_from"],
    }
    turns: list[Turn] = [(row["entered_at"], {**row, **still_open})]
    for event in record.events:
        if event.kind is EventKind.REOPENED:
            columns = {**row, **still_open}
        elif event.kind is EventKind.CLOSED:
            closed = {"status": Status.CLOSED, "closed_on": event.happened_on}
            outcome = event.details.get("outcome", row["outcome"])
            columns = {**row, **closed, "outcome": outcome}
        else:
            continue
        if event.entered_at <= turns[-1][0]:
            turns.pop()
        turns.append((max(event.entered_at, row["entered_at"]), columns))
    return turns


def _mentions(record: RequestRecord) -> list[Mention]:
    bases = sorted(record.bases, key=lambda basis: basis.rank is not Rank.PRIMARY)
    return facts.numbered(
        bases=[(basis.instrument, basis.article) for basis in bases],
        has_primary=bool(bases) and bases[0].rank is Rank.PRIMARY,
        natures=[(m.nature, m.outcome.value) for m in record.measures],
        offences=record.offences,
        grounds=record.refusal_grounds,
        authorities=[
            str(number)
            for number in dict.fromkeys(t.authority_id for t in record.transfers)
        ],
    )


def _pending(mentions: Sequence[Mention]) -> list[Mention]:
    """What was mentioned before anything had been decided."""
    return [
        (kind, place, code, MeasureOutcome.PENDING.value if outcome else None)
        for kind, place, code, outcome in mentions
        if kind in {"basis", "article", "nature", "offence"}
    ]
