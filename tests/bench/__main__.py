"""Measures what was chosen, and prints one table."""

import argparse
import os
import tempfile
from pathlib import Path

import click

from tests.bench import deeds, files, pages
from tests.bench.registers import Registers
from tests.bench.results import Section, table
from tests.bench.server import Server

WHAT = ("pages", "deeds", "files")


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
                    for result in _measure(registers, chosen, database, requests):
                        section.results.append(result)
                        click.echo(".", nl=False, err=True)
        finally:
            registers.close()
    click.echo(err=True)
    text = table(sections, os.cpu_count())
    click.echo(text)
    if chosen.write:
        chosen.write.write_text(f"# Speed and memory\n\n{text}\n", encoding="utf-8")


def _measure(registers, chosen, database, requests):
    url = registers.filled(database, requests)
    if "pages" in chosen.only:
        server = Server(url, registers.folder, "clerk")
        yield from pages.measure(server)
        server.leave()
    if "deeds" in chosen.only:
        changed = registers.copy(database, requests)
        server = Server(changed, registers.folder, "clerk")
        yield from deeds.measure(server)
        server.leave()
    if "files" in chosen.only:
        turns = 3 if requests <= 20_000 else 1
        yield from files.measure(registers, database, requests, url, turns)


def _arguments():
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--requests", type=int, nargs="+", default=[20_000, 100_000], metavar="N"
    )
    parser.add_argument(
        "--database",
        nargs="+",
        default=["sqlite", "postgresql"],
        choices=["sqlite", "postgresql"],
    )
    parser.add_argument("--only", nargs="+", default=WHAT, choices=WHAT)
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="keep the filled databases there, and use those that are there",
    )
    parser.add_argument(
        "--write", type=Path, metavar="FILE", help="write the table there, too"
    )
    return parser.parse_args()


main()
