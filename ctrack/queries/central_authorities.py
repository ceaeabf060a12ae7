"""Finding the central authority."""

from sqlalchemy import select

from ctrack.domain.errors import NotFound
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import CentralAuthority


def only() -> CentralAuthority:
    """The central authority of this installation; NotFound before `ctrack init`."""
    found = db.session.scalar(select(CentralAuthority).order_by(CentralAuthority.id))
    if found is None:
        raise NotFound(N_("The register has not been set up. Run “ctrack init” first."))
    return found
