"""What every test can ask for: an empty register, people in it, and their browsers."""

import contextvars
import os
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import event

from ctrack import cli, create_app
from ctrack.domain.permissions import Role
from ctrack.extensions import db

from . import chromium
from . import factories as ready_made
from .browser import Browser
from .databases import PostgreSQL, SQLite

DATABASES = {"sqlite": SQLite, "postgresql": PostgreSQL}


def pytest_report_header():
    return f"database: {chosen_database()}"


def pytest_collection_modifyitems(items):
    for item in items:
        if "window" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def chosen_database():
    name = os.environ.get("CTRACK_TEST_DATABASE", "sqlite")
    if name not in DATABASES:
        raise pytest.UsageError(f"CTRACK_TEST_DATABASE: {' or '.join(DATABASES)}")
    return name


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside(tmp_path_factory):
    """The tests see no CTRACK_* variable of the person who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("CTRACK_") and name != "CTRACK_TEST_DATABASE":
                patch.delenv(name)
        patch.setenv("CTRACK_INSTANCE", str(tmp_path_factory.mktemp("instance")))
        yield


@pytest.fixture(scope="session")
def databases(_no_settings_from_outside, tmp_path_factory):
    """The database server the tests run against; gives new databases, too."""
    server = DATABASES[chosen_database()](tmp_path_factory.mktemp("databases"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def app(databases):
    """The application, on a database that the real migrations have made."""
    app = create_app(
        {
            "TESTING": True,
            "SERVER_NAME": "ctrack.test",
            "CTRACK_STATE": "AU",
            "CTRACK_TIMEZONE": "Etc/UTC",
            "CTRACK_DATABASE_URL": databases.new("register"),
        }
    )
    result = CliRunner().invoke(
        cli.main, ["init"], obj=ScriptInfo(create_app=lambda: app)
    )
    assert result.exit_code == 0, result.output
    with app.app_context():
        databases.remember(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def context(app, databases):
    """A register as it is after `ctrack init`, whatever the test before has done."""
    with app.app_context():
        yield
        db.session.remove()
        databases.restore(db.engine)


@pytest.fixture
def make(context):
    """The factories, with somewhere to put what they make."""
    return ready_made


@pytest.fixture
def empty_database(databases):
    """The address of a database of its own, with nothing in it."""
    return databases.new()


@pytest.fixture
def anonymous(app, context):
    """Someone who has not signed in."""
    return Browser(app)


@pytest.fixture
def sign_in(app, make):
    """Gives the browser of a user: `sign_in(user)`, `sign_in(role=Role.CLERK)`."""

    def signed_in(user=None, **details):
        user = user or make.User(**details)
        browser = Browser(app)
        browser.sign_in(user)
        return browser

    return signed_in


@pytest.fixture
def clerk(sign_in):
    return sign_in(role=Role.CLERK)


@pytest.fixture
def supervisor(sign_in):
    return sign_in(role=Role.SUPERVISOR)


@pytest.fixture
def statistician(sign_in):
    return sign_in(role=Role.STATISTICIAN)


@pytest.fixture
def authority_user(sign_in, make):
    """Someone at a competent authority; `authority_user.user.authority` is it."""
    return sign_in(role=Role.AUTHORITY, authority=make.Authority())


@pytest.fixture
def auditor(sign_in):
    return sign_in(role=Role.AUDITOR)


@pytest.fixture
def admin(sign_in):
    return sign_in(role=Role.ADMIN)


@pytest.fixture
def runner(app, context):
    """Runs a command in this process: `runner("remind", "--dry-run", expect=0)`."""

    def run(*arguments, input=None, expect=0):
        db.session.commit()
        invoke = CliRunner().invoke
        info = ScriptInfo(create_app=lambda: app)
        result = contextvars.Context().run(
            invoke, cli.main, [str(word) for word in arguments], input=input, obj=info
        )
        db.session.rollback()
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == expect, result.output
        return result

    return run


@pytest.fixture(scope="session")
def chromium_browser():
    with chromium.running() as browser:
        yield browser


@pytest.fixture(scope="session")
def address(app):
    """Where the application of the tests can be reached over the network."""
    with chromium.serving(app) as address:
        yield address


@pytest.fixture
def window(chromium_browser, address, context):
    """Opens a window of Chromium: `window(clerk).goto("/requests")`.

    `window(javascript=False)`, `window(size=(390, 844))`; see `Windows`. Commit what
    the window is to see, and roll back to see what it has done.
    """
    windows = chromium.Windows(chromium_browser, address)
    yield windows
    windows.close()


class Statements(list):
    """The SQL that was sent."""

    def __str__(self):
        return "\n".join(f"{number}. {sql}" for number, sql in enumerate(self, 1))


@pytest.fixture
def count_queries(context):
    """`with count_queries() as sent: …; assert len(sent) == 5, str(sent)`."""

    @contextmanager
    def counting():
        sent = Statements()

        def count(_connection, _cursor, statement, *_):
            if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
                sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", count)
        try:
            yield sent
        finally:
            event.remove(db.engine, "before_cursor_execute", count)

    return counting
