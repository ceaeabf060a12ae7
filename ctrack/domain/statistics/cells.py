"""What a figure counts, so that whoever reads it can ask for the requests behind it.

A column says which requests it counts; the key of a row, which of them belong there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from ctrack.domain.columns import Column
from ctrack.domain.vocabulary import Direction, Outcome

Key = tuple[str, ...]
"""The codes by which a row is known, one for each facet of its table."""


class Population(Enum):
    """Which requests are looked at."""

    TOUCHED = auto()
    """Pending at the start of the period, new in it, or closed in it."""
    NEW = auto()
    CLOSED = auto()
    PENDING = auto()
    """At the end of the period."""
    MEASURES = auto()
    """The measures of new requests: each is listed for itself."""
    TRANSFERS = auto()
    """The transfers of touched requests: each is listed for itself."""
    ANY = auto()
    """All of which some day lies in the period."""


class Facet(Enum):
    """What of a request a code of a row or column is compared with."""

    AGE = auto()
    ARTICLE = auto()
    AUTHORITY = auto()
    CHECK = auto()
    CLOSED_AS = auto()
    CLOSED_IN = auto()
    CLOSED_OTHERWISE = auto()
    DEED_OF_TRANSFER = auto()
    DIRECTION = auto()
    FATE = auto()
    GROUND = auto()
    HOLDER = auto()
    INTERVAL = auto()
    LAST_AUTHORITY = auto()
    MEASURE_OF_FLOW = auto()
    MENTIONED_BASIS = auto()
    MENTIONED_OFFENCE = auto()
    MONTH = auto()
    NATURE = auto()
    OPENED_IN = auto()
    PENDING_AT = auto()
    PRIMARY_BASIS = auto()
    PRIMARY_OFFENCE = auto()
    STATE = auto()
    YEAR = auto()


ANY_MENTION = {
    Facet.PRIMARY_BASIS: Facet.MENTIONED_BASIS,
    Facet.PRIMARY_OFFENCE: Facet.MENTIONED_OFFENCE,
}
"""What the code of a row means in a column that counts any mention."""

IN_MONTH = {
    Population.NEW: Facet.OPENED_IN,
    Population.CLOSED: Facet.CLOSED_IN,
    Population.TOUCHED: Facet.PENDING_AT,
}
"""What a month means in a column, by what the column counts."""

Fit = tuple[Facet, str]


@dataclass(frozen=True)
class Counts:
    """Which requests a column counts, whatever the row."""

    population: Population
    fits: tuple[Fit, ...] = ()
    by_mention: bool = False


def touched(*fits: Fit) -> Counts:
    """Counts requests touched by the period."""
    return Counts(Population.TOUCHED, fits)


def new(direction: Direction | None = None, *, by_mention: bool = False) -> Counts:
    """Counts requests new in the period."""
    return Counts(Population.NEW, _of(direction), by_mention)


def pending(direction: Direction | None = None) -> Counts:
    """Counts requests pending at the end of the period."""
    return Counts(Population.PENDING, _of(direction))


def transfers(deed: str) -> Counts:
    """Counts the transfers of touched requests with which this was done."""
    return Counts(Population.TRANSFERS, ((Facet.DEED_OF_TRANSFER, deed),))


def closed_at_all(direction: Direction | None = None) -> Counts:
    """Counts requests closed in the period, with whatever outcome."""
    return Counts(Population.CLOSED, _of(direction))


def standing(direction: Direction) -> Counts:
    """Counts requests that are pending at the end of the row's month."""
    return Counts(Population.TOUCHED, _of(direction))


def closed_otherwise() -> Counts:
    """Counts requests closed in the period, neither granted nor refused."""
    return Counts(Population.CLOSED, ((Facet.CLOSED_OTHERWISE, ""),))


def closed(outcome: Outcome) -> Counts:
    """Counts requests closed in the period with this outcome."""
    return Counts(Population.CLOSED, ((Facet.CLOSED_AS, outcome.value),))


def _of(direction: Direction | None) -> tuple[Fit, ...]:
    return () if direction is None else ((Facet.DIRECTION, direction.value),)


@dataclass(frozen=True)
class CountColumn(Column):
    """A column whose figures count requests that can be listed."""

    counts: Counts | None = None


_NO_LETTERS = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """A name as it stands in an address: `Incoming new (primary)` is
    `incoming-new-primary`.
    """
    return _NO_LETTERS.sub("-", text.lower()).strip("-")


@dataclass(frozen=True)
class Cell:
    """One figure of a table: its column and the key of its row, none for the total."""

    table: str
    column: Column
    counts: Counts
    facets: tuple[Facet, ...] = ()
    key: Key = ()

    @property
    def fits(self) -> Iterator[Fit]:
        """All that a request must fit to be counted here."""
        yield from self.counts.fits
        for facet, code in zip(self.facets, self.key, strict=True):
            yield self._meant(facet), code

    def _meant(self, facet: Facet) -> Facet:
        """What the code of a row is compared with in this column."""
        if facet is Facet.MONTH:
            return IN_MONTH[self.counts.population]
        return ANY_MENTION.get(facet, facet) if self.by_mention else facet

    @property
    def by_mention(self) -> bool:
        """Whether it counts a request under each code that it mentions."""
        return self.counts.by_mention

    @property
    def counts_measures(self) -> bool:
        """Whether it counts measures, of which a request may have several."""
        return self.counts.population is Population.MEASURES

    @property
    def counts_transfers(self) -> bool:
        """Whether it counts transfers, of which a request may have several."""
        return self.counts.population is Population.TRANSFERS
