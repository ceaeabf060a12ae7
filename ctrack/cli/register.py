"""`ctrack register`: an existing register comes in, and ours goes out, as a file."""

import getpass
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import ColumnElement

from ctrack import clock
from ctrack.cli.database import require_current
from ctrack.cli.errors import COULD_NOT, Refusal
from ctrack.cli.progress import progress
from ctrack.domain.permissions import Role
from ctrack.exports.files import whole_file
from ctrack.exports.register import write_refused, write_register
from ctrack.extensions import write_transaction
from ctrack.models import CentralAuthority, User
from ctrack.queries import central_authorities, request_filters, request_list
from ctrack.queries.register_rows import RegisterRows, at_one_moment
from ctrack.services.imports.importing import HasBadRows, Import, Verdict, read
from ctrack.services.imports.lists import Newcomers
from ctrack.services.imports.staging import Staging

FILTERS = request_filters.NAMES - {"page", "sort"}


@click.group()
def register() -> None:
    """Bring an existing register in, and take the register out, as a workbook."""


@register.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--apply", is_flag=True, help="Store the rows: all of them or none.")
@click.option(
    "--skip-bad",
    is_flag=True,
    help="Store the good rows although there are bad ones; goes with --apply.",
)
@click.option(
    "--errors",
    type=click.Path(path_type=Path),
    metavar="OUT.xlsx",
    help="Write the bad rows there, with their reasons, to be corrected.",
)
@click.pass_context
@with_appcontext
def import_(
    context: click.Context,
    file: Path,
    apply: bool,
    skip_bad: bool,
    errors: Path | None,
) -> None:
    """Read the register in FILE, a workbook (.xlsx) or a text file (.csv).

    Without --apply nothing is stored: each row gets a verdict, the last line is the
    summary.
    """
    require_current()
    _check_name_of_errors(errors, file)
    with Staging() as staging:
        with progress("Reading", file.stat().st_size) as told:
            name = read(file, staging, told=told)
        for note in staging.notes:
            click.echo(str(note), err=True)
        office = central_authorities.only()
        incoming = Import(staging, name, central_authority_id=office.id)
        with progress("Judging", incoming.rows) as told:
            stored = apply and _store(incoming, skip_bad, told)
            for verdict in incoming.check(told):
                _say(verdict, with_good=not apply)
        if errors is not None and incoming.bad:
            _write_errors(staging, errors)
        _report(incoming, errors, applied=apply, stored=stored)
    if incoming.bad and not stored:
        context.exit(COULD_NOT)


def _check_name_of_errors(errors: Path | None, file: Path) -> None:
    if errors is None:
        return
    if errors.suffix.lower() != ".xlsx":
        raise click.UsageError("--errors takes the name of a workbook: OUT.xlsx")
    if errors.exists() and file.exists() and errors.samefile(file):
        raise Refusal("--errors would overwrite the register. Give another name.")


def _store(incoming: Import, skip_bad: bool, told: Callable[[int], None]) -> bool:
    """Store the rows; whether anything was stored."""
    try:
        with write_transaction():
            incoming.store(skip_bad=skip_bad, heard=_say, told=told)
    except HasBadRows:
        return False
    return incoming.good > 0


def _say(verdict: Verdict, *, with_good: bool = False) -> None:
    if verdict.problems or with_good:
        click.echo("\n".join(verdict.lines()))


def _write_errors(staging: Staging, path: Path) -> None:
    with whole_file(path) as target:
        write_refused(
            target,
            staging.headers_of,
            staging.refused,
            made_by=_user(),
            made_at=clock.now(),
        )


def _report(
    incoming: Import, errors: Path | None, *, applied: bool, stored: bool
) -> None:
    newcomers = incoming.added if stored else incoming.newcomers
    for line in _told_of(newcomers, stored=stored):
        click.echo(line, err=True)
    if errors is not None and incoming.bad:
        click.echo(f"The bad rows and their reasons are in {errors}.", err=True)
    if stored:
        click.echo(f"{incoming.good} requests were stored.", err=True)
    elif applied and incoming.good:
        click.echo(
            "Nothing was stored. Correct the rows named above, or store the others"
            " with --skip-bad.",
            err=True,
        )
    elif not applied:
        click.echo("Nothing was stored; --apply stores the rows.", err=True)
    click.echo(incoming.summary)


def _told_of(newcomers: Newcomers, *, stored: bool) -> Sequence[str]:
    """What the register did not know, a line for each kind."""
    deed = "added" if stored else "to be added"
    kinds = (
        ("Authorities", newcomers.authorities),
        ("Bilateral treaties", newcomers.treaties),
        ("Officers (without the right to sign in)", newcomers.officers),
    )
    return [f"{kind} {deed}: {', '.join(names)}" for kind, names in kinds if names]


@register.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True}
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("filters", nargs=-1, type=click.UNPROCESSED)
@with_appcontext
def export(file: Path, filters: tuple[str, ...]) -> None:
    """Write the register to FILE.xlsx; importing that gives the same register again.

    FILTERS choose among the requests as in the address of the list, for example
    --direction=incoming --state=FR --state=DE --from=2024-01-01 --open=1.
    """
    if file.suffix.lower() != ".xlsx":
        raise Refusal(f"{file.name} is no workbook. Give a name that ends in .xlsx.")
    require_current()
    office = central_authorities.only()
    chosen = _chosen(filters, office)
    with at_one_moment():
        rows = RegisterRows(chosen, office.id)
        number, unsent = rows.count, rows.unsent
        with whole_file(file) as target, progress("Writing", number) as told:
            write_register(
                target, rows.of, made_by=_user(), made_at=clock.now(), told=told
            )
    if unsent:
        click.echo(
            f"Outgoing requests that have not been sent are left out: {unsent}",
            err=True,
        )
    click.echo(f"{number} requests were written to {file}.")


def _chosen(typed: Sequence[str], office: CentralAuthority) -> ColumnElement[bool]:
    """The condition that `--name=value` words make up, whoever gives the command.

    Raises Refusal for a word that is no filter, or means nothing.
    """
    query: dict[str, list[str]] = {}
    for word in typed:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not equals or name not in FILTERS:
            raise click.UsageError(
                f"{word} is no filter. Filters are written --name=value, with one of "
                f"these names: {', '.join(sorted(FILTERS))}."
            )
        query.setdefault(name, []).append(value)
    # The command line belongs to those who keep the machine, and sees everything.
    everything = User(role=Role.AUDITOR, central_authority_id=office.id)
    filters, problems = request_filters.read(query, seen_by=everything)
    if problems:
        raise Refusal("\n".join(str(problem) for problem in problems))
    return request_list.condition(filters, seen_by=everything, today=clock.today())


def _user() -> str:
    """Who gave the command, as the operating system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "the command line"
