"""The files of works in the instance folder, and the locks of those who make them.

A lock belongs to an open file. The system lets go of it when the last process that has
the file open has ended, however it ended; so a lock that is held means somebody alive.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from flask import current_app

from ctrack.config import make_folder
from ctrack.domain.works import AT_ONCE


def path_of(work_id: int, token: str) -> Path:
    """Where the file of a work lies that was made by the process with this token."""
    return _folder() / f"{work_id}-{token}"


def delete(work_id: int) -> None:
    """Delete what lies there of a work, finished or not."""
    for path in [*_folder().glob(f"{work_id}-*"), *_folder().glob(f".{work_id}-*")]:
        path.unlink(missing_ok=True)
    (_folder() / f"{work_id}.lock").unlink(missing_ok=True)


def lock_of(work_id: int) -> IO[str] | None:
    """The lock of a work, to be closed; None while another process holds it."""
    return _locked(f"{work_id}.lock")


@contextmanager
def a_place() -> Iterator[bool]:
    """One of the places of those who work on this machine; whether there was one."""
    found = (_locked(f"place-{number}") for number in range(AT_ONCE))
    place = next(filter(None, found), None)
    try:
        yield place is not None
    finally:
        if place is not None:
            place.close()


def _locked(name: str) -> IO[str] | None:
    file = (_folder() / name).open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    os.set_inheritable(file.fileno(), False)
    return file


def _folder() -> Path:
    folder = Path(current_app.config["CTRACK_INSTANCE"], "works")
    make_folder(folder)
    return folder
