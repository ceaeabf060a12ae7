"""Changing the own password."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from ctrack.services.accounts import SHORTEST_PASSWORD
from ctrack.web.forms.base import Form


class PasswordForm(Form):
    """The present password, and the new one twice."""

    old_password = PasswordField(
        _l("Present password"),
        [InputRequired(_l("Give your present password."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Give the new password."))],
        description=_l(
            "At least %(least)s characters. A few words that only you would put "
            "together are better than signs.",
            least=SHORTEST_PASSWORD,
        ),
        render_kw={"autocomplete": "new-password"},
    )
    repeated = PasswordField(
        _l("New password again"),
        [EqualTo("password", _l("The two new passwords differ. Type it again."))],
        render_kw={"autocomplete": "new-password"},
    )

    @property
    def present(self) -> str:
        """The present password, as typed."""
        return str(self.old_password.data or "")

    @property
    def chosen(self) -> str:
        """The new password, as typed."""
        return str(self.password.data or "")

    def check_present(self, fits: bool) -> bool:
        """Say so where the present password is not right."""
        if not fits:
            self.old_password.errors = [_("This is not your present password.")]
        return fits
