"""The statistics as CSV: one file a table, and one that tells how they were counted."""

from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from ctrack.domain.columns import Value
from ctrack.domain.statistics.questions import Question
from ctrack.domain.statistics.tables import Figures, Table
from ctrack.exports.csv_text import write_csv
from ctrack.exports.statistics import Origin, about_lines


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
    with archive.open(f"{name}.csv", "w") as raw:
        write_csv(raw, header, rows, marked=False)
