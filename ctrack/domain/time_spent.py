"""Where the time of one request went: its stays, gathered by who had it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ctrack.domain.statuses import Holder


class Part(NamedTuple):
    """A stay, or the equal part of it that one of several authorities had."""

    since: date
    until: date | None
    holder: Holder
    authority: str
    parts: int


class Span(NamedTuple):
    """A stretch of days; `is_open` where it has not ended."""

    since: date
    until: date
    is_open: bool


@dataclass
class Spent:
    """What one holder had of a request."""

    holder: Holder
    authority: str
    spans: list[Span] = field(default_factory=list)
    days: Fraction = Fraction()
    before: Fraction = Fraction()
    """The days among them before our own request was sent."""


def spent(parts: Iterable[Part], *, opened_on: date | None, today: date) -> list[Spent]:
    """Who had it, in the order in which they first had it; none without a day.

    What has not ended lasts until today.
    """
    found: dict[tuple[Holder, str], Spent] = {}
    for part in parts:
        until = today if part.until is None else part.until
        if until <= part.since:
            continue
        key = part.holder, part.authority
        one = found.setdefault(key, Spent(*key))
        days = Fraction((until - part.since).days, part.parts)
        one.days += days
        if opened_on is None or until <= opened_on:
            one.before += days
        is_open = part.until is None
        if one.spans and one.spans[-1].until == part.since:
            since = one.spans.pop().since
            one.spans.append(Span(since, until, is_open))
        else:
            one.spans.append(Span(part.since, until, is_open))
    return list(found.values())
