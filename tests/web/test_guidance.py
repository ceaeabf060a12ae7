"""The guidance for requesting States: public, and only what the register knows."""

from datetime import date

import pytest

from ctrack.domain.permissions import Role
from ctrack.extensions import db, transaction
from ctrack.models import Instrument
from ctrack.services import central_authorities, reference_data


@pytest.fixture
def known(make):
    """Writes down what is known of the office."""

    def write(**values):
        admin = make.User(role=Role.ADMIN)
        office = admin.central_authority
        now = {name: getattr(office, name) for name in central_authorities.FIELDS}
        with transaction():
            central_authorities.change(office, now | values, by=admin)

    return write


def test_anybody_reads_it_without_signing_in(anonymous):
    page = anonymous.open("/guidance")

    assert page.heading == "How to request mutual legal assistance from us"
    assert "Australia" in page.select_one(".page-head__lead").text


def test_it_asks_for_the_six_things_of_article_18_15(anonymous):
    page = anonymous.open("/guidance")

    section = page.select_one("section[aria-labelledby=what]")
    assert len(section.select("ol > li")) == 6


def test_an_office_that_has_said_nothing_gets_no_invented_address(anonymous):
    page = anonymous.open("/guidance")

    where = page.select_one("section[aria-labelledby=where]")
    assert not where.select("dt")
    assert "notified to the Secretary-General" in where.text


def test_the_address_and_languages_are_told_as_they_are_known(anonymous, known):
    known(address="1 Quay Street\nPort Callan", email="mla@x.test", languages="Welsh")

    page = anonymous.open("/guidance")

    where = page.select_one("section[aria-labelledby=where]")
    assert [each.text for each in where.select("dt")] == ["Post", "E-mail"]
    assert where.select_one("a")["href"] == "mailto:mla@x.test"
    assert "in: Welsh." in page.select_one("section[aria-labelledby=form]").text


def test_the_legal_bases_are_those_that_may_be_cited_today(anonymous, make):
    admin = make.User(role=Role.ADMIN)
    with transaction():
        reference_data.add_bilateral("BILAT-FR", year=None, by=admin)
        reference_data.save_entry(
            Instrument, "UN1988", {"valid_until": date(2020, 1, 1)}, by=admin
        )
    db.session.commit()

    rows = anonymous.open("/guidance").select("section tbody tr")

    codes = {row.select("td")[-1].text for row in rows}
    assert {"UNTOC", "UNCAC", "BILAT-FR"} <= codes
    assert "UN1988" not in codes
