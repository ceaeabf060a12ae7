"""Workbooks are read as streams: what their cells hold, and what is no workbook."""

import zipfile
from datetime import date

import openpyxl
import pytest

from ctrack.services.imports import xlsx, xlsx_parts
from ctrack.services.imports.sources import opened
from ctrack.services.imports.unreadable import Unreadable

from .books import MAIN, write_book


def rows(path, sheet="Register"):
    with opened(path) as source:
        return [(number, cells) for number, cells, _ in source.rows(sheet)]


@pytest.fixture
def cells_of(tmp_path):
    """The cells of one row, given as XML."""

    def read(xml, **details):
        path = write_book(
            tmp_path / "b.xlsx", {"Register": f'<row r="1">{xml}</row>'}, **details
        )
        [(_, cells)] = rows(path)
        return cells

    return read


def test_texts_are_read_wherever_they_are_kept(cells_of):
    shared = ["<si><t>one</t></si>", "<si><r><t>t</t></r><r><t>wo</t></r></si>"]

    cells = cells_of(
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="inlineStr"><is><t>three</t></is></c>'
        '<c r="D1" t="str"><f>A1&amp;"x"</f><v>onex</v></c>',
        strings=shared,
    )

    assert cells == {0: "one", 1: "two", 2: "three", 3: "onex"}


def test_how_a_word_is_pronounced_is_no_part_of_it(cells_of):
    cells = cells_of(
        '<c r="A1" t="s"><v>0</v></c>'
        '<c r="B1" t="inlineStr"><is><t>東京</t><rPh><t>トウキョウ</t></rPh></is></c>',
        strings=["<si><t>大阪</t><rPh sb='0' eb='2'><t>オオサカ</t></rPh></si>"],
    )

    assert cells == {0: "大阪", 1: "東京"}


def test_numbers_are_days_where_their_style_says_so(cells_of):
    cells = cells_of(
        '<c r="A1" s="0"><v>42005</v></c><c r="B1" s="1"><v>42005</v></c>'
        '<c r="C1" s="2"><v>42005.75</v></c><c r="D1" s="3"><v>42005</v></c>'
        '<c r="E1" s="4"><v>42005</v></c><c r="F1" t="d"><v>2015-01-01T00:00</v></c>',
        formats=[0, 14, 200, 201, 202],
        own=["dd/mm/yyyy;@", "#,##0.00 &quot;days&quot;", "[$-809]d mmmm yyyy"],
    )

    new_year = date(2015, 1, 1)
    assert cells == {
        0: 42005.0,
        1: new_year,
        2: new_year,
        3: 42005.0,
        4: new_year,
        5: new_year,
    }


def test_workbooks_of_old_macintoshes_count_their_days_from_1904(cells_of):
    cell = '<c r="A1" s="0"><v>40543</v></c>'

    assert cells_of(cell, formats=[14], from_1904=True) == {0: date(2015, 1, 1)}


@pytest.mark.parametrize(
    ("serial", "day"),
    [(1, date(1900, 1, 1)), (59, date(1900, 2, 28)), (61, date(1900, 3, 1))],
)
def test_the_leap_day_that_excel_invented_does_no_harm(cells_of, serial, day):
    assert cells_of(f'<c r="A1" s="0"><v>{serial}</v></c>', formats=[14]) == {0: day}


def test_a_time_without_a_day_is_no_day(cells_of):
    assert cells_of('<c r="A1" s="0"><v>0.5</v></c>', formats=[14]) == {0: 0.5}


def test_truth_is_told_in_words_and_errors_as_they_stand(cells_of):
    cells = cells_of(
        '<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c>'
        '<c r="C1" t="e"><v>#N/A</v></c>'
    )

    assert cells == {0: "yes", 1: "no", 2: "#N/A"}


def test_a_formula_that_nobody_has_calculated_stays_text(cells_of):
    assert cells_of('<c r="A1"><f>HYPERLINK(1)</f></c>') == {0: "=HYPERLINK(1)"}


def test_blank_cells_and_blank_rows_are_left_out(tmp_path):
    path = write_book(
        tmp_path / "b.xlsx",
        {
            "Register": '<row r="1"><c r="A1"/><c r="B1" t="str"><v>x</v></c></row>'
            '<row r="2"><c r="A2" t="str"><v>  </v></c></row><row r="3"/>'
            '<row r="5"><c r="C5"><v>1</v></c></row>'
        },
    )

    assert rows(path) == [(1, {1: "x"}), (5, {2: 1.0})]


def test_cells_without_an_address_follow_each_other(tmp_path):
    one, two, three = (f"<c><v>{n}</v></c>" for n in (1, 2, 3))
    path = write_book(
        tmp_path / "b.xlsx",
        {"Register": f"<row>{one}{two}</row><row>{three}</row>"},
    )

    assert rows(path) == [(1, {0: 1.0, 1: 2.0}), (2, {0: 3.0})]


