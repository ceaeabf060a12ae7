"""What has become known since an edition: which request changed a figure, and why."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ctrack import clock
from ctrack.domain.edition_changes import ChangedFigure, changed_figures, summed
from ctrack.domain.editions import read_later
from ctrack.domain.errors import Invalid, NotFound
from ctrack.domain.permissions import Permission
from ctrack.domain.statistics.cells import Cell, slug
from ctrack.domain.statistics.questions import Question
from ctrack.domain.statistics.registry import DEFINED
from ctrack.domain.statistics.tables import Figures, Table
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_
from ctrack.models import Edition
from ctrack.queries import edition_changes, editions
from ctrack.queries.statistics import one_view
from ctrack.web import figure_links
from ctrack.web.access import requires, signed_in
from ctrack.web.errors import status_of
from ctrack.web.wording import language, words

SHOWN = 500
"""How many changed requests a page lists."""

bp = Blueprint("edition_changes", __name__, url_prefix="/statistics/editions")


@bp.get("/<int:edition_id>/changes")
@requires(Permission.READ_STATISTICS)
def index(edition_id: int) -> ResponseReturnValue:
    """The flow then and later, and all requests that are known otherwise."""
    edition, until = _edition(edition_id), _until()
    try:
        later = _later(edition)
    except Invalid as invalid:
        faults = [("as_at", words(p.sentence)) for p in invalid.problems]
        page = render_template(
            "editions/changes.html", edition=edition, faults=faults, until=until
        )
        return page, status_of(invalid)
    found = edition_changes.since(edition.question, later.known_before, signed_in())
    then, now = _counted(DEFINED["flow"], edition.question, later)
    return render_template(
        "editions/changes.html",
        edition=edition,
        later=later,
        until=until,
        flow=list(zip(then.rows, now.rows, strict=True)),
        addresses=_of_flow(edition, then),
        changes=found[:SHOWN],
        number=len(found),
        sums=[summed(found, direction.value) for direction in Direction],
        tables=[_table(edition, t.name) for t in edition.tables if t.name != "flow"],
    )


@bp.get("/<int:edition_id>/changes/<name>")
@requires(Permission.READ_STATISTICS)
def table(edition_id: int, name: str) -> str:
    """The figures of a table that are others later, each with the way to why."""
    edition = _edition(edition_id)
    definition, later = _table(edition, name), _later(edition)
    then, now = _counted(definition, edition.question, later)
    return render_template(
        "editions/changed_table.html",
        edition=edition,
        table=definition,
        until=_until(),
        figures=changed_figures(then, now),
        address=lambda figure: _address(edition, figure),
    )


@bp.get("/<int:edition_id>/changes/<name>/figure")
@requires(Permission.READ_STATISTICS)
def figure(edition_id: int, name: str) -> str:
    """The requests that changed a figure: what each adds or takes away, and why."""
    edition = _edition(edition_id)
    definition, later = _table(edition, name), _later(edition)
    cell = definition.cell_named(
        edition.question.period,
        request.args.get("column", ""),
        tuple(request.args.getlist("row")),
    )
    found = edition_changes.of_figure(edition.question, later, cell, signed_in())
    return render_template(
        "editions/changed_figure.html",
        edition=edition,
        table=definition,
        until=_until(),
        words=figure_links.words_of(cell),
        changes=found[:SHOWN],
        number=len(found),
        difference=sum(change.adds for change in found),
    )


def _edition(edition_id: int) -> Edition:
    return editions.by_id(edition_id, seen_by=signed_in())


def _until() -> str:
    """The later day as it was typed; empty for now."""
    return request.args.get("as_at", "").strip()


def _later(edition: Edition) -> Question:
    return read_later(edition.question, _until(), today=clock.today())


def _table(edition: Edition, name: str) -> Table:
    """The definition of one of the edition's tables, as it is today."""
    if name not in {each.name for each in edition.tables} or name not in DEFINED:
        raise NotFound(N_("The edition has no such table."))
    return DEFINED[name]


def _counted(table: Table, *questions: Question) -> list[Figures]:
    """The table as answer to each of the questions, in one view of the register."""
    with one_view(language=language()) as asking:
        found = []
        for question in questions:
            with asking(question) as figures:
                found.append(figures.table(table.name))
        return found


def _of_flow(edition: Edition, flow: Figures) -> dict[object, list[str]]:
    """The requests that changed each figure of the flow, by measure."""
    return {
        row[0]: [
            "" if cell is None else _of_cell(edition, cell)
            for column in flow.columns[1:]
            for cell in [flow.table.cell(column, key)]
        ]
        for row, key in zip(flow.rows, flow.keys, strict=True)
    }


def _address(edition: Edition, changed: ChangedFigure) -> str:
    """The requests that changed the figure; empty where it is no count."""
    return "" if changed.cell is None else _of_cell(edition, changed.cell)


def _of_cell(edition: Edition, cell: Cell) -> str:
    return url_for(
        ".figure",
        edition_id=edition.id,
        name=cell.table,
        column=slug(cell.column.name),
        row=list(cell.key),
        as_at=_until() or None,
    )
