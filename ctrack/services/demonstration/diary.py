"""The time that passes over a request, and the log that is kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from ctrack import clock
from ctrack.domain.events import EventKind
from ctrack.domain.records import EventRecord, RequestRecord
from ctrack.services.demonstration.office import Office, Officer

OPENING = time(8)
LATEST_ENTRY = 5
"""How many days after it came a request is entered at the latest."""
LATE = 0.12
"""How often something is entered on a later day than it happened."""


_blanks = cache(EventKind.blanks)


class PastToday(Exception):
    """What comes next lies in the future: this is how far the request has got."""


@dataclass(frozen=True)
class Present:
    """The day and moment at which the demonstration ends."""

    today: date
    now: datetime


class Diary:
    """What day it is for one request, who works on it, and what has been entered."""

    def __init__(
        self, record: RequestRecord, office: Office, present: Present, rng: Random
    ) -> None:
        """Enter the request, on the day it came or soon after."""
        self.record, self.office, self.present, self.rng = record, office, present, rng
        self.day = record.received_on or record.sent_on or present.today
        self._entered = clock.moment_of(self.day, OPENING)
        self.officer = self._choose_officer()
        record.entered_by_id = self.officer.id
        record.entered_at = self._moment(min(LATEST_ENTRY, self._lateness(0.35)))

    def _choose_officer(self) -> Officer:
        years = (self.present.today - self.day).days / 365
        if years > 2.5 and self.rng.random() < 0.3:
            return self.office.former_clerk
        return self.rng.choice(self.office.clerks)

    def wait(self, days: float) -> None:
        """Let days pass, and the weekend if it comes; PastToday when today is over."""
        day = self.day + timedelta(days=round(days))
        if day.weekday() > 4:
            day += timedelta(days=7 - day.weekday())
        self.go_to(day)

    def go_to(self, day: date) -> None:
        """Let it be this day; PastToday when it has not come yet."""
        if day > self.present.today:
            raise PastToday
        self.day = max(day, self.day)

    def lasting(self, median: float, spread: float = 0.7) -> float:
        """Days that something takes: log-normal, so that some take very long."""
        return median * self.rng.lognormvariate(0, spread)

    def _lateness(self, chance: float) -> int:
        if self.rng.random() > chance:
            return 0
        return int(min(30, 1 + self.lasting(1.5, 1)))

    def _moment(self, late: int) -> datetime:
        """When it is entered: in office hours, after what was entered before."""
        chance = self.rng.random()
        opening = clock.moment_of(self.day + timedelta(days=late), OPENING)
        moment = opening + timedelta(seconds=int(chance * 9 * 3600))
        moment = max(moment, self._entered + timedelta(seconds=90 + int(chance * 900)))
        self._entered = min(moment, self.present.now)
        return self._entered

    def log(
        self,
        kind: EventKind,
        details: Mapping[str, str] | None = None,
        *,
        note: str = "",
        by: Officer | None = None,
        transfer: int | None = None,
        changes: dict[str, list[str | None]] | None = None,
        is_correction: bool = False,
    ) -> None:
        """Write what happened on this day into the request's log."""
        details = dict(details or {})
        if missing := _blanks(kind) - details.keys():
            raise KeyError(f"{kind.name} needs {', '.join(sorted(missing))}")
        self.record.events.append(
            EventRecord(
                kind,
                happened_on=self.day,
                entered_at=self._moment(self._lateness(LATE)),
                details=details,
                note=note,
                actor_id=(by or self.officer).id,
                transfer=transfer,
                changes=changes or {},
                is_correction=is_correction,
            )
        )

    def enter_late(self, days: int) -> None:
        """Let the request have been entered only so many days after it had come."""
        self.record.entered_at = self._moment(days)
