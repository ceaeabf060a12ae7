"""The event log as CSV: one line an event, the latest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from ctrack.domain.columns import Value
from ctrack.exports.csv_text import write_csv

HEADER = (
    "Number",
    "Happened",
    "Entered (UTC)",
    "Kind",
    "Person",
    "Request",
    "What",
    "Note",
    "Changes",
    "Correction",
)


@dataclass(frozen=True)
class LogLine:
    """An event in words; `entered` is a moment in UTC."""

    number: int
    happened: date
    entered: datetime
    kind: str
    person: str
    request: str
    what: str
    note: str
    changes: str
    is_correction: bool


def write_event_log(file: BinaryIO, lines: Iterable[LogLine]) -> None:
    """Write the lines in UTF-8 with the mark by which spreadsheets know it."""
    write_csv(file, HEADER, map(_cells, lines))


def _cells(line: LogLine) -> list[Value]:
    return [
        line.number,
        line.happened,
        line.entered.isoformat(timespec="seconds"),
        line.kind,
        line.person,
        line.request,
        line.what,
        line.note,
        line.changes,
        "yes" if line.is_correction else "no",
    ]
