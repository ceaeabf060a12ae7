"""The list of transfers in plain values: sections, chips, numbers of pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from ctrack.domain.transfer_list import Group
from ctrack.queries.transfer_filters import Filters
from ctrack.queries.transfer_list import Listing
from ctrack.web.transfer_page import Standing, standing
from ctrack.web.wording import label

AROUND = 2
"""Pages named before and after the present one; between them and the ends a gap."""


def address(filters: Filters, page: int = 1) -> str:
    """Where this page of the list is."""
    query: dict[str, Any] = dict(filters.query)
    if page > 1:
        query["page"] = page
    return url_for("transfers.index", **query)


@dataclass(frozen=True)
class Section:
    """What of a group is on the page; `number` counts the group on all pages."""

    group: Group
    number: int
    lines: Sequence[Standing]


def sections(listing: Listing) -> list[Section]:
    """The page, group by group."""
    rows = zip(listing.groups, listing.rows, strict=True)
    return [
        Section(
            group,
            listing.counts[group],
            [standing(transfer) for _group, transfer in of_group],
        )
        for group, of_group in groupby(rows, key=lambda row: row[0])
    ]


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the list without it."""

    text: str
    address: str


def chips(filters: Filters) -> list[Chip]:
    """The filters in use."""
    found = []
    if filters.text:
        found.append(
            Chip(
                _("Reference with “%(text)s”", text=filters.text),
                address(filters.without("q")),
            )
        )
    found += [
        Chip(authority.name, address(filters.without("authority", authority)))
        for authority in filters.authority
    ]
    found += [
        Chip(label(status), address(filters.without("status", status)))
        for status in filters.status
    ]
    if filters.is_overdue:
        found.append(Chip(_("Late"), address(filters.without("overdue"))))
    return found


def numbers(filters: Filters, listing: Listing) -> list[tuple[int, str]]:
    """The numbers of pages with their addresses; 0 stands for a gap."""
    found: list[tuple[int, str]] = []
    for number in range(1, listing.pages + 1):
        is_near = abs(number - listing.page) <= AROUND
        if is_near or number in (1, listing.pages):
            found.append((number, address(filters, number)))
        elif found[-1][0]:
            found.append((0, ""))
    return found
