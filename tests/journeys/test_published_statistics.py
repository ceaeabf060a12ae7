"""From the register to the public, in a real browser, with and without JavaScript."""

import pytest

from ctrack.domain.permissions import Role
from ctrack.extensions import db


@pytest.mark.parametrize("javascript", [True, False])
def test_a_statistician_freezes_a_supervisor_releases_everybody_reads(
    window, sign_in, make, javascript
):
    for state in ["FR"] * 6 + ["DE"] * 2 + ["IT"] * 5:
        make.Fact(partner_state=state)
    make.Fact(partner_state="FR", bases=())
    statistician = sign_in(role=Role.STATISTICIAN, name="Stella Novak")
    supervisor = sign_in(role=Role.SUPERVISOR, name="Simon Okafor")
    db.session.commit()

    page = window(statistician, javascript=javascript)
    page.goto("/statistics")
    page.get_by_role("link", name="editions").click()
    page.get_by_role("link", name="New edition").first.click()
    page.get_by_label("Title").fill("Requests of 2020")
    page.get_by_label("First day of the period").fill("1 Jan 2020")
    page.get_by_label("Last day of the period").fill("31 Dec 2020")
    page.get_by_label("As at the end of").fill("30 Jun 2021")
    page.get_by_role("button", name="Freeze the figures").click()
    assert "The figures are frozen" in page.locator(".notice--good").inner_text()
    there = page.url
    page.get_by_role("button", name="Submit for release").click()
    assert "Submitted for release" in page.locator(".page-head").inner_text()

    page = window(supervisor, javascript=javascript)
    page.goto(there)
    page.get_by_label("Why it is released although").fill("It cannot be found.")
    page.get_by_role("button", name="Release to the public").click()
    assert "Released" in page.locator(".page-head").inner_text()

    page = window(javascript=javascript)
    page.goto("/statistics/published")
    page.get_by_role("link", name="Requests of 2020", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Requests of 2020"
    page.get_by_text("What is hidden, and how it is protected").click()
    assert page.get_by_text("never 0 and never empty").is_visible()
    by_state = page.locator("section[aria-labelledby=by_state] tbody")
    assert "Germany" in by_state.inner_text()
    assert ".." in by_state.inner_text()
    assert "Novak" not in page.content()
    assert "Okafor" not in page.content()
