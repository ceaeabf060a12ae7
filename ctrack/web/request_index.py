"""The list of requests in plain values: tabs, chips, heads, numbers of pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import g, url_for
from flask_babel import gettext as _

from ctrack.domain.permissions import Permission
from ctrack.domain.request_list import (
    NEWEST_FIRST,
    NOBODY,
    PAUSED_STAGES,
    Filters,
    ListedRequest,
    Party,
    Sort,
)
from ctrack.domain.statuses import STAGES, Holder, Status
from ctrack.domain.vocabulary import Labelled
from ctrack.domain.wording import N_
from ctrack.models import User
from ctrack.web import due_words, pager
from ctrack.web.wording import (
    basis,
    counted,
    day,
    label,
    state,
    translated,
)


def address(filters: Filters, page: int = 1, endpoint: str = "index") -> str:
    """Where this page of the list is."""
    place: str = url_for(f"request_list.{endpoint}") if endpoint != "index" else _here()
    query = _query(filters, page)
    return f"{place}?{query}" if query else place


def _here() -> str:
    """The address of the list, worked out once for a page that names it often."""
    found: str | None = g.get("list_address")
    if found is None:
        found = g.list_address = url_for("request_list.index")
    return found


@lru_cache(maxsize=5_000)
def _query(filters: Filters, page: int = 1) -> str:
    query: dict[str, Any] = dict(filters.query)
    if page > 1:
        query["page"] = page
    return urlencode(query, doseq=True, safe=_KEPT)


_KEPT = "!$'()*,/:;?@"
"""What need not be written in another way in the query of an address (RFC 3986)."""


@dataclass(frozen=True)
class Tab:
    """A ready-made list."""

    text: str
    address: str
    number: int | None
    is_here: bool


def tabs(filters: Filters, user: User, numbers: Mapping[str, int]) -> list[Tab]:
    """The ready-made lists, the present one marked; open ones tell their number."""
    me = Party(user.id, user.username, user.name)
    ready: list[tuple[str, str, Filters]] = [
        ("open", _("Open"), Filters(is_open=True)),
    ]
    if user.may(Permission.TAKE_STEPS):
        ready.append(("mine", _("Mine"), Filters(is_open=True, officer=(me,))))
    if user.may(Permission.READ_REQUESTS):
        nobody = Party(None, NOBODY, "")
        ready += [
            (
                "unassigned",
                _("Unassigned"),
                Filters(is_open=True, officer=(nobody,)),
            ),
            ("overdue", _("Overdue"), Filters(is_overdue=True)),
        ]
    ready += [
        ("paused", _("Paused"), Filters(status=PAUSED_STAGES)),
        ("closed", _("Closed"), Filters(status=(Status.CLOSED,))),
        ("all", _("All"), Filters()),
    ]
    here = _query(replace(filters, sort=Filters.sort))
    return [
        Tab(text, address(which), numbers.get(name), _query(which) == here)
        for name, text, which in ready
    ]


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the list without it."""

    text: str
    address: str


def chips(filters: Filters, labels: Mapping[str, str]) -> list[Chip]:
    """The filters in use; `labels` are the words for codes of the kept lists."""
    return [
        Chip(_chip(name, value, labels), address(filters.without(name, value)))
        for name, value, _written in filters.parts()
    ]


_SAID = {
    "open": N_("Open"),
    "overdue": N_("Overdue"),
    "restricted": N_("Restricted"),
}
"""The filters that are either used or not, in words."""


def _chip(name: str, value: Any, labels: Mapping[str, str]) -> str:
    if name == "q":
        return f"“{value}”"
    if name == "from":
        return _("Since %(day)s", day=day(value))
    if name == "to":
        return _("Until %(day)s", day=day(value))
    if name == "closed_from":
        return _("Closed since %(day)s", day=day(value))
    if name == "closed_to":
        return _("Closed until %(day)s", day=day(value))
    if name in _SAID:
        return translated(_SAID[name])
    if name == "officer" and value.id is None:
        return _("Without officer")
    return _in_words(name, value, labels)


