"""What stands in a cell: text, a number, a day, or nothing."""

import re
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from ctrack.domain.dates import NotADay, parse_day
from ctrack.domain.register_file import plain

Cell = str | float | date | bytes
"""What stands in a cell; a day that was laid out in the temporary database is bytes."""

Cells = Mapping[int, Cell]
"""The cells of a row that hold something, by the number of their column from 0."""

_SLASHED = re.compile(r"^\d{1,2}[/-]\d{1,2}[/-]\d{2,4}$")
_WHOLE_NUMBERS = 1e15


Row = tuple[int, Cells, int]
"""The number of a row, its cells, and how many fields there were."""


class AmbiguousDay(NotADay):
    """Day and month cannot be told apart."""


class Source(Protocol):
    """A file that was opened for reading, with its sheets by name.

    `size` and `position` are bytes of the sheets: how far the reading is.
    """

    path: Path
    name: str
    sheets: list[str]
    fixed_width: bool
    """Whether a row with fewer values than the header is a mistake."""
    size: int

    @property
    def position(self) -> int:
        """How many of the bytes have been read."""
        ...

    def size_of(self, sheet: str) -> int:
        """The bytes of one sheet."""
        ...

    def rows(self, sheet: str) -> Generator[Row]:
        """The rows that are not blank."""
        ...


Opened = AbstractContextManager[Source]


def text_of(cell: Cell | None) -> str:
    """The cell as text, without blanks at its ends; empty where there is nothing."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return plain(cell)
    if isinstance(cell, bytes):
        return cell.decode()
    if isinstance(cell, date):
        return cell.isoformat()
    if cell.is_integer() and abs(cell) < _WHOLE_NUMBERS:
        return str(int(cell))
    return repr(cell)


def day_of(cell: Cell | None) -> date | None:
    """The day in the cell, None where it is empty.

    Raises NotADay; and AmbiguousDay for `03/04/2015`, which some read as March.
    """
    if isinstance(cell, bytes):
        return _laid_out_day(cell)
    if isinstance(cell, date):
        return parse_day(cell)
    text = text_of(cell)
    if not text:
        return None
    if _SLASHED.match(text):
        raise AmbiguousDay(text)
    return parse_day(text)


@lru_cache(maxsize=50_000)
def _laid_out_day(cell: bytes) -> date:
    return parse_day(date.fromisoformat(cell.decode()))
