"""Persons and firms: one row each."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import FormField
from wtforms.validators import ValidationError

from ctrack.domain.dates import NotADay, parse_day
from ctrack.domain.records import PersonRecord
from ctrack.domain.vocabulary import PartyRole
from ctrack.queries import codes
from ctrack.web.forms.base import LineField
from ctrack.web.forms.fields import CodeField, RowsField, at_most

_YEAR = re.compile(r"^(?:\d{4}-\d{2}|(?:[A-Za-z]{3,9}\.? )?\d{4})$")


class PersonForm(PlainForm):
    """A row: who, in which part, born when, of which nationality."""

    name = LineField(
        _l("Name"), [at_most()], render_kw={"dir": "auto", "autocomplete": "off"}
    )
    role = CodeField(_l("Role"), PartyRole, default=PartyRole.SUSPECT)
    birth_date = LineField(_l("Born"), render_kw={"autocomplete": "off"})
    nationality = LineField(
        _l("Nationality"), render_kw={"list": "known-states", "autocomplete": "off"}
    )
    note = LineField(_l("Note"), [at_most()], render_kw={"dir": "auto"})

    def validate_name(self, field: LineField) -> None:
        """A row that says something needs a name; an empty row is no row."""
        others = (self.birth_date, self.nationality, self.note)
        if not field.data and any(other.data for other in others):
            raise ValidationError(_("Give the person’s name, or empty the row."))

    def validate_birth_date(self, field: LineField) -> None:
        """A day, a month or a year: more is often not known."""
        if field.data and birth_date(field.data) is None:
            raise ValidationError(
                _("Write the day of birth like 17 Sep 1969, or only the year.")
            )

    def validate_nationality(self, field: LineField) -> None:
        """A State by name or code."""
        if field.data and codes.state(field.data) is None:
            raise ValidationError(
                _("Write the State by its English name or code, for example Italy.")
            )

    def record(self) -> PersonRecord:
        """The person; read only when the row is right."""
        return PersonRecord(
            name=self.name.data or "",
            role=self.role.data or PartyRole.SUSPECT,
            birth_date=birth_date(self.birth_date.data or "") or "",
            nationality=codes.state(self.nationality.data or "") or "",
            note=self.note.data or "",
        )


def birth_date(text: str) -> str | None:
    """A date of birth as it is kept: a day in ISO form, a month or a year as typed."""
    try:
        return parse_day(text).isoformat()
    except NotADay:
        return text if _YEAR.match(text) else None


class PersonsField(RowsField):
    """As many rows as were typed, and one to begin with."""

    def __init__(self, label: Any = None, **rest: Any) -> None:
        """Begin with one empty row."""
        super().__init__(FormField(PersonForm), label, **rest)

    def records(self) -> list[PersonRecord]:
        """The persons of the rows that have a name."""
        return [row.form.record() for row in self.entries if row.form.name.data]
