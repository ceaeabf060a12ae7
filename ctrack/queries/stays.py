"""With whom a request lay: the stays of its present facts."""

from typing import Any

from sqlalchemy import bindparam, select

from ctrack.domain.statuses import Holder
from ctrack.domain.time_spent import Part
from ctrack.extensions import db
from ctrack.models import Fact, FactStay

_HOLDERS = {holder.value: holder for holder in Holder}


def of_request(request_id: int) -> list[Part]:
    """Its stays in their order, one part for each of several authorities."""
    rows = db.session.execute(_OF_REQUEST, {"request_id": request_id})
    return [
        Part(row.since, row.until, _HOLDERS[row.holder], row.authority, row.parts)
        for row in rows
    ]


# Composed once, of plain columns, since it is part of the page that is opened most.
_FACT = Fact.metadata.tables[Fact.__tablename__].c
_STAY = FactStay.metadata.tables[FactStay.__tablename__].c
_OF_REQUEST: Any = (
    select(_STAY.since, _STAY.until, _STAY.holder, _STAY.authority, _STAY.parts)
    .where(
        _STAY.fact_id == _FACT.id,
        _FACT.mla_request_id == bindparam("request_id"),
        _FACT.known_until.is_(None),
    )
    .order_by(_STAY.position)
)
