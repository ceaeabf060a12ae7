"""Every command explains itself, and complains in one sentence."""

import click
import pytest

from ctrack.cli import main
from ctrack.domain.permissions import Role
from ctrack.extensions import db
from ctrack.models import User


def commands(group=main, path=()):
    for name, command in group.commands.items():
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_each_command_explains_itself(runner, path):
    told = runner(*path, "--help").stdout

    assert told.startswith(f"Usage: ctrack {' '.join(path)}")


@pytest.mark.parametrize(
    "words", [["nonsense"], ["serve", "--port", "many"], ["user", "add"], []]
)
def test_wrong_usage_is_told_apart(runner, words):
    told = runner(*words, expect=2)

    assert told.stdout == ""
    assert "--help" in told.stderr


def test_a_user_is_added(runner):
    runner(
        *["user", "add", "eva", "--role", "clerk", "--password-stdin"],
        input="a long enough pass phrase\n",
    )

    eva = db.session.query(User).filter_by(username="eva").one()
    assert eva.role is Role.CLERK
    assert "long enough" not in eva.password_hash


def test_a_password_is_asked_for_twice(runner):
    phrase = "a long enough pass phrase\n"

    told = runner("user", "add", "eva", "--role", "admin", input=phrase * 2)

    assert "long enough" not in told.output
    assert db.session.query(User).filter_by(username="eva").one().role is Role.ADMIN


@pytest.mark.parametrize(
    ("words", "password"),
    [
        (["--role", "clerk"], ""),
        (["--role", "clerk"], "short"),
        (["--role", "authority"], "a long enough pass phrase"),
        (["--role", "authority", "--authority", "NONE"], "a long enough pass phrase"),
    ],
)
def test_a_user_who_cannot_be_added_is_refused(runner, words, password):
    told = runner(
        *["user", "add", "eva", *words, "--password-stdin"],
        input=password + "\n",
        expect=1,
    )

    assert told.stderr.strip().count("\n") == 0
    assert db.session.query(User).count() == 0


def test_a_name_is_given_once(runner, make):
    make.User(username="eva")

    told = runner(
        *["user", "add", "eva", "--role", "clerk", "--password-stdin"],
        input="a long enough pass phrase\n",
        expect=1,
    )

    assert "eva" in told.stderr


def test_check_names_what_is_wrong(runner):
    told = runner("check", expect=1).stdout

    assert "CTRACK_PROXIES" in told
    assert "CTRACK_STATE" not in told


def test_check_is_content_with_a_good_configuration(runner, app, monkeypatch):
    monkeypatch.setitem(app.config, "CTRACK_PROXIES", 1)

    assert runner("check").stdout == "Nothing is wrong with the configuration.\n"


def test_check_asks_for_the_time_zone_of_an_office_whose_machine_has_none(
    runner, app, monkeypatch
):
    monkeypatch.setitem(app.config, "CTRACK_TIMEZONE", "")
    monkeypatch.setenv("TZ", "UTC")

    assert "CTRACK_TIMEZONE is not set" in runner("check", expect=1).stdout


def test_check_names_the_logins_of_the_demonstration(runner, make):
    make.User(is_demonstration=True)

    assert "demonstration" in runner("check", expect=1).stdout
