"""Settings, and the folders the application reads from and writes to."""

import os
import secrets
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

PACKAGE = Path(__file__).resolve().parent

MEBIBYTE = 1024 * 1024

# The umask under which the database and the documents are written.
PRIVATE = 0o077


class ConfigurationError(Exception):
    """The configuration cannot be used; the message says what to put right."""


@dataclass(frozen=True)
class Setting:
    """One thing that can be set: CTRACK_<name> outside, <name> in config.toml."""

    name: str
    default: str
    help: str

    @property
    def variable(self) -> str:
        """The name of the environment variable."""
        return f"CTRACK_{self.name}"


SETTINGS = (
    Setting(
        "INSTANCE",
        "instance",
        "The folder for the database, the documents and the secrets.",
    ),
    Setting(
        "DATABASE_URL",
        "",
        "The database; without it, an SQLite file in the instance folder.",
    ),
    Setting(
        "SECRET_KEY",
        "",
        "The key that signs sessions; without it, one is made and kept in the"
        " instance folder.",
    ),
    Setting(
        "MAIL_URL",
        "",
        "The mail server, as smtp://user:password@host:port; without it, mail stays"
        " in the outbox.",
    ),
    Setting(
        "ADDRESS",
        "",
        "Where people reach ctrack, as https://ctrack.example; links in messages begin"
        " with it.",
    ),
    Setting(
        "STATE",
        "",
        "The State the central authority belongs to, as two letters (ISO 3166-1).",
    ),
    Setting(
        "TIMEZONE",
        "",
        "The time zone in which the office counts its days, as Europe/Paris; without"
        " it, that of the machine.",
    ),
    Setting(
        "PROXIES",
        "0",
        "How many proxies stand in front; with one or more, cookies travel over"
        " HTTPS only.",
    ),
)


@dataclass(frozen=True)
class Settings:
    """What was set, checked and ready for use."""

    instance: Path
    database_url: URL
    secret_key: str
    mail_url: str
    address: str
    state: str
    timezone: str
    proxies: int

    def for_flask(self) -> dict[str, Any]:
        """The same as Flask and its extensions want to be told."""
        return {
            "CTRACK_INSTANCE": str(self.instance),
            "CTRACK_MAIL_URL": self.mail_url,
            "CTRACK_ADDRESS": self.address,
            "CTRACK_STATE": self.state,
            "CTRACK_TIMEZONE": self.timezone,
            "CTRACK_PROXIES": self.proxies,
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": engine_options(self.database_url),
            "MAX_CONTENT_LENGTH": 16 * MEBIBYTE,
            # Every field of the longest form with room to spare; files are not
            # counted in this.
            "MAX_FORM_MEMORY_SIZE": 2 * MEBIBYTE,
            "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.proxies > 0,
            # A form may stay open over lunch; its token lives as long as the session.
            "WTF_CSRF_TIME_LIMIT": None,
        }


def read(given: Mapping[str, Any]) -> Settings:
    """The settings in force: `given`, else the environment, else config.toml.

    Raises ConfigurationError where a value cannot be used.
    """
    by_name = {setting.name: setting for setting in SETTINGS}
    told = {
        name: str(value)
        for name, setting in by_name.items()
        if (value := given.get(setting.variable, os.environ.get(setting.variable)))
    }
    instance = Path(told.get("INSTANCE") or by_name["INSTANCE"].default).resolve()
    in_file = _from_file(instance / "config.toml", known=by_name.keys())
    told = {name: setting.default for name, setting in by_name.items()} | in_file | told

    make_folder(instance)
    return Settings(
        instance=instance,
        database_url=database_url(told["DATABASE_URL"], instance),
        secret_key=told["SECRET_KEY"] or kept_secret(instance / "secret_key"),
        mail_url=told["MAIL_URL"],
        address=_web_address(told["ADDRESS"]),
        state=told["STATE"].upper(),
        timezone=_timezone(told["TIMEZONE"]),
        proxies=_whole_number("PROXIES", told["PROXIES"]),
    )


def _from_file(path: Path, known: Any) -> dict[str, str]:
    """What config.toml says; names may be written with or without CTRACK_."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from error
    told = {
        name.upper().removeprefix("CTRACK_"): str(value)
        for name, value in content.items()
    }
    if unknown := sorted(told.keys() - (known - {"INSTANCE"})):
        raise ConfigurationError(f"{path} sets what is no setting: {unknown[0]}")
    return told


def _web_address(text: str) -> str:
    """The address without the slash at its end, if it is one of the web."""
    address = text.strip().rstrip("/")
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise ConfigurationError(
            f"CTRACK_ADDRESS is not an address, as https://ctrack.example: {text}"
        )
    return address


def _timezone(name: str) -> str:
    """The name, if it is that of a time zone; empty for that of the machine."""
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigurationError(
            f"CTRACK_TIMEZONE is not the name of a time zone, as Europe/Paris: {name}"
        ) from None


def _whole_number(name: str, text: str) -> int:
    if not text.isdecimal():
        raise ConfigurationError(f"CTRACK_{name} is not a whole number: {text}")
    return int(text)


def make_folder(folder: Path) -> None:
    """Make the folder, closed to others, if it is not there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"The folder {folder} cannot be made: {error.strerror}."
        ) from error


def database_url(text: str, instance: Path) -> URL:
    """The address of the database, with the driver that ctrack ships."""
    if not text:
        return URL.create("sqlite", database=str(instance / "ctrack.sqlite"))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise ConfigurationError(
            "CTRACK_DATABASE_URL is not the address of a database."
        ) from error
    backend = url.get_backend_name()
    if backend in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return url
    raise ConfigurationError(
        f"CTRACK_DATABASE_URL: ctrack works with SQLite and PostgreSQL, not {backend}."
    )


def engine_options(url: URL) -> dict[str, Any]:
    """How connections to this database are kept."""
    if url.get_backend_name() == "postgresql":
        # A restarted server or a firewall may have closed a kept connection.
        return {"pool_pre_ping": True, "pool_size": 10}
    return {}


def kept_secret(path: Path) -> str:
    """The secret in this file, made when it is first asked for.

    Several processes may ask at once: one of them makes the file, the others wait
    until it has been written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600)
    except FileExistsError:
        return _written_secret(path)
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be written: {error.strerror}."
        ) from error
    with open(descriptor, "w", encoding="ascii") as file:  # noqa: PTH123 (a descriptor)
        secret = secrets.token_hex(32)
        file.write(secret)
    return secret


def _written_secret(path: Path, patience: float = 2.0) -> str:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            secret = path.read_text(encoding="ascii").strip()
        except OSError as error:
            raise ConfigurationError(
                f"{path} cannot be read: {error.strerror}."
            ) from error
        if secret:
            return secret
        time.sleep(0.02)
    raise ConfigurationError(f"{path} is empty; delete it, and a new key is made.")


def resource_folder(name: str) -> str:
    """templates/ or static/: inside the package in a wheel, beside it in a checkout."""
    for folder in (PACKAGE / name, PACKAGE.parent / name):
        if folder.is_dir():
            return str(folder)
    raise FileNotFoundError(f"no {name}/ in {PACKAGE} or beside it")
