"""Which column of a sheet is which, whatever the order and case of the headers."""

from dataclasses import dataclass, field
from functools import cached_property

from ctrack.domain.references import normalised
from ctrack.domain.register_file import NEEDED, PROBLEMS, REGISTER, SheetForm
from ctrack.domain.wording import N_, Sentence
from ctrack.services.imports.cells import Cells, text_of
from ctrack.services.imports.unreadable import Unreadable

MOST_COLUMNS = 500


@dataclass
class Header:
    """The header of a sheet: the places of the columns we know, and the other names."""

    names: dict[int, str]
    """Every header as it stands there, by its place from 0."""
    places: dict[str, int] = field(default_factory=dict)
    """The place of each column we know."""
    unknown: list[str] = field(default_factory=list)

    @cached_property
    def known(self) -> dict[int, str]:
        """The columns we know by their places."""
        return {place: name for name, place in self.places.items()}

    @property
    def width(self) -> int:
        """How many columns have a name, up to the last one."""
        return max(self.names, default=-1) + 1


def read_header(cells: Cells, form: SheetForm, file: str) -> Header:
    """Match the headers with the columns of the form.

    Raises Unreadable where one stands there twice, or one is missing without which no
    row can be read.
    """
    known = {normalised(name): name for name in form.names}
    header = Header({place: text_of(cell) for place, cell in sorted(cells.items())})
    if header.width > MOST_COLUMNS:
        raise Unreadable(
            N_(
                "The sheet %(sheet)s of %(file)s has a header in column %(column)s. "
                "Delete the columns that do not belong to the register."
            ),
            sheet=form.title,
            file=file,
            column=header.width,
        )
    for place, text in header.names.items():
        name = known.get(normalised(text))
        if name is None:
            if normalised(text) != PROBLEMS:
                header.unknown.append(text)
        elif name in header.places:
            raise Unreadable(
                N_(
                    "The column %(column)s stands twice in the sheet %(sheet)s of "
                    "%(file)s. Rename or delete one of them."
                ),
                column=name,
                sheet=form.title,
                file=file,
            )
        else:
            header.places[name] = place
    _check_needed(header, form, file)
    return header


def _check_needed(header: Header, form: SheetForm, file: str) -> None:
    needed = NEEDED if form is REGISTER else ("reference",)
    missing = [name for name in needed if name not in header.places]
    if form is REGISTER and not {"received_on", "sent_on"} & set(header.places):
        missing.append("received_on")
    if missing:
        raise Unreadable(
            N_(
                "The first row of the sheet %(sheet)s of %(file)s lacks the headers "
                "%(missing)s. It has: %(found)s."
            ),
            sheet=form.title,
            file=file,
            missing=", ".join(missing),
            found=", ".join(list(header.names.values())[:30]),
        )


def of_unknown(header: Header, form: SheetForm) -> Sentence | None:
    """What to tell of the columns that are left alone."""
    if not header.unknown:
        return None
    return Sentence(
        N_(
            "Columns of the sheet %(sheet)s that are not known and are left alone: "
            "%(names)s"
        ),
        {"sheet": form.title, "names": ", ".join(header.unknown)},
    )
