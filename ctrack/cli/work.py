"""`ctrack work`: does what people have asked for in the background, and ends."""

import os

import click
from flask.cli import with_appcontext

from ctrack import config
from ctrack.cli.database import require_current
from ctrack.services.background.draining import drain
from ctrack.web.background import do

LESS_URGENT = 5
"""How much pages go before (the system's `nice`)."""


@click.command()
@with_appcontext
def work() -> None:
    """Make the files and editions that were asked for in the background.

    The server starts this by itself when something waits, and once when it starts.
    """
    os.umask(config.PRIVATE)
    require_current()
    os.nice(LESS_URGENT)
    drain(do)
