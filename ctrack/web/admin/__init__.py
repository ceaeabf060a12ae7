"""Administration: people, authorities, and the lists of codes; no case content."""

from flask import Blueprint, render_template

from ctrack import clock
from ctrack.domain.outbox import MessageState
from ctrack.domain.permissions import Permission
from ctrack.queries import authorities, reference_data, users
from ctrack.queries import outbox as messages
from ctrack.queries.reference_data import LISTS
from ctrack.web.access import requires, signed_in
from ctrack.web.admin import (
    approvals,
    calendar,
    directory,
    lists,
    office,
    outbox,
    people,
)

bp = Blueprint("admin", __name__, url_prefix="/admin")
for part in (
    people.bp,
    directory.bp,
    lists.bp,
    office.bp,
    outbox.bp,
    calendar.bp,
    approvals.bp,
):
    bp.register_blueprint(part)


@bp.get("")
@requires(Permission.ADMINISTER)
def index() -> str:
    """What can be administered, and how much there is of it."""
    ours, today = signed_in().central_authority, clock.today()
    everybody = users.all_of(ours.id)
    return render_template(
        "admin/index.html",
        people=len(everybody),
        active=sum(user.active for user in everybody),
        office=ours,
        authorities=len(authorities.valid(ours.id, today)),
        given_up=messages.numbers(ours.id)[MessageState.GIVEN_UP],
        lists=[
            (name, lists.TITLES[name], len(reference_data.valid(table, today)))
            for name, table in LISTS.items()
        ],
    )
