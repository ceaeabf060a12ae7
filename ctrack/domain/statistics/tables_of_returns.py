"""Tables that returns to other bodies ask for, beside those of the workbook."""

from ctrack.domain.columns import Column, Kind
from ctrack.domain.statistics.cells import (
    Facet,
    closed,
    closed_at_all,
    closed_otherwise,
    new,
    pending,
)
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
from ctrack.domain.vocabulary import Outcome
from ctrack.domain.wording import N_

OUTCOMES = Table(
    name="outcomes",
    title=N_("Outcomes"),
    sentence=N_(
        "Requests closed in the period by outcome, and the share of each among those "
        "closed in the same direction."
    ),
    population=N_("Requests closed in the period."),
    date_used=N_("Closing day."),
    unit=ONE_REQUEST,
    source=FACTS,
    columns=(
        text(N_("Direction")),
        text(N_("Outcome")),
        number(N_("Requests"), counts=closed_at_all()),
        Column(
            N_("Share"),
            Kind.SHARE,
            meaning=N_("Of the requests closed in the period in this direction."),
        ),
    ),
    facets=(Facet.DIRECTION, Facet.MEASURE_OF_FLOW),
)

OFFENCE_OUTCOMES = Table(
    name="offence_outcomes",
    title=N_("Offences and outcomes"),
    sentence=N_(
        "New, closed and pending requests by direction and primary offence: money "
        "laundering, terrorist financing and predicate offences each in a row."
    ),
    population=REQUESTS_TOUCHED,
    date_used=ALL_DAYS,
    unit=ONE_REQUEST,
    source=FACTS,
    columns=(
        text(N_("Direction")),
        text(N_("ICCS"), N_("International Classification of Crime, UNODC 2015.")),
        text(N_("Offence")),
        number(N_("New"), counts=new()),
        number(N_("Granted in full"), counts=closed(Outcome.GRANTED_FULL)),
        number(N_("Granted in part"), counts=closed(Outcome.GRANTED_PART)),
        number(N_("Refused"), counts=closed(Outcome.REFUSED)),
        number(
            N_("Otherwise closed"),
            N_("With any other outcome, or without one."),
            counts=closed_otherwise(),
        ),
        number(N_("Pending at end"), counts=pending()),
        Column(
            N_("Median days to close"),
            Kind.DECIMAL,
            meaning=N_("Of the requests closed in the period in this direction."),
        ),
    ),
    remark=N_("A request counts once, under its primary offence."),
    facets=(Facet.DIRECTION, Facet.PRIMARY_OFFENCE),
)

_EACH = N_("Counts a request under each article it cites: does not add up.")

BY_ARTICLE = Table(
    name="by_article",
    title=N_("By article"),
    sentence=N_(
        "New, closed and pending requests by the article they cite, of every treaty. A "
        "request counts once under each article, so that the columns do not add up."
    ),
    population=REQUESTS_TOUCHED,
    date_used=ALL_DAYS,
    unit=N_("One request under one article."),
    source=FACTS,
    columns=(
        text(N_("Direction")),
        text(N_("Code")),
        text(N_("Article")),
        text(N_("Subject")),
        mention(N_("New"), _EACH, new()),
        mention(N_("Granted in full"), _EACH, closed(Outcome.GRANTED_FULL)),
        mention(N_("Granted in part"), _EACH, closed(Outcome.GRANTED_PART)),
        mention(N_("Refused"), _EACH, closed(Outcome.REFUSED)),
        mention(N_("Pending at end"), _EACH, pending()),
    ),
    remark=N_(
        "Not stated: the treaty was cited without an article. Paragraphs are left out. "
        "Requests that rest on no treaty have no row."
    ),
    facets=(Facet.DIRECTION, Facet.ARTICLE),
)
