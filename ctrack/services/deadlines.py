"""Keeping deadlines and pauses: after each deed they follow from the facts anew.

The only writer of due days. A deed costs one question and, where something moves, one
statement more.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from ctrack import clock
from ctrack.domain.pauses import OF_STAGE, Pause
from ctrack.extensions import db
from ctrack.models import Deadline, MLARequest
from ctrack.models import Pause as PauseRow
from ctrack.queries import deadlines, timing
from ctrack.queries.deadlines import OF_DEADLINE, Facts, KeptPause
from ctrack.services import bulk, situations
from ctrack.services.bulk import Row
from ctrack.services.deadline_rows import Known, plan


def refresh(
    mla_request: MLARequest, on: date | None = None, by_id: int | None = None
) -> None:
    """Let pauses follow the stage, and deadlines follow from all facts.

    Called in every deed before it is written, so that what follows for the request is
    stored with it. `on` is the day of the deed, today where it is not given.
    """
    facts = deadlines.of_request(mla_request.id)
    pauses = _follow_stage(mla_request, facts, on or clock.today(), by_id)
    found = plan(
        situations.of_request(mla_request),
        timing.timing(mla_request.central_authority_id, facts.timing_key),
        pauses,
        [Known(d.row, list(d.extensions.values())) for d in facts.deadlines.values()],
    )
    store(mla_request.id, found.rows)
    if mla_request.due_on != found.due_on:
        mla_request.due_on = found.due_on
    if mla_request.paused_since != found.paused_since:
        mla_request.paused_since = found.paused_since


def _follow_stage(
    mla_request: MLARequest, facts: Facts, on: date, by_id: int | None
) -> list[Pause]:
    """End and begin pauses as the stage demands; gives those that there are then."""
    wanted = OF_STAGE.get(mla_request.status)
    found, ended, is_there = [], [], False
    for pause in facts.pauses.values():
        interval = pause.interval
        is_of_stage = not pause.is_by_hand and interval.category is wanted
        if interval.until is None and _is_over(mla_request, pause, is_of_stage):
            interval = Pause(interval.since, max(on, interval.since), interval.category)
            ended.append({"pause_id": pause.id, "ended_on": interval.until})
        is_there = is_there or (is_of_stage and interval.until is None)
        found.append(interval)
    if ended:
        db.session.connection().execute(_END_PAUSE, ended)
    if wanted is not None and not is_there:
        found.append(Pause(on, None, wanted))
        bulk.add(PauseRow, [pause_row(mla_request.id, found[-1], by_id)])
    return found


def _is_over(mla_request: MLARequest, pause: KeptPause, is_of_stage: bool) -> bool:
    """Whether the request has left the stage that paused it, or is closed."""
    return not mla_request.is_open or not (pause.is_by_hand or is_of_stage)


def pause_row(request_id: int, pause: Pause, by_id: int | None) -> Row:
    """A pause that a stage has opened, by column."""
    return {
        "mla_request_id": request_id,
        "since": pause.since,
        "until": pause.until,
        "category": pause.category,
        "is_by_hand": False,
        "note": "",
        "entered_at": clock.now(),
        "entered_by_id": by_id,
    }


_PAUSE = PauseRow.metadata.tables[PauseRow.__tablename__]
_END_PAUSE = (
    update(_PAUSE)
    .where(_PAUSE.c.id == bindparam("pause_id"))
    .values(until=bindparam("ended_on"))
)


def store(request_id: int, rows: Sequence[Row]) -> None:
    """Write deadlines, new ones and those that are kept already, with one statement."""
    store_many([(request_id, rows)])


def store_many(rows: Iterable[tuple[int, Sequence[Row]]]) -> None:
    """The same for many requests, each with its rows."""
    named = [{"mla_request_id": number, **row} for number, of in rows for row in of]
    if named:
        connection = db.session.connection()
        connection.execute(_UPSERT[connection.dialect.name], named)


_DEADLINE = Deadline.metadata.tables[Deadline.__tablename__]
_KEY = ("mla_request_id", "kind", "place")


def _upsert(insert: Any) -> Any:
    statement = insert(_DEADLINE)
    return statement.on_conflict_do_update(
        index_elements=list(_KEY),
        set_={n: statement.excluded[n] for n in OF_DEADLINE if n not in _KEY},
    )


_UPSERT = {
    "sqlite": _upsert(sqlite.insert),
    "postgresql": _upsert(postgresql.insert),
}
"""Composed once, since every deed needs it."""
