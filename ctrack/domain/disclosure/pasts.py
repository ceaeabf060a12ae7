"""How the figures of several editions hang together: there is only one past.

All days are cut where the period of some edition begins or ends. What happened between
two cuts is one number, whichever edition counts it; what was pending at a cut likewise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from ctrack.domain.disclosure.systems import System
from ctrack.domain.statistics.tables import NOT_STATED

Subject = tuple[object, ...]
"""Whom a figure is about, and which one it is: a State, a direction, `new`."""

_ONE_DAY = timedelta(days=1)
_ENDED = frozenset(("Granted in full", "Granted in part", "Refused", "other"))
_NAMELESS = frozenset((NOT_STATED, "Not stated"))


def _worth(system: System, figure: int) -> int:
    """What a comparison is worth: a reader compares what is printed before the rest."""
    return 1000 if system.is_known(figure) else 30


@dataclass
class Pieces:
    """What happened in some spans, cut where any of them begins or ends."""

    spans: list[tuple[date, date, int]] = field(default_factory=list)
    """From the first day up to the one after the last."""
    of: dict[date, int] = field(default_factory=dict)
    """By the first day of each piece."""
    told_alone: set[int] = field(default_factory=set)
    """Pieces that are what some edition counts."""

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
            pieces = [self.of[first] for first in inside]
            system.link([figure], minus=pieces, worth=_worth(system, figure))
            if len(pieces) == 1:
                self.told_alone.add(pieces[0])


@dataclass
class Tales:
    """What happened from one day to another, and what stood at the end of a day."""

    _pieces: dict[Subject, Pieces] = field(default_factory=dict)
    _points: dict[tuple[Subject, date], list[int]] = field(default_factory=dict)
    _standing: dict[tuple[Subject, date], int] = field(default_factory=dict)

    def during(self, subject: Subject, start: date, end: date, figure: int) -> None:
        """It happened from one day up to the one before another."""
        pieces = self._pieces.setdefault(subject, Pieces())
        pieces.spans.append((start, end, figure))

    def at(self, subject: Subject, day: date, figure: int) -> None:
        """It stood at the end of a day."""
        self._points.setdefault((subject, day), []).append(figure)

    def join(self, system: System) -> None:
        """Write down what follows from there being only one past."""
        for place, told in self._points.items():
            self._standing[place] = system.unpublished()
            for figure in told:
                worth = _worth(system, figure)
                system.link([self._standing[place]], minus=[figure], worth=worth)
        of_one: dict[Subject, dict[str, Pieces]] = {}
        for subject, pieces in self._pieces.items():
            of_one.setdefault(subject[:-1], {})[str(subject[-1])] = pieces
        for about, measures in of_one.items():
            cuts = sorted({day for each in measures.values() for day in each.cuts})
            for each in measures.values():
                each.cut(system, cuts)
            if measures.keys() >= _ENDED:
                self._balance(system, about, measures, cuts)

    def differences(self) -> Iterator[int]:
        """What happened between the ends of periods, and no edition counts.

        Only what is about somebody with a name.
        """
        for subject, pieces in self._pieces.items():
            if _NAMELESS.isdisjoint(subject):
                yield from (p for p in pieces.of.values() if p not in pieces.told_alone)

    def _balance(
        self,
        system: System,
        about: Subject,
        measures: Mapping[str, Pieces],
        cuts: Sequence[date],
    ) -> None:
        """Pending at a cut + new − closed = pending at the next one."""
        pending = {cut: self._pending(system, about, cut) for cut in cuts}
        for cut, after in pairwise(cuts):
            if any(cut not in each.of for each in measures.values()):
                continue
            here = {name: each.of[cut] for name, each in measures.items()}
            system.link(
                [pending[cut], here["new"]],
                minus=[pending[after], *(here[name] for name in _ENDED)],
            )

    def _pending(self, system: System, about: Subject, cut: date) -> int:
        """What was pending at the end of the day before a cut."""
        told = self._standing.get(((*about, "pending"), cut - _ONE_DAY))
        return system.unpublished() if told is None else told
