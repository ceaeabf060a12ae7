"""Registering a request: one screen, kept as a draft at any time, registered once."""

import secrets
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from ctrack import clock, states
from ctrack.domain.errors import Invalid
from ctrack.domain.permissions import Permission
from ctrack.domain.records import RequestRecord
from ctrack.domain.vocabulary import Direction, LinkKind, ReferenceKind
from ctrack.extensions import transaction
from ctrack.models import Instrument, Nature, Offence
from ctrack.queries import codes, drafts, mla_requests, reference_data, related, users
from ctrack.queries.related import Candidate
from ctrack.services import drafts as draft_deeds
from ctrack.services import reference_data as lists
from ctrack.services import register as registering
from ctrack.services import request_parts
from ctrack.web.access import requires, signed_in
from ctrack.web.forms.registration import RegistrationForm

bp = Blueprint("registration", __name__)

NOT_KEPT = frozenset({"csrf_token", "draft", "add_person", "related"})
"""What of a form does not belong into a draft."""


@bp.route("/requests/new", methods=["GET", "POST"])
@requires(Permission.REGISTER)
def new() -> ResponseReturnValue:
    """Register a request, or put aside what has been typed of it."""
    form = _form()
    if request.method == "GET":
        return _page(form)
    if "draft" in request.form:
        return _keep_draft(form)
    if "add_person" in request.form:
        form.persons.append_entry()
        return _page(form, new_row=True)
    record = form.read(by=signed_in())
    if record is None:
        return _page(form, status=422)
    return _register(form, record)


def _register(form: RegistrationForm, record: RequestRecord) -> ResponseReturnValue:
    """Register, unless the same may be in the register already: then ask, once.

    A form that has been registered is not asked about itself when it comes again.
    """
    found = _candidates(record)
    if found and (twin := mla_requests.entered_with(record.submission_key)):
        return _registered(twin)
    if found and not request.form.getlist("related"):
        return _page(form, status=409, candidates=found)
    answers = {c.reference: request.form.get(f"is-{c.reference}") for c in found}
    for reference, answer in answers.items():
        if answer == "same":
            return _is_the_same(form, reference)
    try:
        reference = _store(
            record, [name for name, a in answers.items() if a == "supplement"]
        )
    except Invalid as invalid:
        form.show(invalid.problems)
        return _page(form, status=422)
    return _registered(reference)


def _registered(reference: str) -> ResponseReturnValue:
    flash(_("%(reference)s was registered.", reference=reference))
    return redirect(url_for("mla_requests.show", reference=reference))


def _store(record: RequestRecord, supplements: list[str]) -> str:
    by = signed_in()
    with transaction():
        for basis in record.bases:
            if basis.instrument.startswith("BILAT-"):
                lists.instrument_for(basis.instrument)
        reference = registering.enter(record, by=by)
        _link(reference, supplements)
        if draft_id := _number("draft_id"):
            _discard(draft_id)
        return reference


def _link(reference: str, supplements: list[str]) -> None:
    """Say which requests the one just registered supplements."""
    by = signed_in()
    for supplemented in supplements:
        mla_request = mla_requests.by_reference(reference, seen_by=by)
        other = mla_requests.by_reference(supplemented, seen_by=by)
        request_parts.link(mla_request, other, LinkKind.SUPPLEMENTS, by=by)


def _discard(draft_id: int) -> None:
    for draft in drafts.of_owner(signed_in()):
        if draft.id == draft_id:
            draft_deeds.discard(draft)


def _is_the_same(form: RegistrationForm, reference: str) -> ResponseReturnValue:
    _save(form)
    flash(
        _(
            "Nothing was registered: it is the same as %(reference)s. What you typed "
            "is kept among your drafts.",
            reference=reference,
        ),
        "warn",
    )
    return redirect(url_for("mla_requests.show", reference=reference))


def _candidates(record: RequestRecord) -> list[Candidate]:
    return related.candidates(
        record.partner_state,
        references=[
            value
            for kind, value in record.references
            if kind is not ReferenceKind.OPERATION
        ],
        names=[person.name for person in record.persons],
        seen_by=signed_in(),
    )


def _keep_draft(form: RegistrationForm) -> ResponseReturnValue:
    draft_id = _save(form)
    flash(_("The draft is saved. You find it under “Drafts” until you register it."))
    return redirect(url_for("registration.new", draft=draft_id))


def _save(form: RegistrationForm) -> int:
    """Keep what was typed, as typed; a draft that is gone meanwhile begins anew."""
    fields = {
        name: [value.replace("\x00", "") for value in values]
        for name, values in request.form.lists()
        if name not in NOT_KEPT and not name.startswith("is-")
    }
    by = signed_in()
    known = {draft.id for draft in drafts.of_owner(by)}
    draft_id = _number("draft_id")
    with transaction():
        draft = draft_deeds.save(
            fields,
            direction=form.direction,
            by=by,
            draft_id=draft_id if draft_id in known else None,
        )
        return draft.id


def _number(name: str) -> int | None:
    typed = request.form.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 12 else None


def _form() -> RegistrationForm:
    """The form as typed, as kept in a draft, or new with what is likely."""
    by, today = signed_in(), clock.today()
    likely: dict[str, Any] = {
        "officer": by.username,
        "submission_key": secrets.token_urlsafe(24),
    }
    direction = codes.member(Direction, request.values.get("direction", ""))
    if direction is not Direction.OUTGOING:  # ours may have been sent long ago
        likely["received_on"] = today
    number = request.args.get("draft", "")
    if request.method == "GET" and number.isdecimal() and len(number) < 12:
        draft = drafts.by_id(int(number), owner=by)
        direction = draft.direction
        fields = {**draft.fields, "draft_id": [str(draft.id)]}
        form = RegistrationForm(formdata=MultiDict(fields), data=likely)
    else:
        form = RegistrationForm(data=likely)
    return form.prepare(
        direction or Direction.INCOMING,
        reference_data.words(Nature, today),
        users.assignable(by.central_authority_id),
    )


def _page(
    form: RegistrationForm,
    *,
    status: int = 200,
    candidates: list[Candidate] | None = None,
    new_row: bool = False,
) -> ResponseReturnValue:
    today = clock.today()
    page = render_template(
        "requests/new.html",
        form=form,
        incoming=form.direction is Direction.INCOMING,
        candidates=candidates or [],
        new_row=new_row,
        articles={n.code: n.article for n in reference_data.valid(Nature, today)},
        states=states.names(),
        instruments=reference_data.valid(Instrument, today),
        offences=reference_data.valid(Offence, today),
    )
    return page, status
