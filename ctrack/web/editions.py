"""Editions of statistics in the making: freezing, the gate, releasing, withdrawing."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ctrack import __version__, clock
from ctrack.domain.disclosure.publication import hidden_in
from ctrack.domain.disclosure.words import note
from ctrack.domain.editions import (
    DEEDS,
    Deed,
    Order,
    deeds_from,
    read_order,
)
from ctrack.domain.errors import ChangedMeanwhile, DomainError, Invalid
from ctrack.domain.permissions import Permission
from ctrack.domain.statistics.registry import TABLES
from ctrack.exports.editions import write_edition_csv, write_edition_workbook
from ctrack.extensions import let_go, only_reading, transaction
from ctrack.models import Edition
from ctrack.queries import editions, works
from ctrack.services import editions as deeds
from ctrack.web import figure_links
from ctrack.web.access import requires, signed_in
from ctrack.web.downloads import XLSX, ZIP, download
from ctrack.web.errors import status_of
from ctrack.web.forms.editions import FreezeForm, ReasonForm
from ctrack.web.published import imprint, public_tables
from ctrack.web.wording import translated, words
from ctrack.web.works import begin

bp = Blueprint("editions", __name__, url_prefix="/statistics/editions")


@bp.get("")
@requires(Permission.READ_STATISTICS)
def index() -> ResponseReturnValue:
    """All editions of the office, the newest first."""
    found = editions.all_of(signed_in().central_authority_id)
    return render_template("editions/index.html", editions=found)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.PREPARE_EDITIONS)
def new() -> ResponseReturnValue:
    """Freeze the figures of a period."""
    form = FreezeForm.for_last_year(clock.today())
    if not form.validate_on_submit():
        return _form_page(form), 422 if form.is_submitted() else 200
    try:
        order = _order(form)
    except Invalid as invalid:
        form.show(invalid.problems)
        return _form_page(form), status_of(invalid)
    if works.register_is_large():
        told = {"typed": form.typed, "tables": list(form.tables.data)}
        return begin("edition", told, title=_("Edition: %(title)s", title=order.title))
    edition_id = _freeze(order)
    flash(_("The figures are frozen. Look through them before you submit them."))
    return redirect(url_for("editions.show", edition_id=edition_id))


def _order(form: FreezeForm) -> Order:
    return read_order(
        form.typed,
        form.tables.data,
        central_authority_id=signed_in().central_authority_id,
        today=clock.today(),
        zone=clock.zone(),
    )


def _freeze(order: Order) -> int:
    let_go()
    with only_reading():
        counted = deeds.count(order)
    with transaction():
        return deeds.keep(order, counted, version=__version__, by=signed_in()).id


def _form_page(form: FreezeForm) -> str:
    return render_template("editions/new.html", form=form)


@bp.get("/<int:edition_id>")
@requires(Permission.READ_STATISTICS)
def show(edition_id: int) -> ResponseReturnValue:
    """One edition: where it stands, what can be done, and what the public will see."""
    return _page(editions.by_id(edition_id, seen_by=signed_in()))


@bp.post("/<int:edition_id>/limits")
@requires(Permission.PREPARE_EDITIONS)
def limits(edition_id: int) -> ResponseReturnValue:
    """Change how complete it must be."""
    return _done(
        edition_id,
        ReasonForm(),
        lambda edition, form: deeds.change_limits(
            edition, request.form, by=signed_in(), seen=form.version
        ),
        _("The limits were changed."),
        at="limits",
    )


def _deed_view(deed: Deed) -> Callable[[int], ResponseReturnValue]:
    """A view for a row of the table, behind that row's permission."""

    @requires(deed.permission)
    def view(edition_id: int) -> ResponseReturnValue:
        return _done(
            edition_id,
            ReasonForm(),
            lambda edition, form: deeds.take(
                edition,
                deed,
                by=signed_in(),
                seen=form.version,
                reason=form.reason.data or "",
            ),
            _("Done: %(deed)s.", deed=translated(deed.label)),
            at=deed.code,
        )

    return view


for _deed in DEEDS:
    bp.add_url_rule(
        f"/<int:edition_id>/{_deed.code}",
        endpoint=_deed.code,
        view_func=_deed_view(_deed),
        methods=["POST"],
    )


def _done(
    edition_id: int,
    form: ReasonForm,
    deed: Callable[[Edition, ReasonForm], None],
    told: str,
    *,
    at: str,
) -> ResponseReturnValue:
    """Do it, and show the edition; or show it again with what is in the way."""
    edition = editions.by_id(edition_id, seen_by=signed_in())
    is_discarded = at == "discard"
    try:
        if form.validate():
            with transaction():
                deed(edition, form)
            flash(told)
            if is_discarded:
                return redirect(url_for("editions.index"))
            return redirect(url_for("editions.show", edition_id=edition_id))
    except Invalid as invalid:
        faults = [(f"{at}-{p.field}", words(p.sentence)) for p in invalid.problems]
        return _refused(edition_id, invalid, faults, at)
    except DomainError as error:
        return _refused(edition_id, error, [("", words(error.sentence))], at)
    faults = [(f"{at}-{field}", sentence) for field, sentence in form.faults]
    return _refused(edition_id, None, faults, at)


def _refused(
    edition_id: int,
    error: DomainError | None,
    faults: list[tuple[str, str]],
    at: str,
) -> ResponseReturnValue:
    edition = editions.by_id(edition_id, seen_by=signed_in())
    # what somebody else did is told without a form that would do it all the same
    typed = {} if isinstance(error, ChangedMeanwhile) else request.form.to_dict()
    page = _page(edition, faults=faults, typed=typed, at=at)
    return page, 422 if error is None else status_of(error)


def _page(
    edition: Edition,
    faults: list[tuple[str, str]] | None = None,
    typed: dict[str, str] | None = None,
    at: str = "",
) -> str:
    user = signed_in()
    return render_template(
        "editions/show.html",
        edition=edition,
        deeds=[d for d in deeds_from(edition.status) if user.may(d.permission)],
        overlapping=editions.overlapping(edition),
        tables=public_tables(edition),
        hidden_in=hidden_in,
        lacking=lambda check, now=False: _lacking(edition, check, now=now),
        note=note,
        faults=faults or [],
        typed=typed or {},
        at=at,
    )


def _lacking(edition: Edition, check: str, *, now: bool) -> str:
    """The list of the requests that fail a check, as known then or now."""
    question = replace(edition.question, as_at=None) if now else edition.question
    (requests,) = [c for c in TABLES["quality"].columns if c.name == "Requests"]
    return figure_links.links(question)(TABLES["quality"], requests, (check,))


@bp.get("/<int:edition_id>/workbook.xlsx")
@requires(Permission.READ_STATISTICS)
def workbook(edition_id: int) -> ResponseReturnValue:
    """The workbook as the public will have it."""
    return _file(edition_id, write_edition_workbook, "xlsx", XLSX)


@bp.get("/<int:edition_id>/tables.csv.zip")
@requires(Permission.READ_STATISTICS)
def csv_zip(edition_id: int) -> ResponseReturnValue:
    """The CSV files as the public will have them."""
    return _file(edition_id, write_edition_csv, "csv.zip", ZIP)


def _file(
    edition_id: int, write: Callable[..., Any], ending: str, mimetype: str
) -> ResponseReturnValue:
    edition = editions.by_id(edition_id, seen_by=signed_in())
    figures, said = public_tables(edition), imprint(edition)
    name = f"statistics-{edition.slug}.{ending}"
    return download(
        lambda file: write(file, figures, said), name=name, mimetype=mimetype
    )
