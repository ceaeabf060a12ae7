"""Files that are made for whoever asks, whatever their size."""

import tempfile
from collections.abc import Callable, Iterator
from os import SEEK_END
from typing import BinaryIO

from flask import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
JSON = "application/json"
CSV = "text/csv; charset=utf-8"

_AT_ONCE = 1 << 16


def download(
    write: Callable[[BinaryIO], None], *, name: str, mimetype: str
) -> Response:
    """Send what `write` writes to a file, which is gone when it has been sent.

    It goes through the disk: nothing is sent before all of it has been written, so that
    a failure is told instead of half a file.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed when it has been sent)
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    return sent(file, name=name, mimetype=mimetype)


def sent(file: BinaryIO, *, name: str, mimetype: str) -> Response:
    """Send this file from its beginning, and close it."""
    response = Response(_content(file), mimetype=mimetype)
    response.content_length = file.seek(0, SEEK_END)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.call_on_close(file.close)
    file.seek(0)
    return response


def _content(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while part := file.read(_AT_ONCE):
            yield part
