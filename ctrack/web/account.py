"""What people change about themselves: their password, and how they are told."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack.domain.errors import Invalid
from ctrack.domain.permissions import Permission
from ctrack.extensions import transaction
from ctrack.models import User
from ctrack.services import accounts, mail_settings, sessions
from ctrack.web.access import begin, requires, signed_in
from ctrack.web.forms.account import MailForm, PasswordForm

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def show() -> ResponseReturnValue:
    """Who one is in the register, and a new password."""
    user, form = signed_in(), PasswordForm()
    if not form.is_submitted():
        return _page(form, _mail_form(user)), 200
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
    return _page(form, _mail_form(user)), 422


@bp.post("/mail")
@requires(Permission.OWN_ACCOUNT)
def mail() -> ResponseReturnValue:
    """Another address, or another choice of what goes there."""
    user, form = signed_in(), MailForm()
    if form.validate():
        try:
            with transaction():
                mail_settings.change(
                    user,
                    email=form.email.data or "",
                    choice=form.mail_choice.data,
                    by=user,
                )
        except Invalid as invalid:
            form.show(invalid.problems)
        else:
            flash(_("Your choice about e-mail is stored."))
            return redirect(url_for("account.show"))
    return _page(PasswordForm(formdata=None), form), 422


def _mail_form(user: User) -> MailForm:
    known = {"email": user.email, "mail_choice": user.mail_choice}
    return MailForm(formdata=None, data=known)


def _page(form: PasswordForm, mail_form: MailForm) -> str:
    return render_template("account/show.html", form=form, mail_form=mail_form)
