"""Tables about time: how long steps took, how old what is pending has become."""

from ctrack.domain.columns import Column, Kind
from ctrack.domain.statistics.cells import Counts, Facet, Population, pending
from ctrack.domain.statistics.phrases import (
    ALL_DAYS,
    FACTS,
    ONE_REQUEST,
    mention,
    number,
    text,
)
from ctrack.domain.statistics.tables import Table
from ctrack.domain.wording import N_

TIMELINESS = Table(
    name="timeliness",
    title=N_("Timeliness"),
    sentence=N_(
        "Calendar days from one step to another, of the requests whose later step lies "
        "in the period. Outgoing requests count from sending."
    ),
    population=N_(
        "Requests with both days known and in order, the later one in the period."
    ),
    date_used=N_("The later day of the interval."),
    unit=N_("One request; its duration in calendar days."),
    source=FACTS,
    columns=(
        text(N_("Direction")),
        text(N_("Interval")),
        mention(
            N_("Requests"),
            N_("Requests with both days known."),
            Counts(Population.ANY),
        ),
        Column(N_("Mean"), Kind.DECIMAL),
        Column(N_("Median"), Kind.DECIMAL),
        Column(N_("P75"), Kind.DECIMAL, meaning=N_("Three quarters took no longer.")),
        Column(N_("P90"), Kind.DECIMAL, meaning=N_("Nine tenths took no longer.")),
        Column(N_("Maximum"), Kind.INTEGER),
    ),
    facets=(Facet.DIRECTION, Facet.INTERVAL),
    is_compared=True,
    compared=("Requests", "Median"),
    remark=N_("Percentiles by linear interpolation, as PERCENTILE.INC of Excel."),
)

AGES: tuple[tuple[str, int | None], ...] = (
    (N_("0-3 months"), 3),
    (N_("3-6 months"), 6),
    (N_("6-12 months"), 12),
    (N_("12-24 months"), 24),
    (N_("Over 24 months"), None),
)
"""The age bands, and the months at which each ends."""

PENDING_AGE = Table(
    name="pending_age",
    title=N_("Pending by age"),
    sentence=N_(
        "Requests pending at the end of the period by age in calendar months, and by "
        "the competent authority to which each was last transferred."
    ),
    population=N_("Requests pending at the end of the period."),
    date_used=ALL_DAYS,
    unit=ONE_REQUEST,
    source=FACTS,
    columns=(
        text(N_("Direction")),
        text(N_("Authority")),
        *(
            number(name, "", Counts(Population.PENDING, ((Facet.AGE, name),)))
            for name, _ in AGES
        ),
        number(N_("Total"), counts=pending()),
    ),
    facets=(Facet.DIRECTION, Facet.LAST_AUTHORITY),
    remark=N_(
        "Not stated: not transferred to an authority. A request received three months "
        "ago to the day is in the second band."
    ),
)
