"""Taking a request through its life cycle, one small form for each step."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from ctrack.domain import lifecycle
from ctrack.domain.errors import Invalid, NotPermitted, StepNotOpen
from ctrack.domain.lifecycle import STEPS
from ctrack.domain.permissions import Permission
from ctrack.domain.step import Field, Step
from ctrack.domain.wording import Sentence
from ctrack.extensions import transaction
from ctrack.models import Event, MLARequest
from ctrack.queries import approvals, events
from ctrack.services import approvals as proposing
from ctrack.services import steps
from ctrack.services.refusals import bases_in_force
from ctrack.web import meanwhile, step_choices, step_page
from ctrack.web.access import requires, signed_in
from ctrack.web.forms.steps import StepForm, day_name, step_form
from ctrack.web.telling import told
from ctrack.web.wording import words

bp = Blueprint("steps", __name__)


@bp.route("/requests/<path:reference>/actions/<code>", methods=["GET", "POST"])
@requires(Permission.TAKE_STEPS)
def take(reference: str, code: str) -> ResponseReturnValue:
    """Ask what the step asks for, and take it."""
    mla_request = meanwhile.opened(reference, by=signed_in())
    step = STEPS[mla_request.direction].get(code) or abort(404)
    form = _form(step, mla_request)
    if request.method == "GET":
        return _page(form, mla_request, closed=_in_the_way(mla_request, step))
    if "add_transfer" in request.form and Field.TRANSFERS in form:
        form[Field.TRANSFERS].add()
        return _page(form, mla_request, new_row=True)
    if others := meanwhile.done_by_others(mla_request):
        closed = _in_the_way(mla_request, step)
        return _page(form, mla_request, others=others, closed=closed)
    if not form.is_complete():
        return _page(form, mla_request)
    return _take(form, mla_request)


def _take(form: StepForm, mla_request: MLARequest) -> ResponseReturnValue:
    reference = mla_request.reference
    needs_approval = approvals.needs_approval(mla_request, form.step.code)
    deed = proposing.propose if needs_approval else steps.take
    try:
        with transaction():
            done = deed(mla_request, form.step.code, form.answers(), by=signed_in())
    except Invalid as invalid:
        form.show(invalid.problems)
        return _page(form, mla_request)
    except StepNotOpen as refused:
        return _page(form, mla_request, closed=refused.sentence)
    if isinstance(done, Event):
        flash(_("Saved. %(sentence)s", sentence=told(done)))
    else:
        flash(_("Proposed: it is done as soon as somebody else has approved it."))
    return redirect(url_for("mla_requests.show", reference=reference))


def _in_the_way(mla_request: MLARequest, step: Step) -> Sentence | None:
    """Why the step cannot be taken now; raises NotPermitted."""
    try:
        lifecycle.check(mla_request.standing, step, signed_in().permissions)
    except StepNotOpen as refused:
        return refused.sentence
    if mla_request.open_proposals and approvals.needs_approval(mla_request, step.code):
        return proposing.waiting_already(mla_request.open_proposals[0]).sentence
    return None


def _form(step: Step, mla_request: MLARequest) -> StepForm:
    by = signed_in()
    if step.permission not in by.permissions:
        raise NotPermitted("Your role may not do this: %(step)s.", step=step.label)
    typed = _typed(step, mla_request) if request.method == "POST" else None
    return step_form(
        step,
        mla_request,
        step_choices.choices(step, mla_request),
        by=by,
        typed=typed,
    )


def _typed(step: Step, mla_request: MLARequest) -> MultiDict[str, str]:
    """What was sent; a script may say `on` for the day, and `transferred_to`."""
    typed = MultiDict(request.form)
    if day_name(step) not in typed and "on" in typed:
        typed[day_name(step)] = typed["on"]
    step_page.spread(typed, mla_request)
    return typed


def _page(
    form: StepForm,
    mla_request: MLARequest,
    *,
    closed: Sentence | None = None,
    others: Sequence[Event] = (),
    new_row: bool = False,
) -> ResponseReturnValue:
    if others:
        form.seen.data = str(others[-1].id)
    elif not request.form.get("seen"):
        form.seen.data = str(events.last_id(mla_request))
    bases = bases_in_force(mla_request)
    page = render_template(
        "steps/take.html",
        form=form,
        step=form.step,
        mla_request=mla_request,
        held=step_page.held_now(mla_request),
        afterwards=step_page.afterwards(form.step, mla_request),
        others=others,
        new_row=new_row,
        closed=words(closed) if closed else "",
        overrides=form.asks_to_override(signed_in()),
        proposes=approvals.needs_approval(mla_request, form.step.code),
        unlawful=step_page.unlawful(form, bases),
        doubtful=step_page.doubtful(form, bases),
    )
    if closed is not None or others:
        return page, 409
    return page, 422 if form.faults else 200
