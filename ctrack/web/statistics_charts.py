"""The charts of the statistics, worded and drawn for the page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date, format_skeleton
from flask import Flask
from markupsafe import Markup

from ctrack.domain.statistics.charts import Picture
from ctrack.domain.statistics.charts_of_tables import chart_of
from ctrack.domain.statistics.tables import Figures
from ctrack.domain.wording import Sentence
from ctrack.exports.charts import Drawing, Wording, draw
from ctrack.web.wording import locale, number, translated, words

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4}) Q([1-4])")


@dataclass(frozen=True)
class Shown:
    """A chart as the page shows it, and the figures behind it."""

    title: str
    sentence: str
    drawings: tuple[Drawing, ...]
    figures: Figures


def charts(tables: Iterable[Figures]) -> Iterator[Shown]:
    """Draw the charts of those tables that have one."""
    for figures in tables:
        chart = chart_of(figures)
        if chart is not None:
            pictures = chart.pictures(figures)
            yield Shown(
                title=translated(chart.title),
                sentence=_told(chart.sentence(figures)),
                drawings=tuple(map(drawn, pictures)),
                figures=figures,
            )


def drawn(picture: Picture) -> Drawing:
    """One picture, worded for the reader."""
    return draw(picture, _wording())


def _wording() -> Wording:
    return Wording(
        title=lambda picture: _told(picture.title),
        label=label,
        number=_figure,
        share=lambda share: f"{_figure(share)} %",
        is_right_to_left=locale().text_direction == "rtl",
    )


def _told(sentence: Sentence) -> str:
    """The sentence in the reader's language, with months as the page words them."""
    values = {
        name: label(value) if isinstance(value, str) else value
        for name, value in sentence.values.items()
    }
    return words(replace(sentence, values=values))


def label(text: str) -> str:
    """What stands at an axis: months and quarters as the language writes them."""
    if month := _MONTH.fullmatch(text):
        day = date(int(month[1]), int(month[2]), 1)
        return str(format_skeleton("yMMM", day, locale=locale()))
    if quarter := _QUARTER.fullmatch(text):
        day = date(int(quarter[1]), int(quarter[2]) * 3, 1)
        return format_date(day, "QQQ y", locale=locale())
    return translated(text)


def _figure(value: float) -> str:
    return number(round(value))


def svg(drawing: Drawing) -> Markup:
    """The drawing as a part of the page: its texts were escaped when it was drawn."""
    return Markup(drawing.svg)  # noqa: S704 (made by us, never typed)


def init_app(app: Flask) -> None:
    """Hand the charts to the templates."""
    app.jinja_env.filters.update({"charts": charts, "svg": svg})
