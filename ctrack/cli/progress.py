"""How far a command is: a bar on the terminal, once it has worked for a second."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

PATIENCE = 1.0
"""Seconds without a bar."""


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """Gives a function to be told how much more has been done.

    Nothing is shown where standard error is no terminal.
    """
    meter = _Meter(label, length)
    try:
        yield meter.more
    finally:
        meter.close()


class _Meter:
    """Counts, and begins to show it when it takes long."""

    def __init__(self, label: str, length: int) -> None:
        self._label, self._length = label, length
        self._begun = time.monotonic()
        self._done = 0
        self._bar: Any = None

    def more(self, number: int) -> None:
        """So much more has been done."""
        self._done += number
        if self._bar is not None:
            self._bar.update(number)
        elif sys.stderr.isatty() and time.monotonic() - self._begun > PATIENCE:
            self._bar = click.progressbar(
                length=max(self._length, 1), label=self._label, file=sys.stderr
            )
            self._bar.__enter__()
            self._bar.update(self._done)

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
