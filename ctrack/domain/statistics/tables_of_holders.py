"""Tables about whom time was spent with, and what competent authorities did."""

from ctrack.domain.columns import Column, Kind
from ctrack.domain.statistics.cells import CountColumn, Facet, touched, transfers
from ctrack.domain.statistics.phrases import (
    FACTS,
    REQUESTS_TOUCHED,
    number,
    text,
)
from ctrack.domain.statistics.tables import Table
from ctrack.domain.wording import N_

BY_HOLDER = Table(
    name="by_holder",
    title=N_("Where the time went"),
    sentence=N_(
        "Calendar days of the period that requests lay with each holder: with us, with "
        "each competent authority, with the other State, before a court, or postponed. "
        "On a day on which several authorities have a request, each of them is counted "
        "with an equal part of it, so that every day of a request is counted once."
    ),
    population=REQUESTS_TOUCHED,
    date_used=N_(
        "The days from receipt or sending until closing that lie in the period: from "
        "the end of the day before it until the end of its last day."
    ),
    unit=N_("One calendar day of one request."),
    source=FACTS,
    columns=(
        text(N_("Direction")),
        text(N_("Holder")),
        CountColumn(
            N_("Requests"),
            Kind.INTEGER,
            meaning=N_("Requests that lay there: under each holder once."),
            counts=touched(),
        ),
        Column(N_("Days"), Kind.DECIMAL, meaning=N_("In parts where it was shared.")),
        Column(
            N_("Share"),
            Kind.SHARE,
            meaning=N_("Of the days of the direction: the shares add up to one."),
        ),
    ),
    remark=N_(
        "The day of a deed counts, not that of its entry. While we wait for "
        "information, while execution is postponed or challenged before a court, the "
        "time is not the authority's. Nobody: from closing to reopening. Days without "
        "a day of transfer are ours. Our own requests are counted from sending."
    ),
    facets=(Facet.DIRECTION, Facet.HOLDER),
)

_TRANSFERS = N_(
    "Transfers of requests pending at the start, new, or closed in the period."
)

BY_AUTHORITY = Table(
    name="by_authority",
    title=N_("By competent authority"),
    sentence=N_(
        "Transfers to competent authorities: made, accepted, declined and executed in "
        "the period, each by its own day, and still with the authority at its end."
    ),
    population=_TRANSFERS,
    date_used=N_("The day of each: of transfer, acceptance, declining, execution."),
    unit=N_("One transfer of a request to one authority."),
    source=FACTS,
    columns=(
        text(N_("Authority")),
        number(N_("Transferred"), counts=transfers("transferred")),
        number(N_("Accepted"), N_("Taken in charge."), counts=transfers("accepted")),
        number(
            N_("Declined"),
            N_("Declined, or passed on to another authority."),
            counts=transfers("declined"),
        ),
        number(
            N_("Executed"),
            N_("Every measure of the transfer has an outcome."),
            counts=transfers("executed"),
        ),
        number(
            N_("Pending"),
            N_("With the authority at the end of the period."),
            counts=transfers("pending"),
        ),
        Column(
            N_("Median days to execute"),
            Kind.DECIMAL,
            meaning=N_("From transfer, of those executed in the period."),
        ),
    ),
    remark=N_(
        "A request that lies with several authorities counts for each of them. "
        "Transfers of old registers without days of their own take those of their "
        "request."
    ),
    facets=(Facet.AUTHORITY,),
)
