"""JSON-stat: read by a library of others, it gives the figures of the registry."""

import json
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pyjstat import pyjstat

from ctrack.domain.statistics.questions import Period, Question
from ctrack.domain.statistics.registry import TABLES
from ctrack.domain.statistics.tables import Figures
from ctrack.exports.json_stat import write_json_stat
from ctrack.exports.statistics import Origin

PERIOD = Period(date(2019, 7, 1), date(2020, 6, 30))
ORIGIN = Origin("Eva", datetime(2026, 11, 24, 9, 30, tzinfo=UTC), "1.2.3", "Ministry")
ROWS = {
    "flow": [("New", 3, 4), ("Refused", 0, 1)],
    "by_basis": [
        ("UNTOC", "Convention", "Multilateral treaty", 2, 3, 1, 1, 1, 0, 0, 2, 171.5),
        ("COMITY", "Comity", "Comity", 1, 1, 0, 0, 0, 0, 1, 0, None),
    ],
    "by_basis_year": [
        ("Incoming", "UNTOC", "Convention", 1, 2),
        ("Outgoing", "COE030", "European Convention", 3, 0),
        ("Outgoing", "UNTOC", "Convention", 5, 7),
    ],
    "timeliness": [("Incoming", "Receipt to closure", 2, 9.5, None, 10.0, 12.25, 13)],
    "pending_age": [
        ("Incoming", "District Court", 1, 2, 0, 0, 1, 4),
        ("Incoming", "District Court", 5, 0, 0, 0, 0, 5),
    ],
}
"""Two authorities may bear one name."""


@pytest.fixture(scope="module")
def collection():
    file = BytesIO()
    tables = (Figures.of(TABLES[name], PERIOD, rows) for name, rows in ROWS.items())
    write_json_stat(file, tables, Question(PERIOD, 1), ORIGIN)
    return json.loads(file.getvalue())


def dataset(collection, name):
    (found,) = [
        item
        for item in collection["link"]["item"]
        if item["extension"]["table"] == name
    ]
    return found


def read_back(found):
    """The rows of a dataset, by the keys that tell them apart."""
    cube = pyjstat.Dataset.read(json.dumps(found))
    *keys, figure = found["id"]
    names = found["dimension"][figure]["category"]["index"]

    def row(**codes):
        query = [{key.replace("_", " "): code} for key, code in codes.items()]
        return [cube.get_value([*query, {figure: name}]) for name in names]

    return keys, row


def test_every_table_is_a_dataset_of_the_collection(collection):
    assert (collection["version"], collection["class"]) == ("2.0", "collection")
    assert [item["label"] for item in collection["link"]["item"]] == [
        TABLES[name].title for name in ROWS
    ]
    assert "Period: 2019-07-01 to 2020-06-30" in collection["note"]


@pytest.mark.parametrize("name", ROWS)
def test_a_dataset_is_as_large_as_its_dimensions_say(collection, name):
    found = dataset(collection, name)

    cells = 1
    for dimension, size in zip(found["id"], found["size"], strict=True):
        category = found["dimension"][dimension]["category"]
        assert len(category["index"]) == len(set(category["index"])) == size
        cells *= size
    assert len(found["value"]) == cells
    assert found["role"] == {"metric": ["Figure"]}


def test_figures_read_back_are_those_that_were_counted(collection):
    keys, row = read_back(dataset(collection, "flow"))
    assert keys == ["Measure"]
    for measure, *figures in ROWS["flow"]:
        assert row(Measure=measure) == figures

    keys, row = read_back(dataset(collection, "by_basis"))
    assert keys == ["Code"], "as few dimensions as tell the rows apart"
    for code, _, _, *figures in ROWS["by_basis"]:
        assert row(Code=code) == figures

    keys, row = read_back(dataset(collection, "by_basis_year"))
    assert keys == ["Direction", "Code"]
    for direction, code, _, *figures in ROWS["by_basis_year"]:
        assert row(Direction=direction, Code=code) == figures
    assert row(Direction="Incoming", Code="COE030") == [None, None]


def test_what_cannot_be_counted_is_null(collection):
    keys, row = read_back(dataset(collection, "timeliness"))

    assert keys == ["Direction"]
    assert row(Direction="Incoming") == [2, 9.5, None, 10.0, 12.25, 13]


def test_rows_that_nothing_tells_apart_are_numbered(collection):
    found = dataset(collection, "pending_age")
    keys, row = read_back(found)

    assert keys == ["Direction", "Authority", "Row"]
    first = row(Direction="Incoming", Authority="District Court", Row="1")
    assert first == [1, 2, 0, 0, 1, 4]
    second = row(Direction="Incoming", Authority="District Court", Row="2")
    assert second == [5, 0, 0, 0, 0, 5]


def test_codes_have_their_words(collection):
    category = dataset(collection, "by_basis")["dimension"]["Code"]["category"]

    assert category["label"] == {"UNTOC": "Convention", "COMITY": "Comity"}
