"""How the figures of several editions hang together: there is only one past.

All days are cut where the period of some edition begins or ends. What happened between
two cuts is one number, whichever edition counts it; what was pending at a cut likewise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from ctrack.domain.columns import Column
from ctrack.domain.disclosure.marks import is_hidden
from ctrack.domain.disclosure.systems import Key, System
from ctrack.domain.statistics.questions import Period
from ctrack.domain.statistics.tables import Figures, Row
from ctrack.domain.vocabulary import Direction

Tables = Mapping[str, Figures]
"""The tables of an edition by name, with all figures as they are."""

Subject = tuple[object, ...]
"""Whom a figure is about, and which one it is: a State, a direction, `new`."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Era:
    """Which days an edition is about, and which requests."""

    period: Period
    direction: Direction | None = None
    """None for both."""


@dataclass(frozen=True)
class Public:
    """An edition that readers have."""

    tables: Tables
    """With all figures as they were known then."""
    hidden: frozenset[Key]
    """What is hidden in it."""
    era: Era
    threshold: int
    changed: frozenset[tuple[str, object]] = frozenset()
    """Tables with the names of rows that are known otherwise by now: a reader who
    takes the difference of these finds what never was."""


def hidden_places(printed: Tables) -> frozenset[Key]:
    """Where figures are hidden in tables as they are printed."""
    return frozenset(
        (name, r, c)
        for name, figures in printed.items()
        for r, row in enumerate(figures.rows)
        for c, value in enumerate(row)
        if is_hidden(value)
    )


def changed_rows(then: Tables, now: Tables) -> Iterable[tuple[str, object]]:
    """The rows that are others now, by table and what they are about.

    What is known of a State is known of all its figures: one of them is enough.
    """
    for name, place in _NAMED_AT.items():
        if name not in then or name not in now:
            continue
        before, after = _by_name(then[name], place), _by_name(now[name], place)
        for about in before.keys() | after.keys():
            if before.get(about) != after.get(about):
                yield ("by_state" if name == "by_state_year" else name), about


_NAMED_AT = {
    "by_state": 0,
    "by_state_year": 1,
    "by_offence": 0,
    "pending_age": 1,
    "by_authority": 0,
}


def _by_name(figures: Figures, place: int) -> dict[object, list[list[object]]]:
    """The rows of one name; those that hold nothing are as good as absent."""
    found: dict[object, list[list[object]]] = {}
    for row in figures.rows:
        if any(_numbers(row)):
            found.setdefault(row[place], []).append(list(row))
    return found


def _numbers(row: Row) -> list[int | float]:
    return [value for value in row if isinstance(value, (int, float))]


@dataclass
class Tales:
    """What happened from one day to another, and what stood at the end of a day."""

    spans: dict[Subject, list[tuple[date, date, int]]] = field(default_factory=dict)
    """From the first day up to the one after the last."""
    points: dict[tuple[Subject, date], list[int]] = field(default_factory=dict)

    def join(self, system: System) -> None:
        """Write down what follows from there being only one past."""
        for told in self.points.values():
            for figure in told[1:]:
                system.sums([told[0]], minus=[figure])
        of_one: dict[Subject, dict[str, Pieces]] = {}
        for subject, spans in self.spans.items():
            of_one.setdefault(subject[:-1], {})[str(subject[-1])] = Pieces(spans)
        for about, pieces in of_one.items():
            cuts = sorted({day for each in pieces.values() for day in each.cuts})
            for each in pieces.values():
                each.cut(system, cuts)
            if pieces.keys() >= _ENDED:
                self._balance(system, about, pieces, cuts)

    def _balance(
        self,
        system: System,
        about: Subject,
        pieces: Mapping[str, "Pieces"],
        cuts: Sequence[date],
    ) -> None:
        """Pending at a cut + new − closed = pending at the next one."""
        pending = {cut: self._pending(system, about, cut) for cut in cuts}
        for cut, after in pairwise(cuts):
            if any(cut not in each.of for each in pieces.values()):
                continue
            here = {name: each.of[cut] for name, each in pieces.items()}
            system.sums(
                [pending[cut], here["new"]],
                minus=[pending[after], *(here[name] for name in _ENDED)],
            )

    def _pending(self, system: System, about: Subject, cut: date) -> int:
        """What was pending at the end of the day before a cut."""
        told = self.points.get(((*about, "pending"), cut - _ONE_DAY))
        return told[0] if told else system.unpublished()


_ENDED = frozenset(("Granted in full", "Granted in part", "Refused", "other"))


@dataclass
class Pieces:
    """What happened in some spans, cut where any of them begins or ends."""

    spans: list[tuple[date, date, int]]
    of: dict[date, int] = field(default_factory=dict)
    """By the first day of each piece."""

    @property
    def cuts(self) -> set[date]:
        """Where the spans begin and end."""
        return {day for start, end, _ in self.spans for day in (start, end)}

    def cut(self, system: System, cuts: Sequence[date]) -> None:
        """Each span is the sum of the pieces between the cuts."""
        for start, end, figure in self.spans:
            inside = [cut for cut in cuts if start <= cut < end]
            for first in inside:
                if first not in self.of:
                    self.of[first] = system.unpublished()
            system.sums([figure], minus=[self.of[first] for first in inside])


class Story:
    """Tells the figures of one edition."""

    def __init__(
        self,
        tales: Tales,
        era: Era | None,
        changed: frozenset[tuple[str, object]] = frozenset(),
    ) -> None:
        """Without an era nothing is told: there is nothing to compare with."""
        self._tales = tales
        self._era = era
        self._changed = changed

    def of(
        self, table: str, about: object, direction: Direction | None = None
    ) -> "Teller":
        """Tells the figures of one row, unless it is known otherwise by now.

        Figures of both directions together are compared where the same are counted.
        """
        era = self._era
        is_told = era is not None and (table, about) not in self._changed
        if era is not None and era.direction is not None:
            is_told = is_told and direction in (None, era.direction)
            direction = era.direction
        period = era.period if era is not None and is_told else None
        return Teller(self._tales, period, (table, about, direction))


@dataclass(frozen=True)
class Teller:
    """Tells figures about somebody."""

    tales: Tales
    period: Period | None
    about: Subject

    def during(self, name: str, figure: int, *, year: Column | None = None) -> None:
        """It happened in the period, or in that part of it that lies in a year."""
        if self.period is None:
            return
        start, end = self.period.start, self.period.end
        if year is not None:
            number = int(year.name)
            start = max(start, date(number, 1, 1))
            end = min(end, date(number, 12, 31))
        spans = self.tales.spans.setdefault((*self.about, name), [])
        spans.append((start, end + _ONE_DAY, figure))

    def before(self, name: str, figure: int) -> None:
        """It stood at the end of the day before the period."""
        if self.period is not None:
            self._at(self.period.start - _ONE_DAY, name, figure)

    def at_end(self, name: str, figure: int) -> None:
        """It stands at the end of the period."""
        if self.period is not None:
            self._at(self.period.end, name, figure)

    def _at(self, day: date, name: str, figure: int) -> None:
        self.tales.points.setdefault(((*self.about, name), day), []).append(figure)
