"""What has been released to the public: read from what was stored, never counted."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from ctrack import clock
from ctrack.domain.disclosure.publication import hidden_in
from ctrack.domain.disclosure.words import RULES, note
from ctrack.domain.editions import EditionStatus
from ctrack.domain.errors import NotFound
from ctrack.domain.statistics.tables import Figures
from ctrack.domain.wording import N_
from ctrack.exports.editions import (
    Imprint,
    write_edition_csv,
    write_edition_workbook,
)
from ctrack.models import Edition
from ctrack.queries import editions
from ctrack.web.access import public
from ctrack.web.downloads import XLSX, ZIP, download

bp = Blueprint("published", __name__, url_prefix="/statistics/published")

KEPT_FOR = 60
"""Seconds for which others may keep an edition; then a withdrawal comes through."""


@bp.get("")
@public
def index() -> ResponseReturnValue:
    """All editions that were released, the newest first."""
    page = render_template(
        "statistics/published.html",
        editions=editions.published(),
        day_of=clock.day_of,
    )
    return _to_be_kept(make_response(page), seconds=0)


@bp.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """One edition: its tables with their definitions, and how they were made."""
    edition = editions.published_as(slug)
    page = render_template(
        "editions/published.html",
        edition=edition,
        tables=[] if _is_withdrawn(edition) else public_tables(edition),
        hidden_in=hidden_in,
        note=note,
        rules=RULES,
        day_of=clock.day_of,
    )
    return _to_be_kept(make_response(page))


@bp.get("/<slug>/workbook.xlsx")
@public
def workbook(slug: str) -> ResponseReturnValue:
    """The workbook of an edition."""
    return _file(slug, write_edition_workbook, "xlsx", XLSX)


@bp.get("/<slug>/tables.csv.zip")
@public
def csv_zip(slug: str) -> ResponseReturnValue:
    """The tables of an edition as CSV files."""
    return _file(slug, write_edition_csv, "csv.zip", ZIP)


def _file(
    slug: str, write: Callable[..., Any], ending: str, mimetype: str
) -> ResponseReturnValue:
    edition = editions.published_as(slug)
    if _is_withdrawn(edition):
        raise NotFound(N_("These statistics have been withdrawn."))
    figures, said = public_tables(edition), imprint(edition)
    name = f"statistics-{slug}.{ending}"
    return _to_be_kept(
        download(lambda file: write(file, figures, said), name=name, mimetype=mimetype)
    )


def public_tables(edition: Edition) -> list[Figures]:
    """The tables of an edition, with what is hidden in them hidden."""
    return [table.figures for table in edition.tables]


def imprint(edition: Edition) -> Imprint:
    """What its files say of the edition."""
    released = edition.released_at
    return Imprint(
        title=edition.title,
        office=edition.office,
        question=edition.question,
        threshold=edition.threshold,
        frozen_at=edition.frozen_at,
        released_on=None if released is None else clock.day_of(released),
        software=edition.software,
    )


def _is_withdrawn(edition: Edition) -> bool:
    return edition.status is EditionStatus.WITHDRAWN


def _to_be_kept(response: Response, seconds: int = KEPT_FOR) -> Response:
    """Let browsers and proxies keep it, and then ask whether it is still the same.

    Not so for people who have signed in.
    """
    response.headers["Cache-Control"] = (
        f"public, max-age={seconds}" if seconds else "public, no-cache"
    )
    response.headers["Vary"] = "Cookie, Accept-Language"
    if not response.is_streamed:
        response.add_etag()
        response.make_conditional(request)
    return response
