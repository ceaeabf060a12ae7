"""The table of what is pending, by age."""

from collections.abc import Iterator

from sqlalchemy import and_, func, select, true
from sqlalchemy.orm import aliased

from ctrack.domain.statistics.questions import Period
from ctrack.domain.statistics.tables import NOT_STATED, Row
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
            *(how_many(band) for band in _bands(ask.question.period)),
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
        named = [(ask.labels.authorities.get(c, c), b) for c, b in here.items()]
        if nobody or not named:
            named = [*sorted(named), (N_("Not stated"), nobody or (0,) * len(AGES))]
        else:
            named.sort()
        rows += [(direction.label, name, *b, sum(b)) for name, b in named]
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


def _bands(period: Period) -> Iterator[Condition]:
    """A condition for each band: younger than its months, and in no band before."""
    older: Condition = true()
    for _, months in AGES:
        if months is None:
            yield older
            continue
        since = period.months_before_end(months)
        yield and_(older, counted.c.opened_on > since)
        older = counted.c.opened_on <= since
