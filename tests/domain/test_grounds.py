"""Grounds on which assistance may not be refused (UNTOC art. 18(8), (22))."""

import json
from importlib import resources

import pytest

from ctrack.domain.grounds import check_grounds, is_doubtful


def shipped(code):
    text = resources.files("ctrack.data").joinpath("grounds.json").read_text("utf-8")
    [ground] = [entry for entry in json.loads(text) if entry["code"] == code]
    return ground.get("forbidden_under") or []


@pytest.mark.parametrize(
    ("ground", "bases", "lawful"),
    [
        ("BANK_SECRECY", ["UNTOC"], False),
        ("BANK_SECRECY", ["UNCAC"], False),
        ("BANK_SECRECY", ["UN1988"], False),
        ("BANK_SECRECY", ["UNTOC-TIP"], False),
        ("BANK_SECRECY", ["COE030"], True),
        ("BANK_SECRECY", ["COE030", "UNTOC"], False),
        ("BANK_SECRECY", ["BILAT-FR"], True),
        ("FISCAL_ONLY", ["UNTOC"], False),
        ("FISCAL_ONLY", ["COE030"], True),
        ("DUAL_CRIMINALITY", ["UNTOC", "UNCAC"], True),
        ("ESSENTIAL_INTERESTS", ["UNTOC"], True),
    ],
)
def test_a_basis_forbids_grounds(ground, bases, lawful):
    assert (check_grounds({ground: shipped(ground)}, bases) == []) is lawful


def test_the_refusal_names_ground_and_basis():
    [problem] = check_grounds({"Bank secrecy": ["UNTOC", "UNCAC"]}, ["UNCAC", "UNTOC"])

    assert str(problem) == (
        "refusal_grounds: Bank secrecy is not a lawful ground under UNCAC, UNTOC. "
        "Choose another ground."
    )


@pytest.mark.parametrize("ground", ["BANK_SECRECY", "FISCAL_ONLY"])
def test_where_no_basis_forbids_it_the_clerk_is_warned_and_not_stopped(ground):
    """ETS 99 art. 1 takes away what ETS 30 art. 2(a) had left: the text decides."""
    assert is_doubtful(shipped(ground), ["COE030"])
    assert check_grounds({ground: shipped(ground)}, ["COE030"]) == []


@pytest.mark.parametrize(
    ("ground", "basis"), [("BANK_SECRECY", "UNTOC"), ("DUAL_CRIMINALITY", "COE030")]
)
def test_nobody_is_warned_of_what_is_refused_or_lawful_everywhere(ground, basis):
    assert not is_doubtful(shipped(ground), [basis])


def test_each_unlawful_ground_is_named_though_another_would_do():
    problems = check_grounds(
        {"Bank secrecy": ["UNTOC"], "De minimis": [], "Fiscal": ["UNTOC"]}, ["UNTOC"]
    )
    assert len(problems) == 2
