"""The table of what is pending, by age."""

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import aliased

from ctrack.domain.statistics.questions import Period
from ctrack.domain.statistics.tables import NOT_STATED, Line, Row
from ctrack.domain.statistics.tables_of_time import AGES
from ctrack.domain.wording import N_
from ctrack.models import FactMention
from ctrack.queries.statistics.inquiry import Inquiry, mention_of
from ctrack.queries.statistics.population import Condition, counted, how_many


def pending_age(ask: Inquiry) -> list[Row]:
    """Pending requests by age and by the authority to which each was last sent."""
    authority = func.coalesce(FactMention.code, NOT_STATED)
    statement = (
        select(
            counted.c.direction,
            authority,
            *(how_many(band) for band in bands(ask.question.period).values()),
        )
        .select_from(counted)
        .outerjoin(FactMention, _last_authority())
        .where(counted.c.is_pending)
        .group_by(counted.c.direction, authority)
    )
    found = {(row[0], row[1]): tuple(row[2:]) for row in ask.rows(statement)}
    rows: list[Row] = []
    for direction in ask.directions:
        here = {c: bands for (d, c), bands in found.items() if d == direction}
        nobody: tuple[int, ...] = here.pop(NOT_STATED, ())
        named = sorted((ask.labels.authorities.get(c, c), c) for c in here)
        if nobody or not named:
            named.append((N_("Not stated"), NOT_STATED))
            here[NOT_STATED] = nobody or (0,) * len(AGES)
        for name, code in named:
            numbers, key = here[code], (direction.value, code)
            rows.append(Line.of(key, direction.label, name, *numbers, sum(numbers)))
    return rows


def _last_authority() -> Condition:
    """Joins a fact with the authority to which it was last transferred, if any."""
    other = aliased(FactMention)
    last = (
        select(func.max(other.position))
        .where(other.fact_id == counted.c.id, other.kind == "authority")
        .correlate(counted)
        .scalar_subquery()
    )
    return and_(mention_of("authority"), FactMention.position == last)


def last_authority() -> ColumnElement[str]:
    """The authority to which a request was last transferred, as its mention has it."""
    last = (
        select(FactMention.code)
        .where(mention_of("authority"))
        .order_by(FactMention.position.desc())
        .limit(1)
        .correlate(counted)
        .scalar_subquery()
    )
    return func.coalesce(last, NOT_STATED)


def bands(period: Period) -> dict[str, Condition]:
    """A condition for each band: younger than its months, and in no band before."""
    found: dict[str, Condition] = {}
    older: Condition = true()
    for name, months in AGES:
        if months is None:
            found[name] = older
            continue
        since = period.months_before_end(months)
        found[name] = and_(older, counted.c.opened_on > since)
        older = counted.c.opened_on <= since
    return found
