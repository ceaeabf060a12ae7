"""Telling how far a file has come: to whoever makes it in the background, if anybody.

Whoever waits for a page is told nothing, and nothing is counted for that.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import TypeVar

from ctrack.domain.statistics.registry import DEFINED
from ctrack.domain.statistics.tables import Figures
from ctrack.queries.statistics import Statistics

T = TypeVar("T")

Report = Callable[[int, int], None]
"""Told how much is done, of how much."""

_AT_ONCE = 1000
_ROWS_FOR_A_TABLE = 1000
"""A table that is counted takes as long as so many rows that are written, or as a
fiftieth of all."""

_listening: ContextVar[Report | None] = ContextVar("ctrack_listening", default=None)


@contextmanager
def told_to(report: Report) -> Iterator[None]:
    """Let what is made inside the block tell how far it has come."""
    token = _listening.set(report)
    try:
        yield
    finally:
        _listening.reset(token)


def counted(figures: Statistics, names: Iterable[str]) -> Iterator[Figures]:
    """Count these tables, one by one, telling how far that is."""
    names = list(names)
    report = _listening.get()
    if report is None:
        yield from map(figures.table, names)
        return
    rows = figures.requests_touched()
    weight = max(_ROWS_FOR_A_TABLE, rows // 50)
    long = sum(DEFINED[name].is_long for name in names)
    total = rows * long + weight * (len(names) - long)
    done = 0
    report(done, total)
    for name in names:
        found = figures.table(name)
        if found.table.is_long:
            start = done
            yield replace(found, rows=_followed(found.rows, start, total, report))
            done += rows
        else:
            yield found
            done += weight
        report(done, total)


def each(found: Iterable[T], number: Callable[[], int]) -> Iterable[T]:
    """Rows or tables, telling how many of that number have gone by."""
    report = _listening.get()
    return found if report is None else _followed(found, 0, number(), report)


def _followed(found: Iterable[T], done: int, total: int, report: Report) -> Iterator[T]:
    report(done, total)
    for part in found:
        yield part
        done += 1
        if done % _AT_ONCE == 0 or total < _AT_ONCE:
            report(done, total)
