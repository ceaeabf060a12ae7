"""The tables of measures: what was requested, and what became of it."""

from collections import Counter, defaultdict

from sqlalchemy import ColumnElement, Executable, case, func, select

from ctrack.domain.closing import IMPLIED
from ctrack.domain.statistics.tables import NOT_STATED, Line, Row
from ctrack.domain.vocabulary import MeasureOutcome
from ctrack.models import FactMention
from ctrack.queries.statistics.inquiry import Inquiry, mention_of
from ctrack.queries.statistics.population import counted

_M = MeasureOutcome
FATES: dict[str, tuple[MeasureOutcome, ...]] = {
    "Provided in full": (_M.PROVIDED_FULL,),
    "Provided in part": (_M.PROVIDED_PARTIAL,),
    "Not provided": (_M.REFUSED, _M.NOT_POSSIBLE, _M.WITHDRAWN),
    "Pending": (_M.PENDING,),
}
"""The columns after “Requested”, and the outcomes that each of them counts."""

Fates = Counter[str]


def by_nature(ask: Inquiry) -> list[Row]:
    """Measures by nature; every nature has a row, so that years can be compared."""
    found: dict[tuple[str, str], Fates] = defaultdict(Counter)
    for (direction, _, nature), fates in _measures(ask).items():
        found[direction, nature].update(fates)
    natures = ask.labels.natures
    rows: list[Row] = []
    for direction in ask.directions:
        others = sorted({c for d, c in found if d == direction} - natures.keys())
        for code in (*natures, *(c for c in others if c != NOT_STATED), NOT_STATED):
            fates = found.get((direction, code), Counter())
            if code == NOT_STATED and not fates:
                continue
            told = ask.labels.entry(natures, code)
            values = (direction.label, code, told.label, told.detail)
            key = (direction.value, code)
            rows.append(Line.of(key, *values, *_figures(fates)))
    return rows


def by_basis_nature(ask: Inquiry) -> list[Row]:
    """Measures by primary legal basis and nature; the pairs that occur."""
    found = _measures(ask)
    order = {code: number for number, code in enumerate(ask.labels.natures)}
    rows: list[Row] = []
    for direction in ask.directions:
        pairs = [(b, n) for d, b, n in found if d == direction]
        asked: Counter[str] = Counter()
        for basis, nature in pairs:
            asked[basis] += found[direction, basis, nature].total()
        pairs.sort(
            key=lambda pair: (
                pair[0] == NOT_STATED,
                -asked[pair[0]],
                pair[0],
                order.get(pair[1], len(order)),
                pair[1],
            )
        )
        for basis, nature in pairs or [(NOT_STATED, NOT_STATED)]:
            fates = found.get((direction, basis, nature), Counter())
            key = (direction.value, basis, nature)
            rows.append(Line.of(key, direction.label, basis, nature, *_figures(fates)))
    return rows


def _measures(ask: Inquiry) -> dict[tuple[str, str, str], Fates]:
    """Outcomes of measures by direction, primary basis and nature."""
    found: dict[tuple[str, str, str], Fates] = defaultdict(Counter)
    for direction, basis, code, fate, number in ask.rows(_statement(ask)):
        found[direction, basis, code][fate] += number
    return found


def _statement(ask: Inquiry) -> Executable:
    keys = (counted.c.direction, counted.c.primary_basis, nature(), outcome())
    return (
        select(*keys, func.count())
        .select_from(counted)
        .outerjoin(FactMention, mention_of("nature"))
        .where(counted.c.is_new)
        .group_by(*keys)
    )


def nature() -> ColumnElement[str]:
    """The code of a measure, of requests joined with their natures."""
    return func.coalesce(FactMention.code, NOT_STATED)


def outcome() -> ColumnElement[str]:
    """What became of a measure; where nothing is known, what the request's implies."""
    return func.coalesce(FactMention.outcome, _implied())


def _implied() -> ColumnElement[str]:
    """The outcome of a measure that has none of its own, from the request's."""
    return case(
        *(
            (counted.c.outcome == outcome.value, implied.value)
            for outcome, implied in IMPLIED.items()
        ),
        else_=_M.PENDING.value,
    )


def _figures(fates: Fates) -> tuple[int, ...]:
    return (
        fates.total(),
        *(sum(fates[outcome] for outcome in outcomes) for outcomes in FATES.values()),
    )
