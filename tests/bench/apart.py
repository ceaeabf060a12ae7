"""Makes one file in a process of its own, so that its memory can be told.

Prints the seconds it took, the process's own beginning left out, and the peak of memory
in MB: `page USERNAME ADDRESS FILE`, or `summary FIRST_DAY LAST_DAY FILE`, the workbook
of the statistics without the table of requests, with the seconds of its bare SQL.
"""

import os
import sys
import time
from pathlib import Path

import click

from ctrack import __version__, clock
from ctrack.domain.statistics.questions import read_question
from ctrack.domain.statistics.registry import TABLES
from ctrack.exports.statistics import Origin, write_workbook
from ctrack.queries import central_authorities
from ctrack.queries.statistics import counting
from tests.bench.command import peak
from tests.bench.server import Server


def page(server, address, path):
    """What a visitor downloads, through the server."""
    with path.open("wb") as file:
        began = time.perf_counter()
        response = server.client.get(address, buffered=False)
        for part in response.iter_encoded():
            file.write(part)
        seconds = time.perf_counter() - began
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    return {"seconds": seconds, "peak": peak()}


def summary(server, first, last, path):
    """The workbook without the table of requests."""
    with server.app.app_context(), server.statements(everything=True) as sent:
        office = central_authorities.only()
        question = read_question(
            {"from": first, "to": last},
            central_authority_id=office.id,
            today=clock.today(),
        )
        origin = Origin("bench", clock.now(), __version__, office.name)
        names = [name for name, table in TABLES.items() if not table.is_long]
        began = time.perf_counter()
        with path.open("wb") as file, counting(question) as figures:
            write_workbook(file, map(figures.table, names), question, origin)
        seconds = time.perf_counter() - began
    return {"seconds": seconds, "peak": peak(), "sql": server.bare(sent)}


if __name__ == "__main__":
    kind, *words, name = sys.argv[1:]
    username = words.pop(0) if kind == "page" else "statistician"
    visited = Server(
        os.environ["CTRACK_DATABASE_URL"],
        Path(os.environ["CTRACK_INSTANCE"]).parent,
        username,
    )
    found = {"page": page, "summary": summary}[kind](visited, *words, Path(name))
    for what, number in found.items():
        click.echo(f"{what} {number:.6f}")
