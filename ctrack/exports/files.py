"""Files that are whole or not there at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ctrack.domain.errors import DomainError
from ctrack.domain.wording import N_


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write to that takes its name only when everything has been written.

    Until then it lies beside it, readable for its owner only; an older file of the
    name stays as it is. Raises DomainError where the folder does not exist, OSError
    where it cannot be written to.
    """
    if not path.parent.is_dir():
        raise DomainError(
            N_("There is no folder %(folder)s. Make it first, or choose another."),
            folder=path.parent,
        )
    if path.is_dir():
        raise DomainError(
            N_("%(path)s is a folder. Give the name of a file."), path=path
        )
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
