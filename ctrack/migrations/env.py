"""What Alembic runs: all outstanding steps in one transaction, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection, Engine, TypeDecorator

from ctrack.extensions import about_to_write, db


def run() -> None:
    """Take the outstanding steps: all of them, or none."""
    engine = db.engine
    with about_to_write(), _unhindered(engine) as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=_render,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


def _render(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write ctrack's own types as what they are in the database.

    A step must still run when the class it was written with has gone.
    """
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


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
