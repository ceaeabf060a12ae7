"""The tables as JSON-stat 2.0, the format of statistical offices for programs.

A collection holds a dataset for each table. The columns that tell its rows apart are
dimensions; the figures make up one more, “Figure”. Cells without a value are null.
Format: https://json-stat.org/full/
"""

import json
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from itertools import product
from math import prod
from typing import Any, BinaryIO

from ctrack.domain.columns import Column, Kind, Value
from ctrack.domain.statistics.questions import Question
from ctrack.domain.statistics.tables import Figures, Row
from ctrack.exports.statistics import Origin, about_lines

FIGURE = "Figure"
"""The dimension of the columns that hold figures."""

_NUMBER = "Row"
"""The dimension of a table whose rows nothing tells apart but their place."""


def write_json_stat(
    file: BinaryIO, tables: Iterable[Figures], question: Question, origin: Origin
) -> None:
    """Write the tables as a collection; the long one is left out."""
    counted = [figures for figures in tables if not figures.table.is_long]
    about = about_lines(question, origin, [figures.table for figures in counted])
    collection = {
        "version": "2.0",
        "class": "collection",
        "label": "Requests for mutual legal assistance",
        "updated": f"{origin.made_at:%Y-%m-%dT%H:%M:%SZ}",
        "source": origin.office,
        "note": [f"{term}: {text}" if text else term for term, text in about],
        "link": {"item": [_dataset(figures, origin) for figures in counted]},
    }
    text = TextIOWrapper(file, encoding="utf-8", write_through=True)
    json.dump(collection, text, ensure_ascii=False)
    text.detach()


def _dataset(figures: Figures, origin: Origin) -> dict[str, Any]:
    rows = [tuple(row) for row in figures.rows]
    columns = figures.columns
    numbers = [n for n, column in enumerate(columns) if column.kind.is_number]
    keys = _keys(columns, rows)
    dimensions = {
        columns[place].name: _category(columns, rows, place) for place in keys
    }
    if not _tells_apart(rows, keys):
        places = [str(number) for number in range(1, len(rows) + 1)]
        dimensions[_NUMBER] = {"index": places}
    dimensions[FIGURE] = {"index": [columns[n].name for n in numbers]}
    return {
        "version": "2.0",
        "class": "dataset",
        "href": f"#{figures.table.name}",
        "label": figures.table.title,
        "updated": f"{origin.made_at:%Y-%m-%dT%H:%M:%SZ}",
        "source": origin.office,
        "note": [text for _, text in figures.table.definition],
        "extension": {"table": figures.table.name},
        "id": list(dimensions),
        "size": [len(category["index"]) for category in dimensions.values()],
        "role": {"metric": [FIGURE]},
        "dimension": {
            name: {"label": name, "category": category}
            for name, category in dimensions.items()
        },
        "value": _values(rows, keys, numbers, dimensions),
    }


def _keys(columns: Sequence[Column], rows: Sequence[Row]) -> list[int]:
    """The first columns of text that tell the rows apart: as few as are enough."""
    keys: list[int] = []
    for place, column in enumerate(columns):
        if keys and _tells_apart(rows, keys):
            break
        if column.kind is Kind.TEXT:
            keys.append(place)
    return keys


def _tells_apart(rows: Sequence[Row], keys: Sequence[int]) -> bool:
    return len({tuple(row[place] for place in keys) for row in rows}) == len(rows)


def _category(
    columns: Sequence[Column], rows: Sequence[Row], place: int
) -> dict[str, Any]:
    """The codes of a dimension, with their words where the next column has them."""
    category: dict[str, Any] = {
        "index": list(dict.fromkeys(str(row[place]) for row in rows))
    }
    words = place + 1
    if words < len(columns) and columns[words].kind is Kind.TEXT:
        pairs = {(str(row[place]), str(row[words])) for row in rows}
        if len(pairs) == len(category["index"]):
            category["label"] = dict(sorted(pairs))
    return category


def _values(
    rows: Sequence[Row],
    keys: Sequence[int],
    numbers: Sequence[int],
    dimensions: dict[str, dict[str, Any]],
) -> list[Value]:
    """Every cell of the cube, the last dimension running fastest."""
    places = [
        {code: number for number, code in enumerate(category["index"])}
        for category in dimensions.values()
    ]
    sizes = [len(each) for each in places]
    found: list[Value] = [None] * prod(sizes)
    for (number, row), figure in product(enumerate(rows, 1), range(len(numbers))):
        codes = [str(row[place]) for place in keys]
        if _NUMBER in dimensions:
            codes.append(str(number))
        at = [index[code] for index, code in zip(places, codes, strict=False)]
        found[_offset([*at, figure], sizes)] = row[numbers[figure]]
    return found


def _offset(at: Sequence[int], sizes: Sequence[int]) -> int:
    """The place of a cell in row-major order."""
    offset = 0
    for place, size in zip(at, sizes, strict=True):
        offset = offset * size + place
    return offset
