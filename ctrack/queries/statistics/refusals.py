"""The table of grounds of refusal."""

from collections import defaultdict

from sqlalchemy import and_, func, select

from ctrack.domain.statistics.tables import NOT_STATED, Line, Row
from ctrack.domain.vocabulary import Outcome
from ctrack.models import FactMention
from ctrack.queries.statistics.inquiry import Inquiry, mention_of
from ctrack.queries.statistics.population import closed_as, counted
from ctrack.queries.statistics.tallies import in_order


def refusals(ask: Inquiry) -> list[Row]:
    """Refused requests by ground, once under each of several."""
    grounds = ask.labels.refusal_grounds
    code = func.coalesce(FactMention.code, NOT_STATED)
    statement = (
        select(counted.c.direction, code, func.count(counted.c.id.distinct()))
        .select_from(counted)
        .outerjoin(
            FactMention, and_(mention_of("ground"), FactMention.code.in_(grounds))
        )
        .where(closed_as(Outcome.REFUSED))
        .group_by(counted.c.direction, code)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for direction, ground, number in ask.rows(statement):
        found[direction][ground] = number
    rows: list[Row] = []
    for direction in ask.directions:
        numbers = found[direction]
        for ground in in_order({g: (number,) for g, number in numbers.items()}):
            told = ask.labels.entry(grounds, ground)
            number = numbers.get(ground, 0)
            key = (direction.value, ground)
            values = (direction.label, ground, told.label, told.detail, number)
            rows.append(Line.of(key, *values))
    return rows
