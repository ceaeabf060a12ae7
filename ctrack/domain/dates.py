"""Days as people write them, and the order in which days must follow each other."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from ctrack.domain.errors import Problem, problem
from ctrack.domain.wording import N_

MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
FIRST_YEAR, LAST_YEAR = 1900, 2100
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$")
_WORDED = re.compile(r"^(\d{1,2})\.?[ -]+([A-Za-z]{3,9})\.?,?[ -]+(\d{4})$")


class NotADay(ValueError):
    """The text does not name a day of the calendar."""


class OutOfRange(NotADay):
    """The day lies before FIRST_YEAR or after LAST_YEAR: the year is mistyped."""


def parse_day(text: object) -> date:
    """The day meant by `2026-11-19`, `19.11.2026`, `19/11/2026` or `19 Nov 2026`.

    Also takes a date or a datetime, as spreadsheets give them. Raises NotADay.
    """
    if isinstance(text, datetime):
        return _in_range(text.date())
    if isinstance(text, date):
        return _in_range(text)
    year, month, day = _numbers(str(text).strip())
    try:
        found = date(year, month, day)
    except ValueError:
        raise NotADay(str(text)) from None
    return _in_range(found)


def _numbers(text: str) -> tuple[int, int, int]:
    if match := _ISO.match(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _DAY_FIRST.match(text):
        return int(match[3]), int(match[2]), int(match[1])
    if match := _WORDED.match(text):
        month = MONTHS.get(match[2][:3].lower())
        if month is not None:
            return int(match[3]), month, int(match[1])
    raise NotADay(text)


def _in_range(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OutOfRange(day.isoformat())
    return day


MILESTONES = (
    ("received_on", N_("received")),
    ("sent_on", N_("sent")),
    ("acknowledged_on", N_("acknowledged")),
    ("accepted_on", N_("accepted")),
    ("transferred_on", N_("transferred")),
    ("executed_on", N_("executed")),
    ("results_sent_on", N_("results sent")),
    ("closed_on", N_("closed")),
)
"""The days of a request in the order in which they must follow each other.

An acknowledgement may follow later steps, since offices acknowledge late; so it is
compared only with the first days and with the closing day.
"""


def out_of_order(days: Mapping[str, date | None]) -> list[Problem]:
    """A problem for each milestone that lies before one that must precede it."""
    found: list[Problem] = []
    latest: tuple[str, date] | None = None
    acknowledged: tuple[str, date] | None = None
    for name, word in MILESTONES:
        day = days.get(name)
        if day is None:
            continue
        if name == "closed_on" and acknowledged is not None:
            latest = max(acknowledged, latest or acknowledged, key=lambda pair: pair[1])
        if latest is not None and day < latest[1]:
            found.append(_before(name, word, day, latest))
        elif name == "acknowledged_on":
            acknowledged = (word, day)
        else:
            latest = (word, day)
    return found


def _before(name: str, word: str, day: date, latest: tuple[str, date]) -> Problem:
    return problem(
        name,
        N_(
            "%(word)s on %(day)s lies before %(earlier_word)s on %(earlier_day)s. "
            "Correct one of the two days."
        ),
        word=word,
        day=day.isoformat(),
        earlier_word=latest[0],
        earlier_day=latest[1].isoformat(),
    )


def in_future(days: Mapping[str, date | None], today: date) -> list[Problem]:
    """A problem for each milestone that has not come yet."""
    return [
        problem(
            name,
            N_("%(day)s has not come yet. Give a day up to today, %(today)s."),
            day=day.isoformat(),
            today=today.isoformat(),
        )
        for name, _ in MILESTONES
        if (day := days.get(name)) is not None and day > today
    ]
