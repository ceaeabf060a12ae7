"""A process that does the works that wait, one after the other, and then ends.

Each is done in a child of its own, which gives its memory back to the system and may be
stopped at any moment, also amid a long question to the database. The parent listens to
it, tells that it is alive, and notices when it dies or when nobody wants the work any
more.
"""

import os
import selectors
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from io import RawIOBase
from typing import IO, NoReturn

from sqlalchemy.exc import DBAPIError

from ctrack import clock
from ctrack.extensions import db, write_transaction
from ctrack.queries import works as queries
from ctrack.services import works
from ctrack.services.background import files

Report = Callable[[int, int], None]
"""Told how much is done, of how much."""

Doer = Callable[[int, str, Report], None]
"""Does the work with this number and token, and stores its end."""

SECONDS_BETWEEN_LOOKS = 1.0


@dataclass(frozen=True)
class Taken:
    """A work that this process does; nobody else can while it has the lock."""

    id: int
    token: str
    lock: IO[str]


def drain(do: Doer) -> None:
    """Do all works that wait, if this machine has a place for one more process.

    A process that is told to end leaves what is under way to the next.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    while True:
        with files.a_place() as has_place:
            if not has_place:
                return  # whoever has it looks again when it has given it up
            while taken := _next():
                with taken.lock:
                    _do(taken, do)
        if not queries.waiting():
            return
        db.session.rollback()
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _next() -> Taken | None:
    """Take up the first work that waits and that nobody is still busy with."""
    _find_left_ones()
    with write_transaction():
        works.clear_old()
    for work_id in queries.waiting():
        lock = files.lock_of(work_id)
        if lock is None:
            continue
        try:
            with write_transaction():
                return Taken(work_id, works.take_up(work_id), lock)
        except works.NotOurs:
            lock.close()
    return None


def _find_left_ones() -> None:
    """Let works wait again whose process has died without a word."""
    for work_id in queries.without_sign_of_life(clock.now()):
        lock = files.lock_of(work_id)
        if lock is not None:
            with lock, write_transaction():
                works.was_cut_off(work_id)


def _do(taken: Taken, do: Doer) -> None:
    """Let a child do it, and look after it until it has ended."""
    reading, writing = os.pipe()
    # A connection that two processes share would give one the answers of the other.
    db.session.remove()
    db.engine.dispose()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(reading)
        threading.Thread(target=_end_with, args=[parent], daemon=True).start()
        _be_the_child(taken, do, writing)
    os.close(writing)
    with open(reading, "rb", buffering=0) as heard:  # noqa: PTH123 (a descriptor)
        try:
            is_wanted = _look_after(taken, heard)
        except BaseException:
            _stop(child)
            with write_transaction():
                works.put_back(taken.id, taken.token)
            raise
    if not is_wanted:
        _stop(child)
        files.delete(taken.id)
        return
    _, status = os.waitpid(child, 0)
    if status != 0:
        with write_transaction():
            works.was_cut_off(taken.id)


def _be_the_child(taken: Taken, do: Doer, writing: int) -> NoReturn:
    """Do the work, and leave without what a process does at its end."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def report(done: int, total: int) -> None:
        try:
            os.write(writing, f"{done} {total}\n".encode())
        except OSError:
            os._exit(1)  # nobody looks after it any more

    code = 1
    try:
        do(taken.id, taken.token, report)
        code = 0
    except works.NotOurs:
        code = 0
    except Exception:  # noqa: BLE001 (told to the parent by the code)
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _end_with(parent: int) -> None:
    """Let the child not outlive the parent, so that another can take its work up."""
    while os.getppid() == parent:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    os._exit(1)


def _look_after(taken: Taken, child: RawIOBase) -> bool:
    """Listen until the child has closed its end; whether its work is still wanted."""
    heard, told_at = b"", 0.0
    with selectors.DefaultSelector() as selector:
        selector.register(child, selectors.EVENT_READ)
        while True:
            if selector.select(SECONDS_BETWEEN_LOOKS):
                part = child.read(1 << 16)
                if not part:
                    return True
                heard = (heard + part)[-200:]
            if time.monotonic() - told_at < SECONDS_BETWEEN_LOOKS:
                continue
            told_at = time.monotonic()
            try:
                _tell(taken, heard)
            except works.NotOurs:
                return False


def _tell(taken: Taken, heard: bytes) -> None:
    """Tell how far the child is."""
    lines = heard.rpartition(b"\n")[0].splitlines()
    done, total = map(int, lines[-1].split()) if lines else (0, 0)
    try:
        with write_transaction():
            works.tell(taken.id, taken.token, done, total)
    except DBAPIError:
        # busy for once; the lock says that somebody is alive
        db.session.rollback()


def _stop(child: int) -> None:
    """End the child, whatever it is doing."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
