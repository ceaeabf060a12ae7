"""Importing a register: read the file, judge every row, store the rows.

The three are called one after the other: `read`, `check`, and in a transaction `store`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from ctrack import clock
from ctrack.domain.errors import DomainError, Problem, problem
from ctrack.domain.records import RequestRecord
from ctrack.domain.references import normalised
from ctrack.domain.vocabulary import ReferenceKind
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Reference
from ctrack.services import references, register
from ctrack.services.imports.layout import StagedRow
from ctrack.services.imports.lists import Lists, Newcomers
from ctrack.services.imports.rows import RowReader
from ctrack.services.imports.sources import opened
from ctrack.services.imports.staging import CHUNK, Staging, Told

NOTE = N_("Added while importing %(file)s.")


class TakenMeanwhile(DomainError):
    """A reference was free when the rows were judged, and is no more."""


@dataclass
class Verdict:
    """What is to be said of a row; good when there are no problems."""

    row: int
    problems: list[Problem]

    def lines(self) -> list[str]:
        """As on the command line: `row 17: received_on: …`, in English."""
        if not self.problems:
            return [f"row {self.row}: good"]
        return [f"row {self.row}: {found}" for found in self.problems]


def _nothing(_more: int) -> None:
    """Nobody wants to be told."""


class Import:
    """One file on its way into the register of a central authority."""

    def __init__(
        self,
        staging: Staging,
        file: str,
        *,
        central_authority_id: int,
        importer_id: int | None = None,
    ) -> None:
        """Take the rows of `file` as they have been laid out."""
        self.staging = staging
        self.file = file
        self.rows = staging.count
        self.bad = 0
        self.newcomers = Newcomers()
        """What the register did not know: of the rows judged, then of those stored."""
        self._central_authority_id = central_authority_id
        self._importer_id = importer_id

    @property
    def good(self) -> int:
        """How many rows can be stored."""
        return self.rows - self.bad

    @property
    def summary(self) -> str:
        """The last line of a report (contract, section 1)."""
        return f"rows: {self.rows}, good: {self.good}, bad: {self.bad}"

    def check(self, told: Told = _nothing) -> Iterator[Verdict]:
        """A verdict for each row, in order; to be taken to the end before storing."""
        lists = Lists(self._central_authority_id)
        reader = RowReader(lists, self.file, self._importer_id)
        today = clock.today()
        rows = self.staging.rows()
        while chunk := list(islice(rows, CHUNK)):
            read = [(row, *reader.checked(row, today)) for row in chunk]
            taken = _taken([record.reference for _, record, _ in read if record])
            for row, record, problems in read:
                if record is not None and record.reference.casefold() in taken:
                    problems.append(_is_taken(record))
                yield self._judged(row, problems)
            told(len(chunk))
        self.newcomers = lists.newcomers

    def _judged(self, row: StagedRow, problems: list[Problem]) -> Verdict:
        verdict = Verdict(row.number, problems)
        if problems:
            self.bad += 1
            reasons = "\n".join(str(found) for found in problems)
            self.staging.mark_bad(row.number, reasons)
        return verdict

    def store(self, told: Told = _nothing) -> None:
        """Enter the good rows, inside the caller's transaction.

        Adds authorities, treaties and former officers that are unknown. Raises
        TakenMeanwhile where somebody has used a reference since the rows were judged.
        """
        lists = Lists(self._central_authority_id, note=NOTE % {"file": self.file})
        reader = RowReader(lists, self.file, self._importer_id)
        self._reserve()
        register.store(
            self._records(reader),
            central_authority_id=self._central_authority_id,
            actor_id=self._importer_id,
            on_progress=told,
        )
        self.newcomers = lists.newcomers

    def _records(self, reader: RowReader) -> Iterator[RequestRecord]:
        rows = self.staging.rows(bad=False)
        while chunk := list(islice(rows, CHUNK)):
            records = [record for row in chunk if (record := reader.record(row)[0])]
            if taken := _taken([record.reference for record in records]):
                raise TakenMeanwhile(
                    N_(
                        "%(reference)s has been registered meanwhile. Nothing was "
                        "stored. Import the file again."
                    ),
                    reference=min(taken).upper(),
                )
            yield from records

    def _reserve(self) -> None:
        """Keep the numbers that stand in the file from being given to other rows."""
        for (direction, year), number in self.staging.highest_numbers().items():
            references.reserve(
                direction,
                year,
                number,
                central_authority_id=self._central_authority_id,
            )


def read(path: Path, staging: Staging, *, name: str = "", told: Told = _nothing) -> str:
    """Lay the file out; gives the name people call it by.

    Raises Unreadable with a sentence that says what to do, OSError where the file
    cannot be opened.
    """
    with opened(path, name) as source:
        staging.take(source, told)
        return source.name


def _taken(given: list[str]) -> set[str]:
    """Those of the references that stand in the register, whatever the case."""
    wanted = {normalised(reference) for reference in given if reference}
    if not wanted:
        return set()
    found = db.session.scalars(
        select(Reference.value).where(
            Reference.kind == ReferenceKind.OWN, Reference.normalised.in_(wanted)
        )
    )
    return {reference.casefold() for reference in found} & {
        reference.casefold() for reference in given
    }


def _is_taken(record: RequestRecord) -> Problem:
    return problem(
        "reference",
        N_("%(reference)s is in the register already. Delete the row, or the number."),
        reference=record.reference,
    )
