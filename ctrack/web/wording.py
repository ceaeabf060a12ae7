"""How days, numbers, codes and sentences are worded, on every page alike."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from flask import Flask, g, has_app_context
from flask_babel import get_locale, get_translations, gettext, ngettext

from ctrack import clock, states
from ctrack.domain.lifecycle import step_of
from ctrack.domain.statuses import Holder, Stage
from ctrack.domain.vocabulary import BasisKind, Direction, Labelled
from ctrack.domain.wording import Sentence

ENGLISH = Locale("en")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

MARKS = {
    Holder.CENTRAL: "central",
    Holder.COMPETENT: "competent",
    Holder.FOREIGN: "foreign",
    Holder.COURT: "court",
    Holder.POSTPONED: "paused",
    Holder.ORIGINATOR: "competent",
    Holder.TRANSLATION: "central",
    Holder.NONE: "none",
}
"""The mark beside a holder's name: its colour and shape in the stylesheet."""


def locale() -> Locale:
    """The language of the page, found out once for each."""
    if not has_app_context():
        return ENGLISH
    found: Locale | None = g.get("locale")
    if found is None:
        found = g.locale = get_locale() or ENGLISH
    return found


def language() -> str:
    """The language of the page as a code: `en`, `zh_Hant`."""
    try:
        code: str = g.language
    except (AttributeError, RuntimeError):
        code = str(locale())
        if has_app_context():
            g.language = code
    return code


def day(value: date | None, empty: str = "") -> str:
    """A day as `23 Nov 2026`."""
    return empty if value is None else _day(value, language(), "d MMM y")


def short_day(value: date | None, empty: str = "") -> str:
    """A day without its year, where the page says which year: `23 Nov`."""
    return empty if value is None else _day(value, language(), "d MMM")


def long_day(value: date) -> str:
    """A day with its weekday, for headings: `Monday 23 November 2026`."""
    return _day(value, language(), "EEEE d MMMM y")


@lru_cache(maxsize=20_000)
def _day(value: date, language: str, pattern: str) -> str:
    return format_date(value, pattern, locale=language)


def moment(value: datetime | None, empty: str = "") -> str:
    """A moment in the time of the central authority: `23 Nov 2026, 14:05`."""
    if value is None:
        return empty
    return format_datetime(clock.here(value), "d MMM y, HH:mm", locale=locale())


def number(value: float | None, empty: str = "") -> str:
    """A number as `1,046`."""
    return empty if value is None else _number(value, language())


@lru_cache(maxsize=5_000)
def _number(value: float, language: str) -> str:
    return format_decimal(value, locale=language)


def percent(share: float) -> str:
    """A share as `63%`."""
    return _percent(share, language())


@lru_cache(maxsize=5_000)
def _percent(share: float, language: str) -> str:
    return format_percent(share, locale=language)


def translated(text: str) -> str:
    """A text that was marked for translation, in the language of the page."""
    return _translated(text, language()) if text else ""


@lru_cache(maxsize=20_000)
def _translated(text: str, _language: str) -> str:
    """Catalogues do not change while the application runs: each is asked once."""
    found: str = get_translations().ugettext(text)
    return found


def counted(one: str, many: str, number: int) -> str:
    """The words for a number of things: both texts have a blank `num`."""
    return _counted(one, many, number, language()) % {"num": number}


@lru_cache(maxsize=20_000)
def _counted(one: str, many: str, number: int, _language: str) -> str:
    found: str = get_translations().ungettext(one, many, number)
    return found


def _form_for(one: str, many: str, number: int) -> str:
    """The form for a number of things, its blanks left to the template."""
    return _counted(one, many, number, language())


def label(value: Any, empty: str = "") -> str:
    """The words for a code: of a closed list, a stage, or an entry of a kept list."""
    if value is None:
        return empty
    if isinstance(value, (Labelled, Stage)):
        return translated(value.label)
    if hasattr(value, "name") and callable(value.name):
        return str(value.name(locale().language))
    return str(value)


def entry_label(labels: Mapping[str, str], code: str = "") -> str:
    """The words an entry of a kept list has, from its labels by language."""
    return labels.get(locale().language) or labels.get("en") or code


def state(code: str) -> str:
    """The name of a State, territory or body."""
    return translated(states.name(code)) if code else ""


_WITHOUT_INSTRUMENT = frozenset(
    {"RECIPROCITY", "COMITY", "DOMESTIC_LAW", "AD_HOC", "NOT_STATED"}
)


def basis(code: str) -> str:
    """A legal basis briefly: the known code of a treaty, words for the rest."""
    if code in _WITHOUT_INSTRUMENT:
        return translated(BasisKind[code].label)
    if code.startswith("BILAT-"):
        return gettext("Bilateral treaty with %(state)s", state=state(code[6:]))
    return code


def words(sentence: Sentence | str) -> str:
    """A sentence of the domain in the language of the page, its blanks filled."""
    if isinstance(sentence, str):
        return translated(sentence)
    blanks = {name: _blank(value) for name, value in sentence.blanks.items()}
    if sentence.plural is not None and sentence.number is not None:
        return ngettext(sentence.text, sentence.plural, sentence.number, **blanks)
    text = translated(sentence.text)
    return text % blanks if blanks else text


def _blank(value: object) -> str:
    """What stands in a blank: a day and a code are put into words."""
    if isinstance(value, Sentence):
        return words(value)
    if isinstance(value, Labelled):
        return label(value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return worded(str(value))
    return number(value)


def worded(text: str) -> str:
    """A day in ISO form as the page writes days; any other text translated."""
    if _ISO_DAY.fullmatch(text):
        try:
            return day(date.fromisoformat(text))
        except ValueError:
            return text
    return translated(text)


def mark(holder: Holder) -> str:
    """The mark of a holder."""
    return MARKS[holder]


def step_label(step: tuple[Direction, str]) -> str:
    """The words on the button of a step, by its direction and code."""
    return translated(step_of(*step).label)


FILTERS = {
    "step_label": step_label,
    "day": day,
    "short_day": short_day,
    "long_day": long_day,
    "moment": moment,
    "number": number,
    "label": label,
    "entry_label": entry_label,
    "state": state,
    "basis": basis,
    "words": words,
    "translated": translated,
    "mark": mark,
}


def init_app(app: Flask) -> None:
    """Hand the wording to the templates."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        translated, _form_for, newstyle=True
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
