"""The statistics: tables on screen, and the same ones to take away."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from ctrack import __version__, clock
from ctrack.domain.errors import Invalid
from ctrack.domain.permissions import Permission
from ctrack.domain.statistics.charts_of_tables import CHARTS
from ctrack.domain.statistics.comparison import beside, change
from ctrack.domain.statistics.questions import FILTERS, Question
from ctrack.domain.statistics.registry import TABLES
from ctrack.domain.statistics.tables import Figures
from ctrack.exports.csv_zip import write_csv_zip
from ctrack.exports.json_stat import write_json_stat
from ctrack.exports.statistics import Origin, Purpose, write_workbook
from ctrack.queries import works
from ctrack.queries.statistics import counting
from ctrack.web import asked, figure_links, following
from ctrack.web.access import requires, signed_in
from ctrack.web.choices import with_chosen
from ctrack.web.downloads import JSON, XLSX, ZIP, download
from ctrack.web.wording import locale, words

bp = Blueprint("statistics", __name__)


@dataclass(frozen=True)
class Group:
    """Tables that are read together, on a page of their own."""

    name: str
    label: Any
    tables: tuple[str, ...]


_SHORT = tuple(name for name, table in TABLES.items() if not table.is_long)

GROUPS = (
    Group("overview", _l("Overview"), ("flow", "by_basis", "by_nature")),
    Group("basis", _l("Legal basis"), ("by_basis", "by_basis_year", "by_basis_nature")),
    Group("nature", _l("Nature of assistance"), ("by_nature", "by_basis_nature")),
    Group("state", _l("States"), ("by_state", "by_state_year")),
    Group("offence", _l("Offences"), ("by_offence",)),
    Group("time", _l("Time"), ("timeliness", "by_holder", "pending_age")),
    Group("authority", _l("Authorities"), ("by_authority", "pending_age")),
    Group("charts", _l("Charts"), tuple(CHARTS)),
    Group("quality", _l("Refusals and completeness"), ("refusals", "quality")),
    Group("all", _l("All tables"), _SHORT),
)
"""The tabs. A page counts its own tables only: a large register takes its time."""


@bp.get("/statistics")
@requires(Permission.READ_STATISTICS)
def index() -> ResponseReturnValue:
    """The tables of a period, as they were known at a day."""
    query = asked.query()
    try:
        question = asked.question(query)
    except Invalid as refusal:
        return _page(query, faults=_faults(refusal)), 422
    group = _group()
    tables = _counted(question, group.tables)
    if asked.compares():
        before = _counted(question.before, group.tables)
        tables = [beside(*pair) for pair in zip(tables, before, strict=True)]
    return _page(query, question=question, group=group, tables=tables)


def _counted(question: Question, names: Iterable[str]) -> list[Figures]:
    with counting(question, language=locale().language) as figures:
        return [figures.table(name) for name in names]


@bp.get("/statistics/workbook.xlsx")
@requires(Permission.READ_STATISTICS)
def workbook() -> ResponseReturnValue:
    """The workbook of a period."""
    return _download("xlsx", XLSX)


@bp.get("/statistics/workbook.csv.zip")
@requires(Permission.READ_STATISTICS)
def csv_zip() -> ResponseReturnValue:
    """The same tables as CSV files."""
    return _download("csv.zip", ZIP)


@bp.get("/statistics/workbook.json")
@requires(Permission.READ_STATISTICS)
def json_stat() -> ResponseReturnValue:
    """The same tables, without the longest one, as JSON-stat for programs."""
    return _download("json", JSON)


def _write_workbook(
    file: BinaryIO, tables: Iterable[Figures], question: Question, origin: Origin
) -> None:
    purpose = Purpose(right_to_left=locale().text_direction == "rtl")
    write_workbook(file, tables, question, origin, purpose=purpose)


_WRITERS: dict[str, Callable[..., None]] = {
    "xlsx": _write_workbook,
    "csv.zip": write_csv_zip,
    "json": write_json_stat,
}


def _download(ending: str, mimetype: str) -> ResponseReturnValue:
    query = asked.query()
    try:
        question = asked.question(query)
    except Invalid as refusal:
        return _page(query, faults=_faults(refusal)), 422
    user = signed_in()
    origin = Origin(user.name, clock.now(), __version__, user.central_authority.name)
    write = _WRITERS[ending]
    names = _SHORT if ending == "json" else TABLES

    def counted(file: BinaryIO) -> None:
        with counting(question, seen_by=user) as figures:
            write(file, following.counted(figures, names), question, origin)

    period = question.period
    name = f"statistics-{period.start}-{period.end}.{ending}"
    return download(counted, name=name, mimetype=mimetype)


def _group() -> Group:
    wanted = request.args.get("show", "")
    return next((group for group in GROUPS if group.name == wanted), GROUPS[0])


def _faults(refusal: Invalid) -> list[tuple[str, str]]:
    return [(problem.field, words(problem.sentence)) for problem in refusal.problems]


def _page(query: asked.Query, **found: Any) -> str:
    question = found.get("question")
    kept = {name: request.args.get(name) for name in ("show", "compare")}
    if question is not None:
        query = query | {n: v for n, v in question.query.items() if n in FILTERS}
    return render_template(
        "statistics/index.html",
        query=query,
        groups=GROUPS,
        periods=_usual_periods(clock.today(), {**query, **kept}),
        chips=asked.chips(question, **kept) if question else [],
        without_filters=asked.without_filters(query, **kept),
        kept=kept,
        compares=asked.compares(),
        before_address=asked.address("statistics.index", question.before, **kept)
        if question
        else "",
        behind=figure_links.links(question) if question else None,
        change=change,
        choices=asked.choices(),
        is_large=question is not None and works.register_is_large(),
        with_chosen=with_chosen,
        **found,
    )


def _usual_periods(today: date, rest: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """The periods people ask for most, with their addresses; the rest stays."""
    last = today.year - 1
    usual = (
        (str(today.year), asked.period(date(today.year, 1, 1), today)),
        (str(last), asked.period(date(last, 1, 1), date(last, 12, 31))),
        (
            _l("last five years"),
            asked.period(date(last - 4, 1, 1), date(last, 12, 31)),
        ),
    )
    return [
        (label, url_for("statistics.index", **{**rest, **days}))
        for label, days in usual
    ]
