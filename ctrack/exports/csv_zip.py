"""The statistics as CSV: one file a table, and one that tells how they were counted."""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from io import TextIOWrapper
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from ctrack.domain.columns import Value
from ctrack.domain.statistics.questions import Question
from ctrack.domain.statistics.tables import Figures, Table
from ctrack.exports.statistics import Origin, about_lines

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv_zip(
    file: BinaryIO, tables: Iterable[Figures], question: Question, origin: Origin
) -> None:
    """Write the tables as `<name>.csv` in UTF-8, without rows of totals."""
    write_tables(file, tables, lambda names: about_lines(question, origin, names))


def write_tables(
    file: BinaryIO,
    tables: Iterable[Figures],
    about: Callable[[list[Table]], Iterable[tuple[str, str]]],
) -> None:
    """Write any tables, and what is said about them as `about.csv`."""
    written = []
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for figures in tables:
            names = [column.name for column in figures.columns]
            _write(archive, figures.table.name, names, figures.rows)
            written.append(figures.table)
        _write(archive, "about", ["Term", "Text"], about(written))


def _write(
    archive: ZipFile, name: str, header: Sequence[str], rows: Iterable[Sequence[Value]]
) -> None:
    with (
        archive.open(f"{name}.csv", "w") as raw,
        TextIOWrapper(raw, encoding="utf-8", newline="") as text,
    ):
        writer = csv.writer(text)
        writer.writerow(header)
        writer.writerows([in_words(value) for value in row] for row in rows)


def in_words(value: Value) -> Value:
    """The value as CSV holds it: days as 2026-11-19, text never a formula."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value.isoformat() if isinstance(value, date) else value
