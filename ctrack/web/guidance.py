"""How to send requests to this authority, for authorities of other States."""

from flask import Blueprint, render_template

from ctrack import clock
from ctrack.domain.vocabulary import BasisKind
from ctrack.models import Instrument
from ctrack.queries import central_authorities, reference_data
from ctrack.web.access import public

bp = Blueprint("guidance", __name__)

_TOLD = (BasisKind.MULTILATERAL, BasisKind.BILATERAL)


@bp.get("/guidance")
@public
def show() -> str:
    """Where to send a request, what it must contain, and what happens to it."""
    valid = reference_data.valid(Instrument, clock.today())
    return render_template(
        "public/guidance.html",
        central_authority=central_authorities.only(),
        instruments=[i for i in valid if i.kind in _TOLD and i.is_basis],
    )
