"""What a chart on screen is: pictures of a table's figures, and a sentence.

A chart is a few small pictures of one series each, told apart by their titles and not
by colours; the figures are those of the table that stands below it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from ctrack.domain.statistics.tables import Figures
from ctrack.domain.wording import N_, Sentence


class Form(Enum):
    """How a picture shows its figures."""

    COLUMNS = auto()
    """Standing, side by side; for times and bands."""
    LINE = auto()
    BARS = auto()
    """Lying, one below the other; for things with names, the longest first."""
    SPANS = auto()
    """From the 25th to the 75th percentile, with the median."""


@dataclass(frozen=True)
class Picture:
    """One series of figures under its title."""

    title: Sentence
    form: Form
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    spans: tuple[tuple[float, float] | None, ...] = ()
    """The 25th and the 75th percentile around each value, in the form SPANS."""
    is_share: bool = False
    """The values are parts of one."""
    top: float | None = None
    """Where the scale ends; the same in pictures that are compared."""

    @property
    def highest(self) -> float:
        """The highest figure."""
        tops = [high for _, high in filter(None, self.spans)]
        return max((*tops, *(value or 0 for value in self.values)), default=0)


@dataclass(frozen=True)
class Chart:
    """What is drawn from a table, under which title, and what is said of it."""

    table: str
    title: str
    pictures: Callable[[Figures], Iterator[Picture]]
    sentence: Callable[[Figures], Sentence]


def on_one_scale(pictures: Iterable[Picture]) -> Iterator[Picture]:
    """The pictures with a scale that ends for all of them at the highest figure."""
    found = list(pictures)
    top = max((picture.highest for picture in found), default=0)
    for picture in found:
        yield replace(picture, top=top)


NOTHING = Sentence(N_("There is nothing to show for this period."))
