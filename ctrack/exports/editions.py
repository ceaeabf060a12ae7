"""A published edition as a workbook, and as CSV files."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from ctrack.domain.disclosure.publication import hidden_in
from ctrack.domain.disclosure.words import RULES as DISCLOSURE_RULES
from ctrack.domain.disclosure.words import note
from ctrack.domain.statistics.questions import Question
from ctrack.domain.statistics.rules import DEFINITIONS, RULES
from ctrack.domain.statistics.tables import Figures, Table
from ctrack.exports.csv_zip import write_tables
from ctrack.exports.workbook import Properties, Sheet, Workbook

_LINE = 110


@dataclass(frozen=True)
class Imprint:
    """What an edition says of itself; it names the office, and no person."""

    title: str
    office: str
    question: Question
    threshold: int
    frozen_at: datetime
    released_on: date | None
    """None while it is not released."""
    software: str


def write_edition_workbook(
    file: BinaryIO, tables: Sequence[Figures], imprint: Imprint
) -> None:
    """Write the workbook: what it says of itself, and each table on a sheet."""
    book = Workbook(
        Properties(
            title=imprint.title,
            creator=imprint.office,
            made_at=imprint.frozen_at,
            subject="Requests for mutual legal assistance",
        )
    )
    about = book.page("About")
    for figures in tables:
        book.add(_sheet(figures, imprint))
    book.write_words(about, about_edition(imprint, [f.table for f in tables]))
    book.save(file)


def write_edition_csv(
    file: BinaryIO, tables: Sequence[Figures], imprint: Imprint
) -> None:
    """Write the tables as CSV files, and `about.csv`."""
    write_tables(file, tables, lambda named: about_edition(imprint, named))


def _sheet(figures: Figures, imprint: Imprint) -> Sheet:
    hidden = hidden_in(figures)
    table = figures.table
    return Sheet(
        title=table.title,
        table=table.name,
        columns=figures.columns,
        rows=figures.rows,
        text=[
            table.title,
            *_wrapped(table.sentence, table.remark, _terms(imprint)),
            *(_wrapped(str(note(hidden, imprint.threshold))) if hidden else ()),
        ],
        totals=figures.totals,
        has_marks=bool(hidden),
    )


def _wrapped(*texts: str) -> Iterator[str]:
    for text in texts:
        yield from textwrap.wrap(text, _LINE)


def _terms(imprint: Imprint) -> str:
    question = imprint.question
    return f"{_directions(question)}. Period {_days(question)}, as at {question.as_at}."


def _days(question: Question) -> str:
    return f"{question.period.start} to {question.period.end}"


def _directions(question: Question) -> str:
    direction = question.direction
    return "Both directions" if direction is None else f"{direction.label} only"


def about_edition(
    imprint: Imprint, tables: Iterable[Table]
) -> Iterator[tuple[str, str]]:
    """What an edition says of itself: terms with texts, and headings with none."""
    question = imprint.question
    yield imprint.title, ""
    yield "Published by", imprint.office
    yield "Released on", str(imprint.released_on or "not released: not for publication")
    yield "Period", _days(question)
    yield (
        "As at",
        f"{question.as_at}: with what had been entered by the end of that day",
    )
    yield "Direction", _directions(question)
    yield "Threshold", str(imprint.threshold)
    yield "Figures frozen", f"{imprint.frozen_at:%Y-%m-%d %H:%M:%S} UTC"
    yield "Software", f"ctrack {imprint.software}"
    yield "What is hidden", ""
    for number, rule in enumerate(DISCLOSURE_RULES, 1):
        yield f"Rule {number}", rule
    yield "Counting rules", ""
    for number, rule in enumerate(RULES, 1):
        yield f"Rule {number}", rule
    yield "Definitions", ""
    yield from DEFINITIONS
    for table in tables:
        yield table.title, ""
        yield "Table", table.name
        yield from table.definition
