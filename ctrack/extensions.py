"""The Flask extensions, created once and bound to an application by the factory.

How a transaction begins and ends is here too: see docs/decisions for why SQLite is
told at its beginning whether it will write.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import Flask, g, request
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, MetaData, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm.exc import StaleDataError

from ctrack import config
from ctrack.domain.errors import ChangedMeanwhile

BUSY_SECONDS = 10
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Base(DeclarativeBase):
    """What every table derives from: it names constraints alike on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# What a deed has stored is told to the person from memory: reading it again would be
# another transaction, and on SQLite wait for the lock once more.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate(
    db=db,
    directory=str(config.PACKAGE / "migrations"),
    compare_type=True,
    render_as_batch=True,
    transactional_ddl=True,
)
csrf = CSRFProtect()
login_manager = LoginManager()
babel = Babel()

_writing: ContextVar[bool] = ContextVar("ctrack_writing", default=False)


def init_app(app: Flask) -> None:
    """Bind the extensions, and the way transactions begin, to the application."""
    # The first of the handlers: a transaction that will write is to know it before
    # anything, the session's own user included, has been read in it.
    app.before_request(_announce_writing)
    app.teardown_request(_end_writing)
    db.init_app(app)
    migrate.init_app(app)
    csrf.init_app(app)
    login_manager.init_app(app)
    babel.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            govern_sqlite(db.engine)


def _announce_writing() -> None:
    if request.method not in SAFE_METHODS:
        g.writing = _writing.set(True)


def _end_writing(_error: BaseException | None) -> None:
    token = g.pop("writing", None)
    if token is not None:
        _writing.reset(token)


def is_about_to_write() -> bool:
    """Whether what is read now may belong to a change that is not kept in the end."""
    return _writing.get()


@contextmanager
def about_to_write() -> Iterator[None]:
    """Let transactions that begin inside the block take SQLite's write lock at once."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def only_reading() -> Iterator[None]:
    """Let transactions that begin inside the block leave SQLite's write lock alone.

    For a page that stores in the end what takes long to work out; to be called after
    `let_go`.
    """
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def transaction() -> Iterator[None]:
    """Keep everything done inside the block, or nothing of it.

    Raises ChangedMeanwhile where a record has another version than when it was read.
    """
    with about_to_write():
        try:
            yield
            db.session.commit()
        except StaleDataError:
            db.session.rollback()
            raise ChangedMeanwhile(
                "Someone else has just changed this record. Nothing was stored."
            ) from None
        except BaseException:
            db.session.rollback()
            raise


@contextmanager
def write_transaction() -> Iterator[None]:
    """A transaction for what is no page: nothing read before belongs to it."""
    let_go()
    with transaction():
        yield


def let_go() -> None:
    """End the transaction: what follows takes long, and nobody is to wait for it.

    What was read before is read again when it is asked for.
    """
    db.session.rollback()
    db.session.expire_all()


def database_answers() -> bool:
    """Whether a question put to the database is answered."""
    try:
        return bool(db.session.scalar(text("SELECT 1")) == 1)
    except SQLAlchemyError:
        return False
    finally:
        db.session.rollback()


def govern_sqlite(engine: Engine) -> None:
    """Decide for this engine how SQLite's transactions begin and what it heeds."""
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """Hand transactions over to SQLAlchemy, and set what SQLite forgets."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    _write_ahead(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers go on while one writes.

    The mode stays with the file. SQLite does not wait for its lock when it changes
    the mode, so two processes that open a new file at once have to try again.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where the transaction is going to write.

    A transaction that has read, and writes after another one has written, cannot be
    helped by waiting: its view is old, and SQLite refuses.
    """
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
