"""The table by article of treaties."""

from collections import Counter, defaultdict

from ctrack.domain.articles import SUBJECTS, parted
from ctrack.domain.statistics.tables import NOT_STATED, Line, Row
from ctrack.domain.vocabulary import Outcome
from ctrack.domain.wording import N_
from ctrack.models import FactMention
from ctrack.queries.statistics.inquiry import Inquiry, mention_of
from ctrack.queries.statistics.population import (
    closed_as,
    counted,
    how_many,
    is_touched,
)

_SHOWN = (Outcome.GRANTED_FULL, Outcome.GRANTED_PART, Outcome.REFUSED)


def by_article(ask: Inquiry) -> list[Row]:
    """Requests by the articles they cite; the treaty that is cited most first."""
    found = _numbers(ask)
    rows: list[Row] = []
    for direction in ask.directions:
        here = found[direction.value]
        times: Counter[str] = Counter()
        for code, numbers in here.items():
            times[parted(code)[0]] += sum(numbers)

        def place(code: str, times: Counter[str] = times) -> tuple[object, ...]:
            treaty, article = parted(code)
            first = "".join(sign for sign in article if sign.isdigit())
            return -times[treaty], treaty, not article, int(first or 0), article

        for code in sorted(here, key=place) or [NOT_STATED]:
            key = (direction.value, code) if code in here else ()
            treaty, article = parted(code)
            article = article or N_("Not stated")
            numbers = here.get(code, (0,) * 5)
            told = (direction.label, treaty, article, SUBJECTS.get(code, ""))
            rows.append(Line.of(key, *told, *numbers))
    return rows


def _numbers(ask: Inquiry) -> dict[str, dict[str, tuple[int, ...]]]:
    """New, closed and pending requests by direction and article."""
    keys = (counted.c.direction, FactMention.code)
    statement = (
        ask.select(
            *keys,
            how_many(counted.c.is_new),
            *(how_many(closed_as(outcome)) for outcome in _SHOWN),
            how_many(counted.c.is_pending),
        )
        .join(FactMention, mention_of("article"))
        .where(is_touched)
        .group_by(*keys)
    )
    found: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
    for direction, code, *numbers in ask.rows(statement):
        found[direction][code] = tuple(numbers)
    return found
