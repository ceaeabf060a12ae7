"""`ctrack register`: bringing a register in, and taking it out."""

import csv
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Confidentiality, MeasureOutcome
from ctrack.extensions import db
from ctrack.models import Authority, Event, Instrument, MLARequest

SAMPLES = Path(__file__).parent.parent / "samples"
HEADERS = ["direction", "partner_state", "received_on", "legal_bases", "natures"]
GOOD = ["incoming", "FR", "2024-03-02", "UNTOC art. 18", "DOCUMENTS"]


@pytest.fixture
def written(tmp_path):
    """Writes a register as CSV: `written([row, …], headers=…)` gives its path."""

    def write(rows, headers=HEADERS, name="register.csv"):
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([headers, *rows])
        return path

    return write


def requests():
    db.session.rollback()
    return db.session.scalars(select(MLARequest).order_by(MLARequest.id)).all()


def number(table):
    return db.session.scalar(select(func.count()).select_from(table))


def table(path, name):
    """The rows of a table of a workbook, its header first."""
    for sheet in openpyxl.load_workbook(path):
        if name in sheet.tables:
            cells = sheet[sheet.tables[name].ref]
            return [[cell.value for cell in row] for row in cells]
    raise AssertionError(f"no table {name} in {path}")


def test_without_apply_every_row_gets_a_verdict_and_nothing_is_stored(runner, written):
    file = written([[*GOOD, "Unknown Court"]], headers=[*HEADERS, "transferred_to"])

    result = runner("register", "import", file)

    assert result.stdout.splitlines() == ["row 2: good", "rows: 1, good: 1, bad: 0"]
    assert requests() == []
    assert number(Authority) == 0


def test_a_row_becomes_a_historical_request_with_its_parts(runner, written):
    details = {
        "Reference": "OLD 17/2019",
        "DIRECTION": "Incoming",
        "partner state": "italy",
        "partner_reference": "4417/2026/AG",
        "Received On": "2.3.2019",
        "legal_bases": "UNCAC art. 46; BILAT-IT",
        "natures": "TESTIMONY; Hearing by video conference",
        "offences": "7041",
        "transferred_to": "High Court; FIU",
        "transferred_on": "2019-03-20",
        "outcome": "granted_part",
        "closed_on": "1 Feb 2020",
        "restricted": "yes",
        "subject": "=HYPERLINK(1)",
        "favourite_colour": "blue",
    }
    file = written([list(details.values())], headers=list(details))

    result = runner("register", "import", file, "--apply")

    [request] = requests()
    assert "favourite_colour" in result.stderr
    assert request.reference == "OLD 17/2019"
    assert request.is_historical
    assert request.provenance == {"file": "register.csv", "row": "2"}
    assert request.status is Status.CLOSED
    assert request.partner_state == "IT"
    assert request.subject == "=HYPERLINK(1)"
    assert [b.citation for b in request.bases] == ["UNCAC art. 46", "BILAT-IT"]
    assert [o.offence_code for o in request.offences] == ["LAUNDERING"]
    assert {m.outcome for m in request.measures} == {MeasureOutcome.PROVIDED_PARTIAL}
    assert [t.authority.name for t in request.transfers] == ["High Court", "FIU"]
    assert request.confidentiality is Confidentiality.RESTRICTED
    assert db.session.get(Instrument, "BILAT-IT").partner_state == "IT"
    [event] = db.session.scalars(
        select(Event).where(Event.mla_request_id == request.id)
    )
    assert event.kind == "IMPORTED"


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("partner_state", "Atlantis", "row 2: partner_state: “Atlantis”"),
        ("received_on", "31.02.2026", "row 2: received_on: “31.02.2026”"),
        ("received_on", "", "row 2: received_on: "),
        ("received_on", "2190-01-01", "row 2: received_on: "),
        ("legal_bases", "MAGNA CARTA", "row 2: legal_bases: “MAGNA CARTA”"),
        ("natures", "DANCING", "row 2: natures: “DANCING”"),
        ("natures", "", "row 2: natures: "),
        ("direction", "sideways", "row 2: direction: “sideways”"),
    ],
)
def test_a_row_that_breaks_a_rule_is_named_with_column_and_reason(
    runner, written, column, value, told
):
    row = dict(zip(HEADERS, GOOD, strict=True)) | {column: value}
    file = written([list(row.values()), GOOD])

    result = runner("register", "import", file, "--apply", expect=1)

    assert told in result.stdout
    assert result.stdout.splitlines()[-1] == "rows: 2, good: 1, bad: 1"
    assert requests() == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"closed_on": "2024-01-01", "outcome": "WITHDRAWN"}, "closed_on"),
        ({"closed_on": "2024-05-01"}, "outcome"),
        ({"closed_on": "2024-05-01", "outcome": "REFUSED"}, "refusal_grounds"),
        ({"outcome": "GRANTED_FULL"}, "closed_on"),
        ({"urgency": "very"}, "urgency"),
        ({"restricted": "perhaps"}, "restricted"),
    ],
)
def test_the_rules_of_the_forms_hold_for_files(runner, written, more, field):
    file = written([GOOD + list(more.values())], headers=HEADERS + list(more))

    result = runner("register", "import", file, "--apply", expect=1)

    assert f"row 2: {field}: " in result.stdout


