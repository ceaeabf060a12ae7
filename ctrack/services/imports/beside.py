"""Laying out the other sheets of a workbook while the register's own is laid out.

That takes a process of its own, since one process reads with one core only. Where
there can be none, or it fails, whoever wanted the sheets reads them himself; so it
need not tell why.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ctrack.domain.wording import Sentence
from ctrack.services.imports.headers import Header

LEAST = 4 << 20
"""Bytes of sheets that are worth the start of a process."""


@dataclass(frozen=True)
class Laid:
    """Sheets that have been laid out: their headers by title, and notes on them."""

    headers: dict[str, Header]
    notes: list[Sentence]


class Beside:
    """The process, from its beginning until its sheets have been taken over."""

    def __init__(self) -> None:
        """Nothing is done beside yet."""
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: TemporaryDirectory[str] | None = None

    @property
    def database(self) -> str:
        """The database with the rows of its sheets."""
        return "" if self._folder is None else str(Path(self._folder.name) / "rows")

    def begin(self, path: Path, name: str) -> None:
        """Lay out the other sheets of the workbook at this path."""
        with suppress(OSError):
            self._folder = TemporaryDirectory(ignore_cleanup_errors=True)
            self._process = subprocess.Popen(  # noqa: S603 (nothing but ourselves)
                [sys.executable, "-c", _PROGRAM, path, name, self.database],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )

    def end(self) -> Laid | None:
        """Wait for it; None where it has failed, or has not been begun."""
        if self._process is None:
            return None
        told, _ = self._process.communicate()
        if self._process.returncode:
            return None
        laid: Laid = pickle.loads(told)  # noqa: S301 (written by `main`)
        return laid

    def hide(self) -> None:
        """Take the database, which is open, out of everybody's sight where one can."""
        with suppress(OSError):  # Windows keeps what is open
            Path(self.database).unlink()

    def forget(self) -> None:
        """End the process, and leave nothing behind."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.communicate()
        if self._folder is not None:
            self._folder.cleanup()


def is_worth_it(sizes: Sequence[int]) -> bool:
    """Whether sheets of so many bytes are better laid out beside."""
    return sum(sizes) >= LEAST and (os.cpu_count() or 1) > 1


def main(path: str, name: str, database: str) -> None:
    """What the process does."""
    # Here, since laying out begins such processes itself.
    from ctrack.services.imports.layout import sheets_of
    from ctrack.services.imports.sources import opened
    from ctrack.services.imports.staging import Staging

    with Staging(database) as staging, opened(Path(path), name) as source:
        _register, *others = sheets_of(source, [])
        staging.fill(source, others, lambda _more: None)
        laid = Laid(staging.headers, staging.notes)
    sys.stdout.buffer.write(pickle.dumps(laid))


_PROGRAM = f"import sys; from {__name__} import main; main(*sys.argv[1:])"
