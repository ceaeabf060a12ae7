"""What a table of the statistics is: its definition, and its figures."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

from ctrack.domain.columns import Column, Kind, Value
from ctrack.domain.errors import NotFound
from ctrack.domain.statistics.cells import (
    Cell,
    CountColumn,
    Counts,
    Facet,
    Key,
    Population,
    slug,
)
from ctrack.domain.statistics.questions import Period
from ctrack.domain.wording import N_

Row = Sequence[Value]


class Line(tuple[Value, ...]):
    """A row that knows its key: the codes it counts, one for each facet of its table.

    They do not all stand in the row: it has the name of an authority, say.
    """

    key: Key = ()

    @classmethod
    def of(cls, key: Key, *values: Value) -> Self:
        """A row with its key."""
        line = cls(values)
        line.key = key
        return line


NOT_STATED = "NOT_STATED"

RESTRICTED = "RESTRICTED"
"""Stands for the reference of a request that its reader may not be told of."""
"""The code of the row that counts requests without a value."""


@dataclass(frozen=True)
class Table:
    """The definition of a table: everything a reader must know to trust a figure."""

    name: str
    """Its name in the workbook, in addresses and as a CSV file."""
    title: str
    sentence: str
    """What is counted, in one sentence that stands above the table."""
    population: str
    """Which requests are looked at."""
    date_used: str
    """The day that decides whether a request belongs to the period."""
    unit: str
    """What adds one to a figure."""
    source: str
    """The facts it is counted from."""
    columns: tuple[Column, ...]
    per_year: str = ""
    """What further columns count, one for each calendar year; empty without such."""
    remark: str = ""
    """What a reader might otherwise get wrong."""
    sum_rows: tuple[str, ...] = ()
    """The rows that are sums of others, and stand out on screen."""
    is_long: bool = False
    """Has a row for each request, and is not shown on screen."""
    facets: tuple[Facet, ...] = ()
    """What the codes in the key of a row are compared with; empty where the requests
    behind its figures cannot be listed."""
    without_requests: tuple[Key, ...] = ()
    """Rows that count nothing themselves: a balance."""
    is_compared: bool = False
    """Its figures can be read beside those of the period before."""
    compared: tuple[str, ...] = ()
    """The columns that are; all numbers where none is named."""

    def columns_in(self, period: Period) -> tuple[Column, ...]:
        """The columns for this period, with those of its calendar years."""
        if not self.per_year:
            return self.columns
        return (*self.columns, *(self._of_year(year) for year in period.years))

    def _of_year(self, year: int) -> Column:
        counts = Counts(Population.NEW, ((Facet.YEAR, str(year)),))
        return CountColumn(str(year), Kind.INTEGER, True, self.per_year, counts=counts)

    def cell(self, column: Column, key: Key) -> Cell | None:
        """The figure in this column of the row with this key; of the total without key.

        None where it does not count requests that can be listed.
        """
        counts = column.counts if isinstance(column, CountColumn) else None
        if counts is None or not self.facets or key in self.without_requests:
            return None
        if not key:
            is_total = column.is_totalled
            return Cell(self.name, column, counts) if is_total else None
        return Cell(self.name, column, counts, self.facets, key)

    def cell_named(self, period: Period, column: str, key: Key) -> Cell:
        """The figure that an address names; raises NotFound where there is none."""
        for each in self.columns_in(period):
            if slug(each.name) == column and len(key) in (0, len(self.facets)):
                cell = self.cell(each, key)
                if cell is not None:
                    return cell
        raise NotFound(N_("There is no such figure."))

    def compares(self, column: Column) -> bool:
        """Whether a column is shown beside that of the period before."""
        if not self.is_compared or not column.kind.is_number:
            return False
        return not self.compared or column.name in self.compared

    @property
    def definition(self) -> Iterator[tuple[str, str]]:
        """What must be known to trust a figure, term by term."""
        yield N_("What is counted"), self.sentence
        if self.remark:
            yield N_("Remark"), self.remark
        yield N_("Population"), self.population
        yield N_("Day that decides"), self.date_used
        yield N_("Unit"), self.unit
        yield N_("Source"), self.source
        for column in self.columns:
            if column.meaning:
                yield column.name, column.meaning
        if self.per_year:
            yield N_("Each year"), self.per_year

    @property
    def has_totals(self) -> bool:
        """Whether adding up its columns makes sense."""
        return bool(self.per_year) or any(c.is_totalled for c in self.columns)


@dataclass
class Figures:
    """A table that has been counted. The rows of a long one are a stream, read once."""

    table: Table
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    totals: tuple[Value, ...] | None = None
    keys: list[Key] = field(default_factory=list)
    """The keys of the rows; empty ones where the requests behind cannot be listed."""
    earlier: list[Row] | None = None
    """The same rows in the period before, where it was asked for."""
    earlier_totals: tuple[Value, ...] | None = None

    @property
    def balances(self) -> bool | None:
        """Whether the row that proves the flow is zero; None in any other table."""
        if self.table.name != "flow":
            return None
        return not any(any(row[1:]) for row in self.rows if row[0] == "Balance")

    @classmethod
    def of(cls, table: Table, period: Period, rows: Iterable[Row]) -> "Figures":
        """The figures of a table, with the totals of those columns that have any."""
        columns = table.columns_in(period)
        if table.is_long:
            return cls(table, columns, rows)
        kept, keys = [], []
        for row in rows:
            kept.append(tuple(row))
            keys.append(row.key if isinstance(row, Line) else ())
        return cls(table, columns, kept, totals_of(table, columns, kept), keys)


def totals_of(
    table: Table, columns: Sequence[Column], rows: Sequence[Row]
) -> tuple[Value, ...] | None:
    """The totals of those columns that have any; None where adding up is senseless."""
    return tuple(_totals(columns, rows)) if table.has_totals else None


def _totals(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[Value]:
    for number, column in enumerate(columns):
        if not column.is_totalled:
            yield None
            continue
        figures = (row[number] for row in rows)
        yield sum(figure for figure in figures if isinstance(figure, (int, float)))
