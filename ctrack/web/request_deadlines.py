"""What a request has to keep, as its page shows it: deadlines and pauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ctrack import clock
from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.deadlines import days_late
from ctrack.models import MLARequest
from ctrack.queries import deadlines
from ctrack.queries.deadlines import Facts, KeptDeadline, KeptPause
from ctrack.web.wording import counted, label


@dataclass(frozen=True)
class DueLine:
    """A deadline: what is due, of whom, when, and how that is to be read.

    `how` is `late`, `paused` or empty; `moved_from` the day on which it was due at
    first, where that was another; `met_on` the day on which it was done.
    """

    id: int
    name: str
    of_whom: str
    due_on: date | None
    late: int
    how: str
    moved_from: date | None
    is_open: bool
    met_on: date | None
    note: str = ""


@dataclass(frozen=True)
class PauseLine:
    """A pause: from when until when, for what, and whether an officer may end it."""

    id: int
    since: date
    until: date | None
    days: str
    reason: str
    may_end: bool


@dataclass(frozen=True)
class Panel:
    """The deadlines of a request that are open or were kept, and its pauses."""

    lines: Sequence[DueLine]
    done: Sequence[DueLine]
    pauses: Sequence[PauseLine]

    @property
    def first(self) -> DueLine | None:
        """What is due next; None where nothing is, or the clock stands still."""
        running = (one for one in self.lines if one.due_on and one.how != "paused")
        return next(running, None)


def panel(mla_request: MLARequest) -> Panel:
    """What the page of a request tells of its time; one question."""
    facts = deadlines.of_request(mla_request.id)
    today = clock.today()
    names = {t.id: t.authority.name for t in mla_request.transfers}
    lines = [
        line(kept, names, today, is_paused=mla_request.paused_since is not None)
        for kept in facts.deadlines.values()
    ]
    lines.sort(key=lambda one: (one.due_on or date.max, one.id))
    return Panel(
        [one for one in lines if one.is_open],
        [one for one in lines if one.met_on],
        _pauses(facts, today),
    )


def line(
    kept: KeptDeadline, names: dict[int, str], today: date, *, is_paused: bool
) -> DueLine:
    """A deadline in words; `names` are those of authorities by their transfers."""
    row = kept.row
    due_on = row["current_on"]
    is_open = row["is_open"]
    late = days_late(due_on, today) if is_open and not is_paused else 0
    how = ""
    is_held = due_on is None or (
        # What pauses do not stop goes on; late it is called by nobody.
        is_paused and (row["stands_still"] or due_on < today)
    )
    if is_open and is_held:
        how = "paused"
    elif late > 0:
        how = "late"
    moved = row["original_on"] != due_on and due_on is not None
    is_answer = row["kind"] is DeadlineKind.ANSWER
    return DueLine(
        kept.id,
        label(row["kind"]),
        names.get(row["place"], "") if is_answer else "",
        due_on,
        late,
        how,
        row["original_on"] if moved else None,
        is_open,
        row["met_on"],
        row["note"],
    )


def _pauses(facts: Facts, today: date) -> list[PauseLine]:
    found = sorted(facts.pauses.values(), key=lambda p: (p.interval.since, p.id))
    return [_pause(kept, today) for kept in reversed(found)]


def _pause(kept: KeptPause, today: date) -> PauseLine:
    since, until, category = (
        kept.interval.since,
        kept.interval.until,
        kept.interval.category,
    )
    days = ((until or today) - since).days
    return PauseLine(
        kept.id,
        since,
        until,
        counted("%(num)s day", "%(num)s days", days),
        label(category),
        kept.is_by_hand and until is None,
    )
