"""What people change about themselves: their password."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack.domain.errors import Invalid
from ctrack.domain.permissions import Permission
from ctrack.extensions import transaction
from ctrack.services import accounts, sessions
from ctrack.web.access import begin, requires, signed_in
from ctrack.web.forms.account import PasswordForm

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def show() -> ResponseReturnValue:
    """Who one is in the register, and a new password."""
    user, form = signed_in(), PasswordForm()
    if not form.is_submitted():
        return render_template("account/show.html", form=form)
    if form.validate() and form.check_present(accounts.fits(user, form.present)):
        try:
            with transaction():
                accounts.set_password(user, form.chosen, by=user)
                sessions.open_for(user)
        except Invalid as invalid:
            form.show(invalid.problems)
        else:
            begin(user)
            flash(_("Your password is changed. Sessions on other devices have ended."))
            return redirect(url_for("account.show"))
    return render_template("account/show.html", form=form), 422
