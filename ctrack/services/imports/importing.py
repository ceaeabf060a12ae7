"""Importing a register: the file is read, every row judged, the good ones stored.

First `read`; then either `check`, or in a transaction `store`, which judges too.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from ctrack import clock
from ctrack.domain.errors import Problem, problem
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


class HasBadRows(Exception):
    """A row cannot be stored, so that none of them is."""


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
    """Nobody wants to be told how far it is."""


def _unheard(_verdict: Verdict) -> None:
    """Nobody wants to hear the verdicts."""


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
        """What the rows name and the register did not know."""
        self.added = Newcomers()
        """What was added of it, for the rows that were stored."""
        self._judged = 0
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
        """A verdict for each row that has not been judged, in order; stores nothing."""
        lists = Lists(self._central_authority_id, self.newcomers)
        with _seldom_tidying():
            for row, _record, problems in self._judge(lists, told):
                yield self._noted(row, problems)

    def bad_ones(self) -> list[Verdict]:
        """The verdicts of the rows that cannot be taken, of those not judged before."""
        return [verdict for verdict in self.check() if verdict.problems]

    def store(
        self,
        *,
        skip_bad: bool = False,
        heard: Callable[[Verdict], None] = _unheard,
        told: Told = _nothing,
    ) -> None:
        """Judge every row and enter the good ones, inside the caller's transaction.

        `heard` is told each verdict. Adds authorities, treaties and former officers
        that are unknown. Raises HasBadRows after the verdict of the first bad row,
        unless those are to be left out: the transaction is to be undone then, and
        `check` goes on where this has stopped.
        """
        lists = Lists(self._central_authority_id, self.newcomers)
        self._reserve()
        with _seldom_tidying():
            register.store(
                self._good_ones(lists, skip_bad, heard, told),
                central_authority_id=self._central_authority_id,
                actor_id=self._importer_id,
            )
        self.added = lists.added

    def _good_ones(
        self,
        lists: Lists,
        skip_bad: bool,
        heard: Callable[[Verdict], None],
        told: Told,
    ) -> Iterator[RequestRecord]:
        note = NOTE % {"file": self.file}
        for row, record, problems in self._judge(lists, told):
            verdict = self._noted(row, problems)
            heard(verdict)
            if record is not None and not problems:
                lists.settle(record, note)
                yield record
            elif not skip_bad:
                raise HasBadRows

    def _judge(
        self, lists: Lists, told: Told
    ) -> Iterator[tuple[StagedRow, RequestRecord | None, list[Problem]]]:
        reader = RowReader(lists, self.file, self._importer_id)
        today = clock.today()
        rows = self.staging.rows(after=self._judged)
        while chunk := list(islice(rows, CHUNK)):
            read = [(row, *reader.checked(row, today)) for row in chunk]
            taken = _taken([record.reference for _, record, _ in read if record])
            for row, record, problems in read:
                if record is not None and record.reference.casefold() in taken:
                    problems.append(_is_taken(record))
                yield row, record, problems
            told(len(chunk))

    def _noted(self, row: StagedRow, problems: list[Problem]) -> Verdict:
        self._judged = row.number
        if problems:
            self.bad += 1
            reasons = "\n".join(str(found) for found in problems)
            self.staging.mark_bad(row.number, reasons)
        return Verdict(row.number, problems)

    def _reserve(self) -> None:
        """Keep the numbers that stand in the file from being given to other rows."""
        for (direction, year), number in self.staging.highest_numbers().items():
            references.reserve(
                direction,
                year,
                number,
                central_authority_id=self._central_authority_id,
            )


@contextmanager
def _seldom_tidying() -> Iterator[None]:
    """Let Python look for objects that refer to each other in circles less often.

    A thousand requests with all their parts are a hundred thousand objects, none of
    which does. Looking through them again and again took a sixth of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


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
