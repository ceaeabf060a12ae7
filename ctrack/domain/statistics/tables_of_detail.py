"""Tables behind the figures: grounds of refusal, completeness, the requests."""

from ctrack.domain.columns import Column, Kind
from ctrack.domain.statistics.cells import Facet, closed, touched
from ctrack.domain.statistics.phrases import (
    ALL_DAYS,
    FACTS,
    ONE_REQUEST,
    REQUESTS_TOUCHED,
    mention,
    text,
)
from ctrack.domain.statistics.tables import Table
from ctrack.domain.vocabulary import Outcome
from ctrack.domain.wording import N_

REFUSALS = Table(
    name="refusals",
    title=N_("Refusals"),
    sentence=N_(
        "Requests closed in the period as refused, by ground. A request with several "
        "grounds counts once under each, so that the column does not add up."
    ),
    population=N_("Requests closed in the period with the outcome REFUSED."),
    date_used=N_("Closing day."),
    unit=N_("One request under one ground."),
    source=FACTS,
    columns=(
        text(N_("Direction")),
        text(N_("Code")),
        text(N_("Ground")),
        text(N_("Article")),
        mention(
            N_("Requests"),
            N_("Counts a request under each of its grounds."),
            closed(Outcome.REFUSED),
        ),
    ),
    facets=(Facet.DIRECTION, Facet.GROUND),
    is_compared=True,
)

QUALITY = Table(
    name="quality",
    title=N_("Completeness"),
    sentence=N_(
        "What the figures rest on: for each check the requests that lack something, "
        "and the share of those it applies to that are complete."
    ),
    population=REQUESTS_TOUCHED,
    date_used=ALL_DAYS,
    unit=ONE_REQUEST,
    source=FACTS,
    columns=(
        text(N_("Check")),
        mention(N_("Requests"), N_("Requests that lack it."), touched()),
        Column(
            N_("Share complete"),
            Kind.SHARE,
            meaning=N_("Of the requests to which the check applies."),
        ),
    ),
    facets=(Facet.CHECK,),
)

REQUESTS = Table(
    name="requests",
    title=N_("Requests"),
    sentence=N_(
        "One row for each request pending at the start of the period, new in it, or "
        "closed in it. Codes only: no names, subject or remarks."
    ),
    population=REQUESTS_TOUCHED,
    date_used=ALL_DAYS,
    unit=ONE_REQUEST,
    source=FACTS,
    columns=(
        Column(
            N_("Reference"),
            width=18,
            meaning=N_(
                "RESTRICTED stands for that of a restricted request in a workbook "
                "made for somebody who may not see the request."
            ),
        ),
        Column(N_("Direction"), width=11),
        Column(N_("State code"), width=9),
        Column(N_("Received or sent"), Kind.DATE),
        Column(N_("Closed"), Kind.DATE),
        Column(N_("Status"), width=22),
        Column(N_("Outcome"), width=16),
        Column(N_("Primary basis"), width=16),
        Column(N_("All bases"), width=28),
        Column(N_("Natures"), width=40),
        Column(N_("Primary offence"), width=20),
        Column(
            N_("Days open"),
            Kind.INTEGER,
            meaning=N_("Until closed, or until the end of the period if not by then."),
        ),
    ),
    remark=N_(
        "Days open: until the closing day, or until the end of the period where the "
        "request was not closed by then. Lists are separated by semicolons."
    ),
    is_long=True,
)
