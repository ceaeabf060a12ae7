"""Which senders are still there: one that was killed holds nothing back.

A sender has a name that nobody else has, and a lock of that name which the operating
system or PostgreSQL takes from it when it ends, however it ends. Whoever can take the
lock knows that the sender is gone.
"""

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from ctrack.extensions import db


@contextmanager
def announced() -> Iterator[str]:
    """Be there under a new name as long as the block runs; gives the name."""
    name = secrets.token_hex(16)
    here = _in_postgresql if _is_postgresql() else _beside_sqlite
    with here(name):
        yield name


def is_there(name: str) -> bool:
    """Whether the sender of this name is still running."""
    if _is_postgresql():
        is_free = db.session.scalar(
            text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _key(name)}
        )
        return not is_free
    return _is_locked(_folder() / name)


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def _key(name: str) -> int:
    """The name as a number that PostgreSQL takes as the key of a lock."""
    return int(name[:15], 16)


@contextmanager
def _in_postgresql(name: str) -> Iterator[None]:
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        key = {"key": _key(name)}
        connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)


def _folder() -> Path:
    return Path(f"{db.engine.url.database}.senders")


@contextmanager
def _beside_sqlite(name: str) -> Iterator[None]:
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / name
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _is_locked(path: Path) -> bool:
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    path.unlink(missing_ok=True)
    return False
