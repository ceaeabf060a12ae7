"""Tables that follow the register through the period: on screen, for the charts."""

from ctrack.domain.columns import Column, Kind
from ctrack.domain.statistics.cells import Facet, closed_at_all, new, standing
from ctrack.domain.statistics.phrases import (
    ALL_DAYS,
    FACTS,
    ONE_REQUEST,
    REQUESTS_TOUCHED,
    mention,
    number,
    text,
)
from ctrack.domain.statistics.tables import Table
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_

_IN, _OUT = Direction.INCOMING, Direction.OUTGOING
_STANDING = N_("Pending at the end of the month: a standing number, never added up.")

BY_MONTH = Table(
    name="by_month",
    title=N_("Month by month"),
    sentence=N_(
        "Requests new and closed in each month, and pending at its end. The first and "
        "the last month are counted within the period only."
    ),
    population=REQUESTS_TOUCHED,
    date_used=ALL_DAYS,
    unit=ONE_REQUEST,
    source=FACTS,
    columns=(
        text(N_("Month")),
        number(N_("Incoming new"), counts=new(_IN)),
        number(N_("Incoming closed"), counts=closed_at_all(_IN)),
        mention(N_("Incoming pending"), _STANDING, standing(_IN)),
        number(N_("Outgoing new"), counts=new(_OUT)),
        number(N_("Outgoing closed"), counts=closed_at_all(_OUT)),
        mention(N_("Outgoing pending"), _STANDING, standing(_OUT)),
    ),
    remark=N_(
        "Pending at the end of the month before + new − closed = pending at the end of "
        "the month. Months before anything was pending or new are left out."
    ),
    facets=(Facet.MONTH,),
)

MOST_YEARS_IN_QUARTERS = 3
"""A period that touches more calendar years than this is told in years."""

TIME_TO_CLOSE = Table(
    name="time_to_close",
    title=N_("Time to close"),
    sentence=N_(
        "Calendar days from receipt or sending to closing, of the requests closed in "
        "the period, by quarter of closing; by year where the period is long."
    ),
    population=N_("Requests closed in the period."),
    date_used=N_("Closing day."),
    unit=N_("One request; its duration in calendar days."),
    source=FACTS,
    columns=(
        text(N_("Direction")),
        text(N_("Closed in")),
        number(N_("Requests"), counts=closed_at_all()),
        Column(N_("P10"), Kind.DECIMAL, meaning=N_("One tenth took no longer.")),
        Column(N_("P25"), Kind.DECIMAL, meaning=N_("A quarter took no longer.")),
        Column(N_("Median"), Kind.DECIMAL),
        Column(N_("P75"), Kind.DECIMAL, meaning=N_("Three quarters took no longer.")),
        Column(N_("P90"), Kind.DECIMAL, meaning=N_("Nine tenths took no longer.")),
    ),
    remark=N_("Percentiles by linear interpolation, as PERCENTILE.INC of Excel."),
    facets=(Facet.DIRECTION, Facet.CLOSED_IN),
)
