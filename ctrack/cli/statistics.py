"""`ctrack statistics`: the tables as a workbook, or as CSV files in a ZIP."""

import getpass
from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import with_appcontext

from ctrack import __version__, clock
from ctrack.cli.database import require_current
from ctrack.cli.errors import Refusal
from ctrack.cli.progress import progress
from ctrack.domain.statistics.questions import Question
from ctrack.domain.statistics.registry import TABLES
from ctrack.domain.vocabulary import Direction
from ctrack.exports.csv_zip import write_csv_zip
from ctrack.exports.files import whole_file
from ctrack.exports.statistics import Origin, write_workbook
from ctrack.queries import central_authorities
from ctrack.queries.statistics import asking, counting

WORKBOOK, CSV = ".xlsx", ".csv.zip"

_FILTERS = {
    "state": "Count the requests from or to this State; may repeat.",
    "group": "Count those from or to the States of this group; may repeat.",
    "basis": "Count those that cite this legal basis anywhere; may repeat.",
    "nature": "Count those that ask for this assistance; may repeat.",
    "offence": "Count those that name this offence; may repeat.",
    "authority": "Count those transferred to this authority; may repeat.",
    "matter": "Count those of this type of matter; may repeat.",
}
"""What each filter does. All take a code or its English label."""


def _with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of the filters."""
    for name, text in reversed(_FILTERS.items()):
        option = click.option(f"--{name}", multiple=True, metavar="CODE", help=text)
        command = option(command)
    return command


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "start", required=True, metavar="DATE", help="The first day.")
@click.option("--to", "end", required=True, metavar="DATE", help="The last day.")
@click.option(
    "--as-at",
    default="",
    metavar="DATE",
    help="Count with what had been entered by the end of this day.",
)
@click.option(
    "--direction",
    default="",
    type=click.Choice(["", *(d.value for d in Direction)], case_sensitive=False),
    metavar="incoming|outgoing",
    help="Count the requests of one direction only.",
)
@_with_filters
@with_appcontext
def statistics(
    file: Path,
    start: str,
    end: str,
    as_at: str,
    direction: str,
    **filters: tuple[str, ...],
) -> None:
    """Write the statistics of a period to FILE.xlsx, or as CSV to FILE.csv.zip."""
    if not file.name.lower().endswith((WORKBOOK, CSV)):
        raise Refusal(
            f"{file.name} is neither a workbook nor a ZIP of CSV files. Give a name"
            f" that ends in {WORKBOOK} or {CSV}."
        )
    require_current()
    office = central_authorities.only()
    asked = {"from": start, "to": end, "as_at": as_at, "direction": direction}
    question = asking.read(
        {**{name: [text] for name, text in asked.items()}, **filters},
        central_authority_id=office.id,
        today=clock.today(),
    )
    origin = Origin(_user(), clock.now(), __version__, office.name)
    _write(file, question, origin)
    click.echo(f"{len(TABLES)} tables were written to {file}.")


def _write(file: Path, question: Question, origin: Origin) -> None:
    with whole_file(file) as target, counting(question) as figures:
        tables = map(figures.table, TABLES)
        if file.name.lower().endswith(CSV):
            write_csv_zip(target, tables, question, origin)
            return
        with progress("Writing requests", figures.requests_touched()) as more:
            write_workbook(target, tables, question, origin, more)


def _user() -> str:
    """Who gave the command, as the operating system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "the command line"
