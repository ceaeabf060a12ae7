"""LibreOffice opens the workbook, prints it, and comes to the same percentiles."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ctrack.domain.statistics.registry import TABLES

from .. import libreoffice

YEAR = {"from": "2020-01-01", "to": "2020-12-31"}
DAYS = (3, 5, 8, 13, 21, 34, 55, 89, 144, 200, 201, 233)
PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.fixture
def workbook(statistician, make, tmp_path):
    """The workbook of a year in which twelve requests came and were closed."""
    for days in DAYS:
        make.Fact(
            opened_on=date(2020, 1, 1),
            closed_on=date(2020, 1, 1) + timedelta(days),
            outcome="GRANTED_FULL",
        )
    path = tmp_path / "statistics.xlsx"
    path.write_bytes(statistician.open("/statistics/workbook.xlsx", **YEAR).data)
    return path


def test_it_prints_every_sheet(workbook):
    printed = libreoffice.converted(workbook, "pdf")

    assert len(PAGE.findall(printed.read_bytes())) >= len(TABLES) + 2


def test_percentiles_are_those_it_calculates_from_the_requests(workbook):
    book = load_workbook(workbook)
    requests = book[TABLES["requests"].title]
    first, last = re.findall(r"\d+", requests.tables["requests"].ref)
    days = f"{requests.title}!$L${int(first) + 1}:$L${last}"
    check = book.create_sheet("Check", 0)
    for percent in (50, 75, 90):
        check.append([f"=_xlfn.PERCENTILE.INC({days},{percent / 100})"])
    check.append([f"=SUM({days})"])
    again = workbook.with_name("again.xlsx")
    book.save(again)

    *percentiles, total = (float(row[0]) for row in libreoffice.first_sheet(again))

    assert total == sum(DAYS), "and it is these requests that it looks at"
    ours = load_workbook(BytesIO(workbook.read_bytes()), data_only=True)
    found = {row[1]: row[4:7] for row in ours["Timeliness"].values if row[0] ==
             "Incoming"}  # fmt: skip
    assert found["Receipt to closure"] == pytest.approx(percentiles)
    by_basis = {row[0]: row[-1] for row in ours["By legal basis"].values}
    assert by_basis["UNTOC"] == pytest.approx(percentiles[0])
