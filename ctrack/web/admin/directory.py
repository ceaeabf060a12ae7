"""The directory of competent authorities."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import clock
from ctrack.domain.calendars import CalendarUse
from ctrack.domain.errors import NotFound
from ctrack.domain.permissions import Permission
from ctrack.domain.wording import N_
from ctrack.models import Authority
from ctrack.queries import authorities
from ctrack.queries.timing import calendars
from ctrack.services import authorities as deeds
from ctrack.web.access import requires, signed_in
from ctrack.web.admin.moves import NOTHING_MOVES, attempt
from ctrack.web.forms.authorities import AuthorityForm

bp = Blueprint("authorities", __name__, url_prefix="/authorities")


@bp.get("")
@requires(Permission.ADMINISTER)
def index() -> str:
    """All authorities or those sought, with the transfers that lie with each."""
    office, sought = signed_in().central_authority_id, request.args.get("q", "")
    return render_template(
        "admin/authorities.html",
        entries=authorities.found(office, sought),
        sought=sought,
        burdens=authorities.open_transfers(office),
        today=clock.today(),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def new() -> ResponseReturnValue:
    """Add an authority."""
    return _edit(None)


@bp.route("/<int:authority_id>", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def change(authority_id: int) -> ResponseReturnValue:
    """Change an authority, retire it, or let it come back."""
    found = authorities.by_id(authority_id)
    if found.central_authority_id != signed_in().central_authority_id:
        raise NotFound(N_("There is no such authority."))
    return _edit(found)


def _save(authority: Authority | None, form: AuthorityForm, seen: str) -> int:
    return deeds.store(
        authority,
        form.values,
        by=signed_in(),
        version=form.seen,
        successor=form.successor.data or "",
        seen=seen,
    )


def _offer(form: AuthorityForm, authority: Authority | None) -> None:
    office, today = signed_in().central_authority_id, clock.today()
    others = [a for a in authorities.valid(office, today) if a is not authority]
    form.successor.offer([(other.code, other.name) for other in others])
    form.calendar_id.offer(
        [
            (str(calendar.id), calendar.name)
            for calendar in calendars(office)
            if calendar.serves is CalendarUse.AUTHORITIES
        ]
    )


def _edit(authority: Authority | None) -> ResponseReturnValue:
    form, status, shown = AuthorityForm(obj=authority), 200, NOTHING_MOVES
    _offer(form, authority)
    if form.is_submitted():
        status = 422
        if form.validate():
            status, shown = attempt(form, lambda seen: _save(authority, form, seen))
        if not status:
            flash(_("%(name)s was stored.", name=form.name.data))
            return redirect(url_for("admin.authorities.index"))
        if status == 409 and authority is not None and not shown:
            form.version.data = str(authority.version)
    burden = 0
    if authority is not None:
        office = authority.central_authority_id
        burden = authorities.open_transfers(office).get(authority.id, 0)
    page = render_template(
        "admin/authority.html",
        form=form,
        authority=authority,
        burden=burden,
        **NOTHING_MOVES | shown,
    )
    return page, status
