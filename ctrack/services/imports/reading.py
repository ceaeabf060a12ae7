"""Reading the cells of one row, and gathering what is wrong with them."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from ctrack.domain.dates import NotADay
from ctrack.domain.errors import Problem, problem
from ctrack.domain.vocabulary import Labelled
from ctrack.domain.wording import N_
from ctrack.queries.codes import items, yes_or_no
from ctrack.services.imports.cells import AmbiguousDay, Cell, day_of, text_of
from ctrack.services.imports.lists import Lists

Meaning = TypeVar("Meaning")
Member = TypeVar("Member", bound=Labelled)
_SHOWN = 60


class Reading:
    """The cells of a row by column; every method adds to `problems`."""

    def __init__(self, cells: Mapping[str, Cell], lists: Lists) -> None:
        """Read these cells."""
        self.cells = cells
        self.lists = lists
        self.problems: list[Problem] = []

    def refuse(self, column: str, text: str, **values: object) -> None:
        """Note a problem of this column."""
        self.problems.append(problem(column, text, **values))

    def text(self, column: str) -> str:
        """The text of the column, empty where there is none."""
        cell = self.cells.get(column)
        if cell is None:
            return ""
        if isinstance(cell, str) and cell.isprintable():
            return cell.strip()  # nearly all of them; a call less for each
        return text_of(cell)

    def line(self, column: str) -> str:
        """The text without line ends and doubled blanks."""
        cell = self.cells.get(column)
        return "" if cell is None else " ".join(text_of(cell).split())

    def day(self, column: str) -> date | None:
        """The day, None where there is none or it cannot be read."""
        cell = self.cells.get(column)
        if cell is None:
            return None
        try:
            return day_of(cell)
        except AmbiguousDay:
            self.refuse(
                column,
                N_(
                    "In “%(value)s” day and month cannot be told apart. Write "
                    "2026-11-19."
                ),
                value=text_of(cell)[:_SHOWN],
            )
        except NotADay:
            self.refuse(
                column,
                N_("“%(value)s” is not a day of the calendar. Write 2026-11-19."),
                value=text_of(cell)[:_SHOWN],
            )
        return None

    def member(self, column: str, enum: type[Member]) -> Member | None:
        """The member of a closed list, None where the cell is empty or unknown."""
        text = self.text(column)
        if not text:
            return None
        found: Member | None = self.lists.member(enum, text)
        if found is None:
            self.refuse(
                column,
                N_("“%(value)s” is not known here. Write one of: %(possible)s."),
                value=text[:_SHOWN],
                possible=", ".join(member.value for member in enum),
            )
        return found

    def items(self, column: str) -> tuple[str, ...]:
        """The entries of a list separated by semicolons."""
        text = self.text(column)
        return _items(text) if text else ()

    def codes(
        self, column: str, meaning: Callable[[str], Meaning | None]
    ) -> list[Meaning]:
        """What the entries of a list mean, in order."""
        found = []
        for word in self.items(column):
            meant = meaning(word)
            if meant is None:
                self.unknown(column, word)
            else:
                found.append(meant)
        return found

    def unknown(self, column: str, word: str) -> None:
        """Note a word that means nothing."""
        self.refuse(
            column,
            N_("“%(value)s” is not in the list. Write a code or label of the list."),
            value=word[:_SHOWN],
        )

    def yes(self, column: str) -> bool:
        """Whether the cell says yes; empty means no."""
        text = self.text(column)
        answer = yes_or_no(text) if text else False
        if answer is None:
            self.refuse(
                column, N_("“%(value)s” is neither yes nor no."), value=text[:_SHOWN]
            )
        return bool(answer)


@lru_cache(maxsize=20_000)
def _items(text: str) -> tuple[str, ...]:
    return tuple(items(text))
