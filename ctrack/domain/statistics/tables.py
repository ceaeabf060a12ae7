"""What a table of the statistics is: its definition, and its figures."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ctrack.domain.columns import Column, Kind, Value
from ctrack.domain.statistics.questions import Period
from ctrack.domain.wording import N_

Row = Sequence[Value]

NOT_STATED = "NOT_STATED"
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

    def columns_in(self, period: Period) -> tuple[Column, ...]:
        """The columns for this period, with those of its calendar years."""
        if not self.per_year:
            return self.columns
        years = (
            Column(str(year), Kind.INTEGER, is_totalled=True, meaning=self.per_year)
            for year in period.years
        )
        return (*self.columns, *years)

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
        kept = [tuple(row) for row in rows]
        totals = tuple(_totals(columns, kept)) if table.has_totals else None
        return cls(table, columns, kept, totals)


def _totals(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[Value]:
    for number, column in enumerate(columns):
        if not column.is_totalled:
            yield None
            continue
        figures = (row[number] for row in rows)
        yield sum(figure for figure in figures if isinstance(figure, (int, float)))
