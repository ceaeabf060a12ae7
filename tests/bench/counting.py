"""The statistics: the page tab by tab, and the workbook without its longest table.

The floor of a tab is the bare SQL of the page: every statement that it sends, and all
rows fetched. The floor of the workbook is that of its tables, and openpyxl in
write-only mode writing the same cells.
"""

from datetime import timedelta

from ctrack import clock
from ctrack.web.statistics import GROUPS
from tests.bench import files
from tests.bench.registers import run_apart
from tests.bench.results import Result
from tests.bench.server import Server

TARGET = 2.0
ENOUGH = 10.0
"""Seconds within which the workbook may be made, whatever its floor."""

MOST_MEGABYTES = 300
ROUNDS = 9
SLOW = 0.5
"""What takes longer is asked for thrice only."""

ROWS = {
    **{f"tab-{group.name}": f"statistics, {group.label}" for group in GROUPS},
    "summary": "workbook without requests",
}


def measure(registers, url, requests, wanted):
    """A result for each tab of the last full year, and one for the workbook."""
    year = clock.today().year - 1
    period = f"from={year}-01-01&to={year}-12-31"
    tabs = [group.name for group in GROUPS if f"tab-{group.name}" in wanted]
    if tabs:
        server = Server(url, registers.folder, "statistician")
        for name in tabs:
            yield _tab(server, name, f"/statistics?{period}&show={name}")
        server.leave()
    if "summary" in wanted:
        yield _summary(registers, url, 3 if requests <= files.MANY else 1)


def _tab(server, name, address):
    statements = server.statements_of(address)
    times, floor = [], []
    while len(times) < ROUNDS and not (len(times) >= 3 and times[-1] > SLOW):
        times.append(server.visit(address)[0])
        floor.append(server.bare(statements))
    what = ROWS[f"tab-{name}"]
    return Result(what, TARGET, times, floor, queries=len(statements))


def _summary(registers, url, turns):
    path = registers.folder / "summary.xlsx"
    end = clock.today()
    period = (str(end - timedelta(days=6 * 365)), str(end))
    times, floor, peaks = [], [], []
    for _ in range(turns):
        told = run_apart(url, registers.folder, "summary", *period, str(path))
        times.append(told["seconds"])
        peaks.append(told["peak"])
        floor.append(told["sql"] + files.write_again(path))
    return Result(
        ROWS["summary"],
        TARGET,
        times,
        floor,
        megabytes=max(peaks),
        most_megabytes=MOST_MEGABYTES,
        enough=ENOUGH,
    )
