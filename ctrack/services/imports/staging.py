"""The file's rows, laid out in a temporary database on the disk.

So a row finds its measures, transfers and legal bases on the other sheets, and memory
does not grow with the register. SQLite deletes the database when it is closed; nobody
else can open it, nor that of the sheets that a process beside has laid out.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from itertools import groupby, islice

from ctrack.domain.columns import Value
from ctrack.domain.references import parts
from ctrack.domain.register_file import (
    HIGHEST_NUMBER,
    PARTS,
    REGISTER,
    SheetForm,
)
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_, Sentence
from ctrack.services.imports.beside import Beside, Laid, is_worth_it
from ctrack.services.imports.cells import Row, Source
from ctrack.services.imports.headers import Header, of_unknown, read_header
from ctrack.services.imports.layout import (
    StagedRow,
    cells_of,
    laid_out,
    of_orphans,
    sheets_of,
    staged,
)
from ctrack.services.imports.unreadable import Unreadable

CHUNK = 1000
_CACHE_KIBIBYTES = 8000

Told = Callable[[int], None]
"""Is told how much more has been done."""


class Staging:
    """A file that has been read; its rows can be gone through several times."""

    def __init__(self, database: str = "") -> None:
        """Begin with nothing, in a file of this path if it is to be kept."""
        self.headers: dict[str, Header] = {}
        self.notes: list[Sentence] = []
        self._beside = Beside()
        self._database = sqlite3.connect(database, isolation_level=None)
        for statement in (
            f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}",
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "CREATE TABLE bad (number INTEGER PRIMARY KEY, reasons TEXT)",
        ):
            self._database.execute(statement)

    def __enter__(self) -> "Staging":
        """Be forgotten at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Delete what was laid out."""
        self._database.close()
        self._beside.forget()

    # ------------------------------------------------------------------- filling

    def take(self, source: Source, told: Told) -> None:
        """Read the file. Raises Unreadable where it is no register."""
        register, *others = sheets_of(source, self.notes)
        if is_worth_it([source.size_of(sheet) for _, sheet in others]):
            self._beside.begin(source.path, source.name)
        self.fill(source, [register], told)
        if laid := self._beside.end():
            self._take_over(laid)
            told(sum(source.size_of(sheet) for _, sheet in others))
        else:
            self.fill(source, others, told)
        if not self.count:
            raise Unreadable(
                N_(
                    "%(file)s has no rows below the header. Nothing can be imported "
                    "from it."
                ),
                file=source.name,
            )
        self._note_orphans()

    def fill(
        self, source: Source, sheets: Iterable[tuple[SheetForm, str]], told: Told
    ) -> None:
        """Lay out these sheets. Raises Unreadable."""
        self._database.execute("BEGIN")
        for form, sheet in sheets:
            self._take_sheet(source, form, sheet, told)
        self._database.execute("COMMIT")

    def _take_over(self, laid: Laid) -> None:
        """Take what another process has laid out for this one."""
        self._database.execute("ATTACH ? AS beside", (self._beside.database,))
        self._beside.hide()
        self.headers |= laid.headers
        self.notes += laid.notes

    def _take_sheet(
        self, source: Source, form: SheetForm, sheet: str, told: Told
    ) -> None:
        with closing(source.rows(sheet)) as rows:
            _number, cells, _fields = next(rows, (0, {}, 0))
            if cells:
                header = read_header(cells, form, source.name)
                self._take_rows(source, form, header, rows, told)
            elif form is REGISTER:
                raise Unreadable(
                    N_(
                        "The sheet %(sheet)s of %(file)s is empty. Its first row must "
                        "hold the headers, such as direction and partner_state."
                    ),
                    sheet=sheet,
                    file=source.name,
                )

    def _take_rows(
        self,
        source: Source,
        form: SheetForm,
        header: Header,
        rows: Iterable[Row],
        told: Told,
    ) -> None:
        self.headers[form.title] = header
        if note := of_unknown(header, form):
            self.notes.append(note)
        self._database.execute(
            f"CREATE TABLE {form.table} (number INTEGER PRIMARY KEY, "
            "key TEXT, fields INTEGER, far INTEGER, cells BLOB)"
        )
        insert = f"INSERT INTO {form.table} VALUES (?, ?, ?, ?, ?)"  # noqa: S608 (ours)
        laid = laid_out(rows, header, fixed=source.fixed_width)
        before = source.position
        while chunk := list(islice(laid, CHUNK)):
            self._database.executemany(insert, chunk)
            told(source.position - before)
            before = source.position
        self._database.execute(f"CREATE INDEX {form.table}_key ON {form.table} (key)")

    def _note_orphans(self) -> None:
        for form in PARTS:
            if form.title not in self.headers:
                continue
            rows = self._database.execute(
                f"SELECT number FROM {form.table} WHERE key IS NULL OR key NOT IN "  # noqa: S608
                "(SELECT key FROM register WHERE key IS NOT NULL) ORDER BY number"
            ).fetchall()
            if rows:
                shown = ", ".join(str(number) for (number,) in rows[:10])
                self.notes.append(of_orphans(form, shown, len(rows)))

    # ------------------------------------------------------------------- reading

    @property
    def count(self) -> int:
        """How many rows the register has."""
        (number,) = self._database.execute("SELECT count(*) FROM register").fetchone()
        return int(number)

    def rows(self, *, after: int = 0) -> Iterator[StagedRow]:
        """The rows in order, those after a number."""
        while chunk := self._chunk(after):
            after = chunk[-1].number
            yield from chunk

    def _chunk(self, after: int) -> list[StagedRow]:
        found = self._database.execute(
            "SELECT * FROM register WHERE number > ? ORDER BY number LIMIT ?",
            (after, CHUNK),
        ).fetchall()
        header = self.headers[REGISTER.title]
        rows = [staged(values, header) for values in found]
        by_key = {values[1]: row for values, row in zip(found, rows, strict=True)}
        if found:
            self._attach(by_key, found[0][0], found[-1][0])
            self._mark_twins(rows, found)
        return rows

    def _attach(self, by_key: dict[str, StagedRow], first: int, last: int) -> None:
        for form in PARTS:
            header = self.headers.get(form.title)
            if header is None:
                continue
            found = self._database.execute(
                f"SELECT part.* FROM {form.table} AS part "  # noqa: S608
                "JOIN register ON register.key = part.key "
                "WHERE register.number BETWEEN ? AND ? ORDER BY part.number",
                (first, last),
            )
            for values in found:
                row = by_key.get(values[1])
                if row is not None:
                    part = staged(values, header)
                    row.parts.setdefault(form.title, []).append(part)

    def _mark_twins(
        self, rows: list[StagedRow], found: Sequence[Sequence[object]]
    ) -> None:
        if twins := self._twins:
            for row, values in zip(rows, found, strict=True):
                row.twins = twins.get(str(values[1]), ())

    @cached_property
    def _twins(self) -> dict[str, tuple[int, ...]]:
        found = self._database.execute(
            "SELECT key, number FROM register WHERE key IN (SELECT key FROM register "
            "WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1) "
            "ORDER BY key, number"
        ).fetchall()
        return {
            key: tuple(number for _, number in same)
            for key, same in groupby(found, key=lambda pair: pair[0])
        }

    def highest_numbers(self) -> dict[tuple[Direction, int], int]:
        """The highest number of our own in the file, by direction and year."""
        found: dict[tuple[Direction, int], int] = {}
        keys = self._database.execute(
            "SELECT key FROM register WHERE key LIKE 'ml_-____-%'"
        )
        for (key,) in keys:
            own = parts(key.upper())
            if own is not None and own[2] <= HIGHEST_NUMBER:
                direction, year, number = own
                known = found.get((direction, year), 0)
                found[direction, year] = max(number, known)
        return found

    def references(self) -> Iterator[str]:
        """Our own references in the file, without regard to case."""
        found = self._database.execute(
            "SELECT DISTINCT key FROM register WHERE key IS NOT NULL"
        )
        return (key for (key,) in found)

    # ------------------------------------------------------------------ verdicts

    def mark_bad(self, number: int, reasons: str) -> None:
        """Remember that the row cannot be taken, and why."""
        self._database.execute("INSERT INTO bad VALUES (?, ?)", (number, reasons))

    def headers_of(self, form: SheetForm) -> list[str] | None:
        """The headers of a sheet as they stand there; None where there is no such."""
        header = self.headers.get(form.title)
        if header is None:
            return None
        return [header.names.get(place, "") for place in range(header.width)]

    def refused(self, form: SheetForm) -> Iterator[tuple[Value, ...]]:
        """The bad rows as they stand in the file, or what other sheets say of them.

        On the register's sheet with the reasons at the end.
        """
        header = self.headers[form.title]
        if form is REGISTER:
            statement = (
                "SELECT cells, reasons FROM register JOIN bad USING (number) "
                "ORDER BY number"
            )
        else:
            statement = (
                f"SELECT cells FROM {form.table} WHERE key IN (SELECT key FROM "  # noqa: S608
                "register JOIN bad USING (number)) ORDER BY number"
            )
        for laid, *reasons in self._database.execute(statement):
            yield (*cells_of(laid, header), *reasons)
