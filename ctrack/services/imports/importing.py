"""Importing a register: the file is read, every row judged, the good ones stored.

First `read`; then either `check`, or in a transaction `store`, which judges too.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
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
from ctrack.services import references, register, upkeep
from ctrack.services.imports.layout import StagedRow
from ctrack.services.imports.lists import Lists, Newcomers
from ctrack.services.imports.rows import RowReader
from ctrack.services.imports.sources import opened
from ctrack.services.imports.staging import CHUNK, Staging, Told

NOTE = N_("Added while importing %(file)s.")
MANY = 1_000
"""After so many requests the database looks at its tables anew."""


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
        with _much_to_do():
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
        with _much_to_do():
            numbers = register.store(
                self._good_ones(lists, skip_bad, heard, told),
                central_authority_id=self._central_authority_id,
                actor_id=self._importer_id,
                prepare=partial(lists.settle, note=NOTE % {"file": self.file}),
            )
        if len(numbers) >= MANY:
            upkeep.analyse()
        self.added = lists.added

    def _good_ones(
        self,
        lists: Lists,
        skip_bad: bool,
        heard: Callable[[Verdict], None],
        told: Told,
    ) -> Iterator[RequestRecord]:
        for row, record, problems in self._judge(lists, told):
            verdict = self._noted(row, problems)
            heard(verdict)
            if record is not None and not problems:
                yield record
            elif not skip_bad:
                raise HasBadRows

    def _judge(
        self, lists: Lists, told: Told
    ) -> Iterator[tuple[StagedRow, RequestRecord | None, list[Problem]]]:
        reader = RowReader(lists, self.file, self._importer_id)
        today, taken = clock.today(), _taken(self.staging.references())
        rows = self.staging.rows(after=self._judged)
        while chunk := list(islice(rows, CHUNK)):
            for row in chunk:
                record, problems = reader.checked(row, today)
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
def _much_to_do() -> Iterator[None]:
    """Let Python tidy up less often, and threads take turns more often.

    A thousand requests with all their parts are a hundred thousand objects, none of
    which refers to others in circles; looking through them again and again took a
    sixth of the time. And whoever stores rows beside us needs Python for a moment
    only, between waits for the database.
    """
    tidying, turns = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(200_000, *tidying[1:])
    sys.setswitchinterval(0.0005)
    try:
        yield
    finally:
        gc.set_threshold(*tidying)
        sys.setswitchinterval(turns)


def read(path: Path, staging: Staging, *, name: str = "", told: Told = _nothing) -> str:
    """Lay the file out; gives the name people call it by.

    Raises Unreadable with a sentence that says what to do, OSError where the file
    cannot be opened.
    """
    with opened(path, name) as source:
        staging.take(source, told)
        return source.name


def _taken(given: Iterator[str]) -> set[str]:
    """Those of the references that stand in the register, whatever the case."""
    taken: set[str] = set()
    while chunk := set(islice(given, CHUNK)):
        found = db.session.scalars(
            select(Reference.value).where(
                Reference.kind == ReferenceKind.OWN,
                Reference.normalised.in_(set(map(normalised, chunk))),
            )
        )
        taken |= {reference.casefold() for reference in found} & chunk
    return taken


def _is_taken(record: RequestRecord) -> Problem:
    return problem(
        "reference",
        N_("%(reference)s is in the register already. Delete the row, or the number."),
        reference=record.reference,
    )
