"""The charts of the tables: which figures each shows, and the main thing it says."""

from collections.abc import Iterator, Sequence

from ctrack.domain.columns import Value
from ctrack.domain.statistics.charts import (
    NOTHING,
    Chart,
    Form,
    Picture,
    on_one_scale,
)
from ctrack.domain.statistics.charts_of_holders import WHERE_THE_TIME_WENT
from ctrack.domain.statistics.tables import Figures, Row
from ctrack.domain.vocabulary import BasisKind, Direction
from ctrack.domain.wording import N_, Sentence, counted

MOST_BASES = 6
MOST_STATES = 12
MOST_COLUMNS = 36
"""More than these over time are drawn as a line."""

_DIRECTIONS = tuple(direction.label for direction in Direction)
_IN_WORDS = {
    "Incoming": (N_("Incoming: new"), N_("Incoming: pending")),
    "Outgoing": (N_("Outgoing: new"), N_("Outgoing: pending")),
}


def _column(figures: Figures, name: str) -> tuple[Value, ...]:
    place = [column.name for column in figures.columns].index(name)
    return tuple(row[place] for row in figures.rows)


def _numbers(figures: Figures, name: str) -> tuple[float, ...]:
    return tuple(float(str(value or 0)) for value in _column(figures, name))


def _texts(values: Sequence[Value]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def _rows(figures: Figures, direction: str) -> list[Row]:
    return [row for row in figures.rows if row[0] == direction]


def _number(value: Value) -> float:
    return float(str(value or 0))


def _share(part: float, total: float) -> str:
    return f"{100 * part / total:.0f} %" if total else "–"


# Month by month


def _months(figures: Figures) -> Iterator[Picture]:
    labels = _texts(_column(figures, "Month"))
    form = Form.COLUMNS if len(labels) <= MOST_COLUMNS else Form.LINE
    new = [_numbers(figures, f"{direction} new") for direction in _DIRECTIONS]
    pending = [_numbers(figures, f"{direction} pending") for direction in _DIRECTIONS]
    shown = [any(n) or any(p) for n, p in zip(new, pending, strict=True)]
    for place, kind, series in ((0, form, new), (1, Form.LINE, pending)):
        yield from on_one_scale(
            Picture(Sentence(_IN_WORDS[direction][place]), kind, labels, values)
            for direction, values, has_any in zip(
                _DIRECTIONS, series, shown, strict=True
            )
            if has_any
        )


def _months_told(figures: Figures) -> Sentence:
    months = _texts(_column(figures, "Month"))
    pairs = [_numbers(figures, f"{d} new") for d in _DIRECTIONS]
    new = [sum(each) for each in zip(*pairs, strict=True)]
    pending = sum(_numbers(figures, f"{d} pending")[-1] for d in _DIRECTIONS)
    if not any(new) and not pending:
        return NOTHING
    most = max(range(len(new)), key=new.__getitem__)
    return counted(
        N_("One new request, in %(month)s; %(pending)s pending at the end."),
        N_(
            "%(number)s new requests, most of them in %(month)s (%(most)s); "
            "%(pending)s pending at the end."
        ),
        int(sum(new)),
        month=months[most],
        most=int(new[most]),
        pending=int(pending),
    )


# Legal bases over the years


def _by_basis(figures: Figures) -> dict[str, tuple[float, ...]]:
    """New requests by year of the most frequent bases, both directions together."""
    found: dict[str, list[float]] = {}
    for _, code, label, *years in figures.rows:
        numbers = [_number(value) for value in years]
        name = str(code if _is_brief(str(code)) else label)
        sums = found.setdefault(name, [0.0] * len(numbers))
        found[name] = [a + b for a, b in zip(sums, numbers, strict=True)]
    ranked = sorted(found, key=lambda name: -sum(found[name]))
    return {name: tuple(found[name]) for name in ranked if any(found[name])}


def _bases(figures: Figures) -> Iterator[Picture]:
    years = tuple(column.name for column in figures.columns[3:])
    most = list(_by_basis(figures).items())[:MOST_BASES]
    yield from on_one_scale(
        Picture(Sentence("%(basis)s", {"basis": name}), Form.COLUMNS, years, values)
        for name, values in most
    )


def _bases_told(figures: Figures) -> Sentence:
    found = _by_basis(figures)
    if not found:
        return NOTHING
    total = sum(sum(values) for values in found.values())
    code, values = next(iter(found.items()))
    return Sentence(
        N_(
            "%(basis)s is the primary basis of %(number)s of %(total)s new requests "
            "(%(share)s). Shown are the most frequent bases, both directions together."
        ),
        {
            "basis": code,
            "number": int(sum(values)),
            "total": int(total),
            "share": _share(sum(values), total),
        },
    )


def _is_brief(code: str) -> bool:
    """Whether the code of a basis is what people call it."""
    return code not in BasisKind.__members__ and not code.startswith("BILAT-")


# Age of what is pending

_OLD = ("12-24 months", "Over 24 months")
_BRIEFLY = (N_("0-3"), N_("3-6"), N_("6-12"), N_("12-24"), N_("over 24"))
"""The bands as they stand beside each other at an axis."""
_MONTHS_OLD = {
    "Incoming": Sentence(N_("Incoming: age in months")),
    "Outgoing": Sentence(N_("Outgoing: age in months")),
}


def _bands(figures: Figures) -> dict[str, tuple[float, ...]]:
    return {
        direction: tuple(
            sum(_number(row[place]) for row in _rows(figures, direction))
            for place in range(2, len(figures.columns) - 1)
        )
        for direction in _DIRECTIONS
    }


def _ages(figures: Figures) -> Iterator[Picture]:
    yield from on_one_scale(
        Picture(_MONTHS_OLD[direction], Form.COLUMNS, _BRIEFLY, values)
        for direction, values in _bands(figures).items()
        if any(values)
    )


def _ages_told(figures: Figures) -> Sentence:
    total = sum(_numbers(figures, "Total"))
    if not total:
        return NOTHING
    old = sum(sum(_numbers(figures, name)) for name in _OLD)
    return Sentence(
        N_("%(old)s of %(total)s pending requests (%(share)s) are a year old or more."),
        {"old": int(old), "total": int(total), "share": _share(old, total)},
    )


# Time to close

_DAYS = {
    "Incoming": Sentence(N_("Incoming: days to close")),
    "Outgoing": Sentence(N_("Outgoing: days to close")),
}


def _spans(figures: Figures) -> Iterator[Picture]:
    yield from on_one_scale(_spans_by_direction(figures))


def _spans_by_direction(figures: Figures) -> Iterator[Picture]:
    for direction in _DIRECTIONS:
        rows = _rows(figures, direction)
        if not any(row[2] for row in rows):
            continue
        medians = tuple(None if row[5] is None else _number(row[5]) for row in rows)
        spans = tuple(
            None if row[5] is None else (_number(row[4]), _number(row[6]))
            for row in rows
        )
        labels = _texts([row[1] for row in rows])
        yield Picture(_DAYS[direction], Form.SPANS, labels, medians, spans)


def _spans_told(figures: Figures) -> Sentence:
    told = [row for row in figures.rows if row[5] is not None]
    if not told:
        return NOTHING
    last = max(told, key=lambda row: (str(row[1]), row[0] == _DIRECTIONS[0]))
    return Sentence(
        N_(
            "The bar runs from the 25th to the 75th percentile; its two shades meet at "
            "the median, which is the number. "
            "%(direction)s requests closed in %(span)s: half took no longer than "
            "%(median)s days, three quarters no longer than %(upper)s."
        ),
        {
            "direction": str(last[0]),
            "span": str(last[1]),
            "median": round(_number(last[5])),
            "upper": round(_number(last[6])),
        },
    )


# Partner States


def _ranked(figures: Figures, name: str) -> list[tuple[str, float]]:
    states = _texts(_column(figures, "State"))
    pairs = zip(states, _numbers(figures, name), strict=True)
    return sorted((p for p in pairs if p[1]), key=lambda pair: -pair[1])


def _states(figures: Figures) -> Iterator[Picture]:
    yield from on_one_scale(_states_by_direction(figures))


def _states_by_direction(figures: Figures) -> Iterator[Picture]:
    for direction, (title, _) in _IN_WORDS.items():
        ranked = _ranked(figures, f"{direction} new")[:MOST_STATES]
        if ranked:
            labels, values = zip(*ranked, strict=True)
            yield Picture(Sentence(title), Form.BARS, labels, values)


def _states_told(figures: Figures) -> Sentence:
    ranked = _ranked(figures, "Incoming new"), _ranked(figures, "Outgoing new")
    if not any(ranked):
        return NOTHING
    found: dict[str, float] = {}
    for state, number in (pair for pairs in ranked for pair in pairs):
        found[state] = found.get(state, 0) + number
    state = max(found, key=found.__getitem__)
    return Sentence(
        N_(
            "Most requests, %(number)s of %(total)s, were exchanged with %(state)s; "
            "%(states)s States in all."
        ),
        {
            "state": state,
            "number": int(found[state]),
            "total": int(sum(found.values())),
            "states": len(found),
        },
    )


CHARTS: dict[str, Chart] = {
    chart.table: chart
    for chart in (
        Chart("by_month", N_("New and pending by month"), _months, _months_told),
        Chart(
            "by_basis_year",
            N_("New requests by primary legal basis"),
            _bases,
            _bases_told,
        ),
        Chart("pending_age", N_("Age of what is pending"), _ages, _ages_told),
        Chart("time_to_close", N_("How long closing took"), _spans, _spans_told),
        WHERE_THE_TIME_WENT,
        Chart("by_state", N_("Partner States"), _states, _states_told),
    )
}
"""Every chart by the table that it shows, in the order of the page."""


def chart_of(figures: Figures) -> Chart | None:
    """The chart that shows a table; None where none does."""
    return CHARTS.get(figures.table.name)
