"""`ctrack serve`: the application as it is served in production."""

import errno
import ipaddress
import os
import socket
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask.cli import with_appcontext
from gunicorn.app.base import BaseApplication

import ctrack
from ctrack import config
from ctrack.cli.database import require_current
from ctrack.cli.errors import Refusal
from ctrack.config import MEBIBYTE
from ctrack.extensions import db
from ctrack.queries import users
from ctrack.services.background import starting

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

THREADS = 4

# How much, and for how many seconds, a visitor is heard whose upload is refused.
MOST_HEARD = 256 * MEBIBYTE
LONGEST_HEARD = 60

# Where a worker tells that it is alive: a slow disk would make it look dead.
MEMORY = Path("/dev/shm")  # noqa: S108 (gunicorn makes an unnamed file in it)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port; 0 takes a free one.",
)
@click.option(
    "--workers",
    default=min(4, (os.cpu_count() or 1) + 1),
    show_default=True,
    type=click.IntRange(1, 64),
    help=f"How many processes answer, with {THREADS} threads each.",
)
@with_appcontext
def serve(host: str, port: int, workers: int) -> None:
    """Serve the application, on this machine only unless told otherwise."""
    os.umask(config.PRIVATE)
    require_current()
    if not _is_loopback(host) and users.demonstration_logins_exist():
        raise Refusal(
            "This register has logins whose passwords everyone knows (ctrack demo)."
            " It is served on this machine only: leave --host out."
        )
    starting.start_if_needed()
    # The workers make connections of their own: one that two processes share
    # would give the answers of the one to the other.
    db.session.remove()
    db.engine.dispose()
    listening = _listen(host, port)
    click.echo(f"http://{_in_address(host)}:{listening.getsockname()[1]}")
    Server(listening, workers).run()


class Server(BaseApplication):
    """gunicorn, told what to do by arguments rather than by a file."""

    def __init__(self, listening: socket.socket, workers: int) -> None:
        """Take the socket that already listens."""
        self._listening = listening
        self._workers = workers
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn its settings."""
        settings: dict[str, Any] = {
            "bind": f"fd://{self._listening.detach()}",
            "workers": self._workers,
            # Made once, by the process that the workers come from.
            "preload_app": True,
            "threads": THREADS,
            "worker_class": "gthread",
            "worker_tmp_dir": str(MEMORY) if MEMORY.is_dir() else None,
            "graceful_timeout": 10,
            "timeout": 120,
            "loglevel": "warning",
            "proc_name": "ctrack",
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> "WSGIApplication":
        """The application, its templates compiled before anybody waits for a page."""
        application = ctrack.create_app()
        for name in application.jinja_env.list_templates():
            application.jinja_env.get_template(name)
        return hearing_out(application)


def hearing_out(application: "WSGIApplication") -> "WSGIApplication":
    """Read what a visitor still sends before he is answered.

    Whoever uploads too much is refused before all of it has come. Most browsers send
    all the same before they read, and would see a broken connection, not the reason.
    """

    def answer(
        environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        response = application(environ, start_response)
        left, until = MOST_HEARD, time.monotonic() + LONGEST_HEARD
        while left > 0 and time.monotonic() < until:
            chunk = environ["wsgi.input"].read(min(left, MEBIBYTE))
            if not chunk:
                break
            left -= len(chunk)
        return response

    return answer


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens there, or a sentence why that cannot be."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise Refusal(f"There is no host {host}: {error.strerror}.") from error
    listening = socket.socket(family, kind)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(2048)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise Refusal(
                f"Port {port} of {host} is in use. Choose another: --port"
            ) from error
        raise Refusal(f"Cannot listen on {host}:{port}: {error.strerror}.") from error
    os.set_inheritable(listening.fileno(), True)
    return listening


def _is_loopback(host: str) -> bool:
    """Whether only this machine can reach the host's every address."""
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_PASSIVE)
    except socket.gaierror:
        return False
    return all(ipaddress.ip_address(entry[4][0]).is_loopback for entry in found)


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
