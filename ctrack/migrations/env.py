"""What Alembic runs: all outstanding steps in one transaction, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Engine

from ctrack.extensions import about_to_write, db


def run() -> None:
    """Take the outstanding steps: all of them, or none."""
    engine = db.engine
    with about_to_write(), _unhindered(engine) as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


@contextmanager
def _unhindered(engine: Engine) -> Iterator[Connection]:
    """A connection on which SQLite lets a table be built anew and put in place.

    Dropping the old table would otherwise delete what refers to its rows. SQLite
    heeds the pragma outside a transaction only, hence the driver's own connection.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            yield connection
            return
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 (for the type checker)
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            yield connection
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


run()
