"""Runs a command of ctrack in this process, and tells its peak of memory at the end."""

import re
import resource
import sys
from pathlib import Path

import click

from ctrack.cli import main


def peak():
    """The most memory this process has had, in MB; its parent's does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        kilobytes = re.search(r"VmHWM:\s*(\d+) kB", status.read_text())[1]
        return int(kilobytes) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


if __name__ == "__main__":
    code = 0
    try:
        main(sys.argv[1:])
    except SystemExit as ended:
        code = ended.code
    click.echo(f"peak: {peak():.1f}")
    raise SystemExit(code)
