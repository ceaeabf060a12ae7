"""Chasers: what is due today, what went out, and letters to print and send."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import clock
from ctrack.domain.errors import NotFound
from ctrack.domain.permissions import Permission
from ctrack.domain.vocabulary import ReferenceKind
from ctrack.domain.wording import N_
from ctrack.extensions import transaction
from ctrack.models import Authority, Chase, MLARequest
from ctrack.queries import authorities, chases
from ctrack.services import chasers as chasing
from ctrack.services import letters
from ctrack.web import chaser_page
from ctrack.web.access import requires, signed_in

bp = Blueprint("chasers", __name__, url_prefix="/chasers")


@bp.get("")
@requires(Permission.MANAGE_TRANSFERS)
def index() -> str:
    """What will be chased today, what was, and the letters that wait."""
    user, today = signed_in(), clock.today()
    overview = chaser_page.overview(user, today)
    return render_template("chasers/index.html", overview=overview, today=today)


@bp.get("/<int:authority_id>")
@requires(Permission.MANAGE_TRANSFERS)
def letter(authority_id: int) -> str:
    """The letter to an authority: of a day on which it was chased, or of today."""
    user, authority = signed_in(), _authority(authority_id)
    found = chaser_page.letter(authority, _day(), above=_above(), user=user)
    return render_template(
        "chasers/letter.html",
        authority=authority,
        letter=found,
        above=_above(),
        office=user.central_authority,
        address=chasing.address_of(authority, superior=_above()),
    )


@bp.post("/<int:authority_id>/sent")
@requires(Permission.MANAGE_TRANSFERS)
def sent(authority_id: int) -> ResponseReturnValue:
    """The letter was sent."""
    authority = _authority(authority_id)
    with transaction():
        found = chases.unsent_letter(
            authority.id, _day(), above=_above(), seen_by=signed_in()
        )
        letters.sent_to_authority(authority, found, by=signed_in())
    flash(_("The letter to %(name)s is recorded as sent.", name=authority.name))
    return redirect(url_for(".index"))


@bp.get("/abroad/<int:chase_id>")
@requires(Permission.MANAGE_TRANSFERS)
def letter_abroad(chase_id: int) -> str:
    """The letter to another State, to be printed and sent."""
    chase, mla_request = _abroad(chase_id)
    theirs = [
        r.value for r in mla_request.references if r.kind is ReferenceKind.PARTNER
    ]
    return render_template(
        "chasers/letter_abroad.html",
        chase=chase,
        mla_request=mla_request,
        their_references=theirs,
        office=signed_in().central_authority,
        today=clock.today(),
    )


def _abroad(chase_id: int) -> tuple[Chase, MLARequest]:
    found = chases.unsent_one(chase_id, signed_in())
    if found is None:
        raise NotFound(N_("There is no such letter that waits to be sent."))
    return found


@bp.post("/abroad/<int:chase_id>/sent")
@requires(Permission.MANAGE_TRANSFERS)
def sent_abroad(chase_id: int) -> ResponseReturnValue:
    """The letter to another State was sent."""
    with transaction():
        chase, mla_request = _abroad(chase_id)
        letters.sent_abroad(chase, mla_request, by=signed_in())
    flash(
        _("The chaser of %(reference)s is recorded as sent.",
          reference=mla_request.reference)
    )  # fmt: skip
    return redirect(url_for(".index"))


def _authority(authority_id: int) -> Authority:
    found = authorities.by_id(authority_id)
    if found.central_authority_id != signed_in().central_authority_id:
        raise NotFound(N_("There is no such authority."))
    return found


def _day() -> date:
    """The day that the address names, else today."""
    text = request.values.get("on", "")
    if not text:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


def _above() -> bool:
    """Whether it is the letter to whoever stands above the authority."""
    return request.values.get("above") == "1"
