"""Measures what was chosen, and prints one table."""

import argparse
import os
import tempfile
from pathlib import Path

import click

from tests.bench import counting, deeds, files, pages
from tests.bench.registers import Registers
from tests.bench.results import Section, table

PARTS = {"pages": pages, "deeds": deeds, "statistics": counting, "files": files}
ROWS = [row for part in PARTS.values() for row in part.ROWS]
LARGE = 200_000
OF_LARGE = (*pages.ROWS, *counting.ROWS)
"""What is measured of larger registers where nothing is chosen: statistics, beside the
pages. Copying, exporting and importing a million requests takes hours."""


def main():
    chosen = _arguments()
    with tempfile.TemporaryDirectory(prefix="ctrack-bench-") as temporary:
        registers = Registers(chosen.keep or temporary)
        sections = []
        try:
            for requests in chosen.requests:
                for database in chosen.database:
                    section = Section(database, requests)
                    sections.append(section)
                    wanted = _wanted(chosen.only, requests)
                    for result in _measure(registers, database, requests, wanted):
                        section.results.append(result)
                        click.echo(f"{database} {requests}: {result.what}", err=True)
        finally:
            registers.close()
            text = table(sections, os.cpu_count())
            click.echo(text)
    if chosen.write:
        chosen.write.write_text(f"# Speed and memory\n\n{text}\n", encoding="utf-8")


def _wanted(only, requests):
    """The rows to be measured; a part stands for all of its rows."""
    if not only:
        return set(OF_LARGE if requests > LARGE else ROWS)
    return {row for name in only for row in getattr(PARTS.get(name), "ROWS", [name])}


def _measure(registers, database, requests, wanted):
    url = registers.filled(database, requests)
    if wanted & set(pages.ROWS):
        yield from pages.measure(registers, url, wanted)
    if wanted & set(counting.ROWS):
        yield from counting.measure(registers, url, requests, wanted)
    if wanted & set(files.ROWS):
        yield from files.measure(registers, database, requests, wanted)
    if wanted & set(deeds.ROWS):
        yield from deeds.measure(registers, database, requests, wanted)


def _arguments():
    parser = argparse.ArgumentParser(
        prog="make bench",
        description=__doc__,
        epilog=f"Rows: {', '.join(ROWS)}. Parts: {', '.join(PARTS)}.",
    )
    parser.add_argument(
        "--requests", type=int, nargs="+", default=[20_000, 100_000], metavar="N"
    )
    parser.add_argument(
        "--database",
        nargs="+",
        default=["sqlite", "postgresql"],
        choices=["sqlite", "postgresql"],
    )
    parser.add_argument(
        "--only",
        nargs="+",
        action="extend",
        type=lambda text: text.strip(","),
        metavar="ROW",
        help="measure these rows or parts only, separated by blanks or commas",
    )
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="keep the filled databases there, and use those that are there",
    )
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="write the table there, too"
    )
    chosen = parser.parse_args()
    words = [word for text in chosen.only or () for word in text.split(",")]
    if unknown := set(words) - {*ROWS, *PARTS}:
        parser.error(f"there is no row {', '.join(sorted(unknown))}; {parser.epilog}")
    chosen.only = words
    return chosen


main()
