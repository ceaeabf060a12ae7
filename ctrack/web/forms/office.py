"""What is known of the central authority itself."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError
from wtforms.validators import InputRequired, Optional, Regexp

from ctrack import states
from ctrack.services.central_authorities import LONGEST
from ctrack.web.forms.base import Form, LineField
from ctrack.web.forms.fields import TextField, at_most


class OfficeForm(Form):
    """Name, State, and how other States reach the office."""

    seen = HiddenField()
    name = LineField(
        _l("Name"),
        [InputRequired(_l("Give the name of the office.")), at_most(LONGEST["name"])],
        render_kw={"dir": "auto"},
    )
    state = LineField(
        _l("State"),
        description=_l("By name or code."),
        render_kw={"list": "known-states", "autocomplete": "off"},
    )
    address = TextField(_l("Postal address"), [at_most(LONGEST["address"])])
    email = LineField(
        _l("E-mail"),
        [
            Optional(),
            at_most(LONGEST["email"]),
            Regexp(
                r"[^@\s]+@[^@\s]+\Z",
                message=_l("Give one address, for example mla@justice.example."),
            ),
        ],
    )
    telephone = LineField(
        _l("Telephone"),
        [at_most(LONGEST["telephone"])],
        description=_l("With the code of the country."),
    )
    languages = LineField(
        _l("Languages in which requests are accepted"),
        [at_most(LONGEST["languages"])],
        description=_l("As notified (art. 18(14)), for example English, French."),
    )

    def validate_state(self, field: LineField) -> None:
        """Refuse what is no State."""
        if field.data and states.code_of(field.data) is None:
            raise ValidationError(
                _("Name a State by its name or code, for example FR.")
            )

    @property
    def values(self) -> dict[str, str]:
        """What is to be stored."""
        return {
            "name": self.name.data or "",
            "state": states.code_of(self.state.data or "") or "",
            "address": self.address.data or "",
            "email": self.email.data or "",
            "telephone": self.telephone.data or "",
            "languages": self.languages.data or "",
        }