def test_names_with_a_prefix_are_the_same_names(tmp_path):
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1">'
        '<x:c r="A1" t="inlineStr"><x:is><x:t>far</x:t></x:is></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )

    assert rows(write_book(tmp_path / "b.xlsx", {"Register": sheet})) == [
        (1, {0: "far"})
    ]


def test_line_ends_come_back_as_they_were(cells_of):
    cell = '<c r="A1" t="inlineStr"><is><t>a_x000D_b_x005F_</t></is></c>'

    assert cells_of(cell) == {0: "a\rb_x005F_"}


def test_a_cell_far_out_costs_nothing(tmp_path):
    path = write_book(
        tmp_path / "b.xlsx",
        {
            "Register": '<row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
        },
    )

    assert rows(path) == [(1, {0: 1.0}), (1_048_576, {16_383: 2.0})]


def test_what_another_library_has_written_comes_out_as_it_went_in(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Register"
    book.active.append(["text", 7, 2.5, date(2024, 2, 29), True, None, "=1+1", " é\n"])
    book.save(tmp_path / "b.xlsx")

    [(number, cells)] = rows(tmp_path / "b.xlsx")

    assert number == 1
    assert cells == {
        0: "text", 1: 7.0, 2: 2.5, 3: date(2024, 2, 29), 4: "yes", 6: "=1+1", 7: " é\n"
    }  # fmt: skip


@pytest.mark.parametrize(
    "xml",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="1048577"/>',
        '<row r="1"><c r="?1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1"><v>seven</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></row>',
    ],
)
def test_a_damaged_sheet_gets_a_sentence(tmp_path, xml):
    path = write_book(tmp_path / "broken.xlsx", {"Register": xml})

    with pytest.raises(Unreadable, match=r"broken\.xlsx is damaged"):
        rows(path)


def test_texts_that_unfold_without_end_are_refused(tmp_path):
    bomb = (
        '<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str">'
        "<v>&b;</v></c></row></sheetData></worksheet>"
    )

    with pytest.raises(Unreadable, match="damaged"):
        rows(write_book(tmp_path / "b.xlsx", {"Register": bomb}))


@pytest.mark.parametrize(
    ("limit", "module"), [("LARGEST", xlsx), ("LARGEST_STRINGS", xlsx)]
)
def test_what_is_too_large_when_unpacked_is_refused(
    tmp_path, monkeypatch, limit, module
):
    monkeypatch.setattr(module, limit, 500)
    path = write_book(
        tmp_path / "b.xlsx",
        {"Register": "<row/>"},
        strings=["<si><t>" + "a" * 1000 + "</t></si>"],
    )

    with pytest.raises(Unreadable, match=r"b\.xlsx is too large"):
        opened(path)


def test_an_archive_that_lies_about_its_size_is_read_no_further_than_it_says(tmp_path):
    path = write_book(tmp_path / "b.xlsx", {"Register": "<row/>" * 50_000})
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"xl/worksheets/s1.xml") - 46
    content[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)

    with pytest.raises(Unreadable, match="damaged"):
        rows(path)


@pytest.mark.parametrize(
    "inside", ["content.xml", "xl/workbook.bin", "word/document.xml"]
)
def test_other_archives_are_no_workbooks(tmp_path, inside):
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(inside, "<a/>")

    with pytest.raises(Unreadable, match=r"other\.xlsx is not an Excel workbook"):
        opened(path)


def test_a_workbook_that_was_cut_off_gets_a_sentence(tmp_path):
    path = write_book(tmp_path / "b.xlsx", {"Register": "<row/>"})
    path.write_bytes(path.read_bytes()[:-50])

    with pytest.raises(Unreadable, match="damaged"):
        opened(path)


def test_the_reading_tells_how_far_it_is(tmp_path):
    path = write_book(
        tmp_path / "b.xlsx",
        {"Register": "".join(f"<row><c><v>{n}</v></c></row>" for n in range(20_000))},
    )
    with opened(path) as source:
        for number, _cells, _fields in source.rows("Register"):
            if number == 10_000:
                halfway = source.position

        assert 0 < halfway < source.size
        assert source.position == source.size


def test_pieces_of_the_file_may_end_anywhere(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "PIECE", 7)
    monkeypatch.setattr(xlsx_parts, "PIECE", 7)
    path = write_book(
        tmp_path / "b.xlsx",
        {"Register": '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'},
        strings=["<si><t>Zoë &amp; Müller</t></si>"],
    )

    assert rows(path) == [(1, {0: "Zoë & Müller"})]
