"""A real mail server for tests: takes letters, and misbehaves as it is told."""

import asyncio
import contextlib
import email
import os
import socket
import ssl
import subprocess
import sys
from email.policy import default

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from ctrack.extensions import db


class Postman:
    """What the server does with what it is handed; `received` are whole letters."""

    def __init__(self):
        self.received = []
        self.refused = set()
        self.deferred = set()
        self.begun = 0
        self.cut_off = 0
        self.hang_up_after_data = 0
        self.busy = 0
        self.delay = 0
        self.hesitation = 0

    async def handle_RCPT(  # noqa: N802 (aiosmtpd calls it so)
        self, _server, _session, envelope, address, _options
    ):
        if address in self.refused:
            return "550 5.1.1 There is no such mailbox"
        if address in self.deferred:
            return "450 4.2.2 The mailbox is full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (as above)
        await asyncio.sleep(self.delay)
        if self.busy:
            self.busy -= 1
            return "451 4.3.0 Try again later"
        letter = email.message_from_bytes(envelope.content, policy=default)
        letter.recipients = list(envelope.rcpt_tos)
        letter.is_encrypted = bool(server.transport.get_extra_info("sslcontext"))
        letter.is_signed_in = session.authenticated
        self.received.append(letter)
        # It has the letter, and takes its time to say so.
        await asyncio.sleep(self.hesitation)
        if self.hang_up_after_data:
            # It has taken the letter, and nobody hears of it.
            self.hang_up_after_data -= 1
            server.transport.abort()
        return "250 OK"

    @property
    def ids(self):
        return [letter["Message-ID"] for letter in self.received]

    def to(self, address):
        return [le for le in self.received if address in le.recipients]


class HalfWay(SMTP):
    """Hangs up in the middle of DATA as often as the postman is told."""

    async def smtp_DATA(self, arg):  # noqa: N802 (as above)
        self.event_handler.begun += 1
        if self.event_handler.cut_off:
            self.event_handler.cut_off -= 1
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            await self._reader.readline()
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class Server(Controller):
    """A server on a free port of this machine."""

    def __init__(self, postman, **details):
        super().__init__(postman, hostname="127.0.0.1", port=0, **details)

    def factory(self):
        return HalfWay(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self):
        # The port is chosen by the system: ask which.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    @property
    def url(self):
        return self.url_of("")

    def url_of(self, user):
        """The address with `name:password@` in it."""
        scheme = "smtps" if self.ssl_context else "smtp"
        return f"{scheme}://{user}127.0.0.1:{self.port}"


@contextlib.contextmanager
def serving(**details):
    """A running server; gives it with its `postman`."""
    postman = Postman()
    server = Server(postman, **details)
    server.postman = postman
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Authority:
    """Who certifies mail servers; whoever trusts it reads `path`."""

    def __init__(self, folder):
        self._made = trustme.CA()
        self.path = folder / "authority.pem"
        self._made.cert_pem.write_to_path(self.path)

    def context(self, name="127.0.0.1"):
        """What a server of this name, or address, shows to whoever connects."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._made.issue_cert(name).configure_cert(context)
        return context


def admits(user, password):
    """Lets in whoever gives this name and password."""

    def ask(_server, _session, _envelope, _mechanism, given):
        is_right = (given.login, given.password) == (user.encode(), password.encode())
        return AuthResult(success=is_right, handled=False)

    return ask


@contextlib.contextmanager
def silent():
    """The address of a server that takes every call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}"


def command(app, server, *words):
    """A command in a process of its own, with the database of the test; it runs on."""
    settings = {
        "CTRACK_INSTANCE": app.config["CTRACK_INSTANCE"],
        "CTRACK_DATABASE_URL": db.engine.url.render_as_string(hide_password=False),
        "CTRACK_MAIL_URL": server.url,
        "CTRACK_TIMEZONE": "Etc/UTC",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "ctrack", *words],
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
