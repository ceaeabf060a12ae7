"""The register as a list, and the same list to take away."""

from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import BinaryIO

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ctrack import clock, states
from ctrack.domain.errors import Problem
from ctrack.domain.many import DEEDS_OF_DAYS, MOST, steps_for_many
from ctrack.domain.permissions import Permission
from ctrack.domain.request_list import NOBODY, Filters
from ctrack.domain.statuses import STAGES, Status
from ctrack.domain.vocabulary import Direction, Urgency
from ctrack.domain.works import MANY_ROWS
from ctrack.exports import request_list as exports
from ctrack.models import Instrument, Nature, Offence, User
from ctrack.queries import (
    authorities,
    fact_list,
    request_filters,
    request_list,
    users,
)
from ctrack.queries.memory import remembered
from ctrack.web import following, request_index
from ctrack.web.access import requires, signed_in
from ctrack.web.choices import Choice, options, with_chosen
from ctrack.web.code_names import kept
from ctrack.web.downloads import CSV, XLSX, download
from ctrack.web.wording import label, language, state, translated, words

bp = Blueprint("request_list", __name__)


@bp.get("/requests")
@requires(Permission.LIST_REQUESTS, instead="transfers.index")
def index() -> ResponseReturnValue:
    """The requests that fit the filters in the address."""
    user, today = signed_in(), clock.today()
    filters, problems = _filters()
    source = _source()
    listing = source.page(filters, seen_by=user, today=today)
    numbers = source.numbers(seen_by=user, today=today)
    page = render_template(
        "requests/list.html",
        filters=filters,
        problems=[(problem.field, words(problem.sentence)) for problem in problems],
        listing=listing,
        total=source.count(Filters(), seen_by=user, today=today),
        order=request_index.order(filters),
        lines=request_index.lines(listing.rows, today, kept(Nature)),
        tabs=request_index.tabs(filters, user, numbers),
        chips=request_index.chips(filters, _labels(filters)),
        heads=request_index.heads(filters),
        pages=request_index.numbers(filters, listing.page, listing.pages),
        address=request_index.address,
        choices=_choices(),
        with_chosen=with_chosen,
        typed=request.args,
        today=today,
        is_large=listing.number >= MANY_ROWS,
        sees_content=user.may(Permission.READ_REQUESTS),
        for_many=steps_for_many(user.permissions),
        days_for_many=DEEDS_OF_DAYS,
        most=MOST,
        without=_without_each(filters) if not listing.number else [],
    )
    return page, 422 if problems else 200


@bp.get("/requests.xlsx")
@requires(Permission.LIST_REQUESTS)
def workbook() -> ResponseReturnValue:
    """The list as a workbook: exactly the rows shown, all pages."""
    filters, problems = _filters()
    if problems:
        return index()
    user = signed_in()

    def write(file: BinaryIO) -> None:
        exports.write_workbook(
            file,
            following.each(_rows(filters), lambda: _number(filters)),
            sees_content=user.may(Permission.READ_REQUESTS),
            made_by=user.name,
            made_at=clock.now(),
        )

    return download(write, name="requests.xlsx", mimetype=XLSX)


@bp.get("/requests.csv")
@requires(Permission.LIST_REQUESTS)
def comma_separated() -> ResponseReturnValue:
    """The list as CSV: exactly the rows shown, all pages."""
    filters, problems = _filters()
    if problems:
        return index()
    sees_content = signed_in().may(Permission.READ_REQUESTS)

    def write(file: BinaryIO) -> None:
        rows = following.each(_rows(filters), lambda: _number(filters))
        exports.write_as_csv(file, rows, sees_content=sees_content)

    return download(write, name="requests.csv", mimetype=CSV)


def _source() -> ModuleType:
    """Where the list is read: whoever sees coded facts only never touches a record."""
    return request_list if signed_in().may(Permission.READ_REQUESTS) else fact_list


def _filters() -> tuple[Filters, list[Problem]]:
    query = request.args.to_dict(flat=False)
    return request_filters.read(query, seen_by=signed_in())


def _number(filters: Filters) -> int:
    found: int
    found = _source().count(filters, seen_by=signed_in(), today=clock.today())
    return found


def _rows(filters: Filters) -> Iterator[exports.Row]:
    today = clock.today()
    natures = kept(Nature)
    for row in _source().every(filters, seen_by=signed_in(), today=today):
        yield exports.Row(
            request=row,
            direction=label(row.direction),
            state=state(row.partner_state),
            basis=request_index.citation(row),
            stage=label(row.stage),
            holder=request_index.held_by(row) if row.is_open else "",
            next_step=translated(row.next_step),
            urgency=label(row.urgency),
            natures="; ".join(natures.get(code, code) for code in row.natures),
            days_open=row.days_open(today),
            days_held=row.days_held(today),
        )


def _labels(filters: Filters) -> Mapping[str, str]:
    """The words for the codes of kept lists that the filters name."""
    found: dict[str, str] = {}
    if filters.nature:
        found |= kept(Nature)
    if filters.offence:
        found |= kept(Offence)
    return found


def _choices() -> dict[str, Markup]:
    """What each filter offers, as options; made once while the lists stay."""
    user = signed_in()
    key = ("choices", user.central_authority_id, user.permissions, language())
    return remembered(
        key, lambda: {name: options(offered) for name, offered in _offered(user)}
    )


def _offered(user: User) -> Iterator[tuple[str, list[Choice]]]:
    """The choices by filter: the value in the address, and its words."""
    office = user.central_authority_id
    stages = {
        status.value: translated(stage.label)
        for direction in Direction
        for status, stage in STAGES[direction].items()
        if status is not Status.RECEIVED
    }
    yield "direction", [(d.value, label(d)) for d in Direction]
    yield "state", [(code, state(code)) for code in states.names()]
    yield "basis", [(c, _basis_name(c, n)) for c, n in kept(Instrument).items()]
    yield "status", list(stages.items())
    yield "nature", list(kept(Nature).items())
    yield "offence", list(kept(Offence).items())
    yield "authority", [(a.code, a.name) for a in authorities.all_of(office)]
    if user.may(Permission.READ_REQUESTS):
        people = [(u.username, u.name) for u in users.assignable(office)]
        yield "officer", [(NOBODY, translated("Without officer")), *people]
        yield "urgency", [(u.value, label(u)) for u in Urgency]


def _basis_name(code: str, name: str) -> str:
    return name if code.startswith("BILAT-") else f"{code}: {name}"


def _without_each(filters: Filters) -> list[tuple[str, int, str]]:
    """For an empty list: what it would have without each filter, where it has any."""
    found = []
    parts = filters.parts()[:6]
    labels = _labels(filters)
    chips = request_index.chips(filters, labels)
    for (name, value, _written), chip in zip(parts, chips, strict=False):
        fewer = filters.without(name, value)
        number = _source().count(fewer, seen_by=signed_in(), today=clock.today())
        if number:
            found.append((chip.text, number, request_index.address(fewer)))
    return found
