"""Pauses: days on which the clock of a request stands still, and what is left.

A pause lasts from the day on which it begins, which is paused already, to the day on
which it ends, on which work goes on: resumed on the day of pausing, it has no day.
Pauses may overlap; a day is paused once, however many reasons there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from ctrack.domain.course import Move
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Labelled
from ctrack.domain.wording import N_


class PauseCategory(Labelled):
    """Why a request stands still, and who is waited for."""

    REQUESTING_STATE = "REQUESTING_STATE", N_("Waiting for the requesting State")
    TRANSLATION = "TRANSLATION", N_("Waiting for a translation")
    COURT = "COURT", N_("Waiting for a court")
    CONSULTATION = "CONSULTATION", N_("Consultation between the States")
    OWN_PROCEEDINGS = "OWN_PROCEEDINGS", N_("Own proceedings of the requested State")


OF_STAGE: dict[Status, PauseCategory] = {
    Status.INFO_REQUESTED: PauseCategory.REQUESTING_STATE,
    Status.LITIGATION: PauseCategory.COURT,
    Status.POSTPONED: PauseCategory.OWN_PROCEEDINGS,
    Status.TRANSLATION: PauseCategory.TRANSLATION,
}
"""The stages that are pauses by themselves (UNTOC art. 18(14), (16), (25))."""


@dataclass(frozen=True)
class Pause:
    """A pause from a day until another, or until further notice (None)."""

    since: date
    until: date | None
    category: PauseCategory = PauseCategory.REQUESTING_STATE

    def holds(self, day: date) -> bool:
        """Whether this day is paused by it."""
        return self.since <= day and (self.until is None or day < self.until)


def of_moves(moves: Sequence[Move], status: Status, since: date) -> list[Pause]:
    """The pauses that follow from the changes of stage, in the order of entry.

    `status` is the present stage and `since` the day from which it is known to have
    lasted, for what the log does not tell. As everywhere, a deed entered late does not
    lie before the one entered before it (decision 16).
    """
    found: list[Pause] = []
    latest = date.min
    for move in moves:
        latest = max(latest, move.on)
        if found and found[-1].until is None and move.after is not move.before:
            last = found.pop()
            found.append(Pause(last.since, latest, last.category))
        if move.after in OF_STAGE and move.after is not move.before:
            found.append(Pause(latest, None, OF_STAGE[move.after]))
    is_told = bool(found) and found[-1].until is None
    if status in OF_STAGE and not is_told:
        found.append(Pause(since, None, OF_STAGE[status]))
    return found


class Span(NamedTuple):
    """Days without work: the first one, and the first one after them."""

    since: date
    until: date


def union(pauses: Iterable[Pause]) -> list[Span]:
    """The paused days as spans in order that neither touch nor overlap.

    What has no end lasts until `date.max`; a pause without a day vanishes.
    """
    found: list[Span] = []
    for since, until in sorted((p.since, p.until or date.max) for p in pauses):
        if until <= since:
            continue
        if found and since <= found[-1].until:
            last = found.pop()
            found.append(Span(last.since, max(last.until, until)))
        else:
            found.append(Span(since, until))
    return found


def holding(pauses: Iterable[Pause], day: date) -> list[Pause]:
    """The pauses that hold this day, in a fixed order."""
    return sorted((p for p in pauses if p.holds(day)), key=_in_order)


def _in_order(pause: Pause) -> tuple[date, date, str]:
    return pause.since, pause.until or date.max, pause.category.value


def paused_days(spans: Iterable[Span], since: date, until: date) -> int:
    """How many days from `since` on and before `until` lie in the spans."""
    return sum(
        max(0, (min(span.until, until) - max(span.since, since)).days) for span in spans
    )


def gross(since: date, until: date) -> int:
    """Calendar days from one day to another: 0 on the same day, never less."""
    return max(0, (until - since).days)


def net(pauses: Iterable[Pause], since: date, until: date) -> int:
    """Gross days without the paused ones: what the work itself took."""
    return gross(since, until) - paused_days(union(pauses), since, until)


class Stretch(NamedTuple):
    """Days of a duration that all count, or are all paused, and by what."""

    since: date
    until: date
    categories: tuple[PauseCategory, ...]

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days

    @property
    def is_paused(self) -> bool:
        """Whether its days are left out of the net duration."""
        return bool(self.categories)


def stretches(pauses: Sequence[Pause], since: date, until: date) -> Iterator[Stretch]:
    """The days from `since` on and before `until`, in order, each one once.

    The sum of all is the gross duration, that of the unpaused ones the net duration.
    """
    edges = {since, until}
    for pause in pauses:
        edges |= {pause.since, pause.until or until}
    cuts = sorted(day for day in edges if since <= day <= until)
    last: Stretch | None = None
    for begin, end in pairwise(cuts):
        categories = tuple(sorted({p.category for p in pauses if p.holds(begin)}))
        if last is not None and last.categories == categories:
            last = last._replace(until=end)
            continue
        if last is not None:
            yield last
        last = Stretch(begin, end, categories)
    if last is not None:
        yield last


def day_after(spans: Iterable[Span], start: date, days: int) -> date | None:
    """The day on which `days` unpaused days after `start` have gone by.

    The day itself is not counted, as is usual for terms. None if a pause without an
    end comes first.
    """
    day = start + timedelta(days=days)
    for span in spans:
        first = max(span.since, start + timedelta(days=1))
        if span.until <= first:
            continue
        if first > day or days == 0:
            break
        if span.until == date.max:
            return None
        day += span.until - first
    return day
