"""The other sheets of a large workbook are laid out by a process beside this one."""

import sys
import tempfile
from pathlib import Path

import pytest

from ctrack.services.imports import beside
from ctrack.services.imports.importing import read
from ctrack.services.imports.staging import Staging
from ctrack.services.imports.unreadable import Unreadable

SHEETS = {
    "Register": [
        ["reference", "direction", "partner_state", "received_on", "legal_bases",
         "natures"],
        ["R1", "incoming", "France", "2024-03-01", "UNTOC", "DOCUMENTS"],
        ["R2", "incoming", "Kenya", "2024-03-02", "UNTOC", "SERVICE"],
    ],
    "Measures": [
        ["reference", "nature", "colour"],
        ["R2", "SERVICE", "red"],
        ["R1", "DOCUMENTS", None],
        ["R9", "DOCUMENTS", None],
    ],
    "Transfers": [["reference", "authority", "sent_on"], ["R1", "Court", 45352]],
    "Legal bases": [],
}  # fmt: skip


@pytest.fixture
def large(monkeypatch, tmp_path):
    """Every workbook is large enough, and temporary files lie where one can look."""
    monkeypatch.setattr(beside, "LEAST", 0)
    monkeypatch.setattr(beside.os, "cpu_count", lambda: 2)
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def laid_out(path):
    """The rows with what belongs to them, and the notes."""
    with Staging() as staging:
        read(path, staging)
        rows = [
            (
                row.number,
                row.cells,
                {t: [p.cells for p in r] for t, r in row.parts.items()},
            )
            for row in staging.rows()
        ]
        return rows, [str(note) for note in staging.notes]


def test_nothing_differs(book, large, monkeypatch):
    path = book(SHEETS)
    begun = []
    begin = beside.Beside.begin
    monkeypatch.setattr(
        beside.Beside, "begin", lambda self, *it: begun.append(it) or begin(self, *it)
    )
    rows, notes = laid_out(path)
    assert begun
    assert [cells["reference"] for _, cells, _ in rows] == ["R1", "R2"]
    assert rows[1][2] == {"Measures": [{"reference": "R2", "nature": "SERVICE"}]}
    assert any("colour" in note for note in notes)
    assert any("row 4" in note for note in notes)

    monkeypatch.setattr(beside, "LEAST", 1 << 30)
    assert laid_out(path) == (rows, notes)
    assert len(begun) == 1


@pytest.mark.parametrize("program", ["/nowhere/python", "false"])
def test_where_no_process_can_be_had_the_sheets_are_read_all_the_same(
    book, large, monkeypatch, program
):
    monkeypatch.setattr(sys, "executable", program)
    rows, notes = laid_out(book(SHEETS))
    assert [list(parts) for _, _, parts in rows] == [
        ["Measures", "Transfers"],
        ["Measures"],
    ]
    assert len(notes) == len(set(notes)) == 2


def test_what_is_wrong_with_the_file_is_told_as_ever(book, large):
    path = book({**SHEETS, "Register": [["reference"], ["R1"]]})
    with pytest.raises(Unreadable, match="direction"), Staging() as staging:
        read(path, staging)
    assert not list(large.iterdir())


def test_no_row_can_be_seen_by_others_nor_stays_behind(book, large):
    with Staging() as staging:
        read(book(SHEETS), staging)
        [folder] = large.iterdir()
        assert folder.stat().st_mode & 0o077 == 0
        assert not [path for path in Path(folder).iterdir() if path.is_file()]
        assert [row.parts for row in staging.rows()]
    assert not list(large.iterdir())
