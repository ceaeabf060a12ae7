"""`ctrack init`: the database is made, or brought up to date."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import text

from ctrack import config
from ctrack.cli.errors import Refusal
from ctrack.cli.progress import progress
from ctrack.extensions import db, write_transaction
from ctrack.services import (
    deadline_filling,
    fact_filling,
    reference_data,
    timing,
    upkeep,
)

# Any number that no other program takes for its own lock in the same database.
LOCK = 0x63747261


@click.command()
@with_appcontext
def init() -> None:
    """Create the database, or bring it up to date. May be repeated."""
    os.umask(config.PRIVATE)
    with _one_at_a_time():
        reached = _reached()
        flask_migrate.upgrade()
        is_migrated = reached != _reached()
        with write_transaction():
            reference_data.load()
            is_new = timing.load()
            _fill_facts()
            if is_new:
                _fill_deadlines()
            if is_migrated:
                upkeep.analyse()
    click.echo(f"The database is ready: {db.engine.url.render_as_string()}")


def _fill_facts() -> None:
    """Complete the facts that an older version has kept."""
    if number := fact_filling.lacking():
        with progress("Completing the statistical facts", number) as more:
            fact_filling.fill(more)


def _fill_deadlines() -> None:
    """Give deadlines and pauses to requests that an older version has kept."""
    if number := deadline_filling.lacking():
        with progress("Computing deadlines", number) as more:
            deadline_filling.fill(more)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let a second `ctrack init` wait until the first one has finished."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
            yield
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK})
    else:
        path = Path(current_app.config["CTRACK_INSTANCE"], "init.lock")
        with path.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _reached() -> set[str]:
    """The migrations at which the database stands; none where it is not set up."""
    with db.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads())


def require_current() -> None:
    """Raise Refusal unless the database stands at the newest migration."""
    revisions = ScriptDirectory(str(config.PACKAGE / "migrations"))
    reached = _reached()
    if not reached:
        raise Refusal("The database has not been set up. Run: ctrack init")
    known = {revision.revision for revision in revisions.walk_revisions()}
    if not reached <= known:
        raise Refusal(
            "The database belongs to a newer version of ctrack. Install that version."
        )
    if reached != set(revisions.get_heads()):
        raise Refusal(
            "The database belongs to an older version of ctrack. Run: ctrack init"
        )
