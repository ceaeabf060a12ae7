"""The requests behind a figure of the statistics, and the same list to take away."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ctrack import clock
from ctrack.domain.errors import NotFound
from ctrack.domain.permissions import Permission
from ctrack.domain.request_list import PAGE_SIZE
from ctrack.domain.statistics.cells import Cell
from ctrack.domain.statistics.questions import Question
from ctrack.domain.statistics.registry import DEFINED
from ctrack.domain.statistics.tables import NOT_STATED, RESTRICTED
from ctrack.domain.statuses import STAGES, Status
from ctrack.domain.vocabulary import Direction, MeasureOutcome, Outcome
from ctrack.domain.wording import N_
from ctrack.domain.works import MANY_ROWS
from ctrack.exports import statistics_requests as exports
from ctrack.models import Nature
from ctrack.queries.statistics import counting
from ctrack.queries.statistics.behind import Counted
from ctrack.web import asked, figure_links, following, pager
from ctrack.web.access import requires, signed_in
from ctrack.web.code_names import kept
from ctrack.web.downloads import CSV, XLSX, download
from ctrack.web.wording import basis, label, state, translated

bp = Blueprint("statistics_requests", __name__, url_prefix="/statistics")

_DIRECTIONS = {direction.value: direction for direction in Direction}


@bp.get("/requests")
@requires(Permission.READ_STATISTICS)
def index() -> str:
    """The requests that one figure counts, page by page."""
    question, cell = _asked()
    user = signed_in()
    with counting(question) as figures:
        behind = figures.behind(cell, seen_by=user)
        number, unnamed = behind.numbers()
        pages = max(1, -(-number // PAGE_SIZE))
        page = min(_page(), pages)
        rows = list(_rows(behind.page(page)))
    return render_template(
        "statistics/requests.html",
        question=question,
        table=DEFINED[cell.table],
        words=figure_links.words_of(cell),
        cell=cell,
        rows=rows,
        number=number,
        unnamed=unnamed,
        RESTRICTED=RESTRICTED,
        chips=asked.chips(question),
        page=page,
        last=pages,
        address=lambda number: _address(question, cell, page=number),
        pages=pager.numbers(
            page, pages, lambda number: _address(question, cell, page=number)
        ),
        files={
            name: _address(question, cell, endpoint=endpoint)
            for name, endpoint in (("Excel", "workbook"), ("CSV", "comma_separated"))
        },
        is_large=number >= MANY_ROWS,
        reads_requests=user.may(Permission.READ_REQUESTS),
    )


@bp.get("/requests.xlsx")
@requires(Permission.READ_STATISTICS)
def workbook() -> ResponseReturnValue:
    """The list as a workbook: all pages, exactly the rows listed."""
    question, cell = _asked()
    user = signed_in()

    def write(file: BinaryIO) -> None:
        with counting(question) as figures:
            behind = figures.behind(cell, seen_by=user)
            number, unnamed = behind.numbers()
            exports.write_workbook(
                file,
                following.each(_rows(behind.every()), lambda: number),
                has_measures=cell.counts_measures,
                text=list(_told(question, cell, number, unnamed)),
                made_by=user.name,
                made_at=clock.now(),
            )

    return download(write, name=f"{cell.table}-requests.xlsx", mimetype=XLSX)


@bp.get("/requests.csv")
@requires(Permission.READ_STATISTICS)
def comma_separated() -> ResponseReturnValue:
    """The list as CSV: all pages, exactly the rows listed."""
    question, cell = _asked()
    user = signed_in()

    def write(file: BinaryIO) -> None:
        with counting(question) as figures:
            behind = figures.behind(cell, seen_by=user)
            rows = following.each(_rows(behind.every()), lambda: behind.numbers()[0])
            exports.write_as_csv(file, rows, has_measures=cell.counts_measures)

    return download(write, name=f"{cell.table}-requests.csv", mimetype=CSV)


def _asked() -> tuple[Question, Cell]:
    """The question and the figure of it that the address names.

    Raises Invalid for a question that cannot be asked, NotFound where there is no
    such figure.
    """
    question = asked.question(asked.query())
    table = DEFINED.get(request.args.get("table", ""))
    if table is None:
        raise NotFound(N_("There is no such figure."))
    column, key = request.args.get("column", ""), request.args.getlist("row")
    return question, table.cell_named(question.period, column, tuple(key))


def _page() -> int:
    typed = request.args.get("page", "")
    return max(1, int(typed)) if typed.isdecimal() and len(typed) < 8 else 1


def _address(
    question: Question, cell: Cell, *, endpoint: str = "index", page: int = 1
) -> str:
    start = asked.address(f"statistics_requests.{endpoint}", question)
    more = figure_links.query_of(cell)
    if page > 1:
        more.append(("page", str(page)))
    return f"{start}&{urlencode(more)}"


def _rows(found: Iterable[Counted]) -> Iterator[exports.Row]:
    natures = kept(Nature)
    for row in found:
        direction = _DIRECTIONS[row.direction]
        stage = STAGES[direction][Status(row.status)]
        has_state = row.partner_state != NOT_STATED
        yield exports.Row(
            reference=row.reference,
            direction=label(direction),
            state_code=row.partner_state,
            state=state(row.partner_state) if has_state else translated("Not stated"),
            opened_on=row.opened_on,
            closed_on=row.closed_on,
            stage=translated(stage.label),
            outcome=label(Outcome[row.outcome]) if row.outcome else None,
            primary_basis=basis(row.primary_basis or NOT_STATED),
            nature=natures.get(row.nature, _not_stated(row.nature)),
            fate=label(MeasureOutcome[row.fate]) if row.fate else "",
        )


def _not_stated(code: str) -> str:
    return translated("Not stated") if code == NOT_STATED else code


def _told(question: Question, cell: Cell, number: int, unnamed: int) -> Iterator[str]:
    """What stands above the table in a file."""
    words = figure_links.words_of(cell)
    yield " · ".join([translated(DEFINED[cell.table].title), *words])
    period = question.period
    chips = ", ".join(chip.text for chip in asked.chips(question))
    only = f", counted only: {chips}" if chips else ""
    known = f", as at {question.as_at}" if question.as_at else ""
    yield f"{period.start} to {period.end}{known}{only}"
    yield f"Counted: {number}. Restricted, without their reference: {unnamed}."
