"""`ctrack check`: what is wrong with the configuration for production use."""

import stat
from collections.abc import Iterator
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from ctrack import clock, states
from ctrack.cli.database import require_current
from ctrack.cli.errors import COULD_NOT, Refusal, in_words
from ctrack.config import ConfigurationError
from ctrack.extensions import db
from ctrack.queries import users
from ctrack.services import mail_server

SHORTEST_KEY = 32


@click.command()
@click.pass_context
@with_appcontext
def check(context: click.Context) -> None:
    """Say what is wrong with the configuration for production use."""
    complaints = [*_about_settings(), *_about_folder(), *_about_database()]
    for complaint in complaints:
        click.echo(complaint)
    if complaints:
        context.exit(COULD_NOT)
    click.echo("Nothing is wrong with the configuration.")


def _about_settings() -> Iterator[str]:
    settings = current_app.config
    if not settings["CTRACK_STATE"]:
        yield "CTRACK_STATE is not set: the State the central authority belongs to."
    elif settings["CTRACK_STATE"] not in states.names():
        yield f"CTRACK_STATE is not a State: {settings['CTRACK_STATE']}."
    if not settings["CTRACK_TIMEZONE"] and not clock.here(clock.now()).utcoffset():
        yield (
            "CTRACK_TIMEZONE is not set, and this machine counts its days in UTC: set"
            " the zone in which the office counts them, as Europe/Paris."
        )
    if len(settings["SECRET_KEY"]) < SHORTEST_KEY:
        yield f"CTRACK_SECRET_KEY has fewer than {SHORTEST_KEY} characters."
    if settings["CTRACK_MAIL_URL"]:
        yield from _about_mail(settings["CTRACK_MAIL_URL"])
    if not settings["CTRACK_PROXIES"]:
        yield (
            "CTRACK_PROXIES is 0: sessions also travel without HTTPS. Put a proxy"
            " with a certificate in front, and set it to 1."
        )


def _about_mail(url: str) -> Iterator[str]:
    try:
        mail_server.read(url)
    except ConfigurationError as error:
        yield str(error)
    if not current_app.config["CTRACK_ADDRESS"]:
        yield (
            "CTRACK_ADDRESS is not set: messages carry no links. Set it to where"
            " people reach ctrack, as https://ctrack.example."
        )


def _about_folder() -> Iterator[str]:
    folder = Path(current_app.config["CTRACK_INSTANCE"])
    for path in (folder, folder / "secret_key", folder / "config.toml"):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield f"{path} can be read by others on this machine: chmod go= {path}"


def _about_database() -> Iterator[str]:
    try:
        require_current()
        if users.demonstration_logins_exist():
            yield "There are logins of the demonstration, whose password is known."
    except (Refusal, DBAPIError) as error:
        yield in_words(error)
    finally:
        db.session.rollback()
