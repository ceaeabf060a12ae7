"""The transfers: what lies with which authority, one transfer, and its steps."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import clock
from ctrack.domain.errors import Invalid, NotFound, NotPermitted
from ctrack.domain.permissions import Permission
from ctrack.domain.transfer_steps import actions, in_the_way
from ctrack.domain.transfers import TRANSFER_STEPS, TransferStatus, TransferStep
from ctrack.domain.wording import N_
from ctrack.extensions import transaction
from ctrack.models import Authority, Event, Transfer
from ctrack.queries import authorities, transfer_filters, transfer_list, transfers
from ctrack.services import transfers as deeds
from ctrack.web import chaser_page, transfer_index
from ctrack.web.access import requires, signed_in
from ctrack.web.forms.transfers import TransferForm, transfer_form
from ctrack.web.telling import told
from ctrack.web.transfer_page import standing
from ctrack.web.wording import words

bp = Blueprint("transfers", __name__)


@bp.get("/transfers")
@requires(Permission.SEE_TRANSFERS)
def index() -> ResponseReturnValue:
    """The transfers this person may see; an authority's own in groups."""
    user = signed_in()
    query = request.args.to_dict(flat=False)
    filters, problems = transfer_filters.read(query, seen_by=user)
    listing = transfer_list.page(filters, seen_by=user, today=clock.today())
    page = render_template(
        "transfers/list.html",
        filters=filters,
        problems=problems,
        listing=listing,
        sections=transfer_index.sections(listing),
        chips=transfer_index.chips(filters),
        numbers=transfer_index.numbers(filters, listing),
        address=transfer_index.address,
        statuses=list(TransferStatus),
        authorities=_authorities_to_filter_by(),
        is_grouped=not user.may(Permission.LIST_REQUESTS),
    )
    return page, 422 if problems else 200


def _authorities_to_filter_by() -> Sequence[Authority]:
    user = signed_in()
    if not user.may(Permission.LIST_REQUESTS):
        return ()
    return authorities.all_of(user.central_authority_id)


@bp.get("/transfers/<int:transfer_id>")
@requires(Permission.SEE_TRANSFERS)
def show(transfer_id: int) -> ResponseReturnValue:
    """What one authority is asked for, and what it has told."""
    user = signed_in()
    transfer = transfers.by_id(transfer_id, seen_by=user)
    return render_template(
        "transfers/show.html",
        transfer=transfer,
        mla_request=transfer.mla_request,
        line=standing(transfer),
        actions=actions(transfer.standing, transfer.permissions_of(user)),
        onward=transfers.onward(transfer),
        chasing=chaser_page.of_transfer(transfer, user),
        events=transfers.history(transfer),
    )


@bp.route("/transfers/<int:transfer_id>/actions/<code>", methods=["GET", "POST"])
@requires(Permission.SEE_TRANSFERS)
def take(transfer_id: int, code: str) -> ResponseReturnValue:
    """Ask what a step of the transfer asks for, and take it."""
    user = signed_in()
    if request.method == "GET":
        transfer = transfers.by_id(transfer_id, seen_by=user)
        return _page(transfer, _form(transfer, _step(code)))
    form = None
    try:
        with transaction():
            transfer = transfers.locked(transfer_id, seen_by=user)
            form = _form(transfer, _step(code))
            others = _done_meanwhile(transfer, form)
            is_open = in_the_way(transfer.standing, form.step) is None
            if others or not is_open or not form.validate_on_submit():
                return _page(transfer, form, others=others, status=422)
            event = deeds.take(transfer, code, form.answers(), by=user)
            flash(_("Stored. %(sentence)s", sentence=told(event)))
    except Invalid as invalid:
        if form is None:
            raise
        form.show(invalid.problems)
        transfer = transfers.by_id(transfer_id, seen_by=user)
        return _page(transfer, form, status=422)
    return redirect(url_for("transfers.show", transfer_id=transfer_id))


def _step(code: str) -> TransferStep:
    step = TRANSFER_STEPS.get(code)
    if step is None:
        raise NotFound(N_("A transfer has no such step."))
    if not signed_in().may(step.permission):
        raise NotPermitted(N_("Your role may not do this: %(step)s."), step=step.label)
    return step


def _form(transfer: Transfer, step: TransferStep) -> TransferForm:
    offered: Sequence[Authority] = ()
    if "authority" in step.asks:
        office = transfer.mla_request.central_authority_id
        offered = authorities.valid(office, clock.today())
    seen = transfers.last_event_id(transfer)
    return transfer_form(step, transfer, seen=seen, authorities=offered)


def _done_meanwhile(transfer: Transfer, form: TransferForm) -> Sequence[Event]:
    """What was done with the transfer since the form was opened."""
    seen = form.last_seen()
    return () if seen is None else transfers.since(transfer, seen)


def _page(
    transfer: Transfer,
    form: TransferForm,
    *,
    others: Sequence[Event] = (),
    status: int = 200,
) -> ResponseReturnValue:
    """The form; with what others have done, after which a second press stores."""
    reason = in_the_way(transfer.standing, form.step)
    closed = words(reason) if reason else ""
    if others:
        form.seen.data = str(others[-1].id)
    page = render_template(
        "transfers/take.html",
        form=form,
        step=form.step,
        transfer=transfer,
        mla_request=transfer.mla_request,
        line=standing(transfer),
        closed=closed,
        others=others,
        question=_question(transfer, form.step),
        events=transfers.history(transfer)[:1] if closed and not others else (),
    )
    return page, 409 if others or closed else status


def _question(transfer: Transfer, step: TransferStep) -> str:
    """What an answer answers."""
    return transfers.open_question(transfer) if step.code == "answer" else ""
