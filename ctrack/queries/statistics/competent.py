"""The table of competent authorities and what they did."""

from sqlalchemy import func, or_

from ctrack.domain.statistics.distributions import Distribution
from ctrack.domain.statistics.tables import NOT_STATED, Line, Row
from ctrack.domain.wording import N_
from ctrack.models import FactTransfer
from ctrack.queries.statistics.inquiry import Inquiry, distributions
from ctrack.queries.statistics.population import (
    Condition,
    counted,
    days_between,
    how_many,
    is_touched,
)

_NOTHING = (0,) * 5


def by_authority(ask: Inquiry) -> list[Row]:
    """What was transferred, accepted, declined and executed, and what is pending."""
    found = _numbers(ask)
    days = _days_to_execute(ask)
    names = {code: ask.labels.authorities.get(code, code) for code in found}
    last = {NOT_STATED: N_("Not stated")}
    ordered = sorted(names.keys() - last.keys(), key=lambda code: (names[code], code))
    if NOT_STATED in found or not ordered:
        ordered.append(NOT_STATED)
    return [
        Line.of(
            (code,),
            last.get(code, names.get(code)),
            *found.get(code, _NOTHING),
            days.get(code, Distribution(())).median,
        )
        for code in ordered
    ]


def _numbers(ask: Inquiry) -> dict[str, tuple[int, ...]]:
    """The figures of each authority that has any."""
    figures = map(how_many, deeds(ask).values())
    statement = (
        ask.select(FactTransfer.authority, *figures)
        .join(FactTransfer, FactTransfer.fact_id == counted.c.id)
        .where(is_touched)
        .group_by(FactTransfer.authority)
    )
    return {row[0]: tuple(row[1:]) for row in ask.rows(statement) if any(row[1:])}


def deeds(ask: Inquiry) -> dict[str, Condition]:
    """What a transfer must be to be counted in each column."""
    period = ask.question.period
    days = {
        "transferred": FactTransfer.transferred_on,
        "accepted": FactTransfer.accepted_on,
        "declined": FactTransfer.declined_on,
        "executed": FactTransfer.executed_on,
    }
    found: dict[str, Condition]
    found = {d: day.between(period.start, period.end) for d, day in days.items()}
    return found | {"pending": _is_pending(ask)}


def _is_pending(ask: Inquiry) -> Condition:
    """With the authority at the end; an open transfer without a day since receipt."""
    end = ask.question.period.end
    made_on = func.coalesce(FactTransfer.transferred_on, counted.c.opened_on)
    is_open = or_(FactTransfer.ended_on.is_(None), FactTransfer.ended_on > end)
    return counted.c.is_pending & (made_on <= end) & is_open


def _days_to_execute(ask: Inquiry) -> dict[str, Distribution]:
    """How long the transfers executed in the period took, of those in order."""
    period = ask.question.period
    first, last = FactTransfer.transferred_on, FactTransfer.executed_on
    days = days_between(first, last)
    statement = (
        ask.select(FactTransfer.authority, days, func.count())
        .join(FactTransfer, FactTransfer.fact_id == counted.c.id)
        .where(is_touched, last.between(period.start, period.end), first <= last)
        .group_by(FactTransfer.authority, days)
    )
    return distributions(ask.rows(statement))