def _in_words(name: str, value: Any, labels: Mapping[str, str]) -> str:
    if isinstance(value, Party):
        return value.name
    if isinstance(value, Status):
        return status_label(value)
    if isinstance(value, Labelled):
        return label(value)
    if name == "state":
        return state(value)
    return basis(value) if name == "basis" else labels.get(value, value)


def status_label(status: Status) -> str:
    """The words for a stage in the direction that has it, incoming first."""
    for stages in STAGES.values():
        if status in stages:
            return translated(stages[status].label)
    return status.value


@dataclass(frozen=True)
class Head:
    """The head of a column: where it leads, and how the list is sorted by it now."""

    address: str
    sort: str


def heads(filters: Filters) -> dict[str, Head]:
    """The heads by which the list can be sorted; a second press turns the order."""
    by, downwards = filters.sorted_by
    found = {}
    for sort in Sort:
        first = NEWEST_FIRST if sort is Sort.OPENED else sort.value
        wanted, now = first, ""
        if sort is by:
            now = "descending" if downwards else "ascending"
            wanted = sort.value if downwards else f"-{sort.value}"
        found[sort.value] = Head(address(replace(filters, sort=wanted, page=1)), now)
    return found


def numbers(filters: Filters, page: int, pages: int) -> list[tuple[int, str]]:
    """The pages to name, each with its address; 0 for a gap."""
    return pager.numbers(page, pages, lambda number: address(filters, number))


@dataclass(frozen=True)
class Line:
    """What a line tells in words, beside what the request holds itself."""

    request: ListedRequest
    holder: Holder
    held_by: str
    due: str
    due_how: str
    open_for: str
    days_held: int | None
    citation: str
    natures: str


def lines(
    rows: Sequence[ListedRequest], today: date, natures: Mapping[str, str]
) -> list[Line]:
    """The page, line by line; `natures` are the words for codes of assistance."""
    return [_line(row, today, natures) for row in rows]


def _line(row: ListedRequest, today: date, natures: Mapping[str, str]) -> Line:
    due, how = due_words.due(row, today)
    return Line(
        row,
        row.holder,
        held_by(row),
        due,
        how,
        _open_for(row, today),
        row.days_held(today),
        citation(row),
        "; ".join(natures.get(code, code) for code in row.natures),
    )


def _open_for(row: ListedRequest, today: date) -> str:
    days = row.days_open(today)
    if row.is_open:
        return counted("open %(num)s day", "open %(num)s days", days)
    return counted("took %(num)s day", "took %(num)s days", days)


ORDERS = {
    Sort.OPENED: (N_("the oldest first"), N_("the newest first")),
    Sort.HELD: (
        N_("the shortest with its holder first"),
        N_("the longest with its holder first"),
    ),
    Sort.REFERENCE: (N_("by reference"), N_("by reference, backwards")),
    Sort.STATE: (N_("by State"), N_("by State, backwards")),
    Sort.STATUS: (N_("by stage"), N_("by stage, backwards")),
}
"""How the list is sorted, in words: upwards, downwards."""


def order(filters: Filters) -> str:
    """How the list is sorted, in words."""
    sort, downwards = filters.sorted_by
    return translated(ORDERS[sort][downwards])


def citation(row: ListedRequest) -> str:
    """The primary basis with its article, briefly: `UNTOC art. 18`."""
    if not row.basis:
        return _("Not stated")
    is_bilateral = row.basis.startswith("BILAT-")
    name = _("Bilateral treaty") if is_bilateral else basis(row.basis)
    return f"{name} art. {row.article}" if row.article else name


def held_by(row: ListedRequest) -> str:
    """The holder's own name; several: the one due first, and how many more."""
    holder = row.holder
    if holder is Holder.FOREIGN:
        return state(row.partner_state)
    if holder is Holder.ORIGINATOR and row.originator:
        return row.originator
    if holder is not Holder.COMPETENT or not row.transfers:
        return label(holder)
    more = len(row.transfers) - 1
    name = row.transfers[0].authority
    return _("%(name)s, %(more)s more", name=name, more=more) if more else name
