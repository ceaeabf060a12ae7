"""The machine's own LibreOffice: what other programs make of our files."""

import csv
import os
import shutil
import subprocess

import pytest


def required_path():
    """Where it is; without one the test is left out, in CI it fails."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None and os.environ.get("CI"):
        pytest.fail("LibreOffice is missing: apt-get install libreoffice-calc")
    if found is None:
        pytest.skip("no LibreOffice here: apt-get install libreoffice-calc")
    return found


def converted(path, to):
    """The file in another format, beside it; with a profile of its own."""
    profile = path.parent / "profile"
    command = [
        required_path(),
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--convert-to", to),
        *("--outdir", str(path.parent), str(path)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    made = path.with_suffix(f".{to.partition(':')[0]}")
    assert made.is_file(), done.stdout + done.stderr
    return made


def first_sheet(path):
    """The cells of the first sheet, calculated anew, as rows of text."""
    with converted(path, "csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
