"""`ctrack outbox`: sending what waits there, or printing it."""

import time

import click
from flask.cli import with_appcontext

from ctrack.cli.database import require_current
from ctrack.cli.sending import send_all, sent_in_words
from ctrack.queries import outbox as queries

PAUSE = 10
"""Seconds between two looks into the outbox."""


@click.group()
def outbox() -> None:
    """Messages that wait to be sent, or to be printed."""


@outbox.command()
@click.option(
    "--keep-on",
    is_flag=True,
    help=f"Go on, and look again every {PAUSE} seconds, until stopped.",
)
@with_appcontext
def send(keep_on: bool) -> None:
    """Send what is due to the mail server of CTRACK_MAIL_URL.

    Several may send at the same time. A message that the server does not take is
    tried again later, up to ten times over five days.
    """
    require_current()
    while True:
        tally = send_all()
        if tally.touched or not keep_on:
            click.echo(sent_in_words(tally))
        if tally.trouble:
            click.echo(tally.trouble, err=True)
        if not keep_on:
            return
        time.sleep(PAUSE)


@outbox.command(name="print")
@with_appcontext
def print_messages() -> None:
    """Print every message that has not gone out, one after the other."""
    require_current()
    number = 0
    for message in queries.not_sent():
        number += 1
        click.echo(f"To: {message.recipient}\nSubject: {message.subject}\n")
        click.echo(f"{message.text.rstrip()}\n\f")
    click.echo(f"messages: {number}", err=True)
