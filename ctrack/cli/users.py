"""`ctrack user`: the people who sign in."""

import sys

import click
from flask.cli import with_appcontext

from ctrack.cli.database import require_current
from ctrack.domain.permissions import Role
from ctrack.extensions import write_transaction
from ctrack.services import accounts


@click.group()
def user() -> None:
    """The people who sign in."""


@user.command()
@click.argument("name")
@click.option(
    "--role",
    required=True,
    type=click.Choice([role.value for role in Role], case_sensitive=False),
    help="What the person may do.",
)
@click.option(
    "--authority",
    metavar="CODE",
    help="The competent authority a person of the role `authority` works for.",
)
@click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password from standard input instead of asking for it.",
)
@with_appcontext
def add(name: str, role: str, authority: str | None, password_stdin: bool) -> None:
    """Add a person who signs in as NAME."""
    require_current()
    password = _from_stdin() if password_stdin else _asked()
    with write_transaction():
        accounts.create(
            username=name,
            role=Role[role.upper()],
            authority_code=authority,
            password=password,
        )
    click.echo(f"{name} can sign in now, as {role}.")


def _from_stdin() -> str:
    """The first line of standard input, without its end."""
    return sys.stdin.readline().rstrip("\r\n")


def _asked() -> str:
    answer: str = click.prompt(
        "Password", hide_input=True, confirmation_prompt="The same again", err=True
    )
    return answer
