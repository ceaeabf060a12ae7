"""`ctrack statistics` writes a whole file, or says in a sentence why not."""

import csv
from datetime import date, timedelta
from io import TextIOWrapper
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from ctrack import clock
from ctrack.domain.statistics.registry import TABLES

YEAR = ("--from", "2020-01-01", "--to", "2020-12-31")


def rows_of(path, name):
    """The rows of a table of the workbook, without header and totals."""
    book = load_workbook(path)
    for page in book:
        if name in page.tables:
            table = page.tables[name]
            last = -1 if table.totalsRowCount else None
            return [tuple(c.value for c in r) for r in page[table.ref][1:last]]
    raise LookupError(name)


def flow(path):
    return {row[0]: row[1:] for row in rows_of(path, "flow")}


def test_the_workbook_is_written(runner, make, tmp_path):
    make.Fact(closed_on=date(2020, 5, 1), outcome="REFUSED", grounds=["FORM"])
    path = tmp_path / "out.xlsx"

    told = runner("statistics", path, *YEAR)

    assert told.stdout == f"{len(TABLES)} tables were written to {path}.\n"
    assert (flow(path)["New"], flow(path)["Refused"]) == ((1, 0), (1, 0))
    assert rows_of(path, "requests")[0][1:3] == ("Incoming", "FR")


def test_csv_files_are_written_when_the_name_says_so(runner, make, tmp_path):
    make.Fact()
    path = tmp_path / "out.csv.zip"

    runner("statistics", path, *YEAR)

    with ZipFile(path) as archive, archive.open("flow.csv") as part:
        assert ["New", "1", "0"] in csv.reader(TextIOWrapper(part, "utf-8"))


def test_the_period_decides_what_is_new(runner, make, tmp_path):
    make.Fact(opened_on=date(2020, 12, 31))
    path = tmp_path / "out.xlsx"

    runner("statistics", path, "--from", "2021-01-01", "--to", "2021-01-01")

    assert flow(path)["Pending at start"] == (1, 0)
    assert flow(path)["New"] == (0, 0)


def test_one_direction_leaves_the_other_at_zero(runner, make, tmp_path):
    make.Fact()
    make.Fact(direction="outgoing")
    path = tmp_path / "out.xlsx"

    runner("statistics", path, *YEAR, "--direction", "outgoing")

    assert flow(path)["New"] == (0, 1)
    assert {row[1] for row in rows_of(path, "requests")} == {"Outgoing"}


def test_as_at_a_day_counts_what_had_been_entered_by_then(runner, make, tmp_path):
    make.Fact()
    path = tmp_path / "out.xlsx"

    runner("statistics", path, *YEAR, "--as-at", "2020-03-01")
    assert flow(path)["New"] == (0, 0)

    runner("statistics", path, *YEAR, "--as-at", "2020-03-02")
    assert flow(path)["New"] == (1, 0)


def test_a_period_without_requests_gives_zeros(runner, tmp_path):
    path = tmp_path / "out.xlsx"

    runner("statistics", path, *YEAR)

    assert set(flow(path).values()) == {(0, 0)}
    assert rows_of(path, "by_basis") == [
        ("NOT_STATED", "Not stated", "Not stated", *(0,) * 8, None)
    ]
    assert rows_of(path, "requests") == [(None,) * 12]


TOMORROW = (clock.today() + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("name", "words", "complaint"),
    [
        ("o.xlsx", ["--from", "2020-12-31", "--to", "2020-01-01"], "before it begins"),
        ("o.xlsx", ["--from", "2020-01-01", "--to", TOMORROW], "has not come yet"),
        ("o.xlsx", [*YEAR, "--as-at", TOMORROW], "has not come yet"),
        ("o.xlsx", ["--from", "31 Feb 2020", "--to", "2020-12-31"], "is not a day"),
        ("o.pdf", [*YEAR], "neither a workbook nor a ZIP"),
        ("o", [*YEAR], "neither a workbook nor a ZIP"),
        ("nowhere/o.xlsx", [*YEAR], "There is no folder"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    runner, tmp_path, name, words, complaint
):
    told = runner("statistics", tmp_path / name, *words, expect=1)

    assert complaint in told.stderr
    assert told.stderr.strip().count("\n") == 0
    assert told.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", [[], YEAR[:2], [*YEAR, "--direction", "sideways"], [*YEAR, "--as"]]
)
def test_wrong_usage_is_told_apart(runner, tmp_path, words):
    runner("statistics", tmp_path / "o.xlsx", *words, expect=2)


def test_what_fails_leaves_the_older_file(runner, tmp_path, monkeypatch):
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"older")

    def fails(*_):
        raise OSError(28, "No space left on device", "/tmp/x")

    monkeypatch.setattr("ctrack.exports.statistics.add_charts", fails)

    told = runner("statistics", path, *YEAR, expect=1)

    assert "No space left" in told.stderr
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


def test_filters_leave_out_whatever_does_not_fit(runner, make, tmp_path):
    make.Fact(partner_state="FR")
    make.Fact(partner_state="DE", bases=["UNCAC", "UNTOC"])
    make.Fact(partner_state="US")
    path = tmp_path / "out.xlsx"

    runner("statistics", path, *YEAR, "--group", "European Union")
    assert flow(path)["New"] == (2, 0)
    runner("statistics", path, *YEAR, "--state", "fr", "--state", "Germany")
    assert flow(path)["New"] == (2, 0)
    runner("statistics", path, *YEAR, "--group", "EU", "--basis", "UNCAC")
    assert flow(path)["New"] == (1, 0)


def test_an_unknown_code_is_told_in_a_sentence(runner, make, tmp_path):
    path = tmp_path / "out.xlsx"

    told = runner("statistics", path, *YEAR, "--state", "Atlantis", expect=1)

    assert "“Atlantis” is no State we know." in told.stderr
    assert not path.exists()
