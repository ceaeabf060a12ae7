"""Adding and changing an authority."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired

from ctrack.domain.vocabulary import AuthorityType
from ctrack.web.forms.base import DayField, Form, LineField
from ctrack.web.forms.fields import CodeField, OptionField, TextField, at_most


class AuthorityForm(Form):
    """What is known of an authority, and from when until when it is in use."""

    version = HiddenField()
    name = LineField(_l("Name"), [InputRequired(_l("Give the name.")), at_most(300)])
    code = LineField(
        _l("Code"),
        [InputRequired(_l("Give a code.")), at_most(40)],
        description=_l("Stands in workbooks; capital letters, digits and hyphens."),
    )
    type = CodeField(_l("Kind"), AuthorityType)
    email = LineField(
        _l("E-mail"),
        [at_most(300)],
        description=_l("Chasers go there; without it, they are printed as letters."),
    )
    superior_email = LineField(
        _l("E-mail of the superior contact"),
        [at_most(300)],
        description=_l("The third chaser goes there."),
    )
    contact = TextField(_l("Contact"))
    superior_contact = TextField(
        _l("Superior contact"), description=_l("To whom a delay is brought.")
    )
    calendar_id = OptionField(
        _l("Calendar"),
        empty=_l("That of the office"),
        description=_l("By whose working days its answers are expected."),
    )
    note = TextField(_l("Note"))
    valid_from = DayField(_l("In use from"))
    valid_until = DayField(
        _l("In use until"),
        description=_l("After this day nothing can be sent to it."),
    )

    successor = OptionField(
        _l("Who takes over its open transfers"),
        empty=_l("Nobody, none is open"),
        description=_l("They are recalled and sent to this authority today."),
    )

    @property
    def seen(self) -> int | None:
        """The version that was shown when the form was made."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isdecimal() else None

    @property
    def values(self) -> dict[str, Any]:
        """What is to be stored."""
        return {
            "name": self.name.data or "",
            "code": (self.code.data or "").upper(),
            "type": self.type.data,
            "email": self.email.data or "",
            "superior_email": self.superior_email.data or "",
            "contact": self.contact.data or "",
            "superior_contact": self.superior_contact.data or "",
            "calendar_id": int(self.calendar_id.data)
            if self.calendar_id.data
            else None,
            "note": self.note.data or "",
            "valid_from": self.valid_from.data,
            "valid_until": self.valid_until.data,
        }
