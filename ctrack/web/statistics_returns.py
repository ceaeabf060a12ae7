"""Ready-made returns: a list, a printable page and a workbook of each."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, BinaryIO

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ctrack import __version__, clock
from ctrack.domain.errors import Invalid
from ctrack.domain.permissions import Permission
from ctrack.domain.statistics.questions import FIELDS, Question
from ctrack.domain.statistics.returns import RETURNS, Part, Return, return_named
from ctrack.domain.statistics.tables import Figures
from ctrack.exports.statistics import Origin, Purpose, write_workbook
from ctrack.queries import works
from ctrack.queries.statistics import one_view
from ctrack.web import asked, figure_links, following
from ctrack.web.access import requires, signed_in
from ctrack.web.downloads import XLSX, download
from ctrack.web.wording import locale, words

bp = Blueprint("returns", __name__)

Counted = list[tuple[Part, list[Figures]]]


@bp.get("/statistics/returns")
@requires(Permission.READ_STATISTICS)
def index() -> ResponseReturnValue:
    """The returns, with what each is for."""
    return render_template(
        "statistics/returns.html",
        returns=RETURNS,
        query=_query(),
        is_large=works.register_is_large(),
    )


@bp.get("/statistics/returns/<name>")
@requires(Permission.READ_STATISTICS)
def show(name: str) -> ResponseReturnValue:
    """A return on one page, to be read or printed."""
    wanted, query = return_named(name), _query()
    try:
        question = asked.question(query)
    except Invalid as refusal:
        return _page(wanted, query, faults=_faults(refusal)), 422
    return _page(wanted, query, question=question, parts=_counted(wanted, question))


@bp.get("/statistics/returns/<name>.xlsx")
@requires(Permission.READ_STATISTICS)
def workbook(name: str) -> ResponseReturnValue:
    """The same as a workbook."""
    wanted, query = return_named(name), _query()
    try:
        question = asked.question(query)
    except Invalid as refusal:
        return _page(wanted, query, faults=_faults(refusal)), 422
    user = signed_in()
    origin = Origin(user.name, clock.now(), __version__, user.central_authority.name)

    def written(file: BinaryIO) -> None:
        tables = following.each(_tables(wanted, question), lambda: _number(wanted))
        purpose = _purpose(wanted, question)
        write_workbook(file, tables, question, origin, purpose=purpose)

    period = question.period
    filename = f"{wanted.name}-{period.start}-{period.end}.xlsx"
    return download(written, name=filename, mimetype=XLSX)


def _query() -> asked.Query:
    """The period and what was known when; last year where no period is named."""
    query = {name: value for name, value in asked.query().items() if name in FIELDS}
    if not any(request.args.get(name, "").strip() for name in ("from", "to")):
        year = clock.today().year - 1
        query |= asked.period(date(year, 1, 1), date(year, 12, 31))
    return query


def _counted(wanted: Return, question: Question) -> Counted:
    found: Counted = []
    with one_view(language=locale().language) as ask:
        for part in wanted.parts:
            with ask(part.asks(question)) as figures:
                found.append((part, [figures.table(name) for name in part.tables]))
    return found


def _tables(wanted: Return, question: Question) -> Iterator[Figures]:
    """The tables of the workbook, whose words are English as its headers are."""
    with one_view() as ask:
        for part in wanted.parts:
            with ask(part.asks(question)) as figures:
                yield from map(figures.table, part.tables)


def _number(wanted: Return) -> int:
    return sum(len(part.tables) for part in wanted.parts)


def _purpose(wanted: Return, question: Question) -> Purpose:
    told: Iterable[tuple[str, str]] = (
        ("Return", wanted.title),
        ("What it answers", wanted.sentence),
        ("Asked for by", wanted.source),
    )
    by_table = {
        name: part.asks(question) for part in wanted.parts for name in part.tables
    }
    from_the_right = locale().text_direction == "rtl"
    return Purpose(wanted.title, tuple(told), by_table, from_the_right)


def _faults(refusal: Invalid) -> list[tuple[str, str]]:
    return [(problem.field, words(problem.sentence)) for problem in refusal.problems]


def _page(wanted: Return, query: asked.Query, **found: Any) -> str:
    return render_template(
        "statistics/return.html",
        wanted=wanted,
        query=query,
        office=signed_in().central_authority.name,
        is_large=works.register_is_large(),
        today=clock.today(),
        links=figure_links.links,
        **found,
    )
