"""Reading a workbook as a stream: row after row, whatever its size.

The usual readers hold a whole sheet in memory, empty cells included, so that one cell
far out in a small file can take all the memory there is (docs/decisions). Here only
the row at hand is held.
"""

import re
import zlib
from collections import deque
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from ctrack.domain.wording import N_
from ctrack.services.imports.cells import Cell, Cells
from ctrack.services.imports.unreadable import Unreadable
from ctrack.services.imports.xlsx_parts import (
    PIECE,
    Attributes,
    Contents,
    local,
    parser,
    read_contents,
    unescaped,
)

LARGEST = 2 << 30
"""Bytes of all parts, unpacked. A million requests with all their sheets take this."""
LARGEST_STRINGS = 256 << 20

_LETTERS = re.compile(r"[A-Z]+")
_DAY_0 = date(1899, 12, 30)
_DAY_0_OF_1904 = date(1904, 1, 1)
_LAST_SERIAL = 2_958_465
_LAST_ROW = 1_048_576
_FALSE_LEAP_DAY = 60
"""Excel counts a 29 February 1900 that never was."""
_BROKEN = (BadZipFile, expat.ExpatError, zlib.error, EOFError, LookupError, ValueError,
           OverflowError, NotImplementedError, RuntimeError)  # fmt: skip
"""What archives and documents that are damaged make their readers raise."""

Row = tuple[int, Cells, int]


class Xlsx:
    """A workbook opened for reading."""

    fixed_width = False

    def __init__(self, path: Path, name: str) -> None:
        """Open the file. Raises Unreadable."""
        self.name = name
        try:
            self._archive = ZipFile(path)
            self._check_sizes()
            self._contents = read_contents(self._archive)
        except Unreadable as error:
            raise Unreadable(error.sentence.text, file=name) from None
        except _BROKEN:
            raise self._damaged() from None
        self.sheets = list(self._contents.sheets)
        self.size = sum(
            self._archive.getinfo(part).file_size
            for part in self._contents.sheets.values()
            if part in self._archive.namelist()
        )
        self._position = 0

    @property
    def position(self) -> int:
        """How many bytes of sheets have been read."""
        return self._position

    def __enter__(self) -> "Xlsx":
        """Be closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._archive.close()

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet that are not blank. Raises Unreadable."""
        try:
            with self._archive.open(self._contents.sheets[sheet]) as file:
                yield from self._stream(file)
        except _BROKEN:
            raise self._damaged() from None

    def _stream(self, file: IO[bytes]) -> Iterator[Row]:
        waiting: deque[Row] = deque()
        reader = _SheetReader(self._contents, waiting).parser
        while piece := file.read(PIECE):
            reader.Parse(piece)
            self._position += len(piece)
            while waiting:
                yield waiting.popleft()
        reader.Parse(b"", True)

    def _check_sizes(self) -> None:
        """Refuse what unfolds into more than a register can be.

        The archive is not read beyond the sizes it states.
        """
        parts = self._archive.infolist()
        strings = sum(p.file_size for p in parts if "sharedStrings" in p.filename)
        if sum(p.file_size for p in parts) > LARGEST or strings > LARGEST_STRINGS:
            raise Unreadable(
                N_(
                    "%(file)s is too large when it is unpacked. Save the register in "
                    "several files, or as .csv."
                ),
                file="",
            )

    def _damaged(self) -> Unreadable:
        return Unreadable(
            N_(
                "%(file)s is damaged, or it is not an Excel workbook. Open it in your "
                "spreadsheet program and save it as .xlsx again."
            ),
            file=self.name,
        )


class _SheetReader:
    """Turns the elements of a sheet into rows."""

    def __init__(self, contents: Contents, rows: deque[Row]) -> None:
        self._strings = contents.strings
        self._date_styles = contents.date_styles
        self._day_0 = _DAY_0_OF_1904 if contents.counts_from_1904 else _DAY_0
        self._rows = rows
        self._columns: dict[str, int] = {}
        self._row: dict[int, Cell] = {}
        self._number = 0
        self._column = -1
        self._kind = self._style = ""
        self._text: list[str] = []
        self._formula: list[str] = []
        self._into: list[str] | None = None
        self._phonetic = 0
        self.parser = parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, given: Attributes) -> None:
        if ":" in name:
            name = local(name)
        if name == "c":
            reference = given.get("r")
            self._column = self._place(reference) if reference else self._column + 1
            self._kind = given.get("t", "n")
            self._style = given.get("s", "")
        elif name == "v":
            self._into = self._text
        elif name == "t":
            self._into = None if self._phonetic else self._text
        elif name == "row":
            self._begin_row(int(given.get("r") or self._number + 1))
        elif name == "f":
            self._into = self._formula
        elif name == "rPh":
            self._phonetic += 1

    def _begin_row(self, number: int) -> None:
        if not self._number < number <= _LAST_ROW:
            raise ValueError(number)
        self._number, self._row, self._column = number, {}, -1

    def _characters(self, piece: str) -> None:
        if self._into is not None:
            self._into.append(piece)

    def _end(self, name: str) -> None:
        if ":" in name:
            name = local(name)
        if name == "c":
            if self._text or self._formula:
                self._take_cell()
        elif name in {"v", "t", "f"}:
            self._into = None
        elif name == "row":
            if self._row:
                self._rows.append((self._number, self._row, 0))
        elif name == "rPh":
            self._phonetic -= 1

    def _place(self, reference: str) -> int:
        """The number of a cell's column, from 0: `AB12` is in column 27."""
        match = _LETTERS.match(reference)
        if match is None:
            raise ValueError(reference)
        letters = match[0]
        if letters not in self._columns:
            number = 0
            for letter in letters:
                number = number * 26 + ord(letter) - 64
            self._columns[letters] = number - 1
        return self._columns[letters]

    def _take_cell(self) -> None:
        text = "".join(self._text)
        if not text and self._formula:
            # A program that does not calculate has written the formula only.
            text, self._kind = "=" + "".join(self._formula), "str"
        self._text.clear()
        self._formula.clear()
        value = self._value(text)
        if not isinstance(value, str) or (value and not value.isspace()):
            self._row[self._column] = value

    def _value(self, text: str) -> Cell:
        kind = self._kind
        if kind == "n":
            number = float(text)
            return self._day(number) if self._style in self._date_styles else number
        if kind == "s":
            return self._strings[int(text)]
        if kind == "b":
            return "yes" if text.strip() == "1" else "no"
        if kind == "d":
            return date.fromisoformat(text[:10])
        return unescaped(text)

    def _day(self, number: float) -> Cell:
        if not 1 <= number <= _LAST_SERIAL:
            return number
        days = int(number)
        if self._day_0 is _DAY_0 and days < _FALSE_LEAP_DAY:
            days += 1
        return self._day_0 + timedelta(days=days)
