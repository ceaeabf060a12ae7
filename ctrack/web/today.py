"""The first page: what is to be done, for those signed in; the gate for others."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from ctrack import clock
from ctrack.domain.permissions import Permission
from ctrack.domain.request_list import WATCHED, Filters, ListedRequest, Party, Queue
from ctrack.domain.wording import N_
from ctrack.models import User
from ctrack.queries import drafts, leaves, request_list, work_list
from ctrack.web import request_index
from ctrack.web.access import public, signed_in
from ctrack.web.layout import PLACES
from ctrack.web.wording import translated

bp = Blueprint("today", __name__)

OWN = "me"
"""What stands in the address for the queues of the reader alone."""
SHOWN = 5
"""How many requests of a queue the first page shows; the list has the rest."""

NOTHING: dict[Queue, str] = {
    Queue.RESULTS_TO_SEND: N_("Everything that was executed has been sent on."),
    Queue.TO_APPROVE: N_("Nothing waits for a second pair of eyes."),
    Queue.MARKED: N_("Nothing is marked for review."),
    Queue.TO_ANSWER: N_("No authority waits for an answer of ours."),
    Queue.OVERDUE: N_("Nothing is late."),
    Queue.PRESERVATION: N_("No preservation of data runs out soon."),
    Queue.URGENT: N_("Nothing urgent waits."),
    Queue.DUE_THIS_WEEK: N_("Nothing is due this week."),
    Queue.TO_ACKNOWLEDGE: N_("Every request has been acknowledged."),
    Queue.TO_REVIEW: N_("Nothing waits for review."),
    Queue.TO_TRANSFER: N_("Everything accepted is with an authority."),
    Queue.NOT_TAKEN_IN_CHARGE: N_("Every transfer has been taken in charge."),
    Queue.TO_CONFIRM: N_("No oral request waits for its confirmation in writing."),
    Queue.REVIEW_DUE: N_("No postponement is due for review."),
    Queue.TO_CLOSE: N_("Nothing waits to be closed."),
    Queue.PAUSED_TOO_LONG: N_("Nothing has been paused for long."),
    Queue.INCOMPLETE: N_("Every open request has its basis, measures and offences."),
}

DEEDS: dict[Queue, str] = {
    Queue.TO_ACKNOWLEDGE: "acknowledge",
    Queue.TO_CONFIRM: "confirm-in-writing",
}
"""The step a queue waits for, where it is not the one that follows from the stage."""

LOOKED_AT = frozenset(
    {
        Queue.TO_APPROVE,
        Queue.MARKED,
        Queue.TO_ANSWER,
        Queue.TO_REVIEW,
        Queue.NOT_TAKEN_IN_CHARGE,
        Queue.OVERDUE,
        Queue.PRESERVATION,
        Queue.INCOMPLETE,
    }
)
"""Queues of requests that have to be looked at before anybody knows what to do."""


@dataclass(frozen=True)
class Waiting:
    """A queue of the work list: its first requests, their number, the whole list."""

    queue: Queue
    number: int
    rows: list[ListedRequest]
    address: str
    nothing: str

    def deed(self, row: ListedRequest) -> str:
        """The code of the step that is at hand; empty where one has to look first."""
        if self.queue in LOOKED_AT:
            return ""
        return DEEDS.get(self.queue) or row.stage.next_step


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """What is to be done, or where to sign in."""
    if not current_user.is_authenticated:
        return render_template("public/front.html")
    user = signed_in()
    if user.may(Permission.TAKE_STEPS):
        return _work_list(user)
    if user.may(Permission.LIST_REQUESTS) or not user.may(Permission.SEE_TRANSFERS):
        return render_template("today/places.html", offered=_places(user))
    return redirect(url_for("transfers.index"))


def _work_list(user: User) -> str:
    today, only_own = clock.today(), request.args.get("of") == OWN
    numbers = work_list.waiting_numbers(seen_by=user, today=today, only_own=only_own)
    me = Party(user.id, user.username, user.name)
    ready = request_list.numbers(seen_by=user, today=today)
    busy = [queue for queue, number in numbers.items() if number]
    rows = work_list.first(
        busy, seen_by=user, today=today, limit=SHOWN, only_own=only_own
    )
    within = Filters(officer=(me,)) if only_own else Filters()
    return render_template(
        "today/index.html",
        today=today,
        queues=[
            _waiting(q, number, rows.get(q, []), within)
            for q, number in numbers.items()
        ],
        only_own=only_own,
        own=OWN,
        number=sum(n for queue, n in numbers.items() if queue not in WATCHED),
        ready=ready,
        mine=request_index.address(Filters(is_open=True, officer=(me,))),
        stood_in_for=_stood_in_for(user, today),
        overdue=request_index.address(Filters(is_overdue=True)),
        drafts=drafts.count_of_owner(user),
    )


@dataclass(frozen=True)
class StandsIn:
    """Somebody who is away, whose requests the reader looks after meanwhile."""

    name: str
    until: date
    number: int
    address: str


def _stood_in_for(user: User, today: date) -> list[StandsIn]:
    absences = leaves.stood_in_for(user, today)
    found = []
    for leave in absences:
        absent = leave.user
        theirs = Filters(
            is_open=True, officer=(Party(absent.id, absent.username, absent.name),)
        )
        number = request_list.count(theirs, seen_by=user, today=today)
        address = request_index.address(theirs)
        found.append(StandsIn(absent.name, leave.until, number, address))
    return found


def _waiting(
    queue: Queue, number: int, rows: list[ListedRequest], within: Filters
) -> Waiting:
    return Waiting(
        queue,
        number,
        rows,
        request_index.address(replace(within, queue=(queue,))),
        translated(NOTHING[queue]),
    )


def _places(user: User) -> list[tuple[Any, str, str]]:
    """Where people who have no work list go from here, and what they find there."""
    told = {
        "request_list.index": _("The register, as far as your role may see it."),
        "transfers.index": _("What lies with which authority."),
        "statistics.index": _("Tables of a period, on screen and as a workbook."),
        "events.index": _("Who did what, and when it was entered."),
        "admin.index": _("People, authorities and the lists of codes."),
    }
    return [
        (place.label, url_for(place.endpoint), told[place.endpoint])
        for place in PLACES
        if place.endpoint in told and user.may(place.permission)
    ]
