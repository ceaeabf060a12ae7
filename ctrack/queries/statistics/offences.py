"""The table by offence."""

from collections import Counter, defaultdict

from sqlalchemy import func

from ctrack.domain.statistics.tables import NOT_STATED, Line, Row
from ctrack.domain.vocabulary import Direction
from ctrack.queries.statistics.inquiry import Inquiry
from ctrack.queries.statistics.population import counted
from ctrack.queries.statistics.tallies import in_order

IN, OUT = Direction.INCOMING.value, Direction.OUTGOING.value


def by_offence(ask: Inquiry) -> list[Row]:
    """New requests by offence, primary and any mention."""
    statement = (
        ask.select(counted.c.primary_offence, counted.c.direction, func.count())
        .where(counted.c.is_new)
        .group_by(counted.c.primary_offence, counted.c.direction)
    )
    primary: dict[str, Counter[str]] = defaultdict(Counter)
    for code, direction, number in ask.rows(statement):
        primary[code][direction] += number
    mentioned = ask.mentions("offence", counted.c.is_new)
    any_mention: dict[str, Counter[str]] = defaultdict(Counter)
    for (direction, code), number in mentioned.items():
        any_mention[code][direction] += number
    rows: list[Row] = []
    for code in in_order(
        {
            code: (primary[code].total(), any_mention[code].total())
            for code in {*primary, *any_mention}
        }
    ):
        offence = ask.labels.entry(ask.labels.offences, code)
        rows.append(
            Line.of(
                (code,),
                code if code == NOT_STATED else offence.detail,
                offence.label,
                primary[code][IN],
                any_mention[code][IN],
                primary[code][OUT],
                any_mention[code][OUT],
            )
        )
    return rows
