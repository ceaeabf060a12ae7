"""Totals rows: the formula that Excel wants, and beside it the result.

openpyxl writes formulas without results. Whoever opens a file without allowing it to
be edited, or reads it with a program, would see an empty row of totals.
"""

import os
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from ctrack.domain.columns import Value

_ESCAPED = re.compile(r"(['#\[\]])")


def sum_formula(table: str, column: str) -> str:
    """The formula of a totals row: the sum of the rows that a filter leaves over."""
    name = _ESCAPED.sub(r"'\1", column)
    return f"=SUBTOTAL(109,{table}[{name}])"


class Archive(ZipFile):
    """A new archive that adds the results to the formulas of the sheets it is given."""

    def __init__(
        self, file: BinaryIO, results: Mapping[str, Mapping[str, Value]]
    ) -> None:
        """Take the results by the sheet's name in the archive and by formula."""
        super().__init__(file, "w", ZIP_DEFLATED)
        self._results = results

    def write(
        self,
        filename: str | os.PathLike[str],
        arcname: str | os.PathLike[str] | None = None,
        *further: Any,
        **named: Any,
    ) -> None:
        """Put a file into the archive."""
        results = self._results.get(str(arcname))
        if not results:
            super().write(filename, arcname, *further, **named)
            return
        text = Path(filename).read_text(encoding="utf-8")
        for formula, result in results.items():
            written = f"<f>{escape(str(formula)[1:], quote=False)}</f>"
            for empty in ("<v />", "<v/>", "<v></v>"):  # with and without lxml
                text = text.replace(written + empty, f"{written}<v>{result}</v>")
        self.writestr(str(arcname), text)
