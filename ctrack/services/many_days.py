"""Setting a day for many requests, or giving more time: for all, or for none."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.wording import N_, Sentence
from ctrack.models import Event, MLARequest, User
from ctrack.queries import deadlines
from ctrack.services import extensions, many, set_deadlines
from ctrack.services.many import Verdict

_CLOSED = Sentence(N_("the request is closed"))
NOTHING = Sentence(N_("nothing of this kind is due there"))
_PAUSED = Sentence(N_("the request is paused: more time is given when it goes on"))


def kinds(requests: Sequence[MLARequest]) -> Counter[DeadlineKind]:
    """For how many of the requests each kind of deadline is open."""
    found = deadlines.open_of([row.id for row in requests])
    return Counter(kind for its in found.values() for kind in {d.kind for d in its})


def can_be_set(requests: Sequence[MLARequest]) -> list[Verdict]:
    """For each request, whether a day can be set there."""
    return [Verdict(row, None if row.is_open else _CLOSED) for row in requests]


def can_be_extended(
    requests: Sequence[MLARequest], kind: DeadlineKind
) -> list[Verdict]:
    """For each request, whether more time can be given for this kind of deadline."""
    found = deadlines.open_of([row.id for row in requests])

    def in_the_way(row: MLARequest) -> Sentence | None:
        its = [d for d in found.get(row.id, ()) if d.kind is kind]
        if not its:
            return NOTHING if row.is_open else _CLOSED
        return _PAUSED if any(d.current_on is None for d in its) else None

    return [Verdict(row, in_the_way(row)) for row in requests]


def set_day(
    seen: Mapping[str, int],
    kind: DeadlineKind,
    *,
    base_on: date,
    until: date | None,
    note: str,
    by: User,
) -> list[Event]:
    """Set a day for all these requests. Raises what `many.for_each` raises."""
    return many.for_each(
        seen,
        can_be_set,
        lambda row: set_deadlines.add(
            row, kind, base_on=base_on, until=until, note=note, by=by
        ),
        by=by,
    )


def extend(
    seen: Mapping[str, int],
    kind: DeadlineKind,
    *,
    until: date,
    reason: str,
    on: date | None,
    by: User,
) -> list[Event]:
    """Give all of them until that day; of several of a kind, each one.

    Raises what `many.for_each` raises.
    """

    def deed(row: MLARequest) -> Event:
        event = None
        for its in deadlines.open_of([row.id])[row.id]:
            if its.kind is kind:
                event = extensions.extend(row, its.id, until, reason, by=by, on=on)
        if event is None:
            raise AssertionError("it was judged before")
        return event

    return many.for_each(seen, lambda rows: can_be_extended(rows, kind), deed, by=by)
