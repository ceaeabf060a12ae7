"""Marking a request for review, and dealing with the mark."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack.domain.errors import Invalid, NotFound, StepNotOpen
from ctrack.domain.permissions import Permission
from ctrack.extensions import transaction
from ctrack.models import MLARequest
from ctrack.services import review_marks as deeds
from ctrack.web import meanwhile
from ctrack.web.access import requires, signed_in
from ctrack.web.forms.reviews import AnswerForm, MarkForm
from ctrack.web.wording import words

bp = Blueprint("review_marks", __name__)


@bp.route("/requests/<path:reference>/marks/new", methods=["GET", "POST"])
@requires(Permission.LEAD_OFFICE)
def add(reference: str) -> ResponseReturnValue:
    """Say what somebody should look at again."""
    user = signed_in()
    mla_request = meanwhile.opened(reference, by=user)
    form = MarkForm()
    if form.validate_on_submit():
        try:
            with transaction():
                deeds.add(mla_request, form.note.data or "", by=user)
        except Invalid as invalid:
            form.show(invalid.problems)
        except StepNotOpen as refused:
            form.refuse(words(refused.sentence))
        else:
            flash(_("The request is marked for review."))
            return _back(mla_request)
    page = render_template("reviews/mark.html", form=form, mla_request=mla_request)
    return page, 422 if form.is_submitted() else 200


@bp.route(
    "/requests/<path:reference>/marks/<int:mark_id>/answer", methods=["GET", "POST"]
)
@requires(Permission.TAKE_STEPS)
def answer(reference: str, mark_id: int) -> ResponseReturnValue:
    """Say what came of a mark, so that it is gone."""
    user = signed_in()
    mla_request = meanwhile.opened(reference, by=user)
    form = AnswerForm()
    mark = next((m for m in mla_request.open_marks if m.id == mark_id), None)
    if mark is None:
        flash(_("This mark has been dealt with already."), "warn")
        return _back(mla_request)
    if form.validate_on_submit():
        try:
            with transaction():
                deeds.resolve(mla_request, mark_id, form.answer.data or "", by=user)
        except Invalid as invalid:
            form.show(invalid.problems)
        except NotFound as gone:
            flash(words(gone.sentence), "warn")
            return _back(mla_request)
        else:
            flash(_("The mark has been dealt with."))
            return _back(mla_request)
    page = render_template(
        "reviews/answer.html", form=form, mla_request=mla_request, mark=mark
    )
    return page, 422 if request.method == "POST" else 200


def _back(mla_request: MLARequest) -> ResponseReturnValue:
    address = url_for("mla_requests.show", reference=mla_request.reference)
    return redirect(address)
