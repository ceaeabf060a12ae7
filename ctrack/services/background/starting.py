"""Starting the process that does what waits: by whoever notices that something does."""

import os
import subprocess
import sys
import time

from flask import current_app
from sqlalchemy.engine import make_url

from ctrack import clock, config
from ctrack.queries import works
from ctrack.services.background import files

AT_MOST_EVERY = 5.0
"""Seconds between two processes that are started from here because nobody works: the
first one may still be on its way."""

_last: list[float] = []


def start() -> None:
    """Start a process that does what waits; it ends by itself, at once if it may.

    It belongs to nobody: the page that started it, and its server, may end first.
    """
    _last[:] = [time.monotonic()]
    subprocess.Popen(
        [sys.executable, "-m", "ctrack", "work"],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def start_if_needed() -> None:
    """Start one if works wait, or were left, and there is a place for another."""
    if _last and time.monotonic() - _last[0] < AT_MOST_EVERY:
        return
    if not works.needs_somebody(clock.now()):
        return
    with files.a_place() as is_free:
        pass
    if is_free:
        start()


def environment() -> dict[str, str]:
    """Ours, with the settings that this application runs with."""
    settings = current_app.config
    url = make_url(settings["SQLALCHEMY_DATABASE_URI"])
    told = {
        "CTRACK_DATABASE_URL": url.render_as_string(hide_password=False),
        **{
            name: str(settings[name])
            for name in ("CTRACK_INSTANCE", "CTRACK_STATE", "CTRACK_TIMEZONE")
        },
    }
    paths = [str(config.PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
    told["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    return {**os.environ, **told}
