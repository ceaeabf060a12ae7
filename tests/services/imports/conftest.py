"""Registers as they are written by hand, and what becomes of them."""

from types import SimpleNamespace

import openpyxl
import pytest
from sqlalchemy import select

from ctrack.extensions import db, write_transaction
from ctrack.models import MLARequest
from ctrack.services.imports.importing import HasBadRows, Import, read
from ctrack.services.imports.staging import Staging

from ...factories import the_office

USUAL = {
    "reference": "R1",
    "direction": "incoming",
    "partner_state": "FR",
    "received_on": "2024-03-04",
    "legal_bases": "UNTOC art. 18",
    "natures": "SERVICE",
}


@pytest.fixture
def book(tmp_path):
    """Writes a workbook: `book({"Register": [headers, row, …]}, name=…)`."""

    def write(sheets, name="register.xlsx"):
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(row)
        workbook.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def bring_in(context, book):
    """Imports rows given as changes to a usual one, and rows of other sheets.

    `bring_in({"natures": "SERVICE; DOCUMENTS"}, Measures=[{…}])` gives the requests
    that were stored, the problems as lines, and the notes.
    """

    def bring(*changes, importer=None, usual=USUAL, **parts):
        rows = [{**usual, **change} for change in changes]
        sheets = {"Register": _table(rows)}
        sheets |= {title.replace("_", " "): _table(p) for title, p in parts.items()}
        db.session.commit()
        with Staging() as staging:
            name = read(book(sheets), staging)
            return _stored(staging, name, importer)

    return bring


def _table(rows):
    headers = list(dict.fromkeys(name for row in rows for name in row))
    return [headers, *([row.get(name) for name in headers] for row in rows)]


def _stored(staging, name, importer):
    incoming = Import(
        staging,
        name,
        central_authority_id=the_office().id,
        importer_id=importer.id if importer else None,
    )
    lines = []
    try:
        with write_transaction():
            incoming.store(heard=lambda verdict: lines.extend(verdict.lines()))
    except HasBadRows:
        lines += [line for v in incoming.check() for line in v.lines()]
    requests = db.session.scalars(select(MLARequest).order_by(MLARequest.id)).all()
    return SimpleNamespace(
        requests=requests,
        problems=[line for line in lines if not line.endswith(": good")],
        notes=[str(note) for note in staging.notes],
        done=incoming,
    )
