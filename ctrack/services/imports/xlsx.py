"""Reading a workbook as a stream: row after row, whatever its size.

The usual readers hold a whole sheet in memory, empty cells included, so that one cell
far out in a small file can take all the memory there is (docs/decisions). Here only
the row at hand is held.
"""

import zlib
from collections import deque
from collections.abc import Generator
from pathlib import Path
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from ctrack.domain.wording import N_
from ctrack.services.imports.cells import Row
from ctrack.services.imports.unreadable import Unreadable
from ctrack.services.imports.xlsx_parts import PIECE, read_contents
from ctrack.services.imports.xlsx_sheet import sheet_parser

LARGEST = 2 << 30
"""Bytes of all parts, unpacked. A million requests with all their sheets take this."""
LARGEST_STRINGS = 256 << 20

_BROKEN = (BadZipFile, expat.ExpatError, zlib.error, EOFError, LookupError, ValueError,
           OverflowError, NotImplementedError, RuntimeError)  # fmt: skip
"""What archives and documents that are damaged make their readers raise."""


class Xlsx:
    """A workbook opened for reading."""

    fixed_width = False

    def __init__(self, path: Path, name: str) -> None:
        """Open the file. Raises Unreadable."""
        self.path = path
        self.name = name
        try:
            self._archive = ZipFile(path)
        except _BROKEN:
            raise self._damaged() from None
        try:
            self._check_sizes()
            self._contents = read_contents(self._archive)
        except Unreadable as error:
            self._archive.close()
            raise Unreadable(error.sentence.text, file=name) from None
        except _BROKEN:
            self._archive.close()
            raise self._damaged() from None
        self.sheets = list(self._contents.sheets)
        self.size = sum(map(self.size_of, self.sheets))
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

    def size_of(self, sheet: str) -> int:
        """The bytes of a sheet, unpacked; nothing where the archive lacks it."""
        part = self._contents.sheets[sheet]
        if part not in self._archive.namelist():
            return 0
        return self._archive.getinfo(part).file_size

    def rows(self, sheet: str) -> Generator[Row]:
        """The rows of a sheet that are not blank. Raises Unreadable."""
        try:
            with self._archive.open(self._contents.sheets[sheet]) as file:
                yield from self._stream(file)
        except _BROKEN:
            raise self._damaged() from None

    def _stream(self, file: IO[bytes]) -> Generator[Row]:
        waiting: deque[Row] = deque()
        reader = sheet_parser(self._contents, waiting)
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
