"""The supervisor's page: the office at a glance, every number opening its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from ctrack import clock
from ctrack.domain import office
from ctrack.domain.office import Count, Month, Tally, Timeliness
from ctrack.domain.permissions import Permission
from ctrack.domain.request_list import (
    NOBODY,
    PAUSED_STAGES,
    Filters,
    Party,
    Queue,
)
from ctrack.domain.statistics.charts import Form, Picture, on_one_scale
from ctrack.domain.statistics.questions import Period
from ctrack.domain.statuses import Status
from ctrack.domain.transfers import CLOSED, TransferStatus
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_, Sentence
from ctrack.exports.charts import Drawing
from ctrack.models import User
from ctrack.queries import office as queries
from ctrack.queries import request_list, users
from ctrack.queries.memory import remembered
from ctrack.queries.timing import timing
from ctrack.web import request_index
from ctrack.web.access import requires, signed_in
from ctrack.web.statistics_charts import drawn
from ctrack.web.statistics_charts import label as axis_label
from ctrack.web.wording import label, language

bp = Blueprint("office", __name__)


@bp.get("/office")
@requires(Permission.SEE_OFFICE)
def index() -> str:
    """What is open, late and unassigned, and what came and went."""
    user, today = signed_in(), clock.today()
    year = Period(Period(today, today).months_before_end(office.MONTHS), today)
    key = ("office", user.id, today, language())
    return render_template(
        "office/index.html",
        today=today,
        **remembered(key, lambda: _figures(user, today, year)),
        month_name=_month_name,
        lines=request_index.lines(queries.oldest(seen_by=user), today, {}),
        year=year,
        recent=office.RECENT,
        address=request_index.address,
        transfers_address=_transfers_address,
        behind=lambda timed: _behind(timed, year),
    )


def _figures(user: User, today: date, year: Period) -> dict[str, Any]:
    """All that is counted; the template's names of it."""
    tallies = queries.tallies(seen_by=user, today=today)
    months = _months(user, today)
    return {
        "tiles": [*_tiles(tallies, today), *_watched(user, today)],
        "bands": office.bands(today),
        "stages": office.stages_by_age(tallies, today),
        "ages": office.by_age(tallies, Filters(), today),
        "open": office.count(tallies, Filters()),
        "months": months,
        "drawings": _drawings(months),
        "workloads": _workloads(user, tallies, today),
        "burdens": queries.burdens(seen_by=user, today=today),
        "targets": _targets(user, year),
    }


@dataclass(frozen=True)
class Tile:
    """A big number, what it counts, and what is worth knowing beside it."""

    name: str
    count: Count
    beside: str = ""


def _tiles(tallies: Sequence[Tally], today: date) -> list[Tile]:
    nobody = Filters(officer=(Party(None, NOBODY, ""),))
    everything = office.count(tallies, Filters())
    incoming = sum(t.number for t in tallies if t.direction is Direction.INCOMING)
    late = office.count(tallies, Filters(is_overdue=True), lambda t: t.is_overdue)
    unassigned = office.count(tallies, nobody, lambda t: t.officer_id is None)
    executed = office.count(
        tallies,
        Filters(status=(Status.EXECUTED,)),
        lambda t: t.status is Status.EXECUTED,
    )
    paused = Filters(status=PAUSED_STAGES)
    urgent, restricted = Filters(urgency=office.URGENT), Filters(is_restricted=True)
    outgoing = everything.number - incoming
    return [
        Tile(
            _("Open"),
            everything,
            _(
                "%(incoming)s in, %(outgoing)s out",
                incoming=incoming,
                outgoing=outgoing,
            ),
        ),
        Tile(_("Overdue"), late, _share(late.number, everything.number)),
        Tile(_("Urgent"), office.count(tallies, urgent, lambda t: t.is_urgent)),
        Tile(_("Not assigned"), unassigned, _age(unassigned, today)),
        Tile(_("Executed, not sent"), executed, _age(executed, today)),
        Tile(
            _("Paused"),
            office.count(tallies, paused, lambda t: t.status in PAUSED_STAGES),
        ),
        Tile(
            _("Restricted"),
            office.count(tallies, restricted, lambda t: t.is_restricted),
            _("that you may see"),
        ),
    ]


def _watched(user: User, today: date) -> list[Tile]:
    """What waits for a supervisor's eyes."""
    found = []
    for queue in (Queue.TO_APPROVE, Queue.MARKED):
        filters = Filters(queue=(queue,), is_open=True)
        number = request_list.count(filters, seen_by=user, today=today)
        found.append(Tile(label(queue), office.Count(number, filters)))
    return found


def _share(part: int, whole: int) -> str:
    return _("%(share)s %% of open", share=round(100 * part / whole)) if whole else ""


def _age(count: Count, today: date) -> str:
    if count.oldest is None:
        return ""
    days = (today - count.oldest).days
    return ngettext("oldest %(num)s day", "oldest %(num)s days", days)


def _months(user: User, today: date) -> list[Month]:
    return office.months(
        queries.received_by_day(seen_by=user, today=today),
        queries.closed_by_day(seen_by=user, today=today),
        today,
    )


def _month_name(first: date) -> str:
    return axis_label(_code(first))


def _code(first: date) -> str:
    return f"{first:%Y-%m}"


def _drawings(months: Sequence[Month]) -> list[Drawing]:
    labels = tuple(_code(month.first) for month in months)
    series = {
        N_("Received or sent"): [month.received.number for month in months],
        N_("Closed"): [month.closed.number for month in months],
    }
    pictures = [
        Picture(Sentence(title), Form.COLUMNS, labels, tuple(values))
        for title, values in series.items()
    ]
    return [drawn(picture) for picture in on_one_scale(pictures)]


def _workloads(
    user: User, tallies: Sequence[Tally], today: date
) -> list[office.Workload]:
    people = users.all_of(user.central_authority_id)
    officers = [Party(p.id, p.username, p.name) for p in people]
    closed = queries.closed_by_officer(seen_by=user, today=today)
    return office.workloads(tallies, officers, closed, today)


def _targets(user: User, year: Period) -> list[Timeliness]:
    rules = timing(user.central_authority_id).rules
    return office.against_targets(
        office.targets(rules),
        queries.durations(
            central_authority_id=user.central_authority_id,
            since=year.start,
            until=year.end,
        ),
    )


def _behind(timed: Timeliness, year: Period) -> str:
    """The requests behind an interval, as the statistics show them."""
    query: dict[str, Any] = {
        "from": year.start.isoformat(),
        "to": year.end.isoformat(),
        "table": "timeliness",
        "column": "requests",
        "row": [Direction.INCOMING.value, timed.target.interval],
    }
    return url_for("statistics_requests.index", **query)


def _transfers_address(code: str, *, late: bool = False) -> str:
    if late:
        return url_for("transfers.index", authority=code, overdue=1)
    open_ones = [s.value for s in TransferStatus if s not in CLOSED]
    return url_for("transfers.index", authority=code, status=open_ones)
