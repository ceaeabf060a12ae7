"""What the codes of kept lists are called, in the language of the page."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from flask import Flask, g

from ctrack.models import Instrument, Nature, NatureSubtype, Offence
from ctrack.queries import kept_lists, reference_data
from ctrack.web.wording import entry_label, language


def kept(table: type[Any]) -> Mapping[str, str]:
    """The labels of a kept list by code, asked for once while the list stays."""

    def ask() -> Mapping[str, str]:
        entries = reference_data.all_of(table)
        return {e.code: entry_label(e.label, e.code) for e in entries}

    return _once_a_page(("labels", table, language()), ask)


def _articles(table: type[Any]) -> Mapping[str, str]:
    def ask() -> Mapping[str, str]:
        return {e.code: e.article for e in reference_data.all_of(table)}

    return _once_a_page(("articles", table), ask)


def _once_a_page(key: Hashable, ask: Callable[[], Mapping[str, str]]) -> Any:
    """What `ask` gives; a page that names many codes asks once whether it holds."""
    known: dict[Hashable, Mapping[str, str]] = g.setdefault("kept", {})
    if key not in known:
        known[key] = kept_lists.kept(key, ask)
    return known[key]


def instrument(code: str) -> str:
    """What a legal instrument is called."""
    return kept(Instrument).get(code, code)


def nature(code: str) -> str:
    """What a nature of assistance is called."""
    return kept(Nature).get(code, code)


def nature_article(code: str) -> str:
    """The article that names a nature of assistance; empty where none does."""
    return _articles(Nature).get(code, "")


def subtype(code: str) -> str:
    """What a finer kind of assistance is called."""
    return kept(NatureSubtype).get(code, code)


def offence(code: str) -> str:
    """What an offence is called."""
    return kept(Offence).get(code, code)


def init_app(app: Flask) -> None:
    """Hand the names to the templates."""
    app.jinja_env.filters.update(
        instrument=instrument,
        nature=nature,
        nature_article=nature_article,
        subtype=subtype,
        offence=offence,
    )
