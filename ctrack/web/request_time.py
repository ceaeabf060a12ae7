"""Where the time of a request went, as its page shows it: a strip for each holder."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flask_babel import gettext as _

from ctrack import clock
from ctrack.domain.statuses import Holder
from ctrack.domain.time_spent import Span, Spent, spent
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_
from ctrack.models import MLARequest
from ctrack.queries import stays
from ctrack.web.wording import (
    counted,
    day,
    mark,
    number,
    percent,
    state,
    translated,
)

WIDTH = 1000
"""The whole strip, in the units of its drawing."""
_THINNEST = 4


@dataclass(frozen=True)
class Bar:
    """A stretch of days on the strip, from its start, both in its units."""

    start: int
    width: int


@dataclass(frozen=True)
class Strip:
    """What one holder had: its mark and name, its days in words, and its bars."""

    mark: str
    name: str
    days: str
    share: str
    periods: str
    bars: list[Bar]


@dataclass(frozen=True)
class Times:
    """The strips of a request, and the days between which they lie."""

    strips: list[Strip]
    start: date
    end: date
    sent_at: int | None
    """Where on the strip our own request was sent; None where it begins there."""
    is_shared: bool


def times(mla_request: MLARequest) -> Times | None:
    """Where the time went; None while not a day has passed."""
    incoming = mla_request.direction is Direction.INCOMING
    opened_on = mla_request.received_on if incoming else mla_request.sent_on
    parts = stays.of_request(mla_request.id)
    found = spent(parts, opened_on=opened_on, today=clock.today())
    if not found:
        return None
    spans = [span for one in found for span in one.spans]
    scale = _Scale(min(span.since for span in spans), max(span.until for span in spans))
    total = sum((one.days for one in found), Fraction())
    names = {str(t.authority_id): t.authority.name for t in mla_request.transfers}
    was_prepared = any(one.before for one in found)
    return Times(
        [_strip(mla_request, one, total, names, scale) for one in found],
        scale.start,
        scale.end,
        scale.place(opened_on) if opened_on and was_prepared else None,
        is_shared=any(part.parts > 1 for part in parts),
    )


@dataclass(frozen=True)
class _Scale:
    start: date
    end: date

    def place(self, on: date) -> int:
        """Where a day lies on the strip."""
        return round(WIDTH * (on - self.start).days / (self.end - self.start).days)

    def bar(self, span: Span) -> Bar:
        """The bar of a stretch; the shortest ones are wide enough to be seen."""
        start, end = self.place(span.since), self.place(span.until)
        start = min(start, WIDTH - _THINNEST)
        return Bar(start, max(end - start, _THINNEST))


def _strip(
    mla_request: MLARequest,
    one: Spent,
    total: Fraction,
    names: dict[str, str],
    scale: _Scale,
) -> Strip:
    days = _days(one.days)
    if one.before == one.days and mla_request.sent_on is not None:
        days = _("%(days)s, before sending", days=days)
    elif one.before and mla_request.sent_on is not None:
        days = _("%(days)s, %(number)s of them before sending",
                 days=days, number=_number(one.before))  # fmt: skip
    return Strip(
        mark(one.holder),
        _name(mla_request, one, names),
        days,
        percent(float(one.days / total)),
        "; ".join(map(_period, one.spans)),
        [scale.bar(span) for span in one.spans],
    )


def _name(mla_request: MLARequest, one: Spent, names: dict[str, str]) -> str:
    if one.holder is Holder.COMPETENT:
        return names.get(one.authority, _("Competent authority, not stated"))
    if one.holder is Holder.FOREIGN:
        return state(mla_request.partner_state)
    if one.holder is Holder.NONE:
        return _("Nobody: closed, and reopened later")
    return translated(one.holder.label)


def _period(span: Span) -> str:
    if span.is_open:
        return translated(SINCE) % {"day": day(span.since)}
    return translated(PERIOD) % {"first": day(span.since), "last": day(span.until)}


SINCE, PERIOD = N_("since %(day)s"), N_("%(first)s to %(last)s")


def _days(days: Fraction) -> str:
    if days.denominator == 1:
        return counted("%(num)s day", "%(num)s days", int(days))
    return _("%(number)s days", number=_number(days))


def _number(days: Fraction) -> str:
    return number(round(float(days), 1))
