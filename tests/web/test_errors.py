"""What people see when something is wrong: a page with a sentence."""

import pytest

from ctrack import create_app
from ctrack.domain.errors import (
    ChangedMeanwhile,
    DomainError,
    Invalid,
    NotFound,
    NotPermitted,
    StepNotOpen,
    problem,
)
from ctrack.web.errors import status_of


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("There is none."), 404),
        (NotPermitted("No."), 403),
        (StepNotOpen("Not now."), 409),
        (ChangedMeanwhile("Somebody else did."), 409),
        (Invalid([problem("received_on", "That is not a day.")]), 422),
        (DomainError("No."), 409),
    ],
)
def test_each_refusal_has_its_status(error, status):
    assert status_of(error) == status


def test_an_unknown_address_is_told_to_everybody(anonymous, clerk):
    for visitor in (anonymous, clerk):
        page = visitor.open("/nowhere", expect=404)
        assert page.heading == "Nothing is here"


def test_a_request_that_does_not_exist_is_named_as_it_was_typed(clerk):
    page = clerk.open("/requests/<b>x</b>", expect=404)

    assert "<B>X</B>" in page.main.text.upper()
    assert not page.main.select("b")


def test_a_method_that_is_not_taken_is_told(anonymous):
    response = anonymous.client.delete("/login")

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "This page does not take that" in response.text


def test_what_is_too_large_is_told(clerk):
    much = "x" * 17 * 1024 * 1024

    page = clerk.submit("/account", data={"password": much}, expect=413)

    assert page.heading == "Too large"
    assert "Nothing was stored" in page.text


def test_a_form_from_elsewhere_is_told(clerk):
    response = clerk.client.post("/account", data={"password": "x"})

    assert response.status_code == 400
    assert "did not come from this site" in response.text


@pytest.fixture
def failing(databases, tmp_path):
    """An application like the one in production, whose database does not answer."""
    app = create_app(
        {
            "CTRACK_INSTANCE": str(tmp_path),
            "CTRACK_DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/register.sqlite",
        }
    )
    return app.test_client()


def test_our_own_failure_is_admitted_and_asks_nothing_again(failing):
    response = failing.get("/login")

    assert response.status_code == 500
    assert "Something went wrong" in response.text
    assert "The mistake is ours" in response.text
    assert "Traceback" not in response.text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_https_is_remembered_where_it_is_spoken(app, context):
    spoken = app.test_client().get("/guidance", base_url="https://ctrack.test")
    plain = app.test_client().get("/guidance")

    assert "max-age" in spoken.headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in plain.headers
