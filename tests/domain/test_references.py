"""Reference numbers: ours are composed, anybody's are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctrack.domain.references import compose, normalised, parts
from ctrack.domain.vocabulary import Direction


@given(st.sampled_from(Direction), st.integers(1900, 2100), st.integers(1, 999_999_999))
def test_our_reference_tells_direction_year_and_number(direction, year, number):
    assert parts(compose(direction, year, number)) == (direction, year, number)


def test_references_of_one_year_sort_as_they_were_given():
    assert compose(Direction.INCOMING, 2026, 12) == "MLI-2026-00012"
    assert compose(Direction.OUTGOING, 2026, 123456) == "MLO-2026-123456"


@pytest.mark.parametrize(
    "text",
    [
        "MLI-2026-12",
        "MLX-2026-00012",
        "mli-2026-00012",
        "MLI-2026-00012 ",
        "MLI-2026-00012\n",
        "MLI-٢٠٢٦-٠٠٠١٢",
        "MLI-2026-" + "9" * 10,  # no counter holds it
        "MLI-2026-" + "9" * 40,
        "",
    ],
)
def test_what_is_not_of_our_pattern_is_nobody_elses_number(text):
    assert parts(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1183 / 2026 TA", "1183-2026-ta"),
        ("Nº 45/ÉTR", "no45etr"),
        ("Straße 5", "STRASSE5"),
        ("ﬁle 7", "FILE-7"),
        ("Дело №5", "ДЕЛО NO 5"),
        ("١٢٣", "١٢٣"),
        ("℡ 5", "tel5"),
        ("İ-5", "i5"),
    ],
)
def test_case_spaces_punctuation_and_accents_do_not_matter(one, other):
    assert normalised(one) == normalised(other)


@given(st.text(max_size=40))
def test_comparing_twice_changes_nothing(text):
    once = normalised(text)

    assert normalised(once) == once
    assert normalised(f" {text}-") == once
    assert once == "" or once.isalnum()
