"""Reading a text file whose values are separated by commas, semicolons or tabs."""

import codecs
import csv
from collections.abc import Generator
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from ctrack.domain.wording import N_
from ctrack.services.imports.cells import Row
from ctrack.services.imports.unreadable import Unreadable

SHEET = "Register"
SEPARATORS = ",;\t"

_PIECE = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Delimited:
    """A text file with one row a line, opened for reading as a single sheet."""

    fixed_width = True

    def __init__(self, path: Path, name: str) -> None:
        """Find out how the file is written. Raises Unreadable."""
        self.name = name
        self.sheets = [SHEET]
        self.size = path.stat().st_size
        self.path = path
        self._encoding = self._find_encoding()
        self._file: IO[bytes] = path.open("rb")

    @property
    def position(self) -> int:
        """How many bytes have been read."""
        return self._file.tell()

    def __enter__(self) -> "Delimited":
        """Be closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._file.close()

    def size_of(self, _sheet: str) -> int:
        """The bytes of the only sheet."""
        return self.size

    def rows(self, sheet: str) -> Generator[Row]:
        """The rows that are not blank; a row keeps its number in a spreadsheet."""
        self._file.seek(0)
        lines = TextIOWrapper(self._file, encoding=self._encoding, newline="")
        first = lines.readline()
        lines.seek(0)
        reader = csv.reader(lines, delimiter=_separator(first))
        number = 0
        try:
            for number, row in enumerate(reader, 1):
                cells = {n: v for n, v in enumerate(row) if v and not v.isspace()}
                if cells:
                    yield number, cells, len(row)
        except csv.Error as error:
            raise Unreadable(
                N_(
                    "%(file)s cannot be read after row %(row)s: a quotation mark is "
                    "opened there and not closed, or a value is endless."
                ),
                file=self.name,
                row=number,
            ) from error
        finally:
            lines.detach()

    def _find_encoding(self) -> str:
        """UTF-8, UTF-16 with its mark, or else Windows-1252 as Excel writes it."""
        with self.path.open("rb") as file:
            begin = file.read(4)
            for mark, encoding in _MARKS:
                if begin.startswith(mark):
                    return self._checked(encoding)
            if b"\0" in begin:
                raise self._not_text()
        try:
            return self._checked("utf-8")
        except UnicodeDecodeError:
            return self._checked("cp1252")

    def _checked(self, encoding: str) -> str:
        decoder = codecs.getincrementaldecoder(encoding)()
        with self.path.open("rb") as file:
            try:
                while piece := file.read(_PIECE):
                    if "\0" in decoder.decode(piece):
                        raise self._not_text()
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                if encoding == "utf-8":
                    raise
                raise self._not_text() from None
        return encoding

    def _not_text(self) -> Unreadable:
        return Unreadable(
            N_(
                "%(file)s is not a text file. Save the register as .xlsx, or as .csv "
                "in UTF-8."
            ),
            file=self.name,
        )


def _separator(header: str) -> str:
    """The separator that parts the header into the most names."""
    return max(SEPARATORS, key=lambda separator: header.count(separator))
