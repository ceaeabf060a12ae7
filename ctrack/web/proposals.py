"""A step that waits for a second pair of eyes: looking at it, and deciding."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack.domain import lifecycle
from ctrack.domain.describe import FIELD_LABELS
from ctrack.domain.errors import Invalid
from ctrack.domain.permissions import Permission
from ctrack.domain.step import Field, Step
from ctrack.extensions import transaction
from ctrack.models import Ground, MLARequest, Proposal, User
from ctrack.queries import approvals as queries
from ctrack.queries import authorities, mla_requests, users
from ctrack.services import approvals as deeds
from ctrack.services import proposals
from ctrack.services.step_answers import Answers
from ctrack.web.access import requires, signed_in
from ctrack.web.code_names import kept, nature
from ctrack.web.forms.reviews import SendBackForm
from ctrack.web.forms.steps import day_label
from ctrack.web.wording import basis, day, label, translated, words

bp = Blueprint("proposals", __name__)

Told = tuple[str, list[str]]
"""What a field of the form is called, and what was answered, line by line."""


@bp.get("/requests/<path:reference>/proposal")
@requires(Permission.READ_REQUESTS)
def show(reference: str) -> ResponseReturnValue:
    """The step that waits, with every answer, for whoever may see the request."""
    mla_request = mla_requests.by_reference(reference, seen_by=signed_in())
    if not mla_request.open_proposals:
        return _decided_already(mla_request)
    return _page(mla_request, SendBackForm())


@bp.post("/requests/<path:reference>/proposal/approve")
@requires(Permission.LEAD_OFFICE)
def approve(reference: str) -> ResponseReturnValue:
    """Take the step as it was proposed."""

    def deed(proposal: Proposal, user: User) -> str:
        refused = deeds.approve(proposal, by=user)
        if refused is None:
            return _("Approved: the step has been taken.")
        told = words(refused)
        return _("It fell away, and nothing else was changed: %(why)s", why=told)

    return _decide(reference, deed)


@bp.post("/requests/<path:reference>/proposal/send-back")
@requires(Permission.LEAD_OFFICE)
def send_back(reference: str) -> ResponseReturnValue:
    """Leave it undone, and say why."""
    form = SendBackForm()

    def deed(proposal: Proposal, user: User) -> str:
        deeds.send_back(proposal, form.reason.data or "", by=user)
        return _("It was sent back.")

    return _decide(reference, deed, form)


@bp.post("/requests/<path:reference>/proposal/withdraw")
@requires(Permission.TAKE_STEPS)
def withdraw(reference: str) -> ResponseReturnValue:
    """Take one's own proposal back."""

    def deed(proposal: Proposal, user: User) -> str:
        deeds.withdraw(proposal, by=user)
        return _("Your proposal was withdrawn.")

    return _decide(reference, deed)


def _decide(
    reference: str,
    deed: Callable[[Proposal, User], str],
    form: SendBackForm | None = None,
) -> ResponseReturnValue:
    """Decide the proposal that was seen; whoever comes second is told."""
    user = signed_in()
    mla_request = mla_requests.locked(reference, seen_by=user)
    if not mla_request.open_proposals:
        return _decided_already(mla_request)
    proposal = queries.of_request(mla_request)
    if str(proposal.id) != request.form.get("proposal", str(proposal.id)):
        flash(_("Another step has been proposed since: look at it first."), "warn")
        return redirect(url_for(".show", reference=mla_request.reference))
    try:
        with transaction():
            told = deed(proposal, user)
    except Invalid as invalid:
        form = form or SendBackForm()
        form.show(invalid.problems)
        return _page(mla_request, form), 422
    flash(told)
    return _to_request(mla_request)


def _decided_already(mla_request: MLARequest) -> ResponseReturnValue:
    flash(_("Nothing waits for approval there: it has been decided already."), "warn")
    return _to_request(mla_request)