def test_good_rows_can_be_stored_and_bad_ones_come_back_to_be_corrected(
    runner, written, tmp_path
):
    bad = ["incoming", "Atlantis", *GOOD[2:]]
    file, errors = written([GOOD, bad]), tmp_path / "bad.xlsx"

    result = runner(
        "register", "import", file, "--apply", "--skip-bad", "--errors", errors
    )

    assert result.stdout.splitlines()[-1] == "rows: 2, good: 1, bad: 1"
    assert len(requests()) == 1
    header, row = list(openpyxl.load_workbook(errors).active.values)
    assert list(header) == [*HEADERS, "problems"]
    assert "Atlantis" in row[-1]
    again = runner("register", "import", errors, expect=1)
    assert "partner_state" in again.stdout


def test_an_own_reference_must_be_free_and_is_never_given_again(runner, written):
    headers = ["reference", *HEADERS]
    first = written([["MLI-2024-00007", *GOOD]], headers=headers)
    runner("register", "import", first, "--apply")

    twice = runner("register", "import", first, "--apply", expect=1)
    runner("register", "import", written([GOOD]), "--apply")

    assert "MLI-2024-00007 is in the register already" in twice.stdout
    assert [r.reference for r in requests()] == ["MLI-2024-00007", "MLI-2024-00008"]


@pytest.mark.parametrize("name", ["fake.xlsx", "noise.xlsx", "empty.csv", "none.xlsx"])
def test_a_file_that_is_no_register_gets_a_sentence(runner, tmp_path, name):
    path = tmp_path / name
    if name == "fake.xlsx":
        path.write_text("direction;partner_state\n")
    elif name == "noise.xlsx":
        path.write_bytes(os.urandom(200_000))
    elif name == "empty.csv":
        path.write_text("")

    result = runner("register", "import", path, "--apply", expect=1)

    assert name in result.stderr
    assert "Traceback" not in result.output
    assert requests() == []


def test_the_published_figures_of_australia_come_out(runner, tmp_path):
    out = tmp_path / "out.xlsx"
    runner("register", "import", SAMPLES / "australia-2013-14-made.xlsx", "--apply")

    runner("statistics", out, "--from", "2013-07-01", "--to", "2014-06-30")

    flow = {row[0]: row[2] for row in table(out, "flow")[1:]}
    assert flow == {
        "Pending at start": 34,
        "New": 15,
        "Granted in full": 18,
        "Granted in part": 0,
        "Refused": 0,
        "Withdrawn": 5,
        "Returned": 0,
        "Forwarded": 0,
        "Otherwise closed": 1,
        "Pending at end": 25,
        "Balance": 0,
    }


def test_the_published_figures_of_ireland_come_out(runner, tmp_path):
    out = tmp_path / "out.xlsx"
    runner("register", "import", SAMPLES / "ireland-money-laundering.xlsx", "--apply")

    runner("statistics", out, "--from", "2007-01-01", "--to", "2016-12-31")

    header, *rows = table(out, "by_basis_year")
    [received] = [row for row in rows if row[:2] == ["Incoming", "COE141"]]
    assert dict(zip(header[3:], received[3:], strict=True)) == {
        "2007": 29,
        "2008": 21,
        "2009": 18,
        "2010": 27,
        "2011": 40,
        "2012": 26,
        "2013": 37,
        "2014": 43,
        "2015": 35,
        "2016": 27,
    }


def cells(path):
    return {
        sheet.title: list(sheet.iter_rows(values_only=True))
        for sheet in openpyxl.load_workbook(path)
    }


def test_the_demonstration_comes_back_cell_by_cell(runner, empty_database, tmp_path):
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    runner("demo", "--requests", 150)
    runner("register", "export", first)

    def elsewhere(*words):
        done = subprocess.run(
            [sys.executable, "-m", "ctrack", *map(str, words)],
            env={
                **os.environ,
                "CTRACK_DATABASE_URL": empty_database,
                "CTRACK_INSTANCE": str(tmp_path),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    elsewhere("init")
    assert "bad: 0" in elsewhere("register", "import", first, "--apply")
    elsewhere("register", "export", second)

    assert list(cells(first)) == ["Register", "Measures", "Transfers", "Legal bases"]
    assert cells(first) == cells(second)
    assert len(cells(first)["Register"]) > 140


def test_an_export_holds_dates_and_text_as_what_they_are(runner, written, tmp_path):
    out = tmp_path / "out.xlsx"
    file = written([[*GOOD, "=1+1"]], headers=[*HEADERS, "subject"])
    runner("register", "import", file, "--apply")

    runner("register", "export", out)

    sheet = openpyxl.load_workbook(out)["Register"]
    header = [cell.value for cell in sheet[1]]
    subject, received = header.index("subject") + 1, header.index("received_on") + 1
    assert sheet.cell(2, subject).value == "=1+1"
    assert sheet.cell(2, subject).data_type == "s"
    assert sheet.cell(2, received).value == datetime(2024, 3, 2)  # noqa: DTZ001 (a spreadsheet has no zone)
    assert [r.received_on for r in requests()] == [date(2024, 3, 2)]


def test_an_export_holds_the_requests_that_the_filters_name(runner, written, tmp_path):
    out = tmp_path / "out.xlsx"
    german = ["incoming", "DE", *GOOD[2:]]
    runner("register", "import", written([GOOD, german, german]), "--apply")

    result = runner(
        "register", "export", out, "--state=Germany", "--direction=incoming"
    )

    assert "2 requests were written" in result.stdout
    assert len(cells(out)["Register"]) == 3


@pytest.mark.parametrize(
    ("word", "code"), [("--colour=red", 2), ("state", 2), ("--state=Atlantis", 1)]
)
def test_a_filter_that_means_nothing_is_refused(runner, tmp_path, word, code):
    out = tmp_path / "out.xlsx"

    runner("register", "export", out, word, expect=code)

    assert not out.exists()
