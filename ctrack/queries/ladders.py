"""The ladders of chasers, with the days that the office's own rules say."""

from datetime import date

from sqlalchemy import or_, select

from ctrack.domain import chasers
from ctrack.domain.chasers import RULES, Ladders
from ctrack.domain.deadlines import Unit
from ctrack.extensions import db
from ctrack.models import DeadlineRule
from ctrack.queries.memory import remembered


def in_force(today: date) -> Ladders:
    """The ladder of each kind; a rule that the office has not has its usual days."""
    return chasers.ladders(remembered(("ladders", today), lambda: _days(today)))


def _days(today: date) -> dict[str, int]:
    rows = db.session.execute(
        select(DeadlineRule.code, DeadlineRule.count).where(
            DeadlineRule.code.in_(RULES),
            DeadlineRule.unit == Unit.CALENDAR_DAYS,
            DeadlineRule.count > 0,
            or_(DeadlineRule.valid_from.is_(None), DeadlineRule.valid_from <= today),
            or_(DeadlineRule.valid_until.is_(None), DeadlineRule.valid_until >= today),
        )
    )
    return {row[0]: row[1] for row in rows}
