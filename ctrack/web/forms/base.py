"""What all forms have in common: problems beside their fields, and days as typed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.widgets import TextInput

from ctrack.domain.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    NotADay,
    OutOfRange,
    parse_day,
)
from ctrack.domain.errors import Problem
from ctrack.web.wording import day, words


class Form(FlaskForm):
    """A form that can be told what the register refused."""

    def show(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside its field; what has no field goes to the form."""
        for problem in problems:
            sentence = words(problem.sentence)
            field = self._fields.get(problem.field)
            if field is None:
                self.form_errors.append(sentence)
            else:
                field.errors = [*field.errors, sentence]

    def refuse(self, sentence: str) -> None:
        """Say something about the form as a whole."""
        self.form_errors.append(sentence)

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What to put right: a field's id (empty: the form as a whole), a sentence."""
        found = [("", str(error)) for error in self.form_errors]
        for field in self:
            found += [(field.id, text) for text in _flat(field.errors)]
        return found


def _flat(errors: Any) -> list[str]:
    """The sentences in what WTForms keeps: lists, or dictionaries of lists."""
    if isinstance(errors, dict):
        return [text for part in errors.values() for text in _flat(part)]
    if isinstance(errors, (list, tuple)):
        return [text for part in errors for text in _flat(part)]
    return [str(errors)]


class DayField(Field):
    """A day, typed as `19 Nov 2026`, `19.11.2026` or `2026-11-19`.

    A text field: the browser's own date field shows 11/19/2026 to some and cannot
    show again what was typed wrongly.
    """

    widget = TextInput()
    data: date | None

    def _value(self) -> str:
        """What the field shows: as it was typed, wrong or not."""
        if self.raw_data:
            return str(self.raw_data[0])
        return day(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day, or say what is wrong with it."""
        self.data = None
        typed = str(valuelist[0]).strip() if valuelist else ""
        if not typed:
            return
        try:
            self.data = parse_day(typed)
        except OutOfRange:
            raise ValueError(
                _(
                    "“%(typed)s” lies outside the years %(first)s to %(last)s. "
                    "Correct the year.",
                    typed=typed[:40],
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                )
            ) from None
        except NotADay:
            raise ValueError(
                _(
                    "“%(typed)s” is not a day. Write it like 19 Nov 2026.",
                    typed=typed[:40],
                )
            ) from None


class LineField(StringField):
    """One line of text, without the spaces around it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the text; line ends and other controls become spaces."""
        super().process_formdata(valuelist)
        if self.data:
            self.data = " ".join(str(self.data).replace("\x00", "").split())
