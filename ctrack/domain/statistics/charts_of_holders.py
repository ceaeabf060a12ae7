"""The chart of holders: where the time of requests went."""

from collections.abc import Iterator

from ctrack.domain.statistics.charts import (
    NOTHING,
    Chart,
    Form,
    Picture,
    on_one_scale,
)
from ctrack.domain.statistics.tables import Figures
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_, Sentence

MOST_HOLDERS = 10

_TITLES = {
    Direction.INCOMING.label: Sentence(N_("Incoming: share of days")),
    Direction.OUTGOING.label: Sentence(N_("Outgoing: share of days")),
}


def _ranked(figures: Figures, direction: str) -> list[tuple[str, float]]:
    """Holders with their share of the days, the one with most of them first."""
    shares = [
        (str(row[1]), float(str(row[4])))
        for row in figures.rows
        if row[0] == direction and row[4]
    ]
    return sorted(shares, key=lambda pair: -pair[1])


def _pictures(figures: Figures) -> Iterator[Picture]:
    yield from on_one_scale(
        Picture(title, Form.BARS, tuple(names), tuple(shares), is_share=True)
        for direction, title in _TITLES.items()
        if (ranked := _ranked(figures, direction)[:MOST_HOLDERS])
        for names, shares in [zip(*ranked, strict=True)]
    )


def _sentence(figures: Figures) -> Sentence:
    for direction in _TITLES:
        if ranked := _ranked(figures, direction):
            holder, share = ranked[0]
            return Sentence(
                N_(
                    "%(direction)s: most of the days, %(share)s of them, requests lay "
                    "with: %(holder)s."
                ),
                {
                    "direction": direction,
                    "share": f"{100 * share:.0f} %",
                    "holder": holder,
                },
            )
    return NOTHING


WHERE_THE_TIME_WENT = Chart(
    "by_holder", N_("Where the time went"), _pictures, _sentence
)
