"""The small parts of a workbook: which sheets there are, its texts, its formats.

A workbook is a ZIP archive of XML parts (ECMA-376). Only what a register needs is read.
"""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile

from ctrack.domain.wording import N_
from ctrack.services.imports.unreadable import Unreadable

Attributes = dict[str, str]
PIECE = 1 << 16

_DATE_FORMATS = frozenset(
    {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
)
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_ESCAPED = re.compile(r"_x(000[0-9A-Fa-f]|001[0-9A-Fa-f])_")
_OFFICE_DOCUMENT = "/officeDocument"


@dataclass
class Contents:
    """What the workbook says of itself."""

    sheets: dict[str, str] = field(default_factory=dict)
    """The part of each sheet by the sheet's name, in order."""
    strings: list[str] = field(default_factory=list)
    date_styles: frozenset[str] = frozenset()
    """The styles, by their number as text, that show a number as a day."""
    counts_from_1904: bool = False


def read_contents(archive: ZipFile) -> Contents:
    """Read everything but the sheets. Raises Unreadable where it is no workbook."""
    names = set(archive.namelist())
    workbook = next(
        (
            part
            for kind, part in _relations(archive, "").values()
            if kind.endswith(_OFFICE_DOCUMENT)
        ),
        "xl/workbook.xml",
    )
    if workbook not in names or not workbook.endswith(".xml"):
        raise Unreadable(
            N_(
                "%(file)s is not an Excel workbook. Open it in your spreadsheet "
                "program and save it as .xlsx."
            ),
            file="",
        )
    contents = Contents()
    parts = _relations(archive, workbook)
    _read_workbook(archive, workbook, parts, contents)
    for kind, part in parts.values():
        if kind.endswith("/sharedStrings") and part in names:
            contents.strings = _strings(archive, part)
        elif kind.endswith("/styles") and part in names:
            contents.date_styles = _date_styles(archive, part)
    return contents


def local(name: str) -> str:
    """An XML name without its prefix."""
    return name.rpartition(":")[2]


def parser() -> expat.XMLParserType:
    """A parser that refuses documents with definitions of their own.

    No workbook has any; with them, a short text can unfold into an endless one.
    """
    made = expat.ParserCreate()
    made.buffer_text = True
    made.buffer_size = PIECE
    made.StartDoctypeDeclHandler = _refuse
    return made


def _refuse(*_: object) -> None:
    raise expat.ExpatError("a workbook has no document type")


def _walk(
    archive: ZipFile,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    reader = parser()
    reader.StartElementHandler = lambda name, found: start(local(name), found)
    if end is not None:
        closing = end
        reader.EndElementHandler = lambda name: closing(local(name))
    if text is not None:
        reader.CharacterDataHandler = text
    with archive.open(part) as file:
        feed(reader, file)


def feed(reader: expat.XMLParserType, file: IO[bytes]) -> None:
    """Let the parser read the whole file."""
    while piece := file.read(PIECE):
        reader.Parse(piece)
    reader.Parse(b"", True)


def _relations(archive: ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Kind and path of the parts that a part refers to, by their ids."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, given: Attributes) -> None:
        if element == "Relationship" and given.get("TargetMode") != "External":
            target = given.get("Target", "")
            place = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            found[given.get("Id", "")] = (given.get("Type", ""), place)

    if path in archive.namelist():
        _walk(archive, path, start)
    return found


def _read_workbook(
    archive: ZipFile,
    part: str,
    parts: dict[str, tuple[str, str]],
    contents: Contents,
) -> None:
    def start(element: str, given: Attributes) -> None:
        if element == "workbookPr":
            contents.counts_from_1904 = given.get("date1904") in {"1", "true"}
        elif element == "sheet":
            number = next((v for k, v in given.items() if local(k) == "id"), "")
            kind, place = parts.get(number, ("", ""))
            if kind.endswith("/worksheet"):
                contents.sheets[given.get("name", "")] = place

    _walk(archive, part, start)


def _strings(archive: ZipFile, part: str) -> list[str]:
    reader = _StringsReader()
    _walk(archive, part, reader.start, reader.end, reader.text)
    return reader.found


class _StringsReader:
    """Puts the pieces of each text together; how it is pronounced is left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._is_text = False
        self._phonetic = 0

    def start(self, element: str, _given: Attributes) -> None:
        if element == "si":
            self._pieces.clear()
        elif element == "rPh":
            self._phonetic += 1
        elif element == "t":
            self._is_text = not self._phonetic

    def end(self, element: str) -> None:
        if element == "t":
            self._is_text = False
        elif element == "rPh":
            self._phonetic -= 1
        elif element == "si":
            self.found.append(unescaped("".join(self._pieces)))

    def text(self, piece: str) -> None:
        if self._is_text:
            self._pieces.append(piece)


def unescaped(text: str) -> str:
    """The text with control characters as they were: `_x000D_` is a line end."""
    if "_x0" in text:
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text


def _date_styles(archive: ZipFile, part: str) -> frozenset[str]:
    own: dict[int, str] = {}
    styles: list[int] = []
    inside = {"cellXfs": False}

    def start(element: str, given: Attributes) -> None:
        if element == "numFmt":
            own[_number(given.get("numFmtId"))] = given.get("formatCode", "")
        elif element == "cellXfs":
            inside["cellXfs"] = True
        elif element == "xf" and inside["cellXfs"]:
            styles.append(_number(given.get("numFmtId")))

    def end(element: str) -> None:
        if element == "cellXfs":
            inside["cellXfs"] = False

    _walk(archive, part, start, end)
    return frozenset(
        str(place) for place, code in enumerate(styles) if _is_date(code, own)
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _is_date(code: int, own: dict[int, str]) -> bool:
    if code in own:
        return bool(_DATE_LETTERS.search(_LITERAL.sub("", own[code].split(";")[0])))
    return code in _DATE_FORMATS
