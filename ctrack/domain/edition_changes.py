"""What has become known since an edition was frozen, and which figures it changes.

Each request is looked at twice, as it was known then and as it is known later. A figure
of the flow is the number of requests that belong to it, so what requests add and take
away adds up to the change of the figure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ctrack.domain.columns import Column, Kind, Value
from ctrack.domain.events import EventKind
from ctrack.domain.statistics.cells import Cell, Key
from ctrack.domain.statistics.questions import Period
from ctrack.domain.statistics.tables import Figures, Row
from ctrack.domain.vocabulary import Labelled, Outcome
from ctrack.domain.wording import N_

_CLOSED_AS = {
    Outcome.GRANTED_FULL.value: N_("Granted in full"),
    Outcome.GRANTED_PART.value: N_("Granted in part"),
    Outcome.REFUSED.value: N_("Refused"),
    Outcome.WITHDRAWN.value: N_("Withdrawn"),
    Outcome.RETURNED.value: N_("Returned"),
    Outcome.FORWARDED.value: N_("Forwarded"),
}
_OTHERWISE = N_("Otherwise closed")


FIELDS = {
    "opened_on": N_("Received or sent on"),
    "acknowledged_on": N_("Acknowledged on"),
    "transferred_on": N_("Transferred on"),
    "executed_on": N_("Executed on"),
    "results_sent_on": N_("Results sent on"),
    "closed_on": N_("Closed on"),
    "outcome": N_("Outcome"),
    "partner_state": N_("State"),
    "primary_basis": N_("Primary legal basis"),
    "primary_offence": N_("Main offence"),
    "bases": N_("Legal bases"),
    "natures": N_("Natures of assistance"),
    "offences": N_("Offences"),
    "grounds": N_("Grounds"),
    "authorities": N_("Authorities"),
}
"""What the facts are called that the tables count by."""


class Reason(Labelled):
    """Why a figure is another one later."""

    LATE_ENTRY = "late_entry", N_("Late entry: registered after the figures")
    REOPENING = "reopening", N_("Reopened")
    CORRECTION = "correction", N_("Correction of the record")
    LATE_STEP = "late_step", N_("A step that was entered after the figures")


@dataclass(frozen=True)
class Known:
    """The coded facts of a request as they were known at a moment."""

    request_id: int
    reference: str
    direction: str
    opened_on: date | None
    closed_on: date | None
    outcome: str | None
    is_named: bool
    """Whether the reader may be told which request it is."""
    codes: Mapping[str, str]
    """What else the tables count by, in codes and days, by the name of the field."""


@dataclass(frozen=True)
class Told:
    """What the event log tells of a request between the two moments, in kinds only."""

    kinds: frozenset[str] = frozenset()
    has_correction: bool = False


@dataclass(frozen=True)
class Change:
    """A request that is known otherwise than before."""

    reference: str
    """Empty for a restricted one, which only named officers may know of."""
    direction: str
    reason: Reason
    figures: Mapping[str, int]
    """What it adds to figures of the flow, or takes away."""
    fields: Sequence[tuple[str, str, str]]
    """The facts that are others: the field, before, and after."""
    adds: int = 0
    """What it adds to the one figure that was asked about, or takes away."""


def figures_of(known: Known | None, period: Period) -> set[str]:
    """The figures of the flow to which a request belongs."""
    if known is None or known.opened_on is None or known.opened_on > period.end:
        return set()
    opened, closed = known.opened_on, known.closed_on
    if closed is not None:
        closed = max(opened, closed)
    found = set()
    if opened < period.start and (closed is None or closed >= period.start):
        found.add("Pending at start")
    if opened >= period.start:
        found.add("New")
    if closed is not None and period.start <= closed <= period.end:
        found.add(_CLOSED_AS.get(known.outcome or "", _OTHERWISE))
    if closed is None or closed > period.end:
        found.add("Pending at end")
    return found


def changes(
    pairs: Iterable[tuple[Known | None, Known | None]],
    period: Period,
    told: Mapping[int, Told],
) -> list[Change]:
    """The requests that matter to the period and are known otherwise than before."""
    found = []
    for then, later in pairs:
        before, after = figures_of(then, period), figures_of(later, period)
        if not (before or after):
            continue
        counted = Counter(after)
        counted.subtract(before)
        figures = {name: number for name, number in counted.items() if number}
        if figures or any(_fields(then, later)):
            found.append(_change(then, later, told, figures))
    return sorted(found, key=lambda c: (c.reference == "", not c.figures, c.reference))


def _change(
    then: Known | None,
    later: Known | None,
    told: Mapping[int, Told],
    figures: Mapping[str, int],
    adds: int = 0,
) -> Change:
    version = later or then
    if version is None:
        raise ValueError("a request that was never known")
    is_hidden = not version.is_named
    return Change(
        reference="" if is_hidden else version.reference,
        direction=version.direction,
        reason=_reason(then, told.get(version.request_id, Told())),
        figures=figures,
        fields=() if is_hidden else list(_fields(then, later)),
        adds=adds,
    )


def behind(
    pairs: Iterable[tuple[Known | None, Known | None]],
    adds: Mapping[int, int],
    told: Mapping[int, Told],
) -> list[Change]:
    """The requests that change one figure; `adds` by how much, by their ids."""
    found = []
    for then, later in pairs:
        version = later or then
        if version is not None and (number := adds.get(version.request_id)):
            found.append(_change(then, later, told, {}, number))
    return sorted(found, key=lambda c: (-c.adds, c.reference == "", c.reference))


@dataclass(frozen=True)
class ChangedFigure:
    """A figure of a table that is another one later."""

    row: Sequence[str]
    """The words of its row; none for a total."""
    column: Column
    before: Value
    after: Value
    cell: Cell | None
    """With which the requests that change it are found; None where it is no count."""

    @property
    def difference(self) -> float | None:
        """By how much it grew; None where it was empty, or is."""
        before, after = self.before, self.after
        if isinstance(before, int | float) and isinstance(after, int | float):
            return after - before
        return None


def changed_figures(then: Figures, later: Figures) -> list[ChangedFigure]:
    """The figures that differ, row by row; rows are known by their keys.

    A row that is there only once counted nothing the other time.
    """
    before, after = _by_row(then), _by_row(later)
    found = []
    for row in dict.fromkeys([*before, *after]):
        old, new = before.get(row), after.get(row)
        for place, column in enumerate(then.columns):
            if not column.kind.is_number:
                continue
            nothing = 0 if column.kind is Kind.INTEGER else None
            was = old[place] if old else nothing
            now = new[place] if new else nothing
            if was != now:
                words, key = row
                cell = then.table.cell(column, key) if key or not words else None
                found.append(ChangedFigure(words, column, was, now, cell))
    return found


_RowName = tuple[tuple[str, ...], Key]


def _by_row(figures: Figures) -> dict[_RowName, Row]:
    rows = list(figures.rows)
    keys = figures.keys or [()] * len(rows)
    found: dict[_RowName, Row] = {
        (_words(row), key): row for row, key in zip(rows, keys, strict=True)
    }
    if figures.totals:
        found[(), ()] = figures.totals
    return found


def _words(row: Row) -> tuple[str, ...]:
    return tuple(value for value in row if isinstance(value, str))


def summed(found: Iterable[Change], direction: str) -> dict[str, int]:
    """What all changes in one direction add to each figure of the flow."""
    total: Counter[str] = Counter()
    for change in found:
        if change.direction == direction:
            total.update(change.figures)
    return {name: number for name, number in total.items() if number}


def _reason(then: Known | None, told: Told) -> Reason:
    if then is None:
        return Reason.LATE_ENTRY
    if EventKind.REOPENED.name in told.kinds:
        return Reason.REOPENING
    if told.has_correction or EventKind.AMENDED.name in told.kinds:
        return Reason.CORRECTION
    return Reason.LATE_STEP


def _fields(then: Known | None, later: Known | None) -> Iterable[tuple[str, str, str]]:
    if then is None or later is None:
        return
    before, after = _plain(then), _plain(later)
    for name, label in FIELDS.items():
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield label, _without(old, new), _without(new, old)


def _without(text: str, other: str) -> str:
    """What a list has and the other has not; both where only their order differs."""
    left = Counter(other.split("; "))
    found = []
    for entry in text.split("; "):
        left[entry] -= 1
        if left[entry] < 0:
            found.append(entry)
    is_same_in_another_order = Counter(text.split("; ")) == Counter(other.split("; "))
    return text if is_same_in_another_order else "; ".join(found)


def _plain(known: Known) -> dict[str, str]:
    days = {"opened_on": known.opened_on, "closed_on": known.closed_on}
    return {
        **{name: day.isoformat() if day else "" for name, day in days.items()},
        "outcome": known.outcome or "",
        **known.codes,
    }
