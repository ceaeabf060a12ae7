"""setup.cfg names every package, so that the wheel holds the whole application."""

from configparser import ConfigParser
from pathlib import Path

from setuptools import find_packages

ROOT = Path(__file__).parent.parent


def test_setup_cfg_names_every_package():
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg")
    named = set(setup["options"]["packages"].split())

    assert named == {
        *find_packages(str(ROOT), include=["ctrack*"]),
        "ctrack.templates",
        "ctrack.static",
    }
