"""The requests that a figure counts, as conditions on those that are set aside."""

from collections.abc import Callable, Iterator

from sqlalchemy import SQLColumnExpression, exists, not_

from ctrack.domain.errors import NotFound
from ctrack.domain.statistics.cells import Cell, Facet, Population
from ctrack.domain.statistics.tables import NOT_STATED
from ctrack.domain.vocabulary import Outcome
from ctrack.domain.wording import N_
from ctrack.models import FactMention, FactTransfer
from ctrack.queries.statistics import (
    ages,
    competent,
    flow,
    holders,
    measures,
    outcomes,
    over_time,
    quality,
    timeliness,
)
from ctrack.queries.statistics.inquiry import Inquiry, mention_of
from ctrack.queries.statistics.population import (
    Condition,
    closed_as,
    counted,
    is_touched,
)

_POPULATIONS: dict[Population, Condition | None] = {
    Population.TOUCHED: is_touched,
    Population.NEW: counted.c.is_new,
    Population.CLOSED: counted.c.is_closed,
    Population.PENDING: counted.c.is_pending,
    Population.MEASURES: counted.c.is_new,
    Population.TRANSFERS: is_touched,
    Population.ANY: None,
}


def conditions(ask: Inquiry, cell: Cell) -> Iterator[Condition]:
    """What a request must be to be counted in this cell, or a measure of it.

    Conditions on measures hold of requests joined with the natures they mention.
    Raises NotFound for a code that no row or column can have.
    """
    population = _POPULATIONS[cell.counts.population]
    if population is not None:
        yield population
    for facet, code in cell.fits:
        try:
            yield _FACETS[facet](ask, code)
        except (KeyError, ValueError):
            raise NotFound(N_("There is no such figure.")) from None


def _age(ask: Inquiry, code: str) -> Condition:
    return ages.bands(ask.question.period)[code]


def _check(ask: Inquiry, code: str) -> Condition:
    applies, lacks = quality.checks(ask)[code]
    return applies & lacks


def _interval(ask: Inquiry, code: str) -> Condition:
    return timeliness.is_taken(ask, *timeliness.steps()[code])


def _ground(ask: Inquiry, code: str) -> Condition:
    return _mentioned("ground", code, FactMention.code.in_(ask.labels.refusal_grounds))


def _mentioned(kind: str, code: str, *more: Condition) -> Condition:
    """Whether it mentions the code; with NOT_STATED also, whether none of the kind."""
    of_kind = exists().where(mention_of(kind), *more)
    has_code = of_kind.where(FactMention.code == code).correlate(counted)
    if code != NOT_STATED:
        return has_code
    return has_code | not_(of_kind.correlate(counted))


def _names_article(code: str) -> Condition:
    named = exists().where(mention_of("article"), FactMention.code == code)
    return named.correlate(counted)


def _equals(value: SQLColumnExpression[str]) -> Callable[[Inquiry, str], Condition]:
    def condition(_ask: Inquiry, code: str) -> Condition:
        return value == code

    return condition


def _fate(_ask: Inquiry, code: str) -> Condition:
    outcomes = [outcome.value for outcome in measures.FATES[code]]
    return measures.outcome().in_(outcomes)


_FACETS: dict[Facet, Callable[[Inquiry, str], Condition]] = {
    Facet.AGE: _age,
    Facet.ARTICLE: lambda _, code: _names_article(code),
    Facet.AUTHORITY: _equals(FactTransfer.authority),
    Facet.CHECK: _check,
    Facet.CLOSED_AS: lambda _, code: closed_as(Outcome[code]),
    Facet.CLOSED_IN: lambda _, code: over_time.closed_in(code),
    Facet.CLOSED_OTHERWISE: lambda *_: outcomes.closed_otherwise(),
    Facet.DEED_OF_TRANSFER: lambda ask, code: competent.deeds(ask)[code],
    Facet.DIRECTION: _equals(counted.c.direction),
    Facet.FATE: _fate,
    Facet.GROUND: _ground,
    Facet.HOLDER: holders.lay_with,
    Facet.INTERVAL: _interval,
    Facet.LAST_AUTHORITY: _equals(ages.last_authority()),
    Facet.MEASURE_OF_FLOW: lambda _, code: flow.conditions()[code],
    Facet.MENTIONED_BASIS: lambda _, code: _mentioned("basis", code),
    Facet.MENTIONED_OFFENCE: lambda _, code: _mentioned("offence", code),
    Facet.OPENED_IN: lambda _, code: over_time.opened_in(code),
    Facet.PENDING_AT: lambda ask, code: over_time.pending_at(code, ask.question.period),
    Facet.NATURE: _equals(measures.nature()),
    Facet.PRIMARY_BASIS: _equals(counted.c.primary_basis),
    Facet.PRIMARY_OFFENCE: _equals(counted.c.primary_offence),
    Facet.STATE: _equals(counted.c.partner_state),
    Facet.YEAR: lambda _, code: counted.c.year == int(code),
}
