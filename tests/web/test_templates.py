"""Every template compiles, and uses what it imports."""

import re
from pathlib import Path

import pytest

from ctrack.config import resource_folder

FOLDER = Path(resource_folder("templates"))
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
IMPORT = re.compile(r'{%\s*from\s+"[^"]+"\s+import\s+([^%]+?)(?:\s+with context)?\s*%}')


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(app, name):
    assert app.jinja_env.get_template(name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_every_template_uses_what_it_imports(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    body = IMPORT.sub("", text)
    for names in IMPORT.findall(text):
        for part in names.split(","):
            known = part.split(" as ")[-1].strip()
            assert re.search(rf"\b{known}\b", body), f"{known} is not used"


@pytest.mark.parametrize("name", NAMES)
def test_no_template_carries_style_or_script_of_its_own(name):
    text = (FOLDER / name).read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|\|safe\b", text)
