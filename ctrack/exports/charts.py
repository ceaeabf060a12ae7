"""Drawing the pictures of a chart as SVG that stands inside a page.

pygal draws; what it brings along of styles, scripts and data for them is taken out, so
that the stylesheet of the pages decides how everything looks, in the light, in the dark
and on paper, and the policy of the pages needs no exception.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from xml.etree import ElementTree as Xml

import pygal
from pygal.style import Style

from ctrack.domain.statistics.charts import Form, Picture

# For plug-ins with maps, of which we have none, pygal puts itself into every import of
# the whole process, in a way that Python 3.11 warns of and 3.12 ignores.
sys.meta_path[:] = [
    finder
    for finder in sys.meta_path
    if not isinstance(finder, pygal.PluginImportFixer)
]

_SVG = "http://www.w3.org/2000/svg"
Xml.register_namespace("", _SVG)

_SMALL, _WIDE = (360, 200), (560, 220)
"""Width and height; on a telephone a small picture keeps its size."""

_ROW, _FRAME = 24, 44
"""Of lying bars: the height of one, and of what stands around them."""

_MOST_IN_SMALL = 8
_MOST_WITH_NUMBERS = 12
_MOST_LABELS = 8

# Only to reckon with: the stylesheet says the same sizes.
_STYLE = Style(label_font_size=12, major_label_font_size=12, value_font_size=12)


@dataclass(frozen=True)
class Wording:
    """How the page words what stands in a picture."""

    title: Callable[[Picture], str]
    label: Callable[[str], str]
    number: Callable[[float], str]
    share: Callable[[float], str]
    """Of one hundred."""
    is_right_to_left: bool = False


@dataclass(frozen=True)
class Drawing:
    """A picture that has been drawn."""

    title: str
    svg: str
    is_wide: bool


def draw(picture: Picture, wording: Wording) -> Drawing:
    """Draw one picture; its title stands beside it, and is read out instead of it."""
    title = wording.title(picture)
    size = _size(picture)
    chart = _KINDS[picture.form](**_settings(picture, wording, size))
    _fill(chart, picture, wording)
    root = Xml.fromstring(chart.render())  # noqa: S314 (drawn by us a line above)
    _bare(root)
    _name(root, title, picture, wording)
    if wording.is_right_to_left:
        _mirror(root, size[0])
    return Drawing(title, Xml.tostring(root, encoding="unicode"), size[0] > _SMALL[0])


_KINDS = {
    Form.COLUMNS: pygal.Bar,
    Form.LINE: pygal.Line,
    Form.BARS: pygal.HorizontalBar,
    Form.SPANS: pygal.StackedBar,
}


def _size(picture: Picture) -> tuple[int, int]:
    if picture.form is Form.BARS:
        return _WIDE[0], _FRAME + _ROW * len(picture.labels)
    return _SMALL if len(picture.labels) <= _MOST_IN_SMALL else _WIDE


def _settings(
    picture: Picture, wording: Wording, size: tuple[int, int]
) -> dict[str, object]:
    has_numbers = (
        picture.form is not Form.LINE and len(picture.labels) <= _MOST_WITH_NUMBERS
    )
    settings: dict[str, object] = {
        "width": size[0],
        "height": size[1],
        "style": _STYLE,
        "css": (),
        "js": (),
        "no_prefix": True,
        "show_legend": False,
        "margin": 8,
        "spacing": 6,
        "print_values": has_numbers,
        "print_values_position": "top",
        "value_formatter": wording.share if picture.is_share else wording.number,
        "show_dots": False,
        "include_x_axis": True,
        "max_scale": 5,
        "min_scale": 2,
        "truncate_label": 40,
    }
    if picture.top:
        settings["range"] = (0, picture.top * (100 if picture.is_share else 1))
    if picture.form is Form.BARS:
        settings["show_y_guides"] = False
    elif not picture.is_share and (top := picture.top or picture.highest) < _FEW:
        settings["y_labels"] = list(range(max(1, ceil(top)) + 1))
    return settings


_FEW = 5
"""Below this the library would draw lines for halves of a request."""


def _fill(chart: pygal.Graph, picture: Picture, wording: Wording) -> None:
    labels = [wording.label(label) for label in picture.labels]
    if picture.form is Form.BARS:
        # the library counts lying bars from below
        chart.x_labels = labels[::-1]
        chart.add("", [_shown(value, picture) for value in picture.values[::-1]])
        return
    chart.x_labels = list(_some(labels))
    if picture.form is Form.SPANS:
        for part in _parts(picture, wording):
            chart.add("", part)
    else:
        chart.add("", [_shown(value, picture) for value in picture.values])


def _shown(value: float | None, picture: Picture) -> float | None:
    return value * 100 if picture.is_share and value is not None else value


def _some(labels: Sequence[str]) -> Iterator[str]:
    """So many of the labels that they stand beside each other."""
    step = -(-len(labels) // _MOST_LABELS)
    for number, label in enumerate(labels):
        yield label if number % step == 0 else ""


def _parts(picture: Picture, wording: Wording) -> Iterator[list[dict[str, object]]]:
    """Three layers: up to the 25th percentile, from there to the median, to the 75th.

    The first is not shown; the second bears the median as its number.
    """
    pairs = list(zip(picture.values, picture.spans, strict=True))

    def layer(
        top: Callable[[float, float, float], float], number: bool
    ) -> list[dict[str, object]]:
        parts: list[dict[str, object]] = []
        for median, span in pairs:
            low, high = span or (0.0, 0.0)
            text = wording.number(median) if number and median is not None else ""
            value = top(low, median or 0.0, high)
            parts.append({"value": value, "formatter": lambda _, text=text: text})
        return parts

    yield layer(lambda low, median, high: low, number=False)
    yield layer(lambda low, median, high: median - low, number=True)
    yield layer(lambda low, median, high: high - median, number=False)


def _bare(root: Xml.Element) -> None:
    """Take out what the page does not use: styles, scripts, and data for scripts."""
    for parent in list(root.iter()):
        for child in list(parent):
            classes = child.get("class", "").split()
            if child.tag in _NOT_USED or "tooltip-overlay" in classes:
                parent.remove(child)
            # named as parts of a chart, so that no other rule of the pages meets them
            child.set("class", " ".join(f"chart__{name}" for name in classes))


_NOT_USED = {f"{{{_SVG}}}{name}" for name in ("defs", "desc", "title")}


def _name(root: Xml.Element, title: str, picture: Picture, wording: Wording) -> None:
    root.attrib.pop("id", None)
    root.set("class", f"chart chart--{picture.form.name.lower()}")
    root.set("role", "img")
    root.set("aria-label", title)
    # or right-to-left pages would take the start of a text for its end
    root.set("direction", "ltr")


def _mirror(root: Xml.Element, width: float) -> None:
    """Let everything run from the right; the texts stay readable."""
    root.set("class", root.get("class", "") + " chart--mirrored")
    for graph in root.findall(f"{{{_SVG}}}g"):
        graph.set("transform", f"translate({width},0) scale(-1,1)")
    for text in root.iter(f"{{{_SVG}}}text"):
        across = float(text.get("x", "0"))
        turned = f"translate({2 * across},0) scale(-1,1)"
        text.set("transform", f"{turned} {text.get('transform', '')}".strip())
