"""The tables by partner State."""

from ctrack.domain.statistics.distributions import Distribution
from ctrack.domain.statistics.tables import Line, Row
from ctrack.domain.vocabulary import Direction, Outcome
from ctrack.queries.statistics.inquiry import Inquiry
from ctrack.queries.statistics.population import counted
from ctrack.queries.statistics.tallies import Tally, in_order, tallies

IN, OUT = Direction.INCOMING.value, Direction.OUTGOING.value


def by_state(ask: Inquiry) -> list[Row]:
    """New, pending and closed requests by partner State."""
    found = tallies(ask, counted.c.partner_state)
    days = ask.days_to_close(counted.c.partner_state)
    rows: list[Row] = []
    for code in in_order(
        {c: (t.new.total(), t.pending.total()) for c, t in found.items()}
    ):
        tally = found.get(code, Tally())
        rows.append(
            Line.of(
                (code,),
                code,
                ask.labels.state(code),
                tally.new[IN],
                tally.new[OUT],
                tally.pending[IN],
                tally.pending[OUT],
                tally.closed[Outcome.GRANTED_FULL],
                tally.closed[Outcome.GRANTED_PART],
                tally.closed[Outcome.REFUSED],
                days.get(code, Distribution(())).median,
            )
        )
    return rows


def by_state_year(ask: Inquiry) -> list[Row]:
    """New requests by partner State and calendar year."""
    found = ask.years(counted.c.partner_state)
    rows: list[Row] = []
    for direction in ask.directions:
        by_code = {code: years for (d, code), years in found.items() if d == direction}
        for code in in_order({c: (sum(y.values()),) for c, y in by_code.items()}):
            years = by_code.get(code, {})
            rows.append(
                Line.of(
                    (direction.value, code),
                    direction.label,
                    code,
                    ask.labels.state(code),
                    *(years.get(year, 0) for year in ask.question.period.years),
                )
            )
    return rows
