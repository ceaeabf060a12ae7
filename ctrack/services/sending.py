"""Sending measures of a request to a competent authority."""

from datetime import date

from ctrack import clock
from ctrack.domain.errors import Invalid, Problem, problem
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import MeasureOutcome
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Authority, Measure, MLARequest, Transfer, TransferMeasure
from ctrack.queries import authorities
from ctrack.services.step_answers import TransferOrder


def send(
    mla_request: MLARequest,
    order: TransferOrder,
    *,
    on: date,
    parent: Transfer | None = None,
) -> Transfer:
    """Hand measures of the request to an authority. Raises Invalid.

    A measure may lie with several authorities at once, but not twice with the same.
    """
    authority = authorities.by_id(order.authority_id)
    measures = [m for m in mla_request.measures if m.id in set(order.measure_ids)]
    if problems := _send_problems(mla_request, order, authority, measures, on, parent):
        raise Invalid(problems)
    transfer = Transfer(
        mla_request=mla_request,
        authority=authority,
        parent=parent,
        status=TransferStatus.ASSIGNED,
        sent_on=on,
        due_on=order.due_on,
        note=order.note,
        entered_at=clock.now(),
        version=1,
    )
    transfer.cells = [
        TransferMeasure(measure=measure, outcome=MeasureOutcome.PENDING)
        for measure in measures
    ]
    db.session.add(transfer)
    db.session.flush()
    return transfer


def _send_problems(
    mla_request: MLARequest,
    order: TransferOrder,
    authority: Authority,
    measures: list[Measure],
    on: date,
    parent: Transfer | None,
) -> list[Problem]:
    if (
        authority.central_authority_id != mla_request.central_authority_id
        or not authority.is_valid(on)
    ):
        return [
            _about(N_("%(authority)s cannot be sent requests on this day."), authority)
        ]
    if not measures:
        return [_about(N_("Choose at least one measure for %(authority)s."), authority)]
    if any(measure.outcome.is_final for measure in measures):
        return [
            _about(
                N_("A measure chosen for %(authority)s has an outcome already."),
                authority,
            )
        ]
    if order.due_on is not None and order.due_on < on:
        return [
            _about(
                N_("The answer of %(authority)s would be due before it is sent."),
                authority,
            )
        ]
    lies_there = {
        cell.measure_id
        for t in mla_request.open_transfers
        if t.authority_id == authority.id and t is not parent
        for cell in t.cells
    }
    if lies_there & {measure.id for measure in measures}:
        return [_about(N_("A measure lies with %(authority)s already."), authority)]
    return []


def _about(text: str, authority: Authority) -> Problem:
    return problem("transfers", text, authority=authority.name)
