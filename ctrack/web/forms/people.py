"""Adding and changing people, and giving them passwords."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired

from ctrack.domain.permissions import Role
from ctrack.services.account_rules import SHORTEST_PASSWORD
from ctrack.web.forms.base import Form, LineField
from ctrack.web.forms.fields import CodeField, OptionField, at_most


class PersonForm(Form):
    """Who a person is in the register."""

    seen = HiddenField()
    name = LineField(_l("Name"), [InputRequired(_l("Give the name.")), at_most(200)])
    role = CodeField(_l("Role"), Role)
    authority = OptionField(
        _l("Competent authority"),
        empty=_l("None"),
        description=_l("Only for the role “Competent authority”."),
    )
    email = LineField(
        _l("E-mail"),
        [at_most(300)],
        description=_l("Notifications go there, as the person chooses."),
        render_kw={"type": "email", "autocomplete": "off"},
    )
    successor = OptionField(
        _l("Who takes over"),
        empty=_l("Nobody, nothing is open"),
        description=_l(
            "Where the person may no longer sign in or looks after requests no more."
        ),
    )
    active = BooleanField(_l("May sign in"), default=True)


class NewPasswordForm(Form):
    """A password, twice."""

    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Give a password."))],
        description=_l("At least %(least)s characters.", least=SHORTEST_PASSWORD),
        render_kw={"autocomplete": "new-password"},
    )
    repeated = PasswordField(
        _l("Password again"),
        [EqualTo("password", _l("The two passwords differ. Type it again."))],
        render_kw={"autocomplete": "new-password"},
    )


class NewPersonForm(NewPasswordForm, PersonForm):
    """A person who is added, with a first password."""

    username = LineField(
        _l("User name"),
        [InputRequired(_l("Give the user name.")), at_most(80)],
        description=_l("What the person types to sign in; it stays as it is."),
        render_kw={"autocomplete": "off"},
    )
