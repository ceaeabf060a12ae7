"""How long things took: mean, median and percentiles of days, from how often each was.

A list of different durations with their numbers is small, however many requests there
are, and the figures computed from it are exact.
"""

from bisect import bisect_right
from collections.abc import Iterable
from fractions import Fraction
from itertools import accumulate
from math import floor


class Distribution:
    """Durations in days, and how many requests took each of them."""

    def __init__(self, counts: Iterable[tuple[int, int]]) -> None:
        """Take pairs of days and number; the same days may come more than once."""
        ordered = sorted((days, number) for days, number in counts if number)
        self._days = [days for days, _ in ordered]
        self._numbers = [number for _, number in ordered]
        self._up_to = list(accumulate(self._numbers))

    @property
    def count(self) -> int:
        """How many requests there are."""
        return self._up_to[-1] if self._up_to else 0

    @property
    def mean(self) -> float | None:
        """The arithmetic mean; None where there is nothing."""
        if not self.count:
            return None
        pairs = zip(self._days, self._numbers, strict=True)
        return sum(days * number for days, number in pairs) / self.count

    @property
    def maximum(self) -> int | None:
        """The longest; None where there is nothing."""
        return self._days[-1] if self._days else None

    @property
    def median(self) -> float | None:
        """Half took no longer; None where there is nothing."""
        return self.percentile(50)

    def percentile(self, percent: int) -> float | None:
        """The days that so many per cent did not exceed, as Excel's PERCENTILE.INC.

        Between two neighbours it lies on the straight line that joins them.
        """
        if not self.count:
            return None
        rank = Fraction(percent * (self.count - 1), 100)
        below = floor(rank)
        low = self._at(below)
        high = self._at(min(below + 1, self.count - 1))
        return float(low + (rank - below) * (high - low))

    def _at(self, rank: int) -> int:
        """The duration at a place of the ordered list, counted from 0."""
        return self._days[bisect_right(self._up_to, rank)]
