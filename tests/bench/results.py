"""What was measured, and the table in which it is told."""

import statistics
from dataclasses import dataclass, field


@dataclass
class Result:
    """A row of the table: times in seconds, those of the floor beside them."""

    what: str
    target: float
    times: list[float]
    floor: list[float]
    queries: int | None = None
    megabytes: float | None = None
    rows_per_second: float | None = None
    most_megabytes: float = 250
    enough: float = 0.0
    """Seconds within which it may take, whatever its floor."""

    @property
    def median(self):
        return statistics.median(self.times)

    @property
    def p95(self):
        if len(self.times) < 2:
            return self.median
        return statistics.quantiles(self.times, n=20, method="inclusive")[-1]

    @property
    def ratio(self):
        return self.median / statistics.median(self.floor)

    @property
    def is_met(self):
        """Whether ratio, memory and speed are within their targets."""
        if self.rows_per_second:
            within = self.rows_per_second >= LEAST_ROWS
        else:
            within = self.ratio <= self.target or self.median <= self.enough
        return within and (self.megabytes or 0) <= self.most_megabytes


LEAST_ROWS = 2000


@dataclass
class Section:
    """The results of one database of one size."""

    database: str
    requests: int
    results: list[Result] = field(default_factory=list)


HEADERS = ("", "median", "95th", "floor", "ratio", "target", "queries", "memory", "")


def table(sections, cores):
    """All results as lines of Markdown, which is also readable on a terminal."""
    lines = [f"Measured on {cores} cores, with the test client in one process."]
    for section in sections:
        lines += ["", f"## {section.requests:,} requests on {section.database}", ""]
        lines += _aligned([HEADERS, *map(_cells, section.results)])
    return "\n".join(lines)


def _cells(result):
    is_import = result.rows_per_second is not None
    return (
        result.what,
        _time(result.median),
        _time(result.p95),
        _time(statistics.median(result.floor)),
        f"{result.ratio:.2f}",
        f"{LEAST_ROWS:,} rows/s" if is_import else _target(result),
        "" if result.queries is None else str(result.queries),
        "" if result.megabytes is None else f"{result.megabytes:.0f} MB",
        " ".join(
            filter(
                None,
                [
                    f"{result.rows_per_second:,.0f} rows/s" if is_import else "",
                    "" if result.is_met else "MISSED",
                ],
            )
        ),
    )


def _target(result):
    if result.enough:
        return f"{result.target:g} or {result.enough:g} s"
    return f"{result.target:g}"


def _time(seconds):
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


def _aligned(rows):
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADERS))]
    for place, row in enumerate(rows):
        cells = [
            text.ljust(width) if column in (0, len(HEADERS) - 1) else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield f"| {' | '.join(cells)} |"
        if place == 0:
            first, *others = ("-" * (width + 1) for width in widths)
            yield f"|:{first}|{'|'.join(f'{dashes}:' for dashes in others)}|"
