"""The statistics as a workbook: what it says of itself, the tables, the charts."""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from ctrack.domain.statistics import cuts
from ctrack.domain.statistics.questions import Question
from ctrack.domain.statistics.rules import DEFINITIONS, RULES
from ctrack.domain.statistics.tables import Figures, Row, Table
from ctrack.exports.statistics_charts import Charted, add_charts
from ctrack.exports.workbook import Properties, Sheet, Workbook

Progress = Callable[[int], None]
"""Told how many rows have been written since it was told last."""

_LINE = 110
_AT_ONCE = 1000


@dataclass(frozen=True)
class Origin:
    """Who made the figures, when, with which version, for which office."""

    made_by: str
    made_at: datetime
    version: str
    office: str

    @property
    def moment(self) -> str:
        """The time of making, as the workbook shows it."""
        return f"{self.made_at:%Y-%m-%d %H:%M:%S} UTC"


@dataclass(frozen=True)
class Purpose:
    """What a workbook is made for: all of the statistics, or a return."""

    title: str = "Statistics"
    lines: tuple[tuple[str, str], ...] = ()
    """What the sheet `About` says of it: terms with texts."""
    asked: Mapping[str, Question] = field(default_factory=dict)
    """The questions of those tables that answer another one than the rest."""
    right_to_left: bool = False
    """Sheets run from the right, as the language does."""


ALL_OF_IT = Purpose()


def write_workbook(
    file: BinaryIO,
    tables: Iterable[Figures],
    question: Question,
    origin: Origin,
    on_progress: Progress | None = None,
    purpose: Purpose = ALL_OF_IT,
) -> None:
    """Write the workbook; a long table goes through row by row.

    What is said about the figures comes before them, so `tables` is read one by one.
    """
    book = Workbook(
        Properties(
            title=f"{purpose.title}, {_days(question)}",
            creator=origin.made_by,
            made_at=origin.made_at,
            subject="Requests for mutual legal assistance",
        ),
        right_to_left=purpose.right_to_left,
    )
    counted: list[Figures] = []
    places: dict[str, Charted] = {}
    about = book.page("About")
    charts = book.page("Charts")
    for figures in tables:
        asked = purpose.asked.get(figures.table.name, question)
        place = book.add(_sheet(figures, asked, on_progress))
        places[figures.table.name] = Charted(figures, place)
        counted.append(figures)
    heading, *told = about_lines(question, origin, [f.table for f in counted])
    book.write_words(about, [heading, *purpose.lines, *told])
    add_charts(charts, places)
    book.save(file)


def _sheet(figures: Figures, question: Question, on_progress: Progress | None) -> Sheet:
    table = figures.table
    rows = figures.rows
    if table.is_long and on_progress is not None:
        rows = _with_progress(rows, on_progress)
    return Sheet(
        title=table.title,
        table=table.name,
        columns=figures.columns,
        rows=rows,
        text=list(_text_above(table, question)),
        totals=figures.totals,
    )


def _with_progress(rows: Iterable[Row], on_progress: Progress) -> Iterator[Row]:
    number = 0
    for row in rows:
        number += 1
        yield row
        if number % _AT_ONCE == 0:
            on_progress(_AT_ONCE)
    on_progress(number % _AT_ONCE)


def _text_above(table: Table, question: Question) -> Iterator[str]:
    yield table.title
    for text in (table.sentence, table.remark, _terms(question)):
        yield from textwrap.wrap(text, _LINE)


def _terms(question: Question) -> str:
    direction = question.direction
    which = "Both directions" if direction is None else f"{direction.label} only"
    cut = "".join(f". {title}: {codes}" for title, codes in cuts.told(question))
    return f"{which}{cut}. Period {_days(question)}, {_known(question)}."


def _days(question: Question) -> str:
    return f"{question.period.start} to {question.period.end}"


def _known(question: Question) -> str:
    if question.as_at is None:
        return "with all that was known when it was made"
    return f"as at {question.as_at}"


def about_lines(
    question: Question, origin: Origin, tables: Iterable[Table]
) -> Iterator[tuple[str, str]]:
    """What the edition says of itself: terms with texts, and headings with none."""
    direction = question.direction
    yield "About these statistics", ""
    yield "Office", origin.office
    yield "Period", _days(question)
    yield "As at", str(question.as_at or "everything known when it was made")
    yield "Direction", "Incoming and outgoing" if direction is None else direction.label
    yield from cuts.told(question)
    yield "Made", origin.moment
    yield "Made by", origin.made_by
    yield "Software", f"ctrack {origin.version}"
    yield "Counting rules", ""
    for number, rule in enumerate(RULES, 1):
        yield f"Rule {number}", rule
    yield "Definitions", ""
    yield from DEFINITIONS
    for table in tables:
        yield table.title, ""
        yield "Table", table.name
        yield from table.definition
