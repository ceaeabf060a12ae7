"""Things that go on at the same time: authorities at work, and what interrupts them."""

from collections.abc import Iterator
from datetime import date, timedelta
from heapq import heappop, heappush

from ctrack.services.demonstration.desk import Desk

Course = Iterator[float]
"""A course of events: does something, and yields the days until it goes on."""


class Timetable:
    """Lets courses go on, each on its day, the earliest first."""

    def __init__(self, desk: Desk) -> None:
        """Begin on the desk's day, with nothing going on."""
        self._desk = desk
        self._waiting: list[tuple[date, int, Course]] = []
        self._number = 0

    def add(self, course: Course) -> None:
        """Begin a course; it does nothing before it has yielded its first days."""
        self._number += 1
        self._wait(self._number, course)

    def _wait(self, number: int, course: Course) -> None:
        days = next(course, None)
        if days is not None:
            day = self._desk.day + timedelta(days=round(days))
            if day.weekday() > 4:
                day += timedelta(days=7 - day.weekday())
            heappush(self._waiting, (day, number, course))

    def delay(self, days: float) -> None:
        """Let everything else stand still for so many days."""
        pause = timedelta(weeks=round(days / 7))
        self._waiting = [(day + pause, n, course) for day, n, course in self._waiting]

    def clear(self) -> None:
        """Let nothing go on any more."""
        self._waiting.clear()

    def run(self) -> None:
        """Go on until nothing goes on; PastToday where that lies in the future."""
        while self._waiting:
            day, number, course = heappop(self._waiting)
            self._desk.go_to(day)
            self._wait(number, course)
