"""Handing messages to the mail server of CTRACK_MAIL_URL, over one connection."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from ipaddress import ip_address
from types import TracebackType
from urllib.parse import unquote, urlsplit

from ctrack.config import ConfigurationError
from ctrack.domain.outbox import Delivery
from ctrack.services.outbox import Letter

PATIENCE = 30
"""Seconds to wait for each answer of the mail server."""
PERMANENT = 500
"""From this code on a mail server says no for good (RFC 5321, 4.2.1)."""


@dataclass(frozen=True)
class MailServer:
    """Where the mail server is, and as whom it knows us."""

    host: str
    port: int
    is_encrypted: bool
    """Whether the connection begins with TLS (`smtps`)."""
    user: str = ""
    password: str = ""

    @property
    def is_near(self) -> bool:
        """Whether it is on this machine, so that nobody on the way can listen."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def read(url: str) -> MailServer:
    """The mail server of an address like `smtp://user:password@host:port`.

    Raises ConfigurationError where it is no such address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ConfigurationError(
            "CTRACK_MAIL_URL is not the address of a mail server, as"
            " smtp://user:password@host:port."
        )
    is_encrypted = parts.scheme == "smtps"
    return MailServer(
        parts.hostname,
        port or (465 if is_encrypted else 587 if parts.username else 25),
        is_encrypted,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


class Unreachable(Exception):
    """The mail server cannot be used at present; the message says why."""


class Line:
    """A connection to the mail server, opened when the first letter is delivered."""

    def __init__(self, server: MailServer, sender: str) -> None:
        """Deliver to this server, from this address."""
        self._server, self._sender = server, sender
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> "Line":
        """Be ready; nothing is opened yet."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _failure: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Take leave of the server, if it still listens."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (smtplib.SMTPException, OSError):
                self._smtp.close()
            self._smtp = None

    def deliver(self, letter: Letter) -> Delivery:
        """Hand the letter over; tells what became of it, and raises nothing of it."""
        try:
            smtp = self._opened()
        except Unreachable as failure:
            return Delivery(str(failure), is_about_us=True)
        try:
            smtp.sendmail(self._sender, [letter.recipient], bytes(self._paper(letter)))
        except (smtplib.SMTPException, OSError, ValueError) as failure:
            return self._failed(smtp, failure)
        return Delivery()

    def _paper(self, letter: Letter) -> EmailMessage:
        paper = EmailMessage(policy=SMTP)
        paper["From"] = self._sender
        paper["To"] = letter.recipient
        paper["Subject"] = " ".join(letter.subject.split())
        paper["Date"] = letter.written_at
        paper["Message-ID"] = letter.message_id
        # Machines that answer for people on leave are not to answer (RFC 3834).
        paper["Auto-Submitted"] = "auto-generated"
        paper.set_content(letter.text, cte="quoted-printable")
        return paper

    def _failed(self, smtp: smtplib.SMTP, failure: Exception) -> Delivery:
        if isinstance(failure, smtplib.SMTPRecipientsRefused):
            code, told = next(iter(failure.recipients.values()))
            self._begin_anew(smtp)
            return Delivery(_said(code, told), is_final=code >= PERMANENT)
        if isinstance(failure, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
            code, said = failure.smtp_code, _said(failure.smtp_code, failure.smtp_error)
            self._begin_anew(smtp)
            if isinstance(failure, smtplib.SMTPSenderRefused):
                return Delivery(said, is_about_us=True)
            return Delivery(said, is_final=code >= PERMANENT)
        # The conversation was cut off; the next letter gets a new connection.
        self._hang_up(smtp)
        return Delivery(f"The connection broke: {failure}", is_broken=True)

    def _begin_anew(self, smtp: smtplib.SMTP) -> None:
        """Let the server forget the letter that it has refused."""
        try:
            smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._hang_up(smtp)

    def _hang_up(self, smtp: smtplib.SMTP) -> None:
        smtp.close()
        self._smtp = None

    def _opened(self) -> smtplib.SMTP:
        """The connection; Unreachable where there is none to be had."""
        if self._smtp is None:
            server = self._server
            where = f"{server.host}:{server.port}"
            try:
                self._smtp = _connect(server)
            except smtplib.SMTPAuthenticationError as failure:
                told = _said(failure.smtp_code, failure.smtp_error)
                raise Unreachable(f"{where} does not let us in: {told}") from None
            except (smtplib.SMTPException, OSError) as failure:
                raise Unreachable(f"{where} {_trouble(failure)}") from None
        return self._smtp


def _connect(server: MailServer) -> smtplib.SMTP:
    """A connection on which letters can be handed over at once."""
    trust = ssl.create_default_context()
    where = (server.host, server.port)
    smtp: smtplib.SMTP = (
        smtplib.SMTP_SSL(*where, timeout=PATIENCE, context=trust)
        if server.is_encrypted
        else smtplib.SMTP(*where, timeout=PATIENCE)
    )
    try:
        _introduce(smtp, server, trust)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _introduce(smtp: smtplib.SMTP, server: MailServer, trust: ssl.SSLContext) -> None:
    smtp.ehlo_or_helo_if_needed()
    is_encrypted = server.is_encrypted
    if not is_encrypted and smtp.has_extn("starttls"):
        smtp.starttls(context=trust)
        smtp.ehlo()
        is_encrypted = True
    if not server.user:
        return
    if not is_encrypted and not server.is_near:
        raise smtplib.SMTPNotSupportedError(
            "it offers no encryption, and a password is not sent without"
        )
    smtp.login(server.user, server.password)


def _trouble(failure: OSError) -> str:
    """What is wrong with a server, as the rest of a sentence that begins with it."""
    if isinstance(failure, ssl.SSLCertVerificationError):
        why = failure.verify_message.rstrip(".")
        return f"shows a certificate that is not trusted: {why}"
    if isinstance(failure, ssl.SSLError):
        return f"does not speak TLS as it should: {failure.reason or failure}"
    if isinstance(failure, smtplib.SMTPResponseException):
        return f"refuses us: {_said(failure.smtp_code, failure.smtp_error)}"
    if isinstance(failure, smtplib.SMTPNotSupportedError):
        return f"cannot be used: {failure}"
    return f"does not answer: {failure}"


def _said(code: int, told: bytes | str) -> str:
    """What the server answered, on one line."""
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
    return f"{code} {' '.join(text.split())}".strip()
