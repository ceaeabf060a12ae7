"""Storing one thing while the next is made ready."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext, suppress
from contextvars import copy_context

from ctrack.extensions import db

_USUAL_KIBIBYTES, _MORE_KIBIBYTES = 2_000, 20_000


class Aside:
    """Stores one thing while the caller makes the next ready.

    PostgreSQL works in another process, and SQLite lets go of Python while it works.
    The caller must leave the database alone until it has waited. SQLite is given more
    memory, so that it has the indexes at hand.
    """

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._worker: ThreadPoolExecutor | None = None
        self._doing: Future[None] | None = None

    def __enter__(self) -> "Aside":
        """Be ready."""
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        """Wait for what is being done; what the caller failed at comes first."""
        if self._worker is None:
            return
        with self._worker, suppress(Exception) if failure else nullcontext():
            try:
                self.wait()
            finally:
                _give_memory(_USUAL_KIBIBYTES)

    def begin(self, deeds: Iterable[Callable[[], None]]) -> None:
        """Do these after what is being done, in the caller's transaction."""
        self.wait()
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, "storing")
            _give_memory(_MORE_KIBIBYTES)
        self._doing = self._worker.submit(copy_context().run, _do, deeds)

    def wait(self) -> None:
        """Come back when it is done; raises what it has raised."""
        doing, self._doing = self._doing, None
        if doing is not None:
            doing.result()


def _do(deeds: Iterable[Callable[[], None]]) -> None:
    for deed in deeds:
        deed()


def _give_memory(kibibytes: int) -> None:
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size = -{kibibytes}")
