"""Behind every figure stand as many requests as it says, and nobody learns of more."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings

from ctrack.domain.errors import NotFound
from ctrack.domain.permissions import Role
from ctrack.domain.statistics.questions import Period, Question
from ctrack.domain.statistics.registry import DEFINED, TABLES
from ctrack.domain.statistics.tables import RESTRICTED
from ctrack.domain.vocabulary import Confidentiality
from ctrack.extensions import db
from ctrack.models import MLARequest, NamedOfficer
from ctrack.queries.statistics import counting

from .lives import over_invented_registers, questions, registers

LISTED = [name for name, table in DEFINED.items() if table.facets]
every_figure_of_some = settings(over_invented_registers, max_examples=12)
YEAR = Period(date(2020, 1, 1), date(2020, 12, 31))


def cells(figures):
    """Every figure of a table that can be asked about, totals too."""
    rows = list(zip(figures.keys, figures.rows, strict=True))
    if figures.totals:
        rows.append(((), figures.totals))
    for key, row in rows:
        for column, figure in zip(figures.columns, row, strict=True):
            cell = figures.table.cell(column, key)
            if cell is not None:
                yield cell, figure


def test_every_table_the_issue_names_leads_to_its_requests():
    assert {
        "flow",
        "by_basis",
        "by_basis_year",
        "by_nature",
        "by_basis_nature",
        "by_state",
        "by_state_year",
        "by_offence",
        "timeliness",
        "by_holder",
        "refusals",
        "pending_age",
        "by_authority",
        "quality",
        "by_month",
        "time_to_close",
        "outcomes",
        "offence_outcomes",
        "by_article",
    } <= set(LISTED)


@pytest.mark.parametrize("name", LISTED)
@every_figure_of_some
@given(registers, questions())
def test_a_figure_is_the_number_of_requests_behind_it(
    counted, auditor, name, register, question
):
    with counted(register, question) as (tables, _):
        statistics = tables.figures
        for cell, figure in cells(statistics.table(name)):
            behind = statistics.behind(cell, seen_by=auditor)
            assert behind.numbers() == (figure, 0), cell
            if figure:
                assert len(list(behind.every())) == figure, cell


@every_figure_of_some
@given(registers, questions())
def test_what_is_restricted_today_is_counted_and_not_named(
    counted, requests, statistician, register, question
):
    """Whatever the facts were on the day as at which the figures are made."""
    with counted(register, question) as (tables, _):
        statistics = tables.figures
        hidden = {
            f"MLI-2018-{request_id:05}"
            for request_id, life in zip(requests, register, strict=False)
            if life[-1].restricted
        }
        for cell, figure in cells(statistics.table("flow")):
            behind = statistics.behind(cell, seen_by=statistician)
            number, unnamed = behind.numbers()
            references = [row.reference for row in behind.every()]
            assert number == figure == len(references)
            assert references.count(RESTRICTED) == unnamed
            assert not hidden & set(references)
            if not hidden:
                assert unnamed == 0


@pytest.fixture
def behind(make):
    """Gives the references behind a figure, and how many are not told."""

    def answer(user, table, column, *key, **more):
        db.session.commit()
        question = Question(YEAR, make.the_office().id, **more)
        with counting(question) as figures:
            cell = TABLES[table].cell_named(YEAR, column, key)
            found = figures.behind(cell, seen_by=user)
            _, unnamed = found.numbers()
            return [row.reference for row in found.page(1)], unnamed

    return answer


def restrict(fact):
    fact.is_restricted = True
    found = db.session.get(MLARequest, fact.mla_request_id)
    found.confidentiality = Confidentiality.RESTRICTED
    return found


def test_a_supervisor_who_is_named_finds_the_restricted_request(make, behind):
    named, other = make.User(role=Role.SUPERVISOR), make.User(role=Role.SUPERVISOR)
    secret = restrict(make.Fact())
    db.session.add(NamedOfficer(mla_request_id=secret.id, user_id=named.id))

    assert behind(named, "flow", "incoming", "New") == ([secret.reference], 0)
    assert behind(other, "flow", "incoming", "New") == ([RESTRICTED], 1)


def test_the_newest_stand_first_and_a_page_holds_fifty(make, auditor, behind):
    for day in range(1, 29):
        make.Fact(opened_on=date(2020, 2, day))
        make.Fact(opened_on=date(2020, 3, day))

    references, hidden = behind(auditor, "by_state", "incoming-new", "FR")

    assert (len(references), hidden) == (50, 0)


def test_a_measure_is_listed_for_itself(make, auditor, behind):
    fact = make.Fact(natures=[("SERVICE", "PENDING"), ("SERVICE", "REFUSED")])

    requested = behind(auditor, "by_nature", "requested", "incoming", "SERVICE")
    pending = behind(auditor, "by_nature", "pending", "incoming", "SERVICE")

    assert requested == ([fact.reference] * 2, 0)
    assert pending == ([fact.reference], 0)


def test_a_figure_as_at_a_day_leads_to_what_was_known_then(make, auditor, behind):
    early = make.Fact()
    make.Fact(known_from=datetime(2021, 5, 1, tzinfo=UTC))

    then = behind(auditor, "flow", "incoming", "New", as_at=date(2021, 1, 1))

    assert then == ([early.reference], 0)


@pytest.mark.parametrize(
    ("table", "column", "key"),
    [
        ("flow", "sideways", ("New",)),
        ("flow", "incoming", ("Balance",)),
        ("flow", "incoming", ("Old",)),
        ("flow", "incoming", ()),
        ("by_basis", "median-days-to-close", ("UNTOC",)),
        ("by_basis_year", "2031", ("incoming", "UNTOC")),
        ("by_nature", "requested", ("SERVICE",)),
        ("pending_age", "1000-years", ("incoming", "NOT_STATED")),
    ],
)
def test_where_there_is_no_figure_there_is_nothing_behind_it(
    behind, auditor, table, column, key
):
    with pytest.raises(NotFound):
        behind(auditor, table, column, *key)
