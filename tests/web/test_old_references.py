"""Requests from old registers keep their numbers, whatever those look like."""

import csv

import pytest
from flask import url_for


@pytest.fixture
def imported(runner, tmp_path):
    """Brings a request in under this number."""

    def bring_in(reference):
        path = tmp_path / "old.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(
                [
                    ["reference", "direction", "partner_state", "received_on",
                     "legal_bases", "natures"],
                    [reference, "incoming", "FR", "2024-03-02", "UNTOC", "SERVICE"],
                ]
            )  # fmt: skip
        runner("register", "import", path, "--apply")

    return bring_in


OLD = ["MLA 1/2015", "mla/17/b", "Rogatória nº 4", "2015.17", "AG-33/2/1 (bis)"]


@pytest.mark.parametrize("reference", OLD)
def test_a_request_opens_under_the_number_it_always_had(imported, clerk, reference):
    imported(reference)

    listed = clerk.open("/requests")
    link = next(a for a in listed.select("a[href]") if a.get_text() == reference)
    page = clerk.open(link["href"])

    assert reference in page.main.get_text()
    assert reference in clerk.open("mla_requests.history", reference=reference).text


@pytest.mark.parametrize("reference", OLD)
def test_its_steps_open_under_that_number_too(imported, clerk, reference):
    imported(reference)

    page = clerk.open("steps.take", reference=reference, code="note")
    form = page.form() | {"note": ["Found in the cellar."]}
    clerk.submit("steps.take", data=form, reference=reference, code="note")

    shown = clerk.open("mla_requests.show", reference=reference)
    assert "Found in the cellar." in shown.text


def test_the_addresses_of_our_own_numbers_stay_as_they_are(app):
    with app.test_request_context():
        address = url_for("mla_requests.show", reference="MLI-2026-00012")

    assert address.removeprefix("http://ctrack.test") == "/requests/MLI-2026-00012"
