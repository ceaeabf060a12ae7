"""The tests' Chromium reaches the application, with and without a visitor."""

import pytest


@pytest.mark.parametrize("javascript", [True, False])
def test_a_window_opens_a_page(window, javascript):
    page = window(javascript=javascript)

    page.goto("/healthz")

    assert page.inner_text("body") == "ok"


def test_a_window_knows_its_visitor(window, clerk):
    page = window(clerk)

    page.goto("/healthz")

    (cookie,) = page.context.cookies()
    assert cookie["name"] == "session"
