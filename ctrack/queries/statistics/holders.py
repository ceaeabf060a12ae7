"""The table of whom time was spent with."""

from collections import defaultdict
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)

from ctrack.domain.custody import NOT_STATED
from ctrack.domain.statistics.tables import Line, Row
from ctrack.domain.statuses import Holder
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_
from ctrack.models import FactStay
from ctrack.queries.statistics.inquiry import Inquiry
from ctrack.queries.statistics.population import (
    Condition,
    counted,
    days_between,
    is_touched,
)

PARTS_OF_A_DAY = 360_360
"""Divisible by every number up to 15: days in parts are added up without rounding."""

_WORDS = {
    Holder.CENTRAL: N_("Central authority"),
    Holder.COMPETENT: N_("Competent authority, not stated"),
    Holder.ORIGINATOR: N_("Originating authority"),
    Holder.COURT: N_("Court challenge"),
    Holder.POSTPONED: N_("Postponed"),
    Holder.NONE: N_("Nobody"),
}
_STATES = {
    Direction.INCOMING: N_("Requesting State"),
    Direction.OUTGOING: N_("Requested State"),
}
_ORDER = (
    Holder.CENTRAL,
    Holder.COMPETENT,
    Holder.FOREIGN,
    Holder.ORIGINATOR,
    Holder.COURT,
    Holder.POSTPONED,
    Holder.NONE,
)
_NAMELESS = frozenset({"", NOT_STATED})
_HOLDERS = {holder.value: holder for holder in Holder}


class _Time(NamedTuple):
    """How many requests lay with a holder, and for how many days."""

    holder: Holder
    authority: str
    requests: int
    days: Fraction

    @property
    def code(self) -> str:
        """What the row is known by: `court`, or `competent:7`."""
        return f"{self.holder.value}:{self.authority}".rstrip(":")


def by_holder(ask: Inquiry) -> list[Row]:
    """The days of the period with each holder, and their share of the direction."""
    found = _times(ask)
    rows: list[Row] = []
    for direction in ask.directions:
        times = found[direction] or [_Time(Holder.CENTRAL, "", 0, Fraction())]
        total = sum((time.days for time in times), Fraction())
        for time in sorted(times, key=_place):
            share = float(time.days / total) if total else None
            who = _who(ask, direction, time)
            figures = (time.requests, float(time.days), share)
            key = direction.value, time.code
            rows.append(Line.of(key, direction.label, who, *figures))
    return rows


def _times(ask: Inquiry) -> dict[str, list[_Time]]:
    """Times by direction."""
    days = _days(ask)
    fine = cast(days, BigInteger) * PARTS_OF_A_DAY // FactStay.parts
    keys = (counted.c.direction, FactStay.holder, FactStay.authority)
    statement = (
        ask.select(*keys, func.count(counted.c.id.distinct()), func.sum(fine))
        .join(FactStay, FactStay.fact_id == counted.c.id)
        .where(is_touched, *_is_counted(ask))
        .group_by(*keys)
    )
    found: dict[str, list[_Time]] = defaultdict(list)
    for direction, holder, authority, requests, parts in ask.rows(statement):
        time = Fraction(int(parts), PARTS_OF_A_DAY)
        found[direction].append(_Time(_HOLDERS[holder], authority, requests, time))
    return found


def _days(ask: Inquiry) -> ColumnElement[int]:
    """The days of a stay that lie in the period."""
    period = ask.question.period
    eve = literal(period.start - timedelta(days=1), Date)
    end = literal(period.end, Date)
    since = case((FactStay.since < eve, eve), else_=FactStay.since)
    is_on = or_(FactStay.until.is_(None), FactStay.until > end)
    return days_between(since, case((is_on, end), else_=FactStay.until))


def _is_counted(ask: Inquiry) -> tuple[Condition, ...]:
    """Of the stays that begin with the opening day or later: those with a day."""
    period = ask.question.period
    eve = period.start - timedelta(days=1)
    return (
        FactStay.since >= counted.c.opened_on,
        FactStay.since < period.end,
        or_(FactStay.until.is_(None), FactStay.until > eve),
    )


def lay_with(ask: Inquiry, code: str) -> Condition:
    """Whether a request lay with the holder of this code on a day of the period.

    Raises KeyError where there is no such holder.
    """
    name, _, authority = code.partition(":")
    return exists(
        select(FactStay.fact_id)
        .where(
            FactStay.fact_id == counted.c.id,
            FactStay.holder == _HOLDERS[name].value,
            FactStay.authority == authority,
            *_is_counted(ask),
        )
        .correlate(counted)
    )


def _place(time: _Time) -> tuple[int, bool, Fraction, str]:
    """Holders in a fixed order; authorities by their days, the most first."""
    is_nameless = time.authority in _NAMELESS
    return _ORDER.index(time.holder), is_nameless, -time.days, time.authority


def _who(ask: Inquiry, direction: Direction, time: _Time) -> str:
    if time.holder is Holder.FOREIGN:
        return _STATES[direction]
    if time.authority in _NAMELESS:
        return _WORDS[time.holder]
    return ask.labels.authorities.get(time.authority, time.authority)
