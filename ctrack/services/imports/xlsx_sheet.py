"""The elements of a sheet become rows of cells.

One function with its handlers inside instead of a class: they run some twenty times
for each row of a register, and so take two thirds of the time.
"""

from collections import deque
from datetime import date, timedelta
from xml.parsers import expat

from ctrack.services.imports.cells import Cell, Row
from ctrack.services.imports.xlsx_parts import (
    Attributes,
    Contents,
    local,
    parser,
    unescaped,
)

LAST_ROW = 1_048_576
_DAY_0 = date(1899, 12, 30)
_DAY_0_OF_1904 = date(1904, 1, 1)
_LAST_SERIAL = 2_958_465
_FALSE_LEAP_DAY = 60
"""Excel counts a 29 February 1900 that never was."""


def sheet_parser(contents: Contents, rows: deque[Row]) -> expat.XMLParserType:  # noqa: C901
    """A parser to be fed with a sheet; puts every row that is not blank into `rows`.

    Feeding it raises LookupError or ValueError where the sheet is damaged. (The
    complexity is that of all handlers together, which share their state.)
    """
    places: dict[str, int] = {}
    values = _Values(contents)
    cells: dict[int, Cell] = {}
    number = 0
    place = -1
    kind = style = text = formula = ""
    into = _NOTHING
    phonetic = 0

    def start(name: str, given: Attributes) -> None:
        nonlocal cells, number, place, kind, style, text, formula, into, phonetic
        if name == "c":
            reference = given.get("r")
            if reference is None:
                place += 1
            else:
                letters = reference.rstrip("0123456789")
                if letters not in places:
                    places[letters] = _place(letters)
                place = places[letters]
            kind, style = given.get("t", "n"), given.get("s", "")
            text = formula = ""
        elif name == "v" or (name == "t" and not phonetic):
            into = _TEXT
        elif name == "row":
            before, number = number, int(given.get("r") or number + 1)
            if not before < number <= LAST_ROW:
                raise ValueError(number)
            cells, place = {}, -1
        elif name == "f":
            into = _FORMULA
        elif name == "rPh":
            phonetic += 1

    def characters(piece: str) -> None:
        nonlocal text, formula
        if into is _TEXT:
            text += piece
        elif into is _FORMULA:
            formula += piece

    def end(name: str) -> None:
        nonlocal into, phonetic
        if name == "c":
            if text:
                value = values.of(text, kind, style)
                if not isinstance(value, str) or not value.isspace():
                    cells[place] = value
            elif formula:
                # A program that does not calculate has written the formula only.
                cells[place] = f"={formula}"
        elif name in _HOLD_TEXT:
            into = _NOTHING
        elif name == "row":
            if cells:
                rows.append((number, cells, 0))
        elif name == "rPh":
            phonetic -= 1

    def begin(name: str, _given: Attributes) -> None:
        """Look at the outermost element: do the names in this sheet have a prefix?"""
        if ":" in name:
            made.StartElementHandler = lambda name, given: start(local(name), given)
            made.EndElementHandler = lambda name: end(local(name))
        else:
            made.StartElementHandler, made.EndElementHandler = start, end
        made.CharacterDataHandler = characters

    made = parser()
    made.StartElementHandler = begin
    return made


_NOTHING, _TEXT, _FORMULA = range(3)
_HOLD_TEXT = frozenset("vtf")


def _place(letters: str) -> int:
    """The number of a column, from 0: `AB` is 27."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        raise ValueError(letters)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


class _Values:
    """Reads what stands in a cell by the kind and style of the cell."""

    def __init__(self, contents: Contents) -> None:
        self._strings = contents.strings
        self._date_styles = contents.date_styles
        self._day_0 = _DAY_0_OF_1904 if contents.counts_from_1904 else _DAY_0
        self._days: dict[str, Cell] = {}

    def of(self, text: str, kind: str, style: str) -> Cell:
        """The text, number or day that the cell holds."""
        if kind == "n":
            if style not in self._date_styles:
                return float(text)
            if text not in self._days:
                self._days[text] = self._day(float(text))
            return self._days[text]
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
