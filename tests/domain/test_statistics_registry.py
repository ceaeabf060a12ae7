"""Names and headers are a promise to those who read the workbook with programs."""

from datetime import date

import pytest

from ctrack.domain.columns import Kind
from ctrack.domain.statistics.questions import Period
from ctrack.domain.statistics.registry import TABLES
from ctrack.domain.statistics.tables import Figures

PROMISED = {
    "flow": "Measure, Incoming, Outgoing",
    "by_basis": "Code, Legal basis, Kind, Incoming new (primary), "
    "Incoming new (any mention), Outgoing new (primary), Outgoing new (any mention), "
    "Granted in full, Granted in part, Refused, Pending at end, Median days to close",
    "by_basis_year": "Direction, Code, Legal basis, 2019, 2020, 2021",
    "by_basis_nature": "Direction, Basis code, Nature code, Requested, "
    "Provided in full, Provided in part, Not provided, Pending",
    "by_nature": "Direction, Code, Nature, Article, Requested, Provided in full, "
    "Provided in part, Not provided, Pending",
    "by_state": "State code, State, Incoming new, Outgoing new, Incoming pending, "
    "Outgoing pending, Granted in full, Granted in part, Refused, "
    "Median days to close",
    "by_state_year": "Direction, State code, State, 2019, 2020, 2021",
    "by_offence": "ICCS, Offence, Incoming new (primary), "
    "Incoming new (any mention), Outgoing new (primary), Outgoing new (any mention)",
    "timeliness": "Direction, Interval, Requests, Mean, Median, P75, P90, Maximum",
    "by_holder": "Direction, Holder, Requests, Days, Share",
    "refusals": "Direction, Code, Ground, Article, Requests",
    "pending_age": "Direction, Authority, 0-3 months, 3-6 months, 6-12 months, "
    "12-24 months, Over 24 months, Total",
    "by_authority": "Authority, Transferred, Accepted, Declined, Executed, Pending, "
    "Median days to execute",
    "quality": "Check, Requests, Share complete",
    "requests": "Reference, Direction, State code, Received or sent, Closed, Status, "
    "Outcome, Primary basis, All bases, Natures, Primary offence, Days open",
}
PERIOD = Period(date(2019, 12, 31), date(2021, 1, 1))


def test_the_tables_are_those_promised_in_their_order():
    assert list(TABLES) == list(PROMISED)


@pytest.mark.parametrize("name", PROMISED)
def test_the_headers_are_those_promised(name):
    headers = [column.name for column in TABLES[name].columns_in(PERIOD)]

    assert ", ".join(headers) == PROMISED[name]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_each_table_tells_what_it_counts(table):
    for told in (
        table.title,
        table.sentence,
        table.population,
        table.date_used,
        table.unit,
        table.source,
    ):
        assert told[0].isupper()
    assert len(table.title) <= 31, "a sheet of Excel cannot have a longer name"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_what_counts_a_request_more_than_once_is_never_added_up(table):
    for column in table.columns:
        if "any mention" in column.name or "Median" in column.name:
            assert not column.is_totalled
        if column.is_totalled:
            assert column.kind is Kind.INTEGER


def test_totals_stand_under_the_columns_that_have_any():
    rows = [("UNTOC", "x", "y", 1, 9, 2, 9, 3, 4, 5, 6, 7.5)] * 2

    figures = Figures.of(TABLES["by_basis"], PERIOD, rows)

    assert figures.totals == (
        *(None, None, None, 2, None, 4, None),
        *(6, 8, 10, 12, None),
    )
    assert Figures.of(TABLES["flow"], PERIOD, []).totals is None
