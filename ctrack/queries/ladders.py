"""The ladders of chasers, with the days that the office's own rules say."""

from collections import defaultdict
from datetime import date

from sqlalchemy import or_, select

from ctrack.domain import chasers
from ctrack.domain.chasers import Ladders, Rungs
from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.deadlines import Unit
from ctrack.extensions import db
from ctrack.models import DeadlineRule
from ctrack.queries.memory import remembered

_KINDS = (
    DeadlineKind.REMINDER_AUTHORITY,
    DeadlineKind.ACKNOWLEDGEMENT_ABROAD,
    DeadlineKind.REMINDER_STATE,
)
"""In the order of Rungs."""


def in_force(today: date) -> Ladders:
    """The ladder of each kind, from the rules in force on this day."""
    return chasers.ladders(remembered(("ladders", today), lambda: _rungs(today)))


def _rungs(today: date) -> Rungs:
    rows = db.session.execute(
        select(DeadlineRule.kind, DeadlineRule.count).where(
            DeadlineRule.kind.in_(_KINDS),
            DeadlineRule.matter.is_(None),
            DeadlineRule.instrument_code.is_(None),
            DeadlineRule.unit == Unit.CALENDAR_DAYS,
            DeadlineRule.count > 0,
            or_(DeadlineRule.valid_from.is_(None), DeadlineRule.valid_from <= today),
            or_(DeadlineRule.valid_until.is_(None), DeadlineRule.valid_until >= today),
        )
    )
    days: dict[DeadlineKind, set[int]] = defaultdict(set)
    for kind, count in rows:
        days[kind].add(count)
    return Rungs(*(frozenset(days[kind]) for kind in _KINDS))
