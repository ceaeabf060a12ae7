"""Several States in one box, by name or code."""

import re
from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.widgets import TextArea

from ctrack import states
from ctrack.web.wording import state

_SEPARATOR = re.compile(r"[;\n\r]+")


class StatesField(Field):
    """States, one on each line or separated by `;`; read as sorted codes."""

    widget: Any = TextArea()
    data: list[str]

    def _value(self) -> str:
        """What was typed, wrong or not; else the names, one on each line."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "\n".join(sorted(state(code) for code in self.data or ()))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the names and codes, or say which of them means no State."""
        self.data = []
        typed = str(valuelist[0]).replace("\x00", "") if valuelist else ""
        entries = [each for part in _SEPARATOR.split(typed) if (each := part.strip())]
        found = {entry: states.code_of(entry) for entry in entries}
        if wrong := [entry for entry, code in found.items() if code is None]:
            raise ValueError(
                _(
                    "No State is called %(names)s. Write its name or its two letters.",
                    names=", ".join(f"“{entry[:60]}”" for entry in wrong[:5]),
                )
            )
        self.data = sorted({code for code in found.values() if code})
        if not self.data:
            raise ValueError(_("Name at least one State."))
