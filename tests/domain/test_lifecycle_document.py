"""The document of the life cycle tells what the tables hold, all of it."""

from pathlib import Path

import pytest

from ctrack.domain import describe, lifecycle_document
from ctrack.domain.lifecycle import STEPS
from ctrack.domain.statuses import STAGES
from ctrack.domain.step import Field, Follow
from ctrack.domain.transfers import TRANSFER_STEPS
from ctrack.domain.vocabulary import Direction

DOCUMENT = Path(__file__).parents[2] / "docs" / "life-cycle.md"


def test_the_document_is_what_the_tables_give():
    """Run `make life-cycle` where this fails."""
    assert DOCUMENT.read_text(encoding="utf-8") == lifecycle_document.document()


@pytest.mark.parametrize("direction", Direction)
def test_every_step_and_stage_is_told(direction):
    document = DOCUMENT.read_text(encoding="utf-8")

    for code, step in STEPS[direction].items():
        assert f"{step.label} (`{code}`)" in document
    for stage in STAGES[direction].values():
        assert f"| {stage.label}" in document


def test_every_step_of_a_transfer_is_told():
    document = DOCUMENT.read_text(encoding="utf-8")

    for code, step in TRANSFER_STEPS.items():
        assert f"{step.label} (`{code}`)" in document


def test_every_guard_field_and_target_has_words():
    steps = [step for of_one in STEPS.values() for step in of_one.values()]

    assert {guard for step in steps for guard in step.guards} <= set(describe.RULES)
    assert set(describe.FIELD_LABELS) == set(Field)
    assert set(describe.FOLLOWS) == set(Follow)
    assert {name for step in TRANSFER_STEPS.values() for name in step.asks} == set(
        describe.TRANSFER_FIELD_LABELS
    )


def test_writing_the_document_anew(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["lifecycle_document", str(tmp_path / "x.md")])

    lifecycle_document.main()

    assert (tmp_path / "x.md").read_bytes() == DOCUMENT.read_bytes()
