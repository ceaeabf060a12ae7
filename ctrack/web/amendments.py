"""Correcting and completing a request; each correction is told in the history."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import clock, states
from ctrack.domain.errors import Invalid, NotFound, problem
from ctrack.domain.permissions import Permission
from ctrack.domain.records import BasisRecord, PersonRecord
from ctrack.domain.vocabulary import LinkKind, ReferenceKind
from ctrack.domain.wording import N_
from ctrack.extensions import transaction
from ctrack.models import (
    Event,
    Instrument,
    MLARequest,
    Nature,
    NatureSubtype,
    Offence,
    User,
)
from ctrack.queries import events, mla_requests, reference_data, users
from ctrack.services import amendments as deeds
from ctrack.services import measures as measure_deeds
from ctrack.services import reference_data as lists
from ctrack.services import request_parts
from ctrack.web import meanwhile
from ctrack.web.access import requires, signed_in
from ctrack.web.forms import parts
from ctrack.web.forms.correction import CorrectionForm, values

bp = Blueprint("amendments", __name__)


@bp.route("/requests/<path:reference>/correct", methods=["GET", "POST"])
@requires(Permission.AMEND)
def correct(reference: str) -> ResponseReturnValue:
    """Correct the facts of a request."""
    mla_request, seen = _opened(reference)
    state = states.name(mla_request.partner_state)
    data = {**values(mla_request), "partner_state": state, "seen": seen}
    form = CorrectionForm(data=data).prepare(mla_request)

    def store(changes: dict[str, Any]) -> None:
        by, note = signed_in(), form.override_note.data or ""
        deeds.amend(mla_request, changes, by=by, override_note=note)
        request_parts.set_offences(mla_request, form.offence_codes(), by=by)
        if number := form.further_reference.data:
            kind = form.further_kind.data or ReferenceKind.PARTNER
            request_parts.add_reference(mla_request, kind, number, by=by)

    return _answer(mla_request, form, store, "correct")


@bp.route("/requests/<path:reference>/persons", methods=["GET", "POST"])
@requires(Permission.AMEND)
def persons(reference: str) -> ResponseReturnValue:
    """Name the persons and firms of a request."""
    mla_request, seen = _opened(reference)
    form = parts.PersonsForm(data={"persons": mla_request.persons, "seen": seen})

    def store(named: list[PersonRecord]) -> None:
        request_parts.set_persons(mla_request, named, by=signed_in())

    if "add_person" in request.form:
        form.persons.append_entry()
        return _page(mla_request, form, "persons", new_row=True)
    return _answer(mla_request, form, store, "persons")


@bp.route("/requests/<path:reference>/bases", methods=["GET", "POST"])
@requires(Permission.AMEND)
def bases(reference: str) -> ResponseReturnValue:
    """Correct the legal bases of a request."""
    mla_request, seen = _opened(reference)
    data = {"legal_bases": parts.basis_rows(mla_request), "seen": seen}
    form = parts.BasesForm(data=data).prepare(mla_request.direction)

    def store(named: list[BasisRecord]) -> None:
        for basis in named:
            lists.instrument_for(basis.instrument)
        request_parts.set_bases(mla_request, named, by=signed_in())

    if "add_basis" in request.form:
        form.add()
        return _page(mla_request, form, "bases", new_row=True)
    return _answer(mla_request, form, store, "bases")


@bp.route("/requests/<path:reference>/measures", methods=["GET", "POST"])
@requires(Permission.AMEND)
def measures(reference: str) -> ResponseReturnValue:
    """Describe the measures, correct their outcomes, add further ones."""
    mla_request, seen = _opened(reference)
    today = clock.today()
    form = parts.measures_form(
        mla_request,
        reference_data.valid(Nature, today),
        reference_data.valid(NatureSubtype, today),
        seen=seen,
    )

    def store(rows: list[parts.MeasureRow]) -> None:
        by = signed_in()
        for row in rows:
            measure_deeds.describe_measure(
                row.measure, subtype=row.subtype, description=row.description, by=by
            )
            measure_deeds.correct_outcome(
                row.measure,
                row.outcome,
                on=today,
                by=by,
                reasons=form.reasons.data or "",
            )
        measure_deeds.add_measures(mla_request, form.added(), by=by)

    return _answer(mla_request, form, store, "measures")


@bp.route("/requests/<path:reference>/links", methods=["GET", "POST"])
@requires(Permission.AMEND)
def link(reference: str) -> ResponseReturnValue:
    """Say how the request stands to another one."""
    mla_request, seen = _opened(reference)
    form = parts.LinkForm(data={"seen": seen})

    def store(chosen: tuple[LinkKind, str]) -> None:
        kind, other = chosen
        by = signed_in()
        try:
            target = mla_requests.by_reference(other, seen_by=by)
        except NotFound as missing:
            raise Invalid([problem("reference", _NO_SUCH, typed=other)]) from missing
        request_parts.link(mla_request, target, kind, by=by)

    return _answer(mla_request, form, store, "links")


_NO_SUCH = N_(
    "There is no request %(typed)s that you may see. Give our reference of it, for "
    "example MLI-2026-00001."
)


@bp.route("/requests/<path:reference>/officers", methods=["GET", "POST"])
@requires(Permission.NAME_OFFICERS)
def officers(reference: str) -> ResponseReturnValue:
    """Say who may see a restricted request."""
    mla_request, seen = _opened(reference)
    named = [entry.user.username for entry in mla_request.named_officers]
    form = parts.OfficersForm(data={"officers": named, "seen": seen})
    form.prepare(users.officers(mla_request.central_authority_id))

    def store(chosen: list[User]) -> None:
        request_parts.name_officers(mla_request, chosen, by=signed_in())

    return _answer(mla_request, form, store, "officers")


# ------------------------------------------------------------------------- common


def _opened(reference: str) -> tuple[MLARequest, int]:
    mla_request = meanwhile.opened(reference, by=signed_in())
    return mla_request, events.last_id(mla_request)


def _answer(
    mla_request: MLARequest, form: Any, store: Callable[[Any], None], name: str
) -> ResponseReturnValue:
    """Show the form, or store what it says; nothing typed is ever lost."""
    if request.method == "GET":
        return _page(mla_request, form, name)
    if others := meanwhile.done_by_others(mla_request):
        form.seen.data = str(others[-1].id)
        return _page(mla_request, form, name, others=others, status=409)
    read = form.read()
    if read is None:
        return _page(mla_request, form, name, status=422)
    reference = mla_request.reference
    try:
        with transaction():
            store(read)
    except Invalid as invalid:
        form.show(invalid.problems)
        return _page(mla_request, form, name, status=422)
    flash(_("Saved. The correction stands in the history."))
    return redirect(url_for("mla_requests.show", reference=reference))


def _page(
    mla_request: MLARequest,
    form: Any,
    name: str,
    *,
    others: Sequence[Event] = (),
    status: int = 200,
    new_row: bool = False,
) -> ResponseReturnValue:
    today = clock.today()
    page = render_template(
        f"amendments/{name}.html",
        form=form,
        mla_request=mla_request,
        others=others,
        new_row=new_row,
        states=states.names(),
        instruments=reference_data.valid(Instrument, today) if name == "bases" else (),
        offences=reference_data.valid(Offence, today) if name == "correct" else (),
        overrides=name == "correct" and form.asks_to_override(signed_in()),
    )
    return page, status
