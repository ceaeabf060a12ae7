"""The table of completeness: what the figures rest on."""

from collections.abc import Iterator
from itertools import combinations

from sqlalchemy import exists, not_, or_, true

from ctrack.domain.statistics.tables import NOT_STATED, Line, Row
from ctrack.domain.vocabulary import MeasureOutcome, Outcome
from ctrack.domain.wording import N_
from ctrack.models import FactMention
from ctrack.queries.statistics.inquiry import Inquiry, mention_of
from ctrack.queries.statistics.population import (
    Condition,
    counted,
    how_many,
    is_touched,
)


def quality(ask: Inquiry) -> list[Row]:
    """For each check, how many requests lack something, and the share that does not."""
    asked_for = checks(ask)
    figures = [
        how_many(condition)
        for applies, lacks in asked_for.values()
        for condition in (applies, applies & lacks)
    ]
    statement = ask.select(*figures).where(is_touched)
    (found,) = ask.rows(statement)
    rows: list[Row] = []
    for number, name in enumerate(asked_for):
        asked, lacking = found[2 * number], found[2 * number + 1]
        share = (asked - lacking) / asked if asked else None
        rows.append(Line.of((name,), name, lacking, share))
    return rows


def checks(ask: Inquiry) -> dict[str, tuple[Condition, Condition]]:
    """Each check: to which requests it applies, and when one fails it."""
    return {name: (applies, lacks) for name, applies, lacks in _checks(ask)}


def _checks(ask: Inquiry) -> Iterator[tuple[str, Condition, Condition]]:
    """The name of a check, to which requests it applies, and when one fails it."""
    everyone: Condition = true()
    basis, offence = counted.c.primary_basis, counted.c.primary_offence
    is_closed = counted.c.closed_on.is_not(None)
    yield N_("Primary legal basis stated"), everyone, basis == NOT_STATED
    yield N_("Nature of assistance stated"), everyone, not_(_mentions("nature"))
    yield N_("Main offence stated"), everyone, offence == NOT_STATED
    yield N_("Acknowledgement recorded"), everyone, counted.c.acknowledged_on.is_(None)
    yield N_("Outcome stated at closing"), is_closed, counted.c.outcome.is_(None)
    yield (
        N_("Every measure has an outcome at closing"),
        is_closed,
        _mentions("nature", FactMention.outcome == MeasureOutcome.PENDING.value),
    )
    yield (
        N_("Ground stated for each refusal"),
        counted.c.outcome == Outcome.REFUSED.value,
        not_(_mentions("ground", FactMention.code.in_(ask.labels.refusal_grounds))),
    )
    yield N_("Days in order"), everyone, _out_of_order()


def _mentions(kind: str, condition: Condition | None = None) -> Condition:
    found = exists().where(mention_of(kind))
    if condition is not None:
        found = found.where(condition)
    return found.correlate(counted)


def _out_of_order() -> Condition:
    """Whether a day lies before one that must precede it; offices acknowledge late."""
    days = (
        counted.c.opened_on,
        counted.c.transferred_on,
        counted.c.executed_on,
        counted.c.results_sent_on,
        counted.c.recorded_closed_on,
    )
    pairs = [
        *combinations(days, 2),
        (counted.c.opened_on, counted.c.acknowledged_on),
        (counted.c.acknowledged_on, counted.c.recorded_closed_on),
    ]
    return or_(*(later < earlier for earlier, later in pairs))
