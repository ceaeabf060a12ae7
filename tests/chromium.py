"""The machine's own Chromium, for journeys that need a real browser."""

import os
import shutil
import threading
from contextlib import contextmanager

import pytest
from werkzeug.serving import make_server

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def path():
    """Where the browser is; None where the machine has none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def required_path():
    """Where the browser is; without one the test is left out, in CI it fails."""
    found = path()
    if found is None and os.environ.get("CI"):
        pytest.fail("Chromium is missing: apt-get install chromium")
    if found is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    return found


@contextmanager
def running():
    """The browser, without a window."""
    executable = required_path()
    # Imported here: where there is no browser, its driver is not needed either.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            # Its sandbox needs rights that root in a container does not have.
            chromium_sandbox=os.geteuid() != 0,
        )
        yield browser
        browser.close()


@contextmanager
def serving(app):
    """The address at which the application answers, in threads of this process."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Windows:
    """Opens windows of the browser, each with cookies of its own."""

    def __init__(self, browser, address):
        self.browser = browser
        self.address = address
        self.open = []

    def __call__(self, visitor=None, *, javascript=True, size=(1280, 900), **details):
        """A window of Playwright; `visitor`, a `Browser`, is signed in already."""
        width, height = size
        context = self.browser.new_context(
            base_url=self.address,
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            **details,
        )
        context.set_default_timeout(15_000)
        self.open.append(context)
        if visitor:
            cookie = visitor.client.get_cookie("session", domain="ctrack.test")
            context.add_cookies(
                [{"name": "session", "value": cookie.value, "url": self.address}]
            )
        window = context.new_page()
        window.faults = []
        window.on("pageerror", lambda error: window.faults.append(str(error)))
        window.on("console", lambda message: _note(window, message))
        return window

    def close(self):
        """Close them; what went wrong in a page is a failure of the test."""
        faults = [
            fault
            for context in self.open
            for window in context.pages
            for fault in getattr(window, "faults", [])
        ]
        for context in self.open:
            context.close()
        assert not faults, faults


def _note(window, message):
    # A page that is refused (409, 422) is told as an error too, and is none.
    refused = message.text.startswith("Failed to load resource")
    if message.type == "error" and not refused:
        window.faults.append(message.text)
