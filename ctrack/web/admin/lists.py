"""The lists of codes an administrator can extend and retire."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

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
from ctrack.services.due_moves import WouldMove
from ctrack.web.access import requires, signed_in
from ctrack.web.admin.moves import counted
from ctrack.web.admin.storing import refusal
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
    form: EntryForm = form_of(name, entry)
    if form.is_submitted():
        status = 422
        code = entry.code if entry else (form.code.data or "")
        if entry is None and reference_data.entry(table, code) is not None:
            form.validate()
            form.show([problem("code", N_("The list has this code already."))])
        elif form.validate():
            try:
                status = refusal(form, lambda: _save(table, code, form))
            except WouldMove as would:
                return _preview(name, entry, form, would)
        if not status:
            flash(_("%(name)s was stored.", name=code.upper()))
            return redirect(url_for("admin.lists.index", name=name))
        if status == 409:
            form.look_again(entry)
    return _entry_page(name, entry, form), status


def _entry_page(
    name: str,
    entry: ReferenceEntry | None,
    form: EntryForm,
    would: WouldMove | None = None,
) -> str:
    return render_template(
        "admin/entry.html",
        form=form,
        entry=entry,
        name=name,
        title=TITLES[name],
        moves=counted(would.moves) if would else None,
        seen_as=would.seen if would else "",
    )


def _save(table: type[ReferenceEntry], code: str, form: EntryForm) -> None:
    seen, user = form.seen.data or "", signed_in()
    if table is not DeadlineRule:
        deeds.save_entry(table, code, form.values, by=user, seen=seen)
        return
    moves = request.form.get("moves", "")
    moved = rule_changes.save(code, form.values, by=user, seen=seen, moves=moves)
    if moved:
        flash(
            ngettext(
                "The due days of %(num)s request moved.",
                "The due days of %(num)s requests moved.",
                moved,
            )
        )


def _preview(
    name: str, entry: ReferenceEntry | None, form: EntryForm, would: WouldMove
) -> ResponseReturnValue:
    """The form once more, with what it would move; nothing has been stored."""
    if "moves" not in request.form:
        return _entry_page(name, entry, form, would), 200
    form.refuse(_("What would move has changed since you saw it. Look again."))
    return _entry_page(name, entry, form, would), 409
