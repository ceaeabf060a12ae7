"""How workbooks look: number formats, header, totals, widths."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from ctrack.domain.columns import Column, Kind, Value

FORMATS = {
    Kind.TEXT: "General",
    Kind.INTEGER: "#,##0",
    Kind.DECIMAL: "#,##0.0",
    Kind.DATE: "yyyy-mm-dd",
    Kind.SHARE: "0.0%",
    Kind.MIXED: "General",
}

_PETROL, _WHITE = "FF0E5A66", "FFFFFFFF"
_RULE = Side(style="thin", color=_PETROL)
_LEFT_ALONE, _NO_FILL, _NO_BORDER = Alignment(), PatternFill(), Border()


@dataclass(frozen=True)
class Style:
    """What a cell looks like."""

    font: Font
    alignment: Alignment = _LEFT_ALONE
    fill: PatternFill = _NO_FILL
    border: Border = _NO_BORDER
    number_format: str = "General"


def put_style(cell: Any, style: Style) -> None:
    """Dress the cell."""
    cell.font, cell.alignment = style.font, style.alignment
    cell.fill, cell.border = style.fill, style.border
    cell.number_format = style.number_format


def _across(kind: Kind) -> str:
    return "right" if kind.is_number else "left"


_FONT = "Calibri"

TITLE = Style(Font(_FONT, bold=True, size=14))
LEAD = Style(Font(_FONT, size=10, color="FF535E66"))
STRONG = Style(Font(_FONT, bold=True), Alignment(vertical="top"))
WRAPPED = Style(Font(_FONT), Alignment(vertical="top", wrap_text=True))
CELL = {
    (kind, may_wrap): Style(
        Font(_FONT),
        Alignment(
            horizontal="left" if kind is Kind.DATE else None,
            vertical="top" if may_wrap else None,
            wrap_text=True if may_wrap and kind is Kind.TEXT else None,
        ),
        number_format=FORMATS[kind],
    )
    for kind in Kind
    for may_wrap in (True, False)
}
"""By kind, and whether a text of the row may take several lines."""
MARK = Style(Font(_FONT), Alignment(horizontal="right", vertical="top"))
"""A text that stands in the place of a number."""
HEADER = {
    kind: Style(
        Font(_FONT, bold=True, color=_WHITE),
        Alignment(horizontal=_across(kind), vertical="center", wrap_text=True),
        PatternFill("solid", fgColor=_PETROL),
    )
    for kind in Kind
}
TOTAL = {
    kind: Style(
        Font(_FONT, bold=True),
        Alignment(horizontal=_across(kind)),
        border=Border(top=_RULE),
        number_format=FORMATS[kind],
    )
    for kind in Kind
}

_WIDTHS = {
    Kind.TEXT: 16,
    Kind.INTEGER: 13,
    Kind.DECIMAL: 13,
    Kind.DATE: 12,
    Kind.SHARE: 11,
    Kind.MIXED: 16,
}
_WIDEST = 60
_LINE_HEIGHT = 15.0
_NARROW = 1.1
"""Text is narrower than the digits that widths are measured in."""


def width_of(column: Column, values: Iterable[Value]) -> int:
    """A width in characters that shows the values, and the header in two lines."""
    if column.width:
        return column.width
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    if column.kind is not Kind.TEXT:
        return max(_WIDTHS[column.kind], _word(column.name))
    return min(max(longest + 2, _word(column.name), 8), _WIDEST)


def height_of(texts: Iterable[tuple[str, int]]) -> float | None:
    """The height in points of a row with texts in columns of these widths.

    None where one line is enough. Excel finds it by itself, other programs do not.
    """
    lines = max(
        (len(textwrap.wrap(text, int(width * _NARROW))) for text, width in texts),
        default=1,
    )
    return _LINE_HEIGHT * lines if lines > 1 else None


def _word(header: str) -> int:
    """Room for the longest word of the header, and the button of the filter."""
    return max(len(word) for word in header.split()) + 4
