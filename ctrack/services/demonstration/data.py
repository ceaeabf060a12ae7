"""The data files of the demonstration, read once."""

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def read(name: str) -> Any:
    """What `demonstration_<name>.json` holds."""
    file = resources.files("ctrack.data").joinpath(f"demonstration_{name}.json")
    return json.loads(file.read_text(encoding="utf-8"))
