"""The event log: who did what, when it happened, and when it was entered."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack.domain.dates import NotADay, parse_day
from ctrack.domain.events import EventKind
from ctrack.domain.permissions import Permission
from ctrack.exports.event_log import LogLine, write_event_log
from ctrack.models import Event
from ctrack.queries import event_log, users
from ctrack.queries.event_log import PAGE_SIZE, Wanted
from ctrack.web.access import requires, signed_in
from ctrack.web.downloads import CSV, download
from ctrack.web.telling import told, told_changes, told_kind

bp = Blueprint("events", __name__)

FIELDS = ("kind", "person", "reference", "from", "to")


@bp.get("/events")
@requires(Permission.READ_EVENTS)
def index() -> ResponseReturnValue:
    """The log, the latest entry first."""
    wanted, faults = _wanted()
    user = signed_in()
    found = event_log.page(wanted, seen_by=user)
    shown = found[:PAGE_SIZE]
    page = render_template(
        "events/index.html",
        events=shown,
        faults=faults,
        kinds=[(kind.name, told_kind(kind)) for kind in EventKind],
        people=users.all_of(user.central_authority_id),
        older=_address("events.index", before=shown[-1].id)
        if len(found) > PAGE_SIZE
        else None,
        newest=_address("events.index") if wanted.before else None,
        csv=_address("events.comma_separated"),
    )
    return page, 422 if faults else 200


@bp.get("/events.csv")
@requires(Permission.READ_EVENTS)
def comma_separated() -> ResponseReturnValue:
    """The log as CSV, all pages of what is asked for."""
    wanted, faults = _wanted()
    if faults:
        return index()
    found = event_log.every(replace(wanted, before=None), seen_by=signed_in())
    lines = map(_line, found)
    return download(
        lambda file: write_event_log(file, lines), name="events.csv", mimetype=CSV
    )


def _line(event: Event) -> LogLine:
    return LogLine(
        number=event.id,
        happened=event.happened_on,
        entered=event.entered_at,
        kind=event.kind,
        person=event.actor.username if event.actor else "",
        request=event.mla_request.reference if event.mla_request else "",
        what=told(event),
        note="; ".join(filter(None, (event.note, event.details.get("override")))),
        changes="; ".join(
            f"{c.field}: {c.before} → {c.after}" for c in told_changes(event)
        ),
        is_correction=event.is_correction,
    )


def _wanted() -> tuple[Wanted, list[tuple[str, str]]]:
    """What the address asks, and a sentence for each value that means nothing."""
    faults: list[tuple[str, str]] = []
    typed = {name: request.args.get(name, "").strip() for name in FIELDS}
    kind = typed["kind"].upper()
    if kind and kind not in EventKind.__members__:
        faults.append(("kind", _("There is no such kind of event. Choose one.")))
        kind = ""
    person = users.by_username(typed["person"]) if typed["person"] else None
    if typed["person"] and person is None:
        faults.append(("person", _("There is no such person. Choose one.")))
    before = request.args.get("before", "")
    wanted = Wanted(
        kind=kind,
        actor_id=person.id if person else None,
        reference=event_log.reference(typed["reference"]),
        since=_day("from", typed["from"], faults),
        until=_day("to", typed["to"], faults),
        before=int(before) if before.isdecimal() and len(before) < 16 else None,
    )
    return wanted, faults


def _day(name: str, typed: str, faults: list[tuple[str, str]]) -> date | None:
    if not typed:
        return None
    try:
        return parse_day(typed)
    except NotADay:
        sentence = _(
            "“%(typed)s” is not a day. Write it like 19 Nov 2026.", typed=typed[:40]
        )
        faults.append((name, sentence))
        return None


def _address(endpoint: str, **more: Any) -> str:
    query: dict[str, Any] = {n: request.args.get(n) or None for n in FIELDS}
    return url_for(endpoint, **query, **more)
