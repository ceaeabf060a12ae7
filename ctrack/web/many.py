"""The same step for many requests: a look at them first, then all or none."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from ctrack.domain.errors import Invalid
from ctrack.domain.many import DEEDS_OF_DAYS, steps_for_many
from ctrack.domain.permissions import Permission
from ctrack.domain.request_list import Filters
from ctrack.domain.step import Field, Step
from ctrack.domain.wording import Sentence
from ctrack.extensions import transaction
from ctrack.models import MLARequest
from ctrack.queries import many_requests
from ctrack.services import many
from ctrack.services.many import NotForAll, Verdict
from ctrack.web import chosen, request_index, step_choices
from ctrack.web.access import requires, signed_in
from ctrack.web.forms.steps import StepForm, day_name, step_form
from ctrack.web.wording import words

bp = Blueprint("many", __name__)


@bp.get("/requests/many")
@requires(Permission.TAKE_STEPS)
def preview() -> ResponseReturnValue:
    """Which of the chosen requests can take the step, and why the others cannot."""
    if request.args.get("step", "") in DEEDS_OF_DAYS:
        there = url_for("many_days.preview")
        return redirect(f"{there}?{request.query_string.decode()}")
    step = _step()
    filters, rows, way_back = chosen.for_preview()
    if way_back is not None:
        return way_back
    return _page(step, many.verdicts(rows, step.code, by=signed_in()), filters)


@bp.post("/requests/many")
@requires(Permission.TAKE_STEPS)
def take() -> ResponseReturnValue:
    """Take the step for all the requests that were shown, or for none."""
    step = _step()
    filters, _number = chosen.of_list()
    seen = chosen.seen()
    rows = many_requests.by_references(seen, seen_by=signed_in())
    if not rows:
        return chosen.refused(_("Choose at least one request of the list."), filters)
    form = _form(step, rows[0], MultiDict(request.form))
    verdicts = many.verdicts(rows, step.code, by=signed_in())
    if not form.is_complete():
        return _page(step, verdicts, filters, form)
    try:
        with transaction():
            done = many.take(seen, step.code, form.answers(), by=signed_in())
    except Invalid as invalid:
        form.show(invalid.problems)
        return _page(step, verdicts, filters, form)
    except NotForAll as refused:
        form.refuse(words(refused.sentence))
        told = _told(step, list(seen), refused.reasons)
        return _page(step, told, filters, form, status=409)
    flash(
        ngettext(
            "Saved. %(step)s: one request.",
            "Saved. %(step)s: %(num)s requests.",
            len(done),
            step=words(Sentence(step.label)),
        )
    )
    return redirect(request_index.address(filters))


def _step() -> Step:
    code = request.values.get("step", "")
    return steps_for_many(signed_in().permissions).get(code) or abort(404)


def _told(
    step: Step, references: Sequence[str], reasons: Mapping[str, Sentence]
) -> list[Verdict]:
    """The same requests as they are now; those in whose way something stood, say so."""
    rows = many_requests.by_references(references, seen_by=signed_in())
    now = many.verdicts(rows, step.code, by=signed_in())
    return [
        Verdict(v.mla_request, v.reason or reasons.get(v.mla_request.reference))
        for v in now
    ]


def _form(
    step: Step, first: MLARequest, typed: MultiDict[str, str] | None = None
) -> StepForm:
    if typed is not None and day_name(step) not in typed and "on" in typed:
        typed[day_name(step)] = typed["on"]
    form = step_form(
        step,
        first,
        step_choices.choices(step, first),
        by=signed_in(),
        typed=typed,
    )
    if Field.OFFICER in step.fields and typed is None:
        form["officer"].data = ""
    return form


def _page(
    step: Step,
    verdicts: Sequence[Verdict],
    filters: Filters,
    form: StepForm | None = None,
    status: int = 0,
) -> ResponseReturnValue:
    can = [verdict.mla_request for verdict in verdicts if verdict.reason is None]
    if form is None and can:
        form = _form(step, can[0])
    page = render_template(
        "requests/many.html",
        step=step,
        form=form,
        can=can,
        cannot=[v for v in verdicts if v.reason is not None],
        number=len(verdicts),
        back=request_index.address(filters),
        there=request_index.address(filters).partition("?")[1:],
    )
    return page, status or (422 if form is not None and form.faults else 200)
