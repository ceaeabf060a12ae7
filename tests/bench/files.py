"""Workbooks and imports, beside a library that writes or reads the same cells.

The floor of an export is openpyxl in write-only mode writing the same cells, which are
held in memory: it asks no database anything. That of an import is python-calamine
reading the same file.
"""

import csv
import re
import time
from datetime import timedelta

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from ctrack import clock
from tests.bench.registers import run, run_apart
from tests.bench.results import Result

TARGET = 1.3
MANY = 20_000
"""Files of more requests are made once only."""

ROWS = {
    "xlsx": "list as .xlsx, all rows",
    "csv": "list as .csv, all rows",
    "export": "register export",
    "workbook": "workbook, all requests in it",
    "import": "import",
}


def measure(registers, database, requests, wanted):
    """Results of exports, statistics workbook and import, with their memory."""
    url = registers.filled(database, requests)
    folder = registers.folder
    turns = 3 if requests <= MANY else 1
    today = clock.today()
    for row in ("xlsx", "csv"):
        if row in wanted:
            yield _downloaded(row, registers, url, folder / f"requests.{row}", turns)
    register = folder / "register.xlsx"
    if wanted & {"export", "import"}:
        exported = _written(
            "export", registers, url, ["register", "export", str(register)], turns
        )
        if "export" in wanted:
            yield exported
    if "workbook" in wanted:
        path = folder / "statistics.xlsx"
        period = ["--from", str(today - timedelta(days=20 * 365)), "--to", str(today)]
        command = ["statistics", str(path), *period]
        yield _written("workbook", registers, url, command, turns)
    if "import" in wanted:
        yield _imported(registers, database, register)


def _downloaded(row, registers, url, path, turns):
    times, floor, peaks = [], [], []
    for _ in range(turns):
        told = run_apart(
            url, registers.folder, "page", "clerk", f"/requests.{row}", str(path)
        )
        times.append(told["seconds"])
        peaks.append(told["peak"])
        floor.append(write_again(path))
    return Result(ROWS[row], TARGET, times, floor, megabytes=max(peaks))


def _written(row, registers, url, command, turns):
    times, floor, peaks = [], [], []
    path = next(registers.folder / word for word in command if word.endswith(".xlsx"))
    for _ in range(turns):
        path.unlink(missing_ok=True)
        began = time.perf_counter()
        _, peak = run(url, registers.folder, *command)
        times.append(time.perf_counter() - began - starting(registers, url))
        peaks.append(peak)
        floor.append(write_again(path))
    return Result(ROWS[row], TARGET, times, floor, megabytes=max(peaks))


def starting(registers, url):
    """What any command takes before it begins."""
    if not hasattr(registers, "starting"):
        began = time.perf_counter()
        run(url, registers.folder, "init", "--help")
        registers.starting = time.perf_counter() - began
    return registers.starting


def write_again(path):
    """openpyxl, write-only, writing the same cells that are held in memory."""
    sheets = _cells(path)
    began = time.perf_counter()
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path.with_name("floor.xlsx"))
    return time.perf_counter() - began


def _cells(path):
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {"Requests": list(csv.reader(file))}
    with CalamineWorkbook.from_path(path) as read:
        return {
            name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names
        }


def _imported(registers, database, path):
    url = registers.empty(database)
    began = time.perf_counter()
    told, peak = run(url, registers.folder, "register", "import", str(path), "--apply")
    seconds = time.perf_counter() - began - starting(registers, url)
    rows = int(re.search(r"rows: (\d+), good: \1, bad: 0", told)[1])
    return Result(
        ROWS["import"],
        0,
        [seconds],
        [_read_again(path)],
        megabytes=peak,
        rows_per_second=rows / seconds,
    )


def _read_again(path):
    """python-calamine, reading the same file."""
    began = time.perf_counter()
    with CalamineWorkbook.from_path(path) as read:
        for name in read.sheet_names:
            for _ in read.get_sheet_by_name(name).iter_rows():
                pass
    return time.perf_counter() - began
