"""The cells of a sheet, written as the file holds them.

openpyxl describes the workbook: sheets, styles, tables, charts. It also makes an object
of every cell, which takes most of the time of a long table; so the rows are written
here, and put in their place when the workbook is saved.
"""

import os
import re
import shutil
import tempfile
import weakref
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter

from ctrack.domain.columns import Value
from ctrack.domain.errors import DomainError
from ctrack.domain.wording import N_

CellWriter = Callable[[int, Value], str]
"""Makes the text of a cell from the number of its row and its value."""

MOST_ROWS = 1_048_576
"""How many rows a sheet can have."""

LONGEST_TEXT = 32_767
"""How many characters a cell can hold."""

_IN_MEMORY = 1 << 20
"""How many bytes of a sheet are kept in memory before they go to the disk."""

_FIRST_DAY = 693_594
"""The ordinal of 30 December 1899, from which Excel counts days."""

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile(r"(['#\[\]])")


class Rows:
    """The rows of one sheet, kept in a file of their own until it is saved."""

    def __init__(self) -> None:
        """Begin with no rows."""
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(  # noqa: SIM115 (below)
            _IN_MEMORY
        )
        # also where something fails before the workbook is saved
        weakref.finalize(self, self.file.close)
        self.number = 0

    def add(self, cells: Sequence[str], height: float | None = None) -> None:
        """Add a row of cells; the height is in points, None for the usual one.

        Raises DomainError where the sheet is full.
        """
        self.number += 1
        if self.number > MOST_ROWS:
            raise DomainError(
                N_(
                    "There are more than %(most)s rows, and a sheet cannot hold them. "
                    "Take fewer at once, or CSV, which holds any number."
                ),
                most=MOST_ROWS,
            )
        high = f' ht="{height}" customHeight="1"' if height else ""
        text = f'<row r="{self.number}"{high}>{"".join(cells)}</row>'
        self.file.write(text.encode())


def text_writer(column: int, style: int, risky_style: int) -> CellWriter:
    """Writes text as text, whatever it begins with.

    `risky_style` is for text that Excel would take for a formula as soon as somebody
    edits it.
    """
    letter = get_column_letter(column)

    def put(row: int, value: Value) -> str:
        if value is None or value == "":
            return ""
        text = str(value)[:LONGEST_TEXT]
        chosen = risky_style if text[0] in "=+-@" else style
        if not text.isprintable() or "&" in text or "<" in text or ">" in text:
            text = _for_xml(text)
        space = ""
        if text != text.strip():
            space = ' xml:space="preserve"'
        return (
            f'<c r="{letter}{row}" s="{chosen}" t="inlineStr">'
            f"<is><t{space}>{text}</t></is></c>"
        )

    return put


def _for_xml(text: str) -> str:
    text = _NOT_IN_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def number_writer(column: int, style: int) -> CellWriter:
    """Writes numbers, and days as the numbers that Excel counts them by."""
    letter = get_column_letter(column)

    def put(row: int, value: Value) -> str:
        if value is None:
            return ""
        if isinstance(value, date):
            value = value.toordinal() - _FIRST_DAY
        return f'<c r="{letter}{row}" s="{style}"><v>{value}</v></c>'

    return put


def mixed_writer(words: CellWriter, number: CellWriter, day: CellWriter) -> CellWriter:
    """Writes each value as what it is: a text, a number, or a day."""

    def put(row: int, value: Value) -> str:
        if isinstance(value, date):
            return day(row, value)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return (number if is_number else words)(row, value)

    return put


def blank(column: int, row: int, style: int) -> str:
    """A cell without a value that is to look like its neighbours."""
    return f'<c r="{get_column_letter(column)}{row}" s="{style}"/>'


def sum_writer(column: int, style: int, table: str, header: str) -> CellWriter:
    """Writes the formula of a totals row, and beside it the sum that is its result.

    Whoever opens the file without allowing it to be edited, or reads it with a
    program, sees the result.
    """
    letter = get_column_letter(column)
    name = _for_xml(_FORMULA.sub(r"'\1", header))

    def put(row: int, value: Value) -> str:
        return (
            f'<c r="{letter}{row}" s="{style}">'
            f"<f>SUBTOTAL(109,{table}[{name}])</f><v>{value}</v></c>"
        )

    return put


class Archive(ZipFile):
    """A new archive that puts the rows into the sheets it is given without them."""

    def __init__(self, file: BinaryIO, rows: Mapping[str, Rows]) -> None:
        """Take the rows by the sheet's name in the archive."""
        super().__init__(file, "w", ZIP_DEFLATED)
        self._rows = rows

    def write(
        self,
        filename: str | os.PathLike[str],
        arcname: str | os.PathLike[str] | None = None,
        *further: Any,
        **named: Any,
    ) -> None:
        """Put a file into the archive."""
        rows = self._rows.get(str(arcname))
        if rows is None:
            super().write(filename, arcname, *further, **named)
            return
        sheet = Path(filename).read_text(encoding="utf-8")
        before, after = re.split(r"<sheetData ?/>|<sheetData></sheetData>", sheet)
        with rows.file, self.open(str(arcname), "w", force_zip64=True) as part:
            part.write(f"{before}<sheetData>".encode())
            rows.file.seek(0)
            shutil.copyfileobj(rows.file, part, 1 << 20)
            part.write(f"</sheetData>{after}".encode())
