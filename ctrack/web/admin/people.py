"""The people who sign in: adding, changing, new passwords."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack.domain.errors import Invalid, NotFound
from ctrack.domain.permissions import Permission
from ctrack.domain.wording import N_
from ctrack.extensions import transaction
from ctrack.models import User
from ctrack.queries import authorities, users
from ctrack.services import accounts
from ctrack.web.access import requires, signed_in
from ctrack.web.forms.people import NewPasswordForm, NewPersonForm, PersonForm

bp = Blueprint("people", __name__, url_prefix="/users")


@bp.get("")
@requires(Permission.ADMINISTER)
def index() -> str:
    """Everybody, active people first."""
    return render_template(
        "admin/users.html", people=users.all_of(signed_in().central_authority_id)
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def new() -> ResponseReturnValue:
    """Add a person."""
    form = NewPersonForm()
    _offer_authorities(form)
    if form.validate_on_submit():
        try:
            with transaction():
                user = accounts.create(
                    username=form.username.data or "",
                    name=form.name.data or "",
                    role=form.role.data,
                    authority_code=form.authority.data or None,
                    password=form.password.data or "",
                    by=signed_in(),
                )
        except Invalid as invalid:
            form.show(invalid.problems)
        else:
            flash(_("%(name)s can sign in now.", name=user.name))
            return redirect(url_for("admin.people.index"))
    page = render_template("admin/user.html", form=form, person=None)
    return page, 422 if form.is_submitted() else 200


@bp.route("/<int:user_id>", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def change(user_id: int) -> ResponseReturnValue:
    """Change a person's name, role, authority, or whether they may sign in."""
    person = _person(user_id)
    form = PersonForm(
        data={
            "name": person.name,
            "role": person.role,
            "authority": person.authority.code if person.authority else "",
            "active": person.active,
        }
    )
    _offer_authorities(form)
    if form.validate_on_submit():
        try:
            with transaction():
                accounts.change(
                    person,
                    by=signed_in(),
                    name=form.name.data or "",
                    role=form.role.data,
                    authority_code=form.authority.data or None,
                    active=bool(form.active.data),
                )
        except Invalid as invalid:
            form.show(invalid.problems)
        else:
            flash(_("%(name)s was changed.", name=person.name))
            return redirect(url_for("admin.people.index"))
    page = render_template("admin/user.html", form=form, person=person)
    return page, 422 if form.is_submitted() else 200


@bp.route("/<int:user_id>/password", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def password(user_id: int) -> ResponseReturnValue:
    """Give a person a new password; the sessions of the old one end."""
    person, form = _person(user_id), NewPasswordForm()
    if form.validate_on_submit():
        try:
            with transaction():
                accounts.set_password(person, form.password.data or "", by=signed_in())
        except Invalid as invalid:
            form.show(invalid.problems)
        else:
            flash(_("%(name)s has a new password.", name=person.name))
            return redirect(url_for("admin.people.index"))
    page = render_template("admin/password.html", form=form, person=person)
    return page, 422 if form.is_submitted() else 200


def _person(user_id: int) -> User:
    person = users.by_id(user_id)
    if person.central_authority_id != signed_in().central_authority_id:
        raise NotFound(N_("There is no such user."))
    return person


def _offer_authorities(form: PersonForm) -> None:
    office = signed_in().central_authority_id
    form.authority.offer([(a.code, a.name) for a in authorities.all_of(office)])
