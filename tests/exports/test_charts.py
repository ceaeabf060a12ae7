"""Pictures as the page holds them: nothing that its policy forbids, every number."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ctrack.config import resource_folder
from ctrack.domain.statistics.charts import Form, Picture
from ctrack.domain.wording import Sentence
from ctrack.exports.charts import Wording, draw

WORDING = Wording(
    title=lambda picture: str(picture.title),
    label=str,
    number=lambda value: f"{value:g}",
    share=lambda value: f"{value:g} %",
)
FROM_THE_RIGHT = Wording(
    WORDING.title, WORDING.label, WORDING.number, WORDING.share, is_right_to_left=True
)
SVG = "{http://www.w3.org/2000/svg}"


def picture(form, labels=("2019", "2020"), values=(12.0, 7.0), **more):
    spans = tuple((v - 5, v + 5) for v in values) if form is Form.SPANS else ()
    return Picture(Sentence("New <requests>"), form, labels, values, spans, **more)


def drawn(shown, wording=WORDING):
    return ElementTree.fromstring(draw(shown, wording).svg)


def texts(root):
    return [text.text for text in root.iter(f"{SVG}text") if text.text]


@pytest.mark.parametrize("form", Form)
def test_no_style_and_no_script_comes_with_a_picture(form):
    root = drawn(picture(form))

    allowed = {"svg", "g", "rect", "path", "text"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith(("on", "style", "{"))]
    assert not {"fill", "stroke"} & names, "the stylesheet colours"


@pytest.mark.parametrize("form", Form)
def test_a_picture_is_read_out_by_its_title(form):
    root = drawn(picture(form))

    assert root.get("role") == "img"
    assert root.get("aria-label") == "New <requests>"


@pytest.mark.parametrize("form", [Form.COLUMNS, Form.BARS, Form.SPANS])
def test_numbers_and_labels_stand_in_the_picture(form):
    found = texts(drawn(picture(form)))

    for text in ("12", "7", "2019", "2020"):
        assert text in found


def test_a_lying_bar_stands_at_its_name_the_first_on_top():
    root = drawn(picture(Form.BARS, ("Malta", "Fiji"), (9.0, 4.0)))

    height = {t.text: float(t.get("y")) for t in root.iter(f"{SVG}text") if t.text}
    assert height["Malta"] < height["Fiji"]
    assert abs(height["Malta"] - height["9"]) < abs(height["Fiji"] - height["9"])


def test_the_bar_of_a_span_ends_at_the_upper_quarter():
    root = drawn(picture(Form.SPANS, ("2020",), (50.0,), top=55.0))

    lowest, middle, upper = (
        next(series.iter(f"{SVG}rect")).attrib
        for series in root.iter(f"{SVG}g")
        if "chart__serie-" in series.get("class", "")
        and list(series.iter(f"{SVG}rect"))
    )
    # drawn from 45 over the median 50 to 55, on one scale
    one = float(lowest["height"]) / 45
    assert float(middle["height"]) / one == pytest.approx(5, abs=0.01)
    assert float(upper["height"]) / one == pytest.approx(5, abs=0.01)


def test_shares_are_shown_of_a_hundred():
    found = texts(drawn(picture(Form.BARS, ("Court",), (0.25,), is_share=True)))

    assert "25 %" in found


def test_of_many_labels_as_many_are_shown_as_fit():
    labels = tuple(f"month {n}" for n in range(40))

    root = drawn(picture(Form.LINE, labels, tuple(float(n) for n in range(40))))

    assert len([t for t in texts(root) if t.startswith("month")]) == 8


def test_what_is_named_with_signs_of_markup_stays_text():
    root = drawn(picture(Form.BARS, ("<b>&", "x"), (1.0, 2.0)))

    assert "<b>&" in texts(root)


def test_from_the_right_the_first_column_stands_right():
    def first_and_last(wording):
        root = drawn(picture(Form.COLUMNS), wording)
        graph = root.find(f"{SVG}g").get("transform")
        bars = [float(r.get("x")) for r in root.iter(f"{SVG}rect") if r.get("rx")]
        return graph, bars

    assert first_and_last(WORDING)[0] is None
    turned, bars = first_and_last(FROM_THE_RIGHT)
    assert turned == "translate(360,0) scale(-1,1)"
    assert bars == sorted(bars), "and it is only turned, not counted otherwise"
    for text in drawn(picture(Form.COLUMNS), FROM_THE_RIGHT).iter(f"{SVG}text"):
        assert "scale(-1,1)" in text.get("transform"), "so that it can be read"


def luminance(colour):
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
              for c in channels]  # fmt: skip
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_bars_stand_out_in_the_light_and_in_the_dark():
    """WCAG 1.4.11: graphics have a contrast of 3 to 1 with what lies beside them."""
    css = (Path(resource_folder("static")) / "css" / "ctrack.css").read_text("utf-8")
    bars, paper = (
        re.findall(rf"--{name}: (#[0-9a-f]{{6}})", css)[:2]
        for name in ("accent", "paper")
    )

    for bar, ground in zip(bars, paper, strict=True):
        lighter, darker = sorted([luminance(bar), luminance(ground)], reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 3
