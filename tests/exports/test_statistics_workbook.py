"""The statistics workbook explains itself, and charts what it holds."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, TextIOWrapper
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from ctrack.domain.statistics.questions import Period, Question
from ctrack.domain.statistics.registry import TABLES
from ctrack.domain.statistics.rules import DEFINITIONS, RULES
from ctrack.domain.statistics.tables import Figures
from ctrack.domain.vocabulary import Direction
from ctrack.exports.csv_zip import write_csv_zip
from ctrack.exports.statistics import Origin, write_workbook

PERIOD = Period(date(2019, 7, 1), date(2020, 6, 30))
QUESTION = Question(PERIOD, 1)
MADE = datetime(2026, 11, 24, 9, 30, 5, tzinfo=UTC)
ORIGIN = Origin("Eva Brandt", MADE, "1.2.3", "Ministry of Justice")
ROWS = {
    "by_basis": [
        ("UNTOC", "=Convention", "Multilateral treaty", 2, 3, 1, 1, 1, 0, 0, 2, 171.5),
        ("COMITY", "Comity", "Comity", 1, 1, 0, 0, 0, 0, 1, 0, None),
    ],
    "by_basis_year": [
        ("Incoming", "UNTOC", "Convention", 1, 1),
        ("Outgoing", "COMITY", "Comity", 0, 1),
    ],
    "pending_age": [("Incoming", "Court", 1, 2, 0, 0, 1, 4)],
}


def figures(name):
    table = TABLES[name]
    columns = table.columns_in(PERIOD)
    zeros = [("x", *(0 for _ in columns[1:]))]
    return Figures.of(table, PERIOD, ROWS.get(name, zeros))


def written(write, question=QUESTION, names=tuple(TABLES), **more):
    file = BytesIO()
    write(file, map(figures, names), question, ORIGIN, **more)
    file.seek(0)
    return file


@pytest.fixture(scope="module")
def book():
    return load_workbook(written(write_workbook))


def about(book):
    return {row[0].value: row[1].value for row in book["About"].iter_rows()}


def test_each_table_of_the_registry_is_a_table_of_its_name(book):
    tables = [name for page in book for name in page.tables]

    assert tables == list(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_each_table_stands_below_words_that_say_what_is_counted(book, name):
    page = book[TABLES[name].title]
    first = int(page.tables[name].ref.partition(":")[0].removeprefix("A"))

    above = " ".join(page.cell(row, 1).value or "" for row in range(1, first))
    assert TABLES[name].title in above
    assert TABLES[name].sentence in above
    assert "Period 2019-07-01 to 2020-06-30" in above
    headers = [cell.value for cell in page[first]]
    assert headers == page.tables[name].column_names


def test_totals_stand_where_the_registry_says(book):
    with_totals = {
        name
        for page in book
        for name, table in page.tables.items()
        if page.tables[name].totalsRowCount
    }

    assert with_totals == {name for name, table in TABLES.items() if table.has_totals}


def test_about_tells_parameters_rules_and_definitions(book):
    told = about(book)

    assert told["Period"] == "2019-07-01 to 2020-06-30"
    assert told["As at"] == "everything known when it was made"
    assert told["Direction"] == "Incoming and outgoing"
    assert told["Made"] == "2026-11-24 09:30:05 UTC"
    assert (told["Made by"], told["Office"]) == ("Eva Brandt", "Ministry of Justice")
    assert told["Software"] == "ctrack 1.2.3"
    assert set(RULES) <= set(told.values())
    lines = {(row[0].value, row[1].value) for row in book["About"].iter_rows()}
    assert set(DEFINITIONS) <= lines
    for table in TABLES.values():
        assert table.title in told


def test_about_tells_the_day_as_at_and_the_direction():
    question = Question(PERIOD, 1, date(2020, 7, 15), Direction.OUTGOING)

    told = about(load_workbook(written(write_workbook, question)))

    assert (told["As at"], told["Direction"]) == ("2020-07-15", "Outgoing")


def reference(series):
    return series.val.numRef.f


def test_charts_point_at_the_figures(book):
    charts = book["Charts"]._charts
    incoming, outgoing, ages, medians = charts

    assert [reference(s) for s in incoming.series] == [
        "'By legal basis and year'!$D$7:$E$7"
    ]
    assert [reference(s) for s in outgoing.series] == [
        "'By legal basis and year'!$D$8:$E$8"
    ]
    assert incoming.series[0].tx.strRef.f == "'By legal basis and year'!$B$7"
    totals = int(book["Pending by age"].tables["pending_age"].ref.rpartition("H")[2])
    assert reference(ages.series[0]) == f"'Pending by age'!$C${totals}:$G${totals}"
    assert reference(medians.series[0]) == "'By legal basis'!$L$8:$L$9"


def test_a_workbook_of_few_tables_has_the_charts_of_these():
    book = load_workbook(written(write_workbook, names=["flow", "by_basis"]))

    assert book.sheetnames == ["About", "Charts", "Flow", "By legal basis"]
    assert len(book["Charts"]._charts) == 1


def test_progress_is_told_of_the_long_table():
    told = []

    written(write_workbook, on_progress=told.append)

    assert sum(told) == 1


def test_labels_that_look_like_formulas_stay_text(book):
    cell = book["By legal basis"]["B8"]

    assert (cell.value, cell.data_type) == ("=Convention", "s")


def rows_of(file, name):
    with ZipFile(file) as archive, archive.open(f"{name}.csv") as part:
        return list(csv.reader(TextIOWrapper(part, "utf-8", newline="")))


def test_csv_files_have_the_same_headers_and_rows_without_totals():
    file = written(write_csv_zip)

    for name, table in TABLES.items():
        header, *rows = rows_of(file, name)
        assert header == [column.name for column in table.columns_in(PERIOD)]
        assert len(rows) == len(figures(name).rows)


def test_csv_text_is_no_formula_and_nothing_is_empty():
    rows = rows_of(written(write_csv_zip), "by_basis")

    assert rows[1][1] == "'=Convention"
    assert (rows[1][-1], rows[2][-1]) == ("171.5", "")


def test_the_csv_files_tell_how_they_were_counted():
    told = dict(rows_of(written(write_csv_zip), "about"))

    assert told["Made by"] == "Eva Brandt"
    assert set(RULES) <= set(told.values())
