"""How long a request has been open: gross and net, and which days were left out."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ctrack import clock
from ctrack.domain import pauses
from ctrack.domain.permissions import Permission
from ctrack.queries import deadlines, mla_requests
from ctrack.web.access import requires, signed_in
from ctrack.web.wording import label

bp = Blueprint("durations", __name__)


@dataclass(frozen=True)
class Line:
    """Days that all count, or are all paused: the first, the last, and why."""

    first: date
    last: date
    days: int
    why: str


@bp.get("/requests/<path:reference>/days")
@requires(Permission.READ_REQUESTS)
def show(reference: str) -> ResponseReturnValue:
    """The days of the request, stretch by stretch, and both sums."""
    mla_request = mla_requests.by_reference(reference, seen_by=signed_in())
    kept = deadlines.of_request(mla_request.id).pauses.values()
    intervals = [pause.interval for pause in kept]
    since = mla_request.counted_from
    until = mla_request.closed_on or clock.today()
    lines = [
        Line(
            stretch.since,
            stretch.until - timedelta(days=1),
            stretch.days,
            "; ".join(label(category) for category in stretch.categories),
        )
        for stretch in pauses.stretches(intervals, since, until)
    ]
    return render_template(
        "requests/days.html",
        mla_request=mla_request,
        since=since,
        until=until,
        lines=lines,
        gross=pauses.gross(since, until),
        net=pauses.net(intervals, since, until),
    )
