"""The lists of codes an administrator can extend and retire."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import clock
from ctrack.domain.errors import Invalid, Problem, problem
from ctrack.domain.permissions import Permission
from ctrack.domain.wording import N_
from ctrack.extensions import transaction
from ctrack.models.reference_data import ReferenceEntry
from ctrack.queries import reference_data
from ctrack.queries.reference_data import LISTS
from ctrack.services import reference_data as deeds
from ctrack.web.access import requires, signed_in
from ctrack.web.forms.lists import BilateralForm, EntryForm, form_of

bp = Blueprint("lists", __name__, url_prefix="/reference")

TITLES = {
    "instruments": N_("Legal instruments"),
    "natures": N_("Natures of assistance"),
    "subtypes": N_("Finer kinds of assistance"),
    "offences": N_("Offences"),
    "grounds": N_("Grounds"),
}


@bp.get("/<name>")
@requires(Permission.ADMINISTER)
def index(name: str) -> str:
    """One list, retired entries too."""
    return render_template(
        "admin/list.html",
        name=name,
        title=TITLES.get(name, ""),
        entries=reference_data.all_of(_table(name)),
        today=clock.today(),
        bilateral=BilateralForm() if name == "instruments" else None,
    )


@bp.post("/instruments/bilateral")
@requires(Permission.ADMINISTER)
def add_bilateral() -> ResponseReturnValue:
    """Add the bilateral treaty with a State."""
    form = BilateralForm()
    code = form.code
    if form.validate() and code is not None:
        with transaction():
            treaty = deeds.instrument_for(code)
        if treaty is not None:
            flash(_("%(name)s is in the list.", name=treaty.name()))
            address = url_for("admin.lists.change", name="instruments", code=code)
            return redirect(address)
    form.show([_no_state()])
    page = render_template(
        "admin/list.html",
        name="instruments",
        title=TITLES["instruments"],
        entries=reference_data.all_of(_table("instruments")),
        today=clock.today(),
        bilateral=form,
    )
    return page, 422


def _no_state() -> Problem:
    return problem(
        "partner_state", N_("Name a State by its name or code, for example FR.")
    )


@bp.route("/<name>/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def new(name: str) -> ResponseReturnValue:
    """Add an entry."""
    return _edit(name, None)


@bp.route("/<name>/<code>", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def change(name: str, code: str) -> ResponseReturnValue:
    """Change an entry's words, retire it, or let it come back."""
    return _edit(name, reference_data.entry(_table(name), code) or abort(404))


def _table(name: str) -> type[ReferenceEntry]:
    return LISTS.get(name) or abort(404)


def _edit(name: str, entry: ReferenceEntry | None) -> ResponseReturnValue:
    table = _table(name)
    form: EntryForm = form_of(name, entry)
    if form.validate_on_submit():
        code = entry.code if entry else (form.code.data or "")
        if entry is None and reference_data.entry(table, code.upper()) is not None:
            form.show([problem("code", N_("The list has this code already."))])
        elif _stored(form, table, code):
            return redirect(url_for("admin.lists.index", name=name))
    page = render_template(
        "admin/entry.html", form=form, entry=entry, name=name, title=TITLES[name]
    )
    return page, 422 if form.is_submitted() else 200


def _stored(form: EntryForm, table: type[ReferenceEntry], code: str) -> bool:
    values: dict[str, Any] = form.values
    try:
        with transaction():
            saved = deeds.save_entry(table, code, values, by=signed_in())
            flash(_("%(name)s was stored.", name=saved.name()))
    except Invalid as invalid:
        form.show(invalid.problems)
        return False
    return True
