"""The relations that a reader of an edition knows from its definitions.

Each function gives the system of tables that hang together. The flow is a part of every
edition and nothing of it is hidden, so its figures are numbers in the equations.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ctrack.domain.disclosure.blocks import Block, PublicBlock
from ctrack.domain.disclosure.links import followed, ways
from ctrack.domain.disclosure.pasts import Tales
from ctrack.domain.disclosure.stories import Era, Public, Story, Tables
from ctrack.domain.disclosure.systems import Solver, System
from ctrack.domain.statistics.tables import NOT_STATED, Row
from ctrack.domain.vocabulary import Direction

GRANTED_AND_REFUSED = ("Granted in full", "Granted in part", "Refused")
_OTHERWISE = ("Withdrawn", "Returned", "Forwarded", "Otherwise closed")


def systems(
    tables: Tables,
    threshold: int,
    solve: Solver,
    era: Era | None = None,
    public: Sequence[Public] = (),
) -> Iterator[Sequence[System]]:
    """The systems of an edition's tables, for each set that hangs together.

    With `era`, the one of the edition, what readers know of the `public` ones stands
    in them too, and how these hang together with the edition in time: also what is
    counted by none, and follows from their difference. Where these contradict each
    other there are several, one for each way to compare them.
    """
    for found in (_states, _offences, _ages, _authorities):
        system = System()
        tales = Tales()
        found(Block(tables, threshold, system, Story(tales, era)))
        for each in public:
            found(PublicBlock(each, system, Story(tales, each.era)))
        if public:
            tales.join(system)
        yield list(_in_time(system, tales, threshold, solve))


def _in_time(
    system: System, tales: Tales, threshold: int, solve: Solver
) -> Iterator[System]:
    for way in ways(system, solve):
        _protect(tales.differences(), way, threshold)
        yield way


def _protect(differences: Iterable[int], system: System, threshold: int) -> None:
    """Put small differences between editions among what must not be published."""
    known = followed(system)
    for figure in differences:
        if 0 < known.get(figure, 0) < threshold:
            system.difference(figure, known[figure])


# ------------------------------------------------------------------ partner States


def _states(block: Block) -> None:
    """New, pending and closed by State, and new by year.

    Pending at the start + new − closed = pending at the end holds for each State,
    though what was pending at its start, and closed otherwise, is not published.
    """
    rows = block.rows("by_state")
    new = _state_columns(block, "new", "New")
    pending = _state_columns(block, "pending", "Pending at end")
    closed = {name: _closed(block, name) for name in GRANTED_AND_REFUSED if rows}
    split: dict[str, dict[Direction, list[int]]] = {n: {} for n in closed}
    for direction in Direction if rows else ():
        start = _hidden_column(block, direction, rows, "Pending at start")
        other = _hidden_column(block, direction, rows, *_OTHERWISE)
        for name in closed:
            split[name][direction] = _hidden_column(block, direction, rows, name)
        for row, (code, *_) in enumerate(rows):
            told = block.story.of("by_state", code, direction)
            told.before("pending", start[row])
            told.during("new", new[direction][row])
            told.at_end("pending", pending[direction][row])
            told.during("other", other[row])
            for name in closed:
                told.during(name, split[name][direction][row])
            block.system.sums(
                [start[row], new[direction][row]],
                minus=[
                    pending[direction][row],
                    other[row],
                    *(split[name][direction][row] for name in closed),
                ],
            )
    for name, figures in closed.items():
        for row, figure in enumerate(figures):
            parts = [split[name][direction][row] for direction in Direction]
            block.system.sums([figure], minus=parts)
    codes = [row[0] for row in rows]
    _years(block, {d: dict(zip(codes, f, strict=True)) for d, f in new.items()})


def _state_columns(block: Block, word: str, total: str) -> dict[Direction, list[int]]:
    found: dict[Direction, list[int]] = {}
    rows = block.rows("by_state")
    for direction in Direction if rows else ():
        column = block.place("by_state", f"{direction.label} {word}")
        found[direction] = [
            block.cell("by_state", row, column) for row in range(len(rows))
        ]
        block.system.sums(found[direction], block.flow.of(direction, total))
    return found


def _closed(block: Block, name: str) -> list[int]:
    column = block.place("by_state", name)
    rows = range(len(block.rows("by_state")))
    figures = [block.cell("by_state", row, column) for row in rows]
    total = sum(block.flow.of(direction, name) for direction in Direction)
    block.system.sums(figures, total)
    return figures


def _hidden_column(
    block: Block, direction: Direction, rows: Sequence[Row], *names: str
) -> list[int]:
    """What a table could tell by State and does not, though its total is known."""
    column = [block.system.unpublished() for _ in rows]
    block.system.sums(column, block.flow.of(direction, *names))
    return column


def _years(block: Block, new: Mapping[Direction, Mapping[object, int]]) -> None:
    """New by State and year: the years make the period, the States make the year.

    How many were new in a year in one direction is known from the bases by year only.
    """
    years: dict[int, list[int]] = {}
    rows = block.rows("by_state_year")
    for direction in Direction:
        here: dict[int, list[int]] = {}
        for number, row in enumerate(rows):
            if row[0] != direction.label:
                continue
            columns = range(3, len(row))
            figures = [block.cell("by_state_year", number, c) for c in columns]
            told = block.story.of("by_state", row[1], direction)
            for column, figure in zip(columns, figures, strict=True):
                told.during("new", figure, year=block.columns("by_state_year")[column])
                here.setdefault(column, []).append(figure)
            if row[1] in new.get(direction, {}):
                block.system.sums(figures, minus=[new[direction][row[1]]])
        everything = [figure for figures in here.values() for figure in figures]
        if everything:
            block.system.sums(everything, block.flow.of(direction, "New"))
        for column, figures in here.items():
            years.setdefault(column, []).extend(figures)
            if block.rows("by_basis_year"):
                _known_total(block.system, figures)
    for figures in years.values():
        _known_total(block.system, figures)


# ------------------------------------------------------------------------ offences


def _offences(block: Block) -> None:
    """The primary offence counts once; any mention is no less, nor more than all."""
    rows = block.rows("by_offence")
    for direction in Direction if rows else ():
        new = block.flow.of(direction, "New")
        main = _offence_column(block, direction, "primary")
        mentioned = _offence_column(block, direction, "any mention")
        block.system.sums(main, new)
        for number, row in enumerate(rows):
            told = block.story.of("by_offence", row[0], direction)
            told.during("main", main[number])
            told.during("mentioned", mentioned[number])
            if row[0] == NOT_STATED:
                block.system.sums([mentioned[number]], minus=[main[number]])
                continue
            block.system.not_above(main[number], mentioned[number])
            block.system.sums([mentioned[number], block.system.unpublished()], new)


def _offence_column(block: Block, direction: Direction, word: str) -> list[int]:
    column = block.place("by_offence", f"{direction.label} new ({word})")
    rows = range(len(block.rows("by_offence")))
    return [block.cell("by_offence", row, column) for row in rows]


# --------------------------------------------------------------------- authorities


def _ages(block: Block) -> None:
    """The bands make the total, the authorities make what is pending."""
    bands: dict[int, list[int]] = {}
    rows = block.rows("pending_age")
    for direction in Direction:
        totals = []
        for number, row in enumerate(rows):
            if row[0] != direction.label:
                continue
            last = len(row) - 1
            figures = [block.cell("pending_age", number, c) for c in range(2, last)]
            total = block.cell("pending_age", number, last)
            told = block.story.of("pending_age", row[1], direction)
            for column, figure in enumerate([*figures, total]):
                told.at_end(str(column), figure)
            block.system.sums(figures, minus=[total])
            totals.append(total)
            for column, figure in enumerate(figures, 2):
                bands.setdefault(column, []).append(figure)
        if totals:
            block.system.sums(totals, block.flow.of(direction, "Pending at end"))
    for figures in bands.values():
        _known_total(block.system, figures)


def _authorities(block: Block) -> None:
    """Each column adds up to its total."""
    rows = block.rows("by_authority")
    for column in _counts(block, "by_authority"):
        figures = [block.cell("by_authority", n, column) for n in range(len(rows))]
        word = block.columns("by_authority")[column].name
        for figure, row in zip(figures, rows, strict=True):
            told = block.story.of("by_authority", row[0])
            if word == "Pending":
                told.at_end(word, figure)
            else:
                told.during(word, figure)
        _known_total(block.system, figures)


def _counts(block: Block, name: str) -> Iterator[int]:
    """The columns of a table that are added up."""
    if not block.rows(name):
        return
    for number, column in enumerate(block.columns(name)):
        if column.is_totalled:
            yield number


def _known_total(system: System, figures: Iterable[int]) -> None:
    """Figures of which a total is published."""
    kept = list(figures)
    system.sums(kept, sum(system.values[figure] for figure in kept))
