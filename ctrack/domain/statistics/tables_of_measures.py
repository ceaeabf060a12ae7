"""Tables that count measures: what was requested and provided (paragraph 35(c))."""

from ctrack.domain.columns import Column
from ctrack.domain.statistics.cells import Counts, Facet, Population
from ctrack.domain.statistics.phrases import FACTS, RECEIPT, number, text
from ctrack.domain.statistics.tables import Table
from ctrack.domain.wording import N_

_POPULATION = N_("Measures of the requests new in the period.")
_UNIT = N_("One measure: one nature of assistance asked for in one request.")

FATES = ("Provided in full", "Provided in part", "Not provided", "Pending")
"""What can become of a measure: the columns after “Requested”."""


def _fate(name: str, meaning: str = "") -> Column:
    counts = Counts(Population.MEASURES, ((Facet.FATE, name),))
    return number(name, meaning, counts)


_FATES = (
    number(N_("Requested"), counts=Counts(Population.MEASURES)),
    _fate(N_("Provided in full")),
    _fate(N_("Provided in part")),
    _fate(N_("Not provided"), N_("Refused, not possible, or withdrawn.")),
    _fate(N_("Pending")),
)
_REMARK = N_(
    "Outcomes are those known when the figures are made, or by the end of the day “as "
    "at”. Requested = provided in full + in part + not provided + pending."
)

BY_BASIS_NATURE = Table(
    name="by_basis_nature",
    title=N_("By basis and nature"),
    sentence=N_(
        "Measures of the requests new in the period, by primary legal basis and nature "
        "of assistance, and what became of them."
    ),
    population=_POPULATION,
    date_used=RECEIPT,
    unit=_UNIT,
    source=FACTS,
    columns=(
        text(N_("Direction")),
        text(N_("Basis code")),
        text(N_("Nature code")),
        *_FATES,
    ),
    facets=(Facet.DIRECTION, Facet.PRIMARY_BASIS, Facet.NATURE),
    remark=_REMARK,
)

BY_NATURE = Table(
    name="by_nature",
    title=N_("By nature of assistance"),
    sentence=N_(
        "Measures of the requests new in the period, by nature of assistance "
        "requested, and what became of them."
    ),
    population=_POPULATION,
    date_used=RECEIPT,
    unit=_UNIT,
    source=FACTS,
    columns=(
        text(N_("Direction")),
        text(N_("Code")),
        text(N_("Nature")),
        text(N_("Article")),
        *_FATES,
    ),
    facets=(Facet.DIRECTION, Facet.NATURE),
    is_compared=True,
    remark=_REMARK,
)
