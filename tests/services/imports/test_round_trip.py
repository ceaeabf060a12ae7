"""Export, import into an empty database, export: the same register, cell by cell."""

import io
from itertools import zip_longest

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import true

from ctrack import clock
from ctrack.domain import validation
from ctrack.exports.register import write_register
from ctrack.extensions import db, write_transaction
from ctrack.queries.register_rows import RegisterRows
from ctrack.services import reference_data, register
from ctrack.services.imports.importing import Import, read
from ctrack.services.imports.staging import Staging

from ...factories import Authority, User, the_office
from .registers import AUTHORITIES, OFFICERS, records

over_invented_registers = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def begin_anew(context, databases):
    """Goes back to the register as it is after `ctrack init`."""

    def begin():
        db.session.remove()
        databases.restore(db.engine)

    return begin


def exported():
    """The register as a file."""
    file = io.BytesIO()
    rows = RegisterRows(true(), the_office().id)
    write_register(file, rows.of, made_by="test", made_at=clock.now())
    db.session.rollback()
    return file.getvalue()


def cells(content):
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book
    }


def differences(first, second):
    """The cells that are not the same in both, with what stands in them."""
    assert list(first) == list(second)
    return [
        (sheet, number, one, two)
        for sheet in first
        for number, rows in enumerate(zip_longest(first[sheet], second[sheet]), 1)
        for one, two in zip_longest(rows[0] or (), rows[1] or ())
        if one != two
    ]


def imported(content, path):
    """Bring the file in; the lines of rows that could not be taken."""
    path.write_bytes(content)
    lines = []
    with Staging() as staging:
        name = read(path, staging)
        incoming = Import(staging, name, central_authority_id=the_office().id)
        with write_transaction():
            incoming.store(
                skip_bad=True,
                heard=lambda v: lines.extend(v.lines() if v.problems else []),
            )
    return lines


@over_invented_registers
@given(data=st.data())
def test_a_register_comes_back_cell_by_cell(begin_anew, tmp_path, data):
    begin_anew()
    told = settle(data)
    first = exported()

    begin_anew()
    problems = imported(first, tmp_path / "register.xlsx")
    second = exported()

    assert problems == []
    assert differences(cells(first), cells(second)) == []
    assert len(cells(first)["Register"]) == 1 + len(told)


def settle(data):
    """Store an invented register, and give its records."""
    with write_transaction():
        authority_ids = [Authority(code=c, name=n).id for c, n in AUTHORITIES]
        officer_ids = [User(username=name).id for name in OFFICERS]
        reference_data.instrument_for("BILAT-FR")
        drawn = data.draw(
            st.lists(
                records(authority_ids=authority_ids, officer_ids=officer_ids),
                min_size=1,
                max_size=4,
                unique_by=lambda record: record.reference or id(record),
            )
        )
        good = [r for r in drawn if not validation.problems(r, today=clock.today())]
        assume(good)
        register.store(good, central_authority_id=the_office().id, actor_id=None)
    return good
