"""A supervisor brings a register in: a file is chosen, judged, and its rows stored."""

import io
import os
import shutil
import time

import openpyxl
import pytest
from flask import current_app
from sqlalchemy import select

from ctrack.domain.permissions import Role
from ctrack.extensions import db
from ctrack.models import Authority, MLARequest
from ctrack.services.imports import uploads

HEADER = "direction,partner_state,received_on,legal_bases,natures,transferred_to\n"
GOOD = "incoming,FR,2024-03-02,UNTOC,SERVICE,Some Court\n"
BAD = "incoming,Atlantis,31.02.2024,UNTOC,SERVICE,\n"


def sent(text, name="old register.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return {"file": (io.BytesIO(content), name)}


@pytest.fixture(autouse=True)
def _without_files(context):
    yield
    for folder in kept():
        shutil.rmtree(folder)


@pytest.fixture
def upload(supervisor):
    """Sends a file; gives the address of its verdict."""

    def send(text):
        return supervisor.submit("imports.new", data=sent(text)).location

    return send


def stored():
    return db.session.scalars(select(MLARequest).order_by(MLARequest.id)).all()


def test_good_rows_are_judged_then_stored(supervisor, upload):
    address = upload(HEADER + GOOD + GOOD)
    page = supervisor.open(address)

    assert "2 rows were read. All of them can be taken." in page.main.get_text(" ")
    assert "Some Court" in page.get_text()
    assert stored() == []

    response = supervisor.submit(address, data=page.form())

    assert response.location == "/requests"
    assert "2 requests were imported." in supervisor.open("/requests").get_text()
    assert [r.entered_by_id for r in stored()] == [supervisor.user.id] * 2
    assert stored()[0].provenance == {"file": "old register.csv", "row": "2"}


def test_bad_rows_are_named_with_column_and_reason(supervisor, upload):
    page = supervisor.open(upload(HEADER + GOOD + BAD))

    [row] = page.select("tbody tr")
    assert row.th.get_text(strip=True) == "3"
    assert "partner_state: “Atlantis” is no State" in row.td.get_text()
    assert "received_on: “31.02.2024” is not a day" in row.td.get_text()


def test_with_bad_rows_nothing_is_stored_unless_they_are_to_be_left_out(
    supervisor, upload
):
    address = upload(HEADER + GOOD + BAD + GOOD + BAD)

    page = supervisor.submit(address, expect=422)

    assert "Nothing was stored" in page.select_one("#faults").get_text()
    assert len(page.select("tbody tr")) == 2
    assert stored() == []
    assert db.session.scalars(select(Authority)).all() == []

    supervisor.submit(address, data={"skip_bad": "y"})

    assert len(stored()) == 2


def test_bad_rows_can_be_taken_away_corrected_and_sent_again(supervisor, upload):
    response = supervisor.open(upload(HEADER + BAD) + "/rows.xlsx")

    book = openpyxl.load_workbook(io.BytesIO(response.data))
    header, row = book["Register"].iter_rows(values_only=True)
    assert header[-1] == "problems"
    assert "Atlantis" in row[-1]
    sheet = book["Register"]
    sheet["B2"], sheet["C2"] = "France", "2024-02-28"
    corrected = io.BytesIO()
    book.save(corrected)
    again = sent(corrected.getvalue(), "corrected.xlsx")
    address = supervisor.submit("imports.new", data=again).location
    supervisor.submit(address)
    assert len(stored()) == 1


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"direction", "register.xlsx", "is not a workbook, though its name says so"),
        (b"", "register.csv", "is empty"),
        (b"a,b\n1,2\n", "register.csv", "lacks the headers"),
        (os.urandom(300), "register.xlsx", "register.xlsx"),
    ],
)
def test_a_file_that_is_no_register_is_refused_with_a_sentence(
    supervisor, content, name, told
):
    page = supervisor.submit("imports.new", data=sent(content, name), expect=422)

    assert told in page.select_one("#faults").get_text()
    assert kept() == []


def test_a_form_without_a_file_says_what_to_do(supervisor):
    page = supervisor.submit("imports.new", expect=422)

    assert "Choose the file" in page.select_one("#faults").get_text()


def test_a_file_that_is_too_large_is_refused(supervisor):
    response = supervisor.client.post(
        "/register/import",
        data=bytes(17 * 1024 * 1024),
        content_type="multipart/form-data; boundary=x",
    )

    assert response.status_code == 413
    assert "larger than 16 MB" in response.text
    assert kept() == []


def kept():
    folder = uploads._all()
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_the_file_is_deleted_once_it_has_been_imported(supervisor, upload):
    address = upload(HEADER + GOOD)
    assert len(kept()) == 1

    supervisor.submit(address)

    assert kept() == []
    supervisor.open(address, expect=404)


def test_a_file_that_nobody_imports_is_deleted_after_a_day(supervisor, upload):
    upload(HEADER + GOOD)
    [old] = kept()
    yesterday = time.time() - uploads.KEPT_FOR - 1
    os.utime(old, (yesterday, yesterday))

    upload(HEADER + GOOD)

    assert old not in kept()


def test_nobody_else_finds_the_file(supervisor, upload, sign_in):
    address = upload(HEADER + GOOD)

    sign_in(role=Role.SUPERVISOR).open(address, expect=404)


def test_a_name_that_climbs_out_of_its_folder_is_only_a_name(supervisor, app):
    file = sent(HEADER + GOOD, "..\\..\\etc/passwd.csv")
    address = supervisor.submit("imports.new", data=file).location

    assert "passwd.csv" in supervisor.open(address).h1.get_text()
    [folder] = kept()
    assert sorted(path.name for path in folder.iterdir()) == ["content", "name"]
    with app.app_context():
        assert str(folder).startswith(current_app.config["CTRACK_INSTANCE"])
