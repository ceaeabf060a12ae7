"""The writer of workbooks: real tables, values as values, text that stays text."""

from datetime import UTC, date, datetime
from io import BytesIO
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from ctrack.domain.columns import Column, Kind
from ctrack.domain.errors import DomainError
from ctrack.exports.workbook import Properties, Sheet, Workbook

MADE = Properties("Title", "Eva", datetime(2026, 11, 24, 9, 30, tzinfo=UTC), "Subject")
COLUMNS = (
    Column("Code"),
    Column("New (primary)", Kind.INTEGER, is_totalled=True),
    Column("0-3 months", Kind.INTEGER, is_totalled=True),
    Column("Median", Kind.DECIMAL),
    Column("Day", Kind.DATE),
    Column("Share", Kind.SHARE),
)
ROWS = [
    ("UNTOC", 3, 10, 12.5, date(2026, 2, 28), 0.25),
    ("COE030", 4, None, None, None, None),
]
TOTALS = (None, 7, 10, None, None, None)


def written(*sheets):
    book = Workbook(MADE)
    for sheet in sheets:
        book.add(sheet)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def sheet(**details):
    usual = {"title": "Sheet", "table": "by_x", "columns": COLUMNS, "rows": ROWS}
    return Sheet(**{**usual, **details})


def texts(values):
    """What is read back of a column of texts, by two readers of workbooks."""
    column = Column("Text")
    file = written(sheet(columns=(column,), rows=[(value,) for value in values]))
    page = load_workbook(file).active
    by_openpyxl = [row[0].value for row in page.iter_rows(min_row=2)]
    file.seek(0)
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    return by_openpyxl, [row[0] for row in rows[1:]]


def test_a_table_is_a_table_with_its_headers_and_values():
    page = load_workbook(written(sheet())).active

    assert page.tables["by_x"].ref == "A1:F3"
    assert page.tables["by_x"].autoFilter.ref == "A1:F3"
    assert page.tables["by_x"].column_names == [column.name for column in COLUMNS]
    rows = [tuple(cell.value for cell in row) for row in page["A1:F3"]]
    assert rows[0] == tuple(column.name for column in COLUMNS)
    assert rows[1][:4] == ("UNTOC", 3, 10, 12.5)
    assert (rows[1][4].date(), rows[1][5]) == (date(2026, 2, 28), 0.25)
    assert rows[2] == ("COE030", 4, None, None, None, None)


def test_numbers_and_days_have_their_formats():
    page = load_workbook(written(sheet())).active

    formats = [cell.number_format for cell in page[2]]
    assert formats == ["General", "#,##0", "#,##0", "#,##0.0", "yyyy-mm-dd", "0.0%"]


def test_the_text_stands_above_and_the_header_stays_in_view():
    page = load_workbook(written(sheet(text=("Title", "What is counted.")))).active

    assert [page["A1"].value, page["A2"].value] == ["Title", "What is counted."]
    assert page.tables["by_x"].ref == "A4:F6"
    assert page.freeze_panes == "A5"


def test_totals_are_formulas_of_the_table_with_their_results_beside():
    file = written(sheet(totals=TOTALS))

    page = load_workbook(file).active
    table = page.tables["by_x"]
    assert (table.ref, table.autoFilter.ref) == ("A1:F4", "A1:F3")
    assert table.totalsRowCount == 1
    assert table.tableColumns[0].totalsRowLabel == "Total"
    assert [c.totalsRowFunction for c in table.tableColumns] == [
        *(None, "sum", "sum", None, None, None)
    ]
    assert page["B4"].value == "=SUBTOTAL(109,by_x[New (primary)])"
    file.seek(0)
    results = load_workbook(file, data_only=True).active[4]
    assert [cell.value for cell in results] == ["Total", 7, 10, None, None, None]


def test_special_signs_of_a_header_are_escaped_in_the_formula():
    columns = (Column("Code"), Column("it's [x] #1 & <b>", Kind.INTEGER, True))

    page = load_workbook(
        written(sheet(columns=columns, rows=[("a", 1)], totals=(None, 1)))
    ).active

    assert page["B3"].value == "=SUBTOTAL(109,by_x[it''s '[x'] '#1 & <b>])"


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+49 30", "-", "@name", "#N/A", "=", "'quoted"),
        *("<b>&amp;</b>", 'say "x"', " padded ", "two\nlines", "tab\there"),
        *("مرحبا", "Ђорђе", "中文", "👩‍⚖️", "e\u0301", "12", "2026-11-19", "TRUE"),
    ],
)
def test_text_stays_text_whatever_it_looks_like(text):
    assert texts([text]) == ([text], [text])


def test_text_that_looks_like_a_formula_stays_text_when_it_is_edited():
    page = load_workbook(written(sheet(rows=[("=1+1", 1, 1, 1, None, 1)]))).active

    assert (page["A2"].data_type, page["A2"].quotePrefix) == ("s", True)


def test_what_a_workbook_cannot_hold_is_left_out():
    kept = ["abcd", "x" * 32_767]

    assert texts(["a\x00b\x0bc\ud800d", "x" * 40_000]) == (kept, kept)


def test_a_table_without_rows_has_an_empty_one():
    page = load_workbook(written(sheet(rows=iter([])))).active

    assert page.tables["by_x"].ref == "A1:F2"
    assert all(cell.value is None for cell in page[2])


def test_what_no_sheet_can_hold_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr("ctrack.exports.workbook_rows.MOST_ROWS", 3)

    written(sheet(rows=[ROWS[0]] * 2))
    with pytest.raises(DomainError, match="more than 3 rows"):
        written(sheet(rows=[ROWS[0]] * 3))


def test_a_stream_is_written_like_a_list():
    by_list = CalamineWorkbook.from_filelike(written(sheet()))
    by_stream = CalamineWorkbook.from_filelike(written(sheet(rows=iter(ROWS))))

    assert (
        by_list.get_sheet_by_index(0).to_python()
        == by_stream.get_sheet_by_index(0).to_python()
    )


def test_it_prints_on_a4_across_with_the_header_on_each_page():
    page = load_workbook(written(sheet(text=("Title",)))).active

    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_title_rows == "$3:$3"


def test_the_file_says_what_it_is():
    told = load_workbook(written(sheet())).properties

    assert (told.title, told.creator, told.subject) == ("Title", "Eva", "Subject")
    assert told.created.replace(tzinfo=UTC) == MADE.made_at


def test_a_name_that_no_sheet_can_have_is_made_one():
    names = load_workbook(written(sheet(title="a/b: [c]*" + "d" * 40))).sheetnames

    assert names == ["a b   c  " + "d" * 22]


def test_two_sheets_keep_their_rows_apart():
    other = sheet(title="Other", table="by_y", rows=[("x", 1, 1, 1, None, 1)])

    book = load_workbook(written(sheet(), other))

    assert book["Sheet"]["A2"].value == "UNTOC"
    assert book["Other"]["A2"].value == "x"


def test_every_part_is_well_formed():
    with ZipFile(written(sheet(text=("A & B",), totals=TOTALS))) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            fromstring(archive.read(name))
