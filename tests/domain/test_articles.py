"""Which articles a text cites: their numbers, and nothing else that stands there."""

import pytest

from ctrack.domain.articles import SUBJECTS, cited, numbers, parted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("18", ["18"]),
        ("18(10)", ["18"]),
        ("art. 18, para. 3 (a)", ["18"]),
        ("18, 20", ["18", "20"]),
        ("articles 13 and 18 § 2", ["13", "18"]),
        ("18 bis", ["18bis"]),
        ("18, paragraphs 13", ["18"]),
        ("46 al. 2", ["46"]),
        ("18; 18", ["18"]),
        ("", []),
        ("as agreed with J. Smith on 2020-01-02", []),
        ("16-18", ["16", "18"]),
        ("Smith 1975", []),
    ],
)
def test_numbers_of_articles_are_read_from_what_people_write(text, found):
    assert list(numbers(text)) == found


def test_a_treaty_without_an_article_is_cited_by_its_code():
    assert cited([("UNTOC", ""), ("COE030", "3"), ("COE030", "7")]) == [
        *("UNTOC", "COE030 3", "COE030 7")
    ]


def test_a_treaty_that_is_cited_with_an_article_too_has_one():
    assert cited([("UNTOC", ""), ("UNTOC", "18")]) == ["UNTOC 18"]


def test_what_is_no_treaty_has_no_articles():
    assert cited([("RECIPROCITY", ""), ("DOMESTIC_LAW", "12")]) == []


def test_codes_come_apart_again():
    assert parted("UNTOC-TIP 18") == ("UNTOC-TIP", "18")
    assert parted("UNTOC-TIP") == ("UNTOC-TIP", "")
    assert all(parted(code)[1].isdigit() for code in SUBJECTS)
