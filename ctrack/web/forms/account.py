"""What people change about themselves."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from ctrack.domain.notifications import MailChoice
from ctrack.services.account_rules import SHORTEST_PASSWORD
from ctrack.web.forms.base import Form, LineField
from ctrack.web.forms.fields import CodeField, at_most


class MailForm(Form):
    """Where notifications go, and how often."""

    email = LineField(
        _l("E-mail"),
        [at_most(300)],
        description=_l("Empty: notifications stand in ctrack only."),
        render_kw={"type": "email", "autocomplete": "email"},
    )
    mail_choice = CodeField(
        _l("Notifications by e-mail"),
        MailChoice,
        description=_l(
            "Messages carry references and a link, never a subject or a name. Where "
            "there is nothing to say, none is sent."
        ),
    )


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
