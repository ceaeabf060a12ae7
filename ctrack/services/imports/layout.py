"""How the rows of a file are laid out in the temporary database, and read from it."""

import marshal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from ctrack.domain.columns import Value
from ctrack.domain.references import normalised
from ctrack.domain.register_file import PARTS, REGISTER, SheetForm
from ctrack.domain.wording import N_, Sentence, counted
from ctrack.services.imports.cells import Cell, Row, Source, text_of
from ctrack.services.imports.headers import Header
from ctrack.services.imports.unreadable import Unreadable


@dataclass(slots=True)
class StagedRow:
    """A row of the register with what the other sheets say about it."""

    number: int
    cells: dict[str, Cell]
    """By the names of the columns we know."""
    misfit: Sentence | None = None
    """What is wrong with the row as a whole."""
    twins: tuple[int, ...] = ()
    """The rows that have the same reference."""
    parts: dict[str, list["StagedRow"]] = field(default_factory=dict)
    """The rows of the other sheets, by the sheet's title."""


def sheets_of(source: Source, notes: list[Sentence]) -> Iterator[tuple[SheetForm, str]]:
    """The sheets to read. Raises Unreadable where none can be the register."""
    by_name = {normalised(sheet): sheet for sheet in source.sheets}
    register = by_name.get(normalised(REGISTER.title))
    if register is None and len(source.sheets) == 1:
        register = source.sheets[0]
        notes.append(
            Sentence(
                N_("The only sheet, %(sheet)s, is read as the register."),
                {"sheet": register},
            )
        )
    if register is None:
        raise Unreadable(
            N_(
                "%(file)s has no sheet Register. It has: %(sheets)s. Rename the one "
                "that holds the register."
            ),
            file=source.name,
            sheets=", ".join(source.sheets) or "-",
        )
    yield REGISTER, register
    for form in PARTS:
        sheet = by_name.get(normalised(form.title))
        if sheet is not None:
            yield form, sheet


Laid = tuple[int, str | None, int | None, int | None, bytes]
"""A row in the temporary database: its number, the reference that ties the sheets
together, the number of fields where there are too few, the place of a value beyond the
header, and the cells."""


def laid_out(rows: Iterable[Row], header: Header, *, fixed: bool) -> Iterator[Laid]:
    """The rows as the temporary database holds them; days as bytes."""
    width = header.width
    reference = header.places.get("reference", -1)
    named = header.names.keys()
    for number, cells, fields in rows:
        far = None if cells.keys() <= named else min(cells.keys() - named)
        short = fields if fixed and fields < width else None
        key = " ".join(text_of(cells.get(reference)).casefold().split()) or None
        laid = {
            place: _day(value) if isinstance(value, date) else value
            for place, value in cells.items()
        }
        # Only this very process reads it.
        yield number, key, short, far, marshal.dumps(laid)


@lru_cache(maxsize=50_000)
def _day(value: date) -> bytes:
    return value.isoformat().encode()


def cells_of(laid: bytes, header: Header) -> tuple[Value, ...]:
    """The cells of a row that was laid out, as they stood in the file."""
    cells = marshal.loads(laid)  # noqa: S302 (written by `laid_out`)
    return tuple(_cell_of(cells.get(place)) for place in range(header.width))


def _cell_of(value: Cell | None) -> Value:
    if isinstance(value, bytes):
        return date.fromisoformat(value.decode())
    return value


def staged(row: Laid, header: Header) -> StagedRow:
    """A row that was laid out, by the names of its columns."""
    number, _key, short, far, laid = row
    names = header.known
    cells = {
        names[place]: value
        for place, value in marshal.loads(laid).items()  # noqa: S302 (see above)
        if place in names
    }
    if short is None and far is None:
        return StagedRow(number, cells)
    return StagedRow(number, cells, _misfit(short, far, header))


def _misfit(short: int | None, far: int | None, header: Header) -> Sentence:
    if short is not None:
        return Sentence(
            N_(
                "The row has %(fields)s values and the header %(width)s names. Look "
                "for a separator or a quotation mark that is missing."
            ),
            {"fields": short, "width": header.width},
        )
    return Sentence(
        N_(
            "There is a value in column %(column)s, which has no header. Remove "
            "it, give the column a name, or look for a separator too many."
        ),
        {"column": (far or 0) + 1},
    )


def of_orphans(form: SheetForm, shown: str, number: int) -> Sentence:
    """What to tell of rows that belong to no request."""
    return counted(
        N_(
            "%(number)s row of the sheet %(sheet)s names no reference of the register "
            "and is left alone: row %(rows)s"
        ),
        N_(
            "%(number)s rows of the sheet %(sheet)s name no reference of the register "
            "and are left alone: rows %(rows)s"
        ),
        number,
        sheet=form.title,
        rows=shown,
    )
