"""Rows as CSV: text that no spreadsheet takes for a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import TextIOWrapper
from typing import IO

from ctrack.domain.columns import Value

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(
    file: IO[bytes],
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    marked: bool = True,
) -> None:
    """Write the rows in UTF-8; `marked` with the mark by which spreadsheets know it.

    The file stays open. The rows are read once.
    """
    encoding = "utf-8-sig" if marked else "utf-8"
    text = TextIOWrapper(file, encoding=encoding, newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([in_words(value) for value in row] for row in rows)
    text.flush()
    text.detach()


def in_words(value: Value) -> Value:
    """The value as CSV holds it: days as 2026-11-19, text never a formula."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value.isoformat() if isinstance(value, date) else value
