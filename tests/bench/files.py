"""Workbooks and imports, beside a library that writes or reads the same cells."""

import re
import time
from datetime import timedelta

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from ctrack import clock
from tests.bench.registers import run
from tests.bench.results import Result

TARGET = 1.3


def measure(registers, database, requests, url, turns):
    """Results of list export, statistics workbook and import, with their memory."""
    folder = registers.folder
    register = folder / "register.xlsx"
    today = clock.today()
    period = ["--from", str(today - timedelta(days=3 * 365)), "--to", str(today)]
    yield _written(
        "register export", registers, url, register, ["register", "export"], [], turns
    )
    yield _written(
        "statistics workbook",
        registers,
        url,
        folder / "statistics.xlsx",
        ["statistics"],
        period,
        turns,
    )
    yield _imported(registers, database, register)


def _written(what, registers, url, path, command, options, turns):
    times, floor, peaks = [], [], []
    for _ in range(turns):
        path.unlink(missing_ok=True)
        began = time.perf_counter()
        _, peak = run(url, registers.folder, *command, str(path), *options)
        times.append(time.perf_counter() - began - starting(registers, url))
        peaks.append(peak)
        floor.append(_write_again(path))
    return Result(what, TARGET, times, floor, megabytes=max(peaks))


def starting(registers, url):
    """What any command takes before it begins."""
    if not hasattr(registers, "starting"):
        began = time.perf_counter()
        run(url, registers.folder, "init", "--help")
        registers.starting = time.perf_counter() - began
    return registers.starting


def _write_again(path):
    """openpyxl, write-only, writing the same cells that are held in memory."""
    with CalamineWorkbook.from_path(path) as read:
        sheets = {
            name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names
        }
    began = time.perf_counter()
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path.with_name("floor.xlsx"))
    return time.perf_counter() - began


def _imported(registers, database, path):
    url = registers.empty(database)
    began = time.perf_counter()
    told, peak = run(url, registers.folder, "register", "import", str(path), "--apply")
    seconds = time.perf_counter() - began - starting(registers, url)
    rows = int(re.search(r"rows: (\d+), good: \1, bad: 0", told)[1])
    return Result(
        "import",
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
