"""What is promised on paper holds: dependencies, settings, configuration, health."""

import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from configparser import ConfigParser
from pathlib import Path

import flask_migrate
import pytest
from sqlalchemy import create_engine

from ctrack import config, create_app, extensions
from ctrack.config import ConfigurationError

ROOT = Path(__file__).parent.parent


def direct_dependencies():
    """The packages named in the two lists, without versions."""
    for path in (ROOT / "requirements.in", ROOT / "requirements-dev.in"):
        for line in path.read_text().splitlines():
            if line and not line.startswith(("#", "-r")):
                yield line


def test_each_direct_dependency_is_accounted_for():
    told = (ROOT / "docs" / "dependencies.md").read_text()
    listed = re.findall(r"^\| ([a-z][\w\[\]-]*) \|", told, flags=re.MULTILINE)

    assert sorted(listed) == sorted(["package", "package", *direct_dependencies()])


def test_the_wheel_asks_for_what_is_in_the_list():
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg")
    asked = setup["options"]["install_requires"].split()
    listed = (ROOT / "requirements.in").read_text().splitlines()

    assert [re.sub(">=.*", "", line) for line in asked] == [
        line for line in listed if not line.startswith("#")
    ]


@pytest.mark.parametrize("setting", config.SETTINGS, ids=lambda s: s.name)
def test_each_setting_is_in_the_readme(setting):
    assert f"| `{setting.variable}` |" in (ROOT / "README.md").read_text()


def test_the_readme_invents_no_setting():
    told = set(re.findall(r"CTRACK_[A-Z_]+[A-Z]", (ROOT / "README.md").read_text()))

    assert told == {setting.variable for setting in config.SETTINGS}


def test_make_explains_each_target():
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)[1].split()

    for target in phony:
        assert re.search(rf"^{target}:.*## \w", makefile, flags=re.MULTILINE), target


# Configuration


@pytest.fixture
def instance(tmp_path, monkeypatch):
    folder = tmp_path / "instance"
    monkeypatch.setenv("CTRACK_INSTANCE", str(folder))
    return folder


def test_translators_are_given_every_kind_of_text(tmp_path):
    makefile = (ROOT / "Makefile").read_text()
    recipe = re.search(r"pybabel extract (.+) -o", makefile)[1]
    collected = tmp_path / "messages.pot"

    frontend = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract"]
    subprocess.run(
        [*frontend, *recipe.split(), "-o", str(collected), "."], cwd=ROOT, check=True
    )

    told = collected.read_text()
    for text in (
        "Ask for additional information",  # of the domain
        "open %(num)s days",  # counted
        "Where the time went",  # of a template
        "Wished for by",  # of a form
    ):
        assert f'"{text}"' in told


def test_defaults_lie_in_the_instance_folder(instance):
    settings = config.read({})

    assert settings.database_url.database == str(instance / "ctrack.sqlite")
    assert settings.secret_key == (instance / "secret_key").read_text()
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700
    assert stat.S_IMODE((instance / "secret_key").stat().st_mode) == 0o600


def test_the_environment_wins_over_the_file(instance, monkeypatch):
    instance.mkdir()
    (instance / "config.toml").write_text('STATE = "fr"\nCTRACK_PROXIES = 1\n')

    assert (config.read({}).state, config.read({}).proxies) == ("FR", 1)

    monkeypatch.setenv("CTRACK_STATE", "pt")
    assert config.read({}).state == "PT"
    assert config.read({"CTRACK_STATE": "DE"}).state == "DE"


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("STAAT = 'FR'", "what is no setting: STAAT"),
        ("STATE = ", "cannot be read"),
        ("PROXIES = 'two'", "not a whole number"),
        ("TIMEZONE = 'Europe/Atlantis'", "not the name of a time zone"),
        ("TIMEZONE = '../../etc/passwd'", "not the name of a time zone"),
        ("DATABASE_URL = 'mysql://localhost/x'", "not mysql"),
        ("DATABASE_URL = 'somewhere'", "not the address of a database"),
    ],
)
def test_a_wrong_configuration_is_told_in_a_sentence(instance, written, complaint):
    instance.mkdir()
    (instance / "config.toml").write_text(written)

    with pytest.raises(ConfigurationError, match=complaint):
        config.read({})


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_postgresql_is_reached_through_psycopg(scheme, tmp_path):
    url = config.database_url(f"{scheme}://eva:secret@db.example/register", tmp_path)

    assert url.drivername == "postgresql+psycopg"
    assert url.host == "db.example"


def test_processes_that_start_at_once_share_one_secret(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(config.kept_secret, [tmp_path / "secret_key"] * 64))

    assert len(found) == 1
    assert len(found.pop()) == 64


def test_cookies_travel_over_https_only_behind_a_proxy(instance):
    assert create_app().config["SESSION_COOKIE_SECURE"] is False
    assert create_app({"CTRACK_PROXIES": 1}).config["SESSION_COOKIE_SECURE"] is True


def test_the_package_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "ctrack", "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )

    assert done.stdout.startswith("ctrack ")


# Health and migrations


def test_health_is_asked_of_the_database(anonymous):
    assert anonymous.open("/healthz").text == "ok"


def test_without_a_database_the_health_is_bad(instance):
    lost = create_app({"CTRACK_DATABASE_URL": f"sqlite:///{instance}/no/such/folder"})

    response = lost.test_client().get("/healthz")

    assert response.status_code == 503
    assert "does not answer" in response.text


def test_the_migrations_make_what_the_models_say(context):
    flask_migrate.check()


def test_sqlite_is_told_what_it_forgets(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path}/new.sqlite")
    extensions.govern_sqlite(engine)

    with engine.connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "journal_mode", "busy_timeout", "synchronous")
        }
    engine.dispose()

    assert told == {
        "foreign_keys": 1,
        "journal_mode": "wal",
        "busy_timeout": 10_000,
        "synchronous": 1,
    }
