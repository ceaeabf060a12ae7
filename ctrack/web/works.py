"""Works in the background: asked for, found again, taken away, cancelled."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qs

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ctrack.domain.errors import NotFound, NotPermitted
from ctrack.domain.permissions import Permission
from ctrack.domain.statistics.returns import return_named
from ctrack.domain.wording import N_
from ctrack.domain.works import KEPT_FOR, WorkState
from ctrack.extensions import transaction
from ctrack.queries import sight, works
from ctrack.services import works as deeds
from ctrack.services.background import files, starting
from ctrack.web.access import requires, signed_in
from ctrack.web.background import NAMING_REQUESTS, page_at
from ctrack.web.downloads import sent
from ctrack.web.wording import day, locale, translated

bp = Blueprint("works", __name__, url_prefix="/works")

SECONDS_BETWEEN_LOOKS = 3
"""How often the page is read again while something is under way."""


@bp.get("")
@requires(Permission.LIST_REQUESTS)
def index() -> ResponseReturnValue:
    """What one has asked for, and how far it has come."""
    found = works.of(signed_in())
    under_way = sum(work.is_under_way for work in found)
    if under_way:
        starting.start_if_needed()
    return render_template(
        "works/index.html",
        works=found,
        under_way=under_way,
        done=sum(work.state is WorkState.DONE for work in found),
        days=KEPT_FOR.days,
        seconds=SECONDS_BETWEEN_LOOKS,
    )


@bp.post("")
@requires(Permission.LIST_REQUESTS)
def ask() -> ResponseReturnValue:
    """Ask for the file at an address of ours."""
    address = request.form.get("address", "")
    endpoint, values = _page(address)
    return begin("file", {"address": address}, title=_title(endpoint, values, address))


def begin(
    kind: str, parameters: Mapping[str, object], *, title: str
) -> ResponseReturnValue:
    """Put a work in the background, and lead to where it can be watched."""
    with transaction():
        deeds.ask(kind, parameters, title=title, language=str(locale()), by=signed_in())
    starting.start()
    return redirect(url_for("works.index"))


@bp.get("/<int:work_id>/file")
@requires(Permission.LIST_REQUESTS)
def download(work_id: int) -> ResponseReturnValue:
    """The file, to whoever asked for it and may still have it."""
    user = signed_in()
    work = works.by_id(work_id, of=user)
    path = files.path_of(work.id, work.token)
    if not work.file_name or not path.is_file():
        raise NotFound(N_("This file is no longer here. Ask for it again."))
    endpoint, _values = _page(work.parameters["address"])
    if endpoint in NAMING_REQUESTS and not sight.holds(work.sight, user):
        raise NotPermitted(
            N_(
                "Since this file was made, a request in the register has been "
                "restricted, or opened, or your role has changed. Ask for it again: it "
                "will hold what you may see now."
            )
        )
    return sent(path.open("rb"), name=work.file_name, mimetype=work.mimetype)


@bp.post("/<int:work_id>/remove")
@requires(Permission.LIST_REQUESTS)
def remove(work_id: int) -> ResponseReturnValue:
    """Cancel what is under way, or delete what has been made."""
    work = works.by_id(work_id, of=signed_in())
    title, told = work.title, _("Deleted: %(title)s.", title=work.title)
    if work.is_under_way:
        told = _("Cancelled: %(title)s.", title=title)
    with transaction():
        deeds.remove(work)
    flash(told)
    return redirect(url_for("works.index"))


def _page(address: str) -> tuple[str, Mapping[str, str]]:
    """The page of the file, if this person may open it."""
    endpoint, values = page_at(address)
    permission = getattr(current_app.view_functions[endpoint], "permission", None)
    if permission is None or not signed_in().may(permission):
        raise NotPermitted(N_("Your role does not open this page."))
    return endpoint, values


_TITLES = {
    "statistics.workbook": _l("Statistics, workbook"),
    "statistics.csv_zip": _l("Statistics, CSV tables"),
    "statistics.json_stat": _l("Statistics, JSON-stat"),
    "statistics_requests.workbook": _l("The requests behind a figure, Excel"),
    "statistics_requests.comma_separated": _l("The requests behind a figure, CSV"),
    "request_list.workbook": _l("List of requests, Excel"),
    "request_list.comma_separated": _l("List of requests, CSV"),
}


def _title(endpoint: str, values: Mapping[str, str], address: str) -> str:
    """What the file is, with its period and the words of its filters."""
    if endpoint == "returns.workbook":
        title = translated(return_named(values["name"]).title)
    else:
        title = str(_TITLES[endpoint])
    asked = parse_qs(address.partition("?")[2])
    period = " – ".join(_day(asked.pop(name, [""])[0]) for name in ("from", "to"))
    known = [_day(day) for day in asked.pop("as_at", [])[:1]]
    told = [_("as at %(day)s", day=day) for day in known]
    told += [text for texts in asked.values() for text in texts]
    told = [text[:60] for text in told if text.strip()]
    first = [title, period] if period.strip(" –") else [title]
    return ": ".join([", ".join(first), *([", ".join(told)] if told else [])])


def _day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text[:20]
