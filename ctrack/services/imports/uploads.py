"""Files that were sent to be imported, kept until they are: between two pages."""

import re
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from flask import current_app

from ctrack.domain.errors import NotFound
from ctrack.domain.wording import N_
from ctrack.models import User

KEPT_FOR = 24 * 60 * 60
"""Seconds after which a file that nobody has imported is deleted."""

_KEY = re.compile(r"[A-Za-z0-9_-]{22}")
_CONTENT, _NAME = "content", "name"
_LONGEST_NAME = 200


class Sent(Protocol):
    """A file as the browser has sent it."""

    filename: str | None

    def save(self, dst: Path) -> None:
        """Write it to this path."""
        ...


@dataclass(frozen=True)
class Upload:
    """A file that was sent: where it lies, and what it was called."""

    key: str
    folder: Path
    name: str

    @property
    def path(self) -> Path:
        """The content."""
        return self.folder / _CONTENT


def keep(sent: Sent, *, by: User) -> Upload:
    """Keep the file for this person, who alone can find it again; delete old ones."""
    _delete_old()
    key = secrets.token_urlsafe(16)
    folder = _all() / f"{by.id}-{key}"
    folder.mkdir(mode=0o700, parents=True)
    name = Path((sent.filename or "").replace("\\", "/")).name[-_LONGEST_NAME:]
    upload = Upload(key, folder, name or "register")
    (folder / _NAME).write_text(upload.name, encoding="utf-8")
    sent.save(upload.path)
    return upload


def find(key: str, *, by: User) -> Upload:
    """The file this person has sent; NotFound when it is gone, or somebody else's."""
    folder = _all() / f"{by.id}-{key}"
    if not _KEY.fullmatch(key) or not folder.is_dir():
        raise NotFound(N_("The file is no longer here. Choose it again."))
    return Upload(key, folder, (folder / _NAME).read_text(encoding="utf-8"))


def forget(upload: Upload) -> None:
    """Delete the file: it has been imported, or cannot be."""
    shutil.rmtree(upload.folder, ignore_errors=True)


def _all() -> Path:
    return Path(current_app.config["CTRACK_INSTANCE"], "uploads")


def _delete_old() -> None:
    if not _all().is_dir():
        return
    for folder in _all().iterdir():
        if folder.stat().st_mtime < time.time() - KEPT_FOR:
            shutil.rmtree(folder, ignore_errors=True)
