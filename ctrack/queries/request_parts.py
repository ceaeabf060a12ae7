"""Loading what belongs to one request: small questions, and none in vain.

The loaders that come with the mapping compose their statements anew for each part of
each request. Here they are composed once, and the parts that few requests have are
asked for only where there are any.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    bindparam,
    literal_column,
    select,
)
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import InstrumentedAttribute, set_committed_value

from ctrack.extensions import db
from ctrack.models import (
    Consultation,
    LegalBasis,
    Measure,
    MLARequest,
    NamedOfficer,
    Person,
    Proposal,
    Reference,
    RequestGround,
    RequestLink,
    RequestOffence,
    ReviewMark,
    Transfer,
)

Parts = Select[Any]


def load(mla_request: MLARequest, there: Row[Any], *, anew: bool = False) -> None:
    """Load the parts of a request; `anew` also those that the session has already.

    `there` answers the columns WHETHER_THERE. For a deed, which takes them anew,
    references and persons are left until somebody asks for them.
    """
    identity = {"request_id": mla_request.id}
    options = {"execution_options": {"populate_existing": True}} if anew else {}
    for name, statement in _PARTS.items():
        if anew and name in _NO_PART_OF_DEEDS:
            db.session.expire(mla_request, [name])
            continue
        found: list[Any] = []
        if getattr(there, name, True):
            rows = db.session.scalars(statement, identity, **options)
            found = list(rows.unique() if name == "transfers" else rows)
        set_committed_value(mla_request, name, found)


def _of(column: InstrumentedAttribute[int]) -> Any:
    return column == bindparam("request_id")


_PARTS: dict[str, Parts] = {
    "references": select(Reference)
    .where(_of(Reference.mla_request_id))
    .order_by(Reference.id),
    "bases": select(LegalBasis)
    .where(_of(LegalBasis.mla_request_id))
    .order_by(LegalBasis.position),
    "measures": select(Measure)
    .where(_of(Measure.mla_request_id))
    .order_by(Measure.position),
    "offences": select(RequestOffence)
    .where(_of(RequestOffence.mla_request_id))
    .order_by(RequestOffence.position),
    "grounds": select(RequestGround)
    .where(_of(RequestGround.mla_request_id))
    .options(joinedload(RequestGround.ground))
    .order_by(RequestGround.position),
    "transfers": select(Transfer)
    .where(_of(Transfer.mla_request_id))
    .options(joinedload(Transfer.authority), joinedload(Transfer.cells))
    .order_by(Transfer.id),
    "persons": select(Person).where(_of(Person.mla_request_id)).order_by(Person.id),
    "consultations": select(Consultation)
    .where(_of(Consultation.mla_request_id))
    .order_by(Consultation.id),
    "named_officers": select(NamedOfficer)
    .where(_of(NamedOfficer.mla_request_id))
    .options(joinedload(NamedOfficer.user))
    .order_by(NamedOfficer.user_id),
    "links": select(RequestLink)
    .where(_of(RequestLink.from_id))
    .options(joinedload(RequestLink.target))
    .order_by(RequestLink.id),
    "backlinks": select(RequestLink)
    .where(_of(RequestLink.to_id))
    .options(joinedload(RequestLink.source))
    .order_by(RequestLink.id),
    "open_marks": select(ReviewMark)
    .where(_of(ReviewMark.mla_request_id), ReviewMark.resolved_at.is_(None))
    .options(joinedload(ReviewMark.made_by))
    .order_by(ReviewMark.id),
    "open_proposals": select(Proposal)
    .where(_of(Proposal.mla_request_id), Proposal.decided_at.is_(None))
    .options(joinedload(Proposal.proposed_by)),
}

_NO_PART_OF_DEEDS = frozenset({"references", "persons"})

WHETHER_THERE: tuple[ColumnElement[bool], ...] = (
    literal_column(
        "EXISTS (SELECT 1 FROM request_ground WHERE mla_request_id = mla_request.id)"
    ).label("grounds"),
    literal_column(
        "EXISTS (SELECT 1 FROM transfer WHERE mla_request_id = mla_request.id)"
    ).label("transfers"),
    literal_column(
        "EXISTS (SELECT 1 FROM consultation WHERE mla_request_id = mla_request.id)"
    ).label("consultations"),
    literal_column(
        "EXISTS (SELECT 1 FROM named_officer WHERE mla_request_id = mla_request.id)"
    ).label("named_officers"),
    literal_column(
        "EXISTS (SELECT 1 FROM request_link WHERE from_id = mla_request.id)"
    ).label("links"),
    literal_column(
        "EXISTS (SELECT 1 FROM request_link WHERE to_id = mla_request.id)"
    ).label("backlinks"),
    literal_column(
        "EXISTS (SELECT 1 FROM review_mark"
        " WHERE mla_request_id = mla_request.id AND resolved_at IS NULL)"
    ).label("open_marks"),
    literal_column(
        "EXISTS (SELECT 1 FROM proposal"
        " WHERE mla_request_id = mla_request.id AND decided_at IS NULL)"
    ).label("open_proposals"),
)
"""Columns for the question that finds the request: which parts of those that few
requests have there are. As text, which is composed faster than the same in Python."""
