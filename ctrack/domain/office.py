"""The office at a glance: what is open, how long, with whom, and what came and went.

Every figure is a sum over the same tallies, and knows the filters of its list.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from ctrack.domain.deadline_rules import DeadlineKind, Rule, chosen
from ctrack.domain.deadlines import Term, Unit
from ctrack.domain.request_list import NOBODY, PAUSED_STAGES, Filters, Party
from ctrack.domain.statistics.distributions import Distribution
from ctrack.domain.statistics.questions import Period
from ctrack.domain.statistics.tables_of_time import AGES
from ctrack.domain.statuses import STAGES, Stage, Status
from ctrack.domain.vocabulary import Direction, Matter, Urgency
from ctrack.domain.wording import N_

MONTHS = 12
"""How many months of received and closed requests are told, the present one last."""
RECENT = 30
"""Days for which the closings of an officer are told."""
OLDEST = 20
URGENT = (Urgency.EMERGENCY, Urgency.URGENT)


class Tally(NamedTuple):
    """How many open requests are alike in all that the page counts by."""

    direction: Direction
    status: Status
    band: int
    officer_id: int | None
    is_overdue: bool
    is_urgent: bool
    is_restricted: bool
    number: int
    oldest: date


@dataclass(frozen=True)
class Count:
    """A figure, and the list that it opens; `oldest` is the day the oldest came."""

    number: int
    filters: Filters
    oldest: date | None = None


def count(
    tallies: Iterable[Tally],
    filters: Filters,
    alike: Callable[[Tally], bool] | None = None,
) -> Count:
    """The open requests that are alike in this; the filters say the same."""
    found = [t for t in tallies if alike(t)] if alike else list(tallies)
    return _counted(found, replace(filters, is_open=True))


def _counted(tallies: Sequence[Tally], filters: Filters) -> Count:
    oldest = min([tally.oldest for tally in tallies], default=None)
    return Count(sum([tally.number for tally in tallies]), filters, oldest)


class Band(NamedTuple):
    """An age band: its name, and the days between which what is in it was opened."""

    name: str
    since: date | None
    until: date | None


@lru_cache(maxsize=4)
def bands(today: date) -> tuple[Band, ...]:
    """The age bands of the statistics on this day, the youngest first."""
    period = Period(today, today)
    found: list[Band] = []
    until: date | None = None
    for name, months in AGES:
        before = None if months is None else period.months_before_end(months)
        since = before + timedelta(days=1) if before else None
        found.append(Band(name, since, until))
        until = before
    return tuple(found)


@dataclass(frozen=True)
class StageAges:
    """A stage of one direction: its open requests by age, and all of them."""

    direction: Direction
    status: Status
    ages: Sequence[Count]
    all: Count

    @property
    def stage(self) -> Stage:
        """What the status means in this direction."""
        return STAGES[self.direction][self.status]


def stages_by_age(tallies: Sequence[Tally], today: date) -> list[StageAges]:
    """The stages in which something is open, in the order of the flow."""
    stages: dict[tuple[Direction, Status], list[Tally]] = {}
    for tally in tallies:
        stages.setdefault((tally.direction, tally.status), []).append(tally)
    found = []
    for direction in Direction:
        for status in Status:
            here = stages.get((direction, status))
            if here is None:
                continue
            filters = Filters(direction=(direction,), status=(status,))
            found.append(
                StageAges(
                    direction,
                    status,
                    by_age(here, filters, today),
                    count(here, filters),
                )
            )
    return found


def by_age(tallies: Sequence[Tally], filters: Filters, today: date) -> list[Count]:
    """The same open requests by age band."""
    of_age: dict[int, list[Tally]] = {}
    for tally in tallies:
        of_age.setdefault(tally.band, []).append(tally)
    return [
        _counted(
            of_age.get(place, ()),
            replace(filters, since=band.since, until=band.until, is_open=True),
        )
        for place, band in enumerate(bands(today))
    ]


@dataclass(frozen=True)
class Workload:
    """What lies with an officer, or with nobody."""

    officer: Party
    open: Count
    overdue: Count
    urgent: Count
    paused: Count
    closed: Count


def workloads(
    tallies: Sequence[Tally],
    officers: Iterable[Party],
    closed: dict[int | None, int],
    today: date,
) -> list[Workload]:
    """Each officer's work, nobody's last; people without any are left out."""
    own: dict[int | None, list[Tally]] = {}
    for tally in tallies:
        own.setdefault(tally.officer_id, []).append(tally)
    return [
        _workload(own.get(officer.id, ()), officer, closed.get(officer.id, 0), today)
        for officer in (*officers, Party(None, NOBODY, ""))
        if officer.id in own or closed.get(officer.id)
    ]


def _workload(
    own: Sequence[Tally], officer: Party, closed: int, today: date
) -> Workload:
    filters = Filters(officer=(officer,))
    since = today - timedelta(days=RECENT - 1)
    return Workload(
        officer,
        open=count(own, filters),
        overdue=count(own, replace(filters, is_overdue=True), _overdue),
        urgent=count(own, replace(filters, urgency=URGENT), lambda t: t.is_urgent),
        paused=count(own, replace(filters, status=PAUSED_STAGES), _paused),
        closed=Count(closed, replace(filters, closed_since=since, closed_until=today)),
    )


def _overdue(tally: Tally) -> bool:
    return tally.is_overdue


def _paused(tally: Tally) -> bool:
    return tally.status in PAUSED_STAGES


class Month(NamedTuple):
    """What was received or sent, and what was closed, in a month."""

    first: date
    received: Count
    closed: Count

    @property
    def difference(self) -> int:
        """By how many the register grew."""
        return self.received.number - self.closed.number


def first_month(today: date) -> date:
    """The first day of the first month that is told."""
    return _months_before(today, MONTHS - 1)


def months(
    received: dict[date, int], closed: dict[date, int], today: date
) -> list[Month]:
    """Month by month, from the numbers of each day."""
    found = []
    for back in reversed(range(MONTHS)):
        first = _months_before(today, back)
        last = _months_before(today, back - 1) - timedelta(days=1)
        came = Filters(since=first, until=last)
        went = Filters(closed_since=first, closed_until=last)
        found.append(
            Month(
                first,
                Count(_within(received, first, last), came),
                Count(_within(closed, first, last), went),
            )
        )
    return found


def _months_before(today: date, number: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - number, 12)
    return date(year, month + 1, 1)


def _within(numbers: dict[date, int], first: date, last: date) -> int:
    return sum(number for day, number in numbers.items() if first <= day <= last)


@dataclass(frozen=True)
class Target:
    """Within how many calendar days an interval of the statistics should lie."""

    interval: str
    days: int
    source: str


_CLOSURE = Target("Receipt to closure", 180, N_("“fast” in practice: six months"))
_K = DeadlineKind
_TERMS: Mapping[str, tuple[DeadlineKind, ...]] = {
    "Receipt to acknowledgement": (_K.ACKNOWLEDGEMENT,),
    "Receipt to transfer": (_K.REVIEW, _K.TRANSFER),
    "Transfer to execution": (_K.ANSWER,),
    "Execution to results sent": (_K.RESULTS,),
}
"""Intervals of the table of timeliness, with the terms that make their targets."""

INTERVALS = (*_TERMS, _CLOSURE.interval)


def targets(rules: Iterable[Rule]) -> list[Target]:
    """What the office's terms for requests of all kinds say, and a closing in time.

    An interval for which there is no term has no target.
    """
    general = [rule for rule in rules if rule.matter is None and not rule.instrument]
    terms = chosen(general, Direction.INCOMING, Matter.MLA, ())
    found = []
    for interval, kinds in _TERMS.items():
        its = [terms[kind].term for kind in kinds if kind in terms]
        if len(its) == len(kinds):
            days = sum(map(_calendar_days, its))
            found.append(Target(interval, days, N_("terms of the office")))
    return [*found, _CLOSURE]


def _calendar_days(term: Term) -> int:
    """About how many calendar days a term takes."""
    return ceil(term.count * _CALENDAR_DAYS[term.unit])


_CALENDAR_DAYS = {Unit.CALENDAR_DAYS: 1.0, Unit.WORKING_DAYS: 7 / 5, Unit.MONTHS: 30.5}


@dataclass(frozen=True)
class Timeliness:
    """How long an interval took against its target; None where nothing ended."""

    target: Target
    number: int
    median: float | None
    within: float | None
    """The share that kept the target, of one."""

    @property
    def days_over(self) -> float:
        """By how many days the median misses the target; 0 where it keeps it."""
        return max(0.0, (self.median or 0) - self.target.days)


def against_targets(
    aims: Iterable[Target], durations: Mapping[str, Sequence[tuple[int, int]]]
) -> list[Timeliness]:
    """Each target, and what the durations (days, how often) say of it."""
    found = []
    for target in aims:
        counts = durations.get(target.interval, ())
        spread = Distribution(counts)
        kept = sum(number for days, number in counts if days <= target.days)
        share = kept / spread.count if spread.count else None
        found.append(Timeliness(target, spread.count, spread.median, share))
    return found
