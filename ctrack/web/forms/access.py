"""Signing in."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired

from ctrack.web.forms.base import Form, LineField


class SignInForm(Form):
    """User name and password; `next` is the page that was asked for."""

    username = LineField(
        _l("User name"),
        [InputRequired(_l("Give your user name."))],
        render_kw={"autocomplete": "username", "autocapitalize": "none"},
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Give your password."))],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()

    @property
    def name(self) -> str:
        """The user name, as typed."""
        return str(self.username.data or "")

    @property
    def secret(self) -> str:
        """The password, as typed."""
        return str(self.password.data or "")