def _to_request(mla_request: MLARequest) -> ResponseReturnValue:
    return redirect(url_for("mla_requests.show", reference=mla_request.reference))


def _page(mla_request: MLARequest, form: SendBackForm) -> str:
    user, proposal = signed_in(), queries.of_request(mla_request)
    reason = proposals.in_the_way(mla_request, proposal)
    step = lifecycle.step_of(mla_request.direction, proposal.step_code)
    return render_template(
        "reviews/proposal.html",
        mla_request=mla_request,
        proposal=proposal,
        step=step,
        answers=list(answered(mla_request, step, proposal)),
        form=form,
        may_decide=deeds.may_decide(proposal, user),
        is_own=proposal.proposed_by_id == user.id,
        closed=words(reason) if reason else "",
    )


def answered(mla_request: MLARequest, step: Step, proposal: Proposal) -> Iterator[Told]:
    """Every answer in words, in the order of the form; the day first."""
    answers = Answers.restored(proposal.answers)
    yield str(day_label(step)), [day(answers.on)]
    for field in step.fields:
        if answers.is_given(field):
            yield (
                translated(FIELD_LABELS[field]),
                _WORDS.get(field, _plain)(mla_request, answers, field),
            )
    if answers.override_note:
        yield _("Done all the same, because"), [answers.override_note]


def _plain(_request: MLARequest, answers: Answers, field: Field) -> list[str]:
    return [str(getattr(answers, field.value))]


def _day(_request: MLARequest, answers: Answers, field: Field) -> list[str]:
    return [day(getattr(answers, field.value))]


def _bases(_request: MLARequest, answers: Answers, field: Field) -> list[str]:
    codes = getattr(answers, field.value)
    return [basis(code) for code in ([codes] if isinstance(codes, str) else codes)]


def _grounds(_request: MLARequest, answers: Answers, field: Field) -> list[str]:
    codes = getattr(answers, field.value)
    codes = [codes] if isinstance(codes, str) else codes
    return [kept(Ground).get(code, code) for code in codes]


def _outcome(_request: MLARequest, answers: Answers, _field: Field) -> list[str]:
    return [label(answers.outcome)] if answers.outcome else []


def _officer(_request: MLARequest, answers: Answers, _field: Field) -> list[str]:
    return [users.by_id(answers.officer_id).name] if answers.officer_id else []


def _measures(mla_request: MLARequest, answers: Answers, _field: Field) -> list[str]:
    names = _named(mla_request)
    return [
        f"{names.get(number, '')}: {label(outcome)}"
        for number, outcome in answers.measure_outcomes.items()
    ]


def _transfers(mla_request: MLARequest, answers: Answers, _field: Field) -> list[str]:
    names = _named(mla_request)
    known = {a.id: a.name for a in authorities.all_of(mla_request.central_authority_id)}
    found = []
    for order in answers.transfers:
        measures = "; ".join(names.get(n, "") for n in order.measure_ids)
        line = f"{known.get(order.authority_id, '')}: {measures}"
        if order.due_on:
            line = _(
                "%(transfer)s, until %(day)s", transfer=line, day=day(order.due_on)
            )
        found.append(line)
    return found


def _named(mla_request: MLARequest) -> dict[int, str]:
    return {m.id: nature(m.nature_code) for m in mla_request.measures}


_WORDS: dict[Field, Callable[[MLARequest, Answers, Any], list[str]]] = {
    Field.REVIEW_ON: _day,
    Field.PRIMARY_BASIS: _bases,
    Field.APPLIED_BASES: _bases,
    Field.REFUSAL_GROUNDS: _grounds,
    Field.POSTPONEMENT_GROUND: _grounds,
    Field.DEFICIENCIES: _grounds,
    Field.OUTCOME: _outcome,
    Field.OFFICER: _officer,
    Field.MEASURE_OUTCOMES: _measures,
    Field.TRANSFERS: _transfers,
}
"""How each kind of answer is put into words."""
