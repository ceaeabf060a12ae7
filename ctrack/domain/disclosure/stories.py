"""What the figures of an edition tell: of whom, and of which days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ctrack.domain.columns import Column
from ctrack.domain.disclosure.marks import is_hidden
from ctrack.domain.disclosure.pasts import Subject, Tales
from ctrack.domain.disclosure.systems import Key
from ctrack.domain.statistics.questions import Period
from ctrack.domain.statistics.tables import Figures, Row
from ctrack.domain.vocabulary import Direction

Tables = Mapping[str, Figures]
"""The tables of an edition by name, with all figures as they are."""

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


def hidden_places(printed: Tables) -> frozenset[Key]:
    """Where figures are hidden in tables as they are printed."""
    return frozenset(
        (name, r, c)
        for name, figures in printed.items()
        for r, row in enumerate(figures.rows)
        for c, value in enumerate(row)
        if is_hidden(value)
    )


def in_order_of(printed: Iterable[Row], counted: Iterable[Row]) -> list[Row] | None:
    """The rows as counted, in the order in which the same were printed.

    Rows are the same where their words are; one whose words have changed is known by
    the figures that are not hidden. None where that does not tell all of them apart.
    """
    printed, left = list(printed), list(counted)
    found: list[Row | None] = []
    for row in printed:
        same = [other for other in left if _words(other) == _words(row)]
        found.append(same[0] if len(same) == 1 else None)
        if len(same) == 1:
            left.remove(same[0])
    for place, row in enumerate(printed):
        if found[place] is None:
            same = [other for other in left if _shown_alike(row, other)]
            if len(same) != 1:
                return None
            found[place] = same[0]
            left.remove(same[0])
    return None if left else [row for row in found if row is not None]


def _words(row: Row) -> list[object]:
    return [v for v in row if isinstance(v, str) and not is_hidden(v)]


def _shown_alike(printed: Row, counted: Row) -> bool:
    return all(
        isinstance(before, str) or before is None or before == now
        for before, now in zip(printed, counted, strict=True)
    )


class Story:
    """Tells the figures of one edition."""

    def __init__(self, tales: Tales, era: Era | None) -> None:
        """Without an era nothing is told: there is nothing to compare with."""
        self._tales = tales
        self._era = era

    def of(
        self, table: str, about: object, direction: Direction | None = None
    ) -> "Teller":
        """Tells the figures of one row.

        Figures of both directions together are compared where the same are counted.
        """
        era = self._era
        is_told = era is not None
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
        self.tales.during((*self.about, name), start, end + _ONE_DAY, figure)

    def before(self, name: str, figure: int) -> None:
        """It stood at the end of the day before the period."""
        if self.period is not None:
            self._at(self.period.start - _ONE_DAY, name, figure)

    def at_end(self, name: str, figure: int) -> None:
        """It stands at the end of the period."""
        if self.period is not None:
            self._at(self.period.end, name, figure)

    def _at(self, day: date, name: str, figure: int) -> None:
        self.tales.at((*self.about, name), day, figure)
