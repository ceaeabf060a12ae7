"""`ctrack demo`: a fictitious register, to try ctrack and to measure it."""

import click
from flask.cli import with_appcontext

from ctrack.cli.database import require_current
from ctrack.cli.progress import progress
from ctrack.extensions import write_transaction
from ctrack.queries import mla_requests
from ctrack.services.demonstration import filling, office

USUAL = 400
MOST = 1_000_000


@click.command()
@click.option(
    "--requests",
    default=USUAL,
    show_default=True,
    type=click.IntRange(1, MOST),
    help="How many requests to make up.",
)
@click.option(
    "--if-empty",
    is_flag=True,
    help="Leave a register that holds requests alone, instead of complaining.",
)
@with_appcontext
def demo(requests: int, if_empty: bool) -> None:
    """Fill an empty database with a fictitious register and a login for each role.

    All of it is stored, or nothing: what is stopped half-way leaves the database as
    it was.
    """
    require_current()
    if if_empty and mla_requests.any_exist():
        click.echo("The register holds requests already; it was left as it is.")
        return
    with progress("Making up requests", requests) as more, write_transaction():
        filling.fill(requests, more)
    click.echo(f"{requests} fictitious requests were stored. Sign in as one of these:")
    width = max(len(username) for username, _, _ in office.logins())
    for username, name, role in office.logins():
        click.echo(f"  {username:{width}}  {role.label}: {name}")
    click.echo(f"The password of each is: {office.PASSWORD}")
