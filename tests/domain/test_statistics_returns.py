"""Returns are choices of tables; nothing in them is counted in a way of its own."""

import json
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest

from ctrack.domain.errors import NotFound
from ctrack.domain.statistics.questions import Period, Question
from ctrack.domain.statistics.registry import DEFINED
from ctrack.domain.statistics.returns import CONVENTION, RETURNS, Part, return_named

YEAR = Question(Period(date(2020, 1, 1), date(2020, 12, 31)), 1)
all_returns = pytest.mark.parametrize("each", RETURNS.values(), ids=lambda r: r.name)


@all_returns
def test_a_return_has_tables_that_are_defined_each_once(each):
    times = Counter(each.tables)

    assert times.keys() <= DEFINED.keys()
    assert set(times.values()) == {1}, "or two sheets of its workbook had one name"
    assert not any(DEFINED[name].is_long for name in times)


@all_returns
def test_a_return_says_for_whom_it_is(each):
    for told in (each.title, each.sentence, each.source):
        assert told[0].isupper()
    for part in each.parts:
        assert part.title
        assert part.sentence.endswith(".")


def test_the_treaties_of_returns_are_in_the_list_of_instruments():
    text = files("ctrack.data").joinpath("instruments.json").read_text("utf-8")
    known = {row["code"] for row in json.loads(text)}

    asked = {code for r in RETURNS.values() for part in r.parts for code in part.bases}
    assert asked <= known
    assert set(CONVENTION) == {code for code in known if code.startswith("UNTOC")}


def test_a_part_asks_for_its_treaties_only():
    assert Part("x", "y", ("flow",), ("UNCAC",)).asks(YEAR).bases == ("UNCAC",)
    assert Part("x", "y", ("flow",)).asks(YEAR) == YEAR


def test_an_unknown_return_is_not_found():
    with pytest.raises(NotFound):
        return_named("nothing")
