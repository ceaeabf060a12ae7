"""Finding competent authorities."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from ctrack.domain.errors import NotFound
from ctrack.domain.searching import folded
from ctrack.domain.transfers import CLOSED
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Authority, Transfer


def all_of(central_authority_id: int) -> Sequence[Authority]:
    """All authorities, retired ones too, by name."""
    return db.session.scalars(
        select(Authority)
        .where(Authority.central_authority_id == central_authority_id)
        .order_by(Authority.name, Authority.id)
    ).all()


def valid(central_authority_id: int, on: date) -> Sequence[Authority]:
    """The authorities to which a request can be sent on this day, by name."""
    return [a for a in all_of(central_authority_id) if a.is_valid(on)]


def found(central_authority_id: int, words: str) -> list[Authority]:
    """The authorities that have all these words somewhere, retired ones too."""
    sought = folded(words).split()
    return [
        authority
        for authority in all_of(central_authority_id)
        if all(word in _text(authority) for word in sought)
    ]


def _text(authority: Authority) -> str:
    told = (authority.code, authority.name, authority.email, authority.contact)
    return folded(" ".join(told))


def by_id(authority_id: int) -> Authority:
    """The authority with this id, or NotFound."""
    found = db.session.get(Authority, authority_id)
    if found is None:
        raise NotFound(N_("There is no such authority."))
    return found


def by_text(text: str, central_authority_id: int) -> Authority | None:
    """The authority meant by a code or name, whatever the case and script."""
    wanted = text.strip().casefold()
    for authority in all_of(central_authority_id):
        if wanted in (authority.code.casefold(), authority.name.casefold()):
            return authority
    return None


def open_transfers(central_authority_id: int) -> dict[int, int]:
    """How many open transfers lie with each authority that has any."""
    counted = db.session.execute(
        select(Transfer.authority_id, func.count().label("number"))
        .join(Authority, Authority.id == Transfer.authority_id)
        .where(
            Authority.central_authority_id == central_authority_id,
            Transfer.status.not_in(CLOSED),
        )
        .group_by(Transfer.authority_id)
    )
    return {row.authority_id: row.number for row in counted}
