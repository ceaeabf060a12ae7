"""The requests that were chosen on a list, one by one or all of them."""

from collections.abc import Sequence

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import clock
from ctrack.domain.many import MOST
from ctrack.domain.request_list import Filters
from ctrack.models import MLARequest
from ctrack.queries import many_requests, request_filters, request_list
from ctrack.web import request_index
from ctrack.web.access import signed_in


def for_preview() -> tuple[Filters, Sequence[MLARequest], ResponseReturnValue | None]:
    """The list, what was chosen on it, and the way back where nothing can be shown."""
    filters, number = of_list()
    takes_all = "all" in request.args
    if takes_all and number > MOST:
        sentence = _(
            "The list has more than %(most)s requests. Narrow it by a filter, or "
            "choose requests one by one.",
            most=MOST,
        )
        return filters, (), refused(sentence, filters)
    found = requests(filters, takes_all)
    if not found:
        sentence = _("Choose at least one request of the list.")
        return filters, (), refused(sentence, filters)
    return filters, found, None


def of_list() -> tuple[Filters, int]:
    """The list from which was chosen, and how many requests it has."""
    user = signed_in()
    query = request.args.to_dict(flat=False)
    filters, _problems = request_filters.read(query, seen_by=user)
    return filters, request_list.count(filters, seen_by=user, today=clock.today())


def requests(filters: Filters, takes_all: bool) -> Sequence[MLARequest]:
    """Those that were chosen, or all of the list."""
    user = signed_in()
    if takes_all:
        return many_requests.of_list(filters, seen_by=user, today=clock.today())
    references = request.args.getlist("request")[:MOST]
    return many_requests.by_references(references, seen_by=user)


def seen() -> dict[str, int]:
    """The version in which each request was shown, by its reference."""
    found = {}
    for text in request.form.getlist("row")[:MOST]:
        reference, _sign, version = text.rpartition("@")
        if reference and version.isdecimal() and len(version) < 10:
            found[reference] = int(version)
    return found


def refused(sentence: str, filters: Filters) -> ResponseReturnValue:
    """The way back to the list, with what is wrong."""
    flash(sentence, "warn")
    return redirect(request_index.address(filters))
