"""Tables that count requests: the flow, by legal basis, State and offence."""

from ctrack.domain.columns import Column, Kind
from ctrack.domain.statistics.phrases import (
    ALL_DAYS,
    FACTS,
    MEDIAN,
    NEW_REQUESTS,
    ONE_REQUEST,
    RECEIPT,
    REQUESTS_TOUCHED,
    mention,
    number,
    text,
)
from ctrack.domain.statistics.tables import Table
from ctrack.domain.wording import N_

FLOW = Table(
    name="flow",
    title=N_("Flow"),
    sentence=N_(
        "Requests pending at the start of the period, new in it, closed in it by "
        "outcome, and pending at its end."
    ),
    population=REQUESTS_TOUCHED,
    date_used=ALL_DAYS,
    unit=ONE_REQUEST,
    source=FACTS,
    columns=(
        text(N_("Measure")),
        Column(N_("Incoming"), Kind.INTEGER),
        Column(N_("Outgoing"), Kind.INTEGER),
    ),
    remark=N_(
        "Balance: pending at start + new − closed − pending at end. It must be 0."
    ),
    sum_rows=("Pending at start", "Pending at end", "Balance"),
)

_MENTION = N_("Counts a request under each basis it cites: does not add up.")

BY_BASIS = Table(
    name="by_basis",
    title=N_("By legal basis"),
    sentence=N_(
        "New, closed and pending requests by legal basis. Primary counts a request "
        "once; any mention counts it once under each basis it cites, so that its "
        "column does not add up to the total."
    ),
    population=REQUESTS_TOUCHED,
    date_used=ALL_DAYS,
    unit=ONE_REQUEST,
    source=FACTS,
    columns=(
        text(N_("Code")),
        text(N_("Legal basis")),
        text(N_("Kind")),
        number(N_("Incoming new (primary)")),
        mention(N_("Incoming new (any mention)"), _MENTION),
        number(N_("Outgoing new (primary)")),
        mention(N_("Outgoing new (any mention)"), _MENTION),
        number(N_("Granted in full")),
        number(N_("Granted in part")),
        number(N_("Refused")),
        number(N_("Pending at end")),
        MEDIAN,
    ),
    remark=N_(
        "Closing columns: both directions, primary basis, closed in the period. Every "
        "basis that occurs has a row."
    ),
)

BY_BASIS_YEAR = Table(
    name="by_basis_year",
    title=N_("By legal basis and year"),
    sentence=N_("New requests by primary legal basis and calendar year."),
    population=NEW_REQUESTS,
    date_used=RECEIPT,
    unit=ONE_REQUEST,
    source=FACTS,
    columns=(text(N_("Direction")), text(N_("Code")), text(N_("Legal basis"))),
    per_year=N_("New requests of this calendar year, within the period."),
    remark=N_("The first and the last year are counted within the period only."),
)

BY_STATE = Table(
    name="by_state",
    title=N_("By State"),
    sentence=N_("New, pending and closed requests by partner State."),
    population=REQUESTS_TOUCHED,
    date_used=ALL_DAYS,
    unit=ONE_REQUEST,
    source=FACTS,
    columns=(
        text(N_("State code")),
        text(N_("State")),
        number(N_("Incoming new")),
        number(N_("Outgoing new")),
        number(N_("Incoming pending")),
        number(N_("Outgoing pending")),
        number(N_("Granted in full")),
        number(N_("Granted in part")),
        number(N_("Refused")),
        MEDIAN,
    ),
    remark=N_(
        "Pending: at the end of the period. Closing columns: both directions. State "
        "codes: ISO 3166-1 alpha-2, and XK, ICC, EPPO."
    ),
)

BY_STATE_YEAR = Table(
    name="by_state_year",
    title=N_("By State and year"),
    sentence=N_("New requests by partner State and calendar year."),
    population=NEW_REQUESTS,
    date_used=RECEIPT,
    unit=ONE_REQUEST,
    source=FACTS,
    columns=(text(N_("Direction")), text(N_("State code")), text(N_("State"))),
    per_year=N_("New requests of this calendar year, within the period."),
    remark=N_("The first and the last year are counted within the period only."),
)

_OFFENCE_MENTION = N_("Counts a request under each offence it names: does not add up.")

BY_OFFENCE = Table(
    name="by_offence",
    title=N_("By offence"),
    sentence=N_(
        "New requests by offence. Primary counts a request once; any mention counts it "
        "once under each offence, so that its column does not add up to the total."
    ),
    population=NEW_REQUESTS,
    date_used=RECEIPT,
    unit=ONE_REQUEST,
    source=FACTS,
    columns=(
        text(N_("ICCS"), N_("International Classification of Crime, UNODC 2015.")),
        text(N_("Offence")),
        number(N_("Incoming new (primary)")),
        mention(N_("Incoming new (any mention)"), _OFFENCE_MENTION),
        number(N_("Outgoing new (primary)")),
        mention(N_("Outgoing new (any mention)"), _OFFENCE_MENTION),
    ),
)
