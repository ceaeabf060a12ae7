"""Tables that returns to other bodies ask for, beside those of the workbook."""

from ctrack.domain.columns import Column, Kind
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
        number(N_("Requests")),
        Column(
            N_("Share"),
            Kind.SHARE,
            meaning=N_("Of the requests closed in the period in this direction."),
        ),
    ),
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
        number(N_("New")),
        number(N_("Granted in full")),
        number(N_("Granted in part")),
        number(N_("Refused")),
        number(N_("Otherwise closed"), N_("With any other outcome, or without one.")),
        number(N_("Pending at end")),
        Column(
            N_("Median days to close"),
            Kind.DECIMAL,
            meaning=N_("Of the requests closed in the period in this direction."),
        ),
    ),
    remark=N_("A request counts once, under its primary offence."),
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
        mention(N_("New"), _EACH),
        mention(N_("Granted in full"), _EACH),
        mention(N_("Granted in part"), _EACH),
        mention(N_("Refused"), _EACH),
        mention(N_("Pending at end"), _EACH),
    ),
    remark=N_(
        "Not stated: the treaty was cited without an article. Paragraphs are left out. "
        "Requests that rest on no treaty have no row."
    ),
)
