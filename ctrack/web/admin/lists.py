"""The lists of codes an administrator can extend and retire."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import clock, states
from ctrack.domain.errors import Problem, problem
from ctrack.domain.permissions import Permission
from ctrack.domain.wording import N_
from ctrack.extensions import transaction
from ctrack.models import DeadlineRule
from ctrack.models.reference_data import ReferenceEntry
from ctrack.queries import reference_data
from ctrack.queries.reference_data import LISTS
from ctrack.services import reference_data as deeds
from ctrack.services import rule_changes
from ctrack.web.access import requires, signed_in
from ctrack.web.admin.moves import NOTHING_MOVES, Shown, attempt
from ctrack.web.forms.lists import BilateralForm, EntryForm, form_of
from ctrack.web.wording import label

bp = Blueprint("lists", __name__, url_prefix="/reference")

TITLES = {
    "instruments": N_("Legal instruments"),
    "natures": N_("Natures of assistance"),
    "subtypes": N_("Finer kinds of assistance"),
    "offences": N_("Offences"),
    "grounds": N_("Grounds"),
    "groups": N_("Groups of States"),
    "deadlines": N_("Deadlines"),
}


@bp.get("/<name>")
@requires(Permission.ADMINISTER)
def index(name: str) -> str:
    """One list, retired entries too."""
    return _list(name, BilateralForm() if name == "instruments" else None)


@bp.post("/instruments/bilateral")
@requires(Permission.ADMINISTER)
def add_bilateral() -> ResponseReturnValue:
    """Add the bilateral treaty with a State."""
    form = BilateralForm()
    if form.validate() and (code := form.code):
        with transaction():
            treaty = deeds.add_bilateral(code, year=form.year.data, by=signed_in())
        if treaty is not None:
            flash(_("%(name)s is in the list.", name=label(treaty)))
            address = url_for("admin.lists.change", name="instruments", code=code)
            return redirect(address)
    if not form.code:
        form.show([_no_state()])
    return _list("instruments", form), 422


def _list(name: str, bilateral: BilateralForm | None) -> str:
    return render_template(
        "admin/list.html",
        name=name,
        title=TITLES.get(name, ""),
        entries=reference_data.all_of(_table(name)),
        today=clock.today(),
        bilateral=bilateral,
        states=states.names(),
    )


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
    table, status = _table(name), 200
    shown: Shown = {}
    form: EntryForm = form_of(name, entry)
    if form.is_submitted():
        status = 422
        code = entry.code if entry else (form.code.data or "")
        if entry is None and reference_data.entry(table, code) is not None:
            form.validate()
            form.show([problem("code", N_("The list has this code already."))])
        elif form.validate():
            status, shown = attempt(form, lambda seen: _save(table, code, form, seen))
        if not status:
            flash(_("%(name)s was stored.", name=code.upper()))
            return redirect(url_for("admin.lists.index", name=name))
        if status == 409 and not shown:
            form.look_again(entry)
    page = render_template(
        "admin/entry.html",
        form=form,
        entry=entry,
        name=name,
        title=TITLES[name],
        **NOTHING_MOVES | shown,
    )
    return page, status


def _save(table: type[ReferenceEntry], code: str, form: EntryForm, moves: str) -> int:
    seen, user = form.seen.data or "", signed_in()
    if table is DeadlineRule:
        values = form.values
        return rule_changes.save(code, values, by=user, seen=seen, moves=moves)
    deeds.save_entry(table, code, form.values, by=user, seen=seen)
    return 0
