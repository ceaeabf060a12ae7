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


# Composed once, since it is part of the page that is opened most.
_OF_REQUEST: Any = (
    select(
        FactStay.since,
        FactStay.until,
        FactStay.holder,
        FactStay.authority,
        FactStay.parts,
    )
    .join(Fact, Fact.id == FactStay.fact_id)
    .where(Fact.mla_request_id == bindparam("request_id"), Fact.known_until.is_(None))
    .order_by(FactStay.position)
)
