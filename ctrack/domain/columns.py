"""What the columns of a table hold: shared by screen, workbook and CSV."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

Value = str | int | float | date | None
"""What one cell can hold; None where there is nothing to say."""


class Kind(Enum):
    """What stands in a column, which decides how it is written."""

    TEXT = auto()
    INTEGER = auto()
    DECIMAL = auto()
    DATE = auto()
    SHARE = auto()
    """A part of one: 0.25 is shown as 25 %."""
    MIXED = auto()
    """Whatever stood in somebody else's file: each value as what it is."""

    @property
    def is_number(self) -> bool:
        """Whether figures stand in the column, and it is set to the right."""
        return self in (Kind.INTEGER, Kind.DECIMAL, Kind.SHARE)


@dataclass(frozen=True)
class Column:
    """A column: its header, what it holds, and whether adding it up makes sense."""

    name: str
    kind: Kind = Kind.TEXT
    is_totalled: bool = False
    meaning: str = ""
    """What is counted, where the header does not say it all."""
    width: int | None = None
    """In characters; None leaves it to the kind and the content."""
