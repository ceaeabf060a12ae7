"""The people who sign in: adding, changing, new passwords."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import clock
from ctrack.domain.errors import NotFound
from ctrack.domain.permissions import Permission
from ctrack.domain.wording import N_
from ctrack.models import User
from ctrack.queries import authorities, open_work, users
from ctrack.services import accounts, mail_settings
from ctrack.services.unchanged import fingerprint
from ctrack.web.access import requires, signed_in
from ctrack.web.admin.storing import refusal
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
    form, status = NewPersonForm(), 200
    _offer_authorities(form)
    if form.is_submitted():
        status = 422
        if form.validate():
            status = refusal(form, lambda: _add(form))
        if not status:
            flash(_("%(name)s can sign in now.", name=form.name.data))
            return redirect(url_for("admin.people.index"))
    page = render_template("admin/user.html", form=form, person=None)
    return page, status


@bp.route("/<int:user_id>", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def change(user_id: int) -> ResponseReturnValue:
    """Change a person's name, role, authority, or whether they may sign in."""
    person = _person(user_id)
    form, status = _filled(person), 200
    _offer_authorities(form, person)
    _offer_successors(form, person)
    if form.is_submitted():
        status = 422
        if form.validate():
            status = refusal(form, lambda: _change(person, form))
        if not status:
            flash(_("%(name)s was changed.", name=person.name))
            return redirect(url_for("admin.people.index"))
        if status == 409:
            form.seen.data = fingerprint(person, accounts.CHANGEABLE)
    work = open_work.of_person(person)
    page = render_template("admin/user.html", form=form, person=person, work=work)
    return page, status


@bp.route("/<int:user_id>/password", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def password(user_id: int) -> ResponseReturnValue:
    """Give a person a new password; the sessions of the old one end."""
    person, form, status = _person(user_id), NewPasswordForm(), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            typed = form.password.data or ""
            status = refusal(
                form, lambda: accounts.set_password(person, typed, by=signed_in())
            )
        if not status:
            flash(_("%(name)s has a new password.", name=person.name))
            return redirect(url_for("admin.people.index"))
    page = render_template("admin/password.html", form=form, person=person)
    return page, status


def _person(user_id: int) -> User:
    person = users.by_id(user_id)
    if person.central_authority_id != signed_in().central_authority_id:
        raise NotFound(N_("There is no such user."))
    return person


def _add(form: NewPersonForm) -> User:
    person = accounts.create(
        username=form.username.data or "",
        name=form.name.data or "",
        role=form.role.data,
        authority_code=form.authority.data or None,
        password=form.password.data or "",
        by=signed_in(),
    )
    mail_settings.change(person, email=form.email.data or "", by=signed_in())
    return person


def _filled(person: User) -> PersonForm:
    return PersonForm(
        data={
            "seen": fingerprint(person, accounts.CHANGEABLE),
            "name": person.name,
            "role": person.role,
            "authority": person.authority.code if person.authority else "",
            "email": person.email,
            "active": person.active,
        }
    )


def _change(person: User, form: PersonForm) -> None:
    accounts.change(
        person,
        by=signed_in(),
        name=form.name.data or "",
        role=form.role.data,
        authority_code=form.authority.data or None,
        active=bool(form.active.data),
        seen=form.seen.data or "",
        successor=form.successor.data or "",
    )
    mail_settings.change(person, email=form.email.data or "", by=signed_in())


def _offer_successors(form: PersonForm, person: User) -> None:
    """Those to whom requests can be assigned, but for the person."""
    officers = users.assignable(person.central_authority_id)
    form.successor.offer([(o.username, o.name) for o in officers if o.id != person.id])


def _offer_authorities(form: PersonForm, person: User | None = None) -> None:
    """Those in use, and the one the person belongs to."""
    offered = list(authorities.valid(signed_in().central_authority_id, clock.today()))
    own = person.authority if person else None
    if own is not None and own not in offered:
        offered.append(own)
    form.authority.offer([(a.code, a.name) for a in offered])
