"""The page of a request, and its whole history."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ctrack import clock
from ctrack.domain.permissions import Permission
from ctrack.domain.request_list import Filters
from ctrack.domain.transfer_steps import actions
from ctrack.models import MLARequest
from ctrack.queries import (
    events,
    mla_requests,
    related,
    reminders,
    request_filters,
    request_list,
)
from ctrack.queries.request_list import Place
from ctrack.web import (
    measure_grid,
    request_deadlines,
    request_facts,
    request_page,
    request_time,
)
from ctrack.web.access import requires, signed_in
from ctrack.web.wording import worded

bp = Blueprint("mla_requests", __name__)

SHOWN = 15
"""Lines of the history on the page itself."""
PER_PAGE = 100


@bp.get("/requests/<path:reference>")
@requires(Permission.READ_REQUESTS)
def show(reference: str) -> ResponseReturnValue:
    """All there is to know of a request, and what may be done with it."""
    user = signed_in()
    mla_request = mla_requests.by_reference(reference, seen_by=user)
    filters, place = _place(mla_request)
    lines, count = events.latest_of_request(mla_request, limit=SHOWN)
    due = request_deadlines.panel(mla_request)
    return render_template(
        "requests/show.html",
        mla_request=mla_request,
        place=place,
        carried=filters.query,
        rail=request_page.rail(mla_request),
        held=request_page.held(mla_request),
        next_step=request_page.next_step(mla_request, due.first),
        due=due,
        days_open=request_page.days_open(mla_request),
        times=request_time.times(mla_request),
        decided=request_page.decided(mla_request),
        actions=request_page.actions(mla_request, user),
        transfer_actions={
            transfer.id: actions(
                transfer.standing, transfer.permissions_of(user)
            ).in_brief
            for transfer in mla_request.transfers
        },
        grid=measure_grid.grid(mla_request),
        numbers=request_facts.numbers(mla_request),
        cited_by=request_facts.cited_by,
        links=list(request_facts.links(mla_request, _visible(mla_request))),
        events=lines,
        count=count,
        proposed=request_page.proposed(mla_request),
        own_reminders=reminders.of_request(mla_request, user),
    )


def _place(mla_request: MLARequest) -> tuple[Filters, Place | None]:
    """Where the request stands in the list whose query the address carries."""
    if not request.args:
        return Filters(), None
    user = signed_in()
    filters, _ = request_filters.read(request.args.to_dict(flat=False), seen_by=user)
    place = request_list.place_of(
        mla_request.reference, filters, seen_by=user, today=clock.today()
    )
    return filters, place


def _visible(mla_request: MLARequest) -> set[int]:
    linked = {link.to_id for link in mla_request.links}
    linked |= {link.from_id for link in mla_request.backlinks}
    return related.visible(linked, seen_by=signed_in())


@bp.get("/requests/<path:reference>/history")
@requires(Permission.READ_REQUESTS)
def history(reference: str) -> ResponseReturnValue:
    """Every line of the log of a request, a hundred to a page."""
    mla_request = mla_requests.by_reference(reference, seen_by=signed_in())
    count = events.count_of_request(mla_request)
    last = max(1, -(-count // PER_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), last)

    def address(number: int) -> str | None:
        if not 1 <= number <= last:
            return None
        return url_for(".history", reference=mla_request.reference, page=number)

    return render_template(
        "requests/history.html",
        mla_request=mla_request,
        events=events.of_request(
            mla_request, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
        ),
        count=count,
        page=page,
        pages=[(number, address(number)) for number in range(1, last + 1)],
        before=address(page - 1),
        after=address(page + 1),
    )


@bp.app_template_filter("birthday")
def birthday(text: str) -> str:
    """A date of birth in words: a day as on every page, a year as it is."""
    return worded(text)


bp.app_template_global("today")(clock.today)
