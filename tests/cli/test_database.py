"""`ctrack init` as several people and versions run it."""

import os
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, text

from ctrack import config

FROM_OUTSIDE = [sys.executable, "-m", "ctrack"]


@pytest.fixture
def ctrack(empty_database, tmp_path):
    """Starts the command as a process of its own, on a database of its own."""
    settings = {
        "CTRACK_DATABASE_URL": empty_database,
        "CTRACK_INSTANCE": str(tmp_path / "instance"),
        "CTRACK_STATE": "AU",
        "PYTHONPATH": str(config.PACKAGE.parent),
    }

    def start(*words):
        return subprocess.Popen(
            [*FROM_OUTSIDE, *words],
            env=os.environ | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def result(process):
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.fixture
def engine(empty_database, tmp_path):
    engine = create_engine(config.database_url(empty_database, tmp_path))
    yield engine
    engine.dispose()


def test_several_at_once_make_one_database(ctrack, engine):
    results = [result(process) for process in [ctrack("init") for _ in range(3)]]

    assert {code for code, _, _ in results} == {0}, results
    with engine.connect() as connection:
        natures = connection.scalar(text("SELECT count(*) FROM nature"))
        assert natures == connection.scalar(
            text("SELECT count(DISTINCT code) FROM nature")
        )
        assert natures > 0
        assert connection.scalar(text("SELECT count(*) FROM central_authority")) == 1


def test_after_a_migration_the_database_knows_its_tables(ctrack, engine):
    """A table that is made anew loses what searches are planned by."""
    assert result(ctrack("init"))[0] == 0

    question = {
        "sqlite": "SELECT stat FROM sqlite_stat1 WHERE tbl = 'nature' LIMIT 1",
        "postgresql": "SELECT reltuples FROM pg_class WHERE relname = 'nature'",
    }[engine.dialect.name]
    with engine.connect() as connection:
        natures = connection.scalar(text("SELECT count(*) FROM nature"))
        told = str(connection.scalar(text(question)))
    assert int(float(told.split()[0])) == natures


def test_a_database_that_was_not_set_up_is_not_served(ctrack):
    code, out, err = result(ctrack("serve", "--port", "0"))

    assert (code, out) == (1, "")
    assert err == "The database has not been set up. Run: ctrack init\n"


@pytest.mark.parametrize(
    ("revision", "advice"), [("9999", "newer version"), (None, "Run: ctrack init")]
)
def test_a_database_of_another_version_is_not_served(ctrack, engine, revision, advice):
    assert result(ctrack("init"))[0] == 0
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        if revision:
            connection.execute(
                text("INSERT INTO alembic_version VALUES (:revision)"),
                {"revision": revision},
            )

    code, _, err = result(ctrack("serve", "--port", "0"))

    assert code == 1
    assert advice in err


def test_init_may_be_repeated(runner):
    assert "ready" in runner("init").stdout


def test_a_lost_database_is_told_in_a_sentence(ctrack, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    process = subprocess.run(
        [*FROM_OUTSIDE, "init"],
        env=os.environ
        | {
            "CTRACK_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere",
            "CTRACK_INSTANCE": str(tmp_path / "instance"),
            "PYTHONPATH": str(config.PACKAGE.parent),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert process.returncode == 1
    assert process.stderr.startswith("The database does not answer")
    assert process.stderr.count("\n") == 1


def test_facts_of_an_older_version_get_their_stays(ctrack, engine):
    assert result(ctrack("init"))[0] == 0
    assert result(ctrack("demo", "--requests", "5"))[0] == 0
    kept = _stays(engine)
    with engine.begin() as connection:  # as they were before there were any
        connection.execute(text("DELETE FROM fact_stay"))
        connection.execute(text("DELETE FROM fact_transfer"))
        connection.execute(text("UPDATE fact SET digest = NULL"))

    assert result(ctrack("init"))[0] == 0

    assert _stays(engine) == kept


def _stays(engine):
    question = (
        "SELECT fact_id, position, since, until, holder, authority, parts"
        " FROM fact_stay JOIN fact ON fact.id = fact_id"
        " WHERE known_until IS NULL ORDER BY 1, 2"
    )
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(question))]
    assert found
    return found
