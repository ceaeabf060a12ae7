"""The tables by legal basis."""

from ctrack.domain.statistics.distributions import Distribution
from ctrack.domain.statistics.tables import Line, Row
from ctrack.domain.vocabulary import Direction, Outcome
from ctrack.queries.statistics.inquiry import Inquiry
from ctrack.queries.statistics.population import counted
from ctrack.queries.statistics.tallies import Tally, in_order, tallies

IN, OUT = Direction.INCOMING.value, Direction.OUTGOING.value


def by_basis(ask: Inquiry) -> list[Row]:
    """New, closed and pending requests by legal basis."""
    primary = tallies(ask, counted.c.primary_basis)
    mentioned = ask.mentions("basis", counted.c.is_new)
    days = ask.days_to_close(counted.c.primary_basis)
    for _, code in mentioned:
        primary.setdefault(code, Tally())
    rows: list[Row] = []
    for code in in_order(
        {c: (t.new.total(), t.pending.total()) for c, t in primary.items()}
    ):
        tally = primary.get(code, Tally())
        basis = ask.labels.entry(ask.labels.instruments, code)
        rows.append(
            Line.of(
                (code,),
                code,
                basis.label,
                basis.detail,
                tally.new[IN],
                mentioned.get((IN, code), 0),
                tally.new[OUT],
                mentioned.get((OUT, code), 0),
                tally.closed[Outcome.GRANTED_FULL],
                tally.closed[Outcome.GRANTED_PART],
                tally.closed[Outcome.REFUSED],
                tally.pending.total(),
                days.get(code, Distribution(())).median,
            )
        )
    return rows


def by_basis_year(ask: Inquiry) -> list[Row]:
    """New requests by primary legal basis and calendar year."""
    found = ask.years(counted.c.primary_basis)
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
                    ask.labels.entry(ask.labels.instruments, code).label,
                    *(years.get(year, 0) for year in ask.question.period.years),
                )
            )
    return rows
