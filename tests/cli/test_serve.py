"""`ctrack serve`: where it listens, when it refuses, and what a large upload gets."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest

from ctrack import config
from ctrack.config import MEBIBYTE


def test_a_port_in_use_is_told(runner):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        told = runner("serve", "--port", port, expect=1)

    assert f"Port {port}" in told.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_a_demonstration_is_served_on_this_machine_only(runner, make, host):
    make.User(is_demonstration=True)

    told = runner("serve", "--host", host, "--port", 0, expect=1)

    assert "this machine only" in told.stderr


def test_a_host_that_does_not_exist_is_told(runner):
    told = runner("serve", "--host", "no.such.host.invalid", expect=1)

    assert "There is no host" in told.stderr


@pytest.fixture
def served(app, context, tmp_path):
    """The address of the register, served by a process of its own."""
    server = subprocess.Popen(
        [sys.executable, "-m", "ctrack", "serve", "--port", "0", "--workers", "2"],
        env=os.environ
        | {
            "CTRACK_DATABASE_URL": app.config[
                "SQLALCHEMY_DATABASE_URI"
            ].render_as_string(hide_password=False),
            "CTRACK_INSTANCE": str(tmp_path),
            "PYTHONPATH": str(config.PACKAGE.parent),
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    yield server.stdout.readline().strip()
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=30) == 0
    server.stdout.close()


def test_it_is_served_where_it_says(served):
    with urlopen(f"{served}/healthz", timeout=20) as answer:
        assert answer.read() == b"ok"


def test_who_uploads_too_much_is_answered(served):
    """The client sends all of it before it reads, as many do."""
    address = served.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=30)

    connection.request(
        "POST",
        "/login",
        body=b"x" * (40 * MEBIBYTE),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    status = connection.getresponse().status
    connection.close()

    assert status == 413
