"""By when something is due, as a list says it in a few words."""

from datetime import date

from flask_babel import gettext as _

from ctrack.domain.request_list import ListedRequest
from ctrack.domain.statuses import Status
from ctrack.domain.wording import N_
from ctrack.web.wording import counted, day, short_day, translated

BY, LATE = N_("by %(day)s"), N_("%(late)s, %(day)s")


def _when(on: date, today: date) -> str:
    return short_day(on) if on.year == today.year else day(on)


def _paused(row: ListedRequest, today: date) -> str:
    if row.status is Status.POSTPONED and row.review_on is not None:
        when = _when(row.review_on, today)
        if row.review_on > today:
            return _("review %(day)s", day=when)
        return _("review due since %(day)s", day=when)
    if row.paused_since is None:
        return _("paused")
    return _("paused since %(day)s", day=_when(row.paused_since, today))


def _wished(row: ListedRequest, today: date) -> str:
    """The day the other State asked for, where nothing of ours is due."""
    if row.wished_on is None or not row.is_open:
        return ""
    return _("wished for by %(day)s", day=_when(row.wished_on, today))


def due(row: ListedRequest, today: date) -> tuple[str, str]:
    """By when, in words, and how: `late`, `paused` or neither.

    The year is named where it is not the present one.
    """
    if row.is_paused and row.is_open:
        return _paused(row, today), "paused"
    due_on = row.due_on
    if due_on is None:
        return _wished(row, today), ""
    when = _when(due_on, today)
    late = row.days_late(today)
    if late > 0:
        told = counted("%(num)s day late", "%(num)s days late", late)
        return translated(LATE) % {"late": told, "day": when}, "late"
    return translated(BY) % {"day": when}, ""
