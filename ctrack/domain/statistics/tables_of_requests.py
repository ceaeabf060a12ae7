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
        text("Measure"),
        Column("Incoming", Kind.INTEGER),
        Column("Outgoing", Kind.INTEGER),
    ),
    remark=N_(
        "Balance: pending at start + new - closed - pending at end. It must be 0."
    ),
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
        text("Code"),
        text("Legal basis"),
        text("Kind"),
        number("Incoming new (primary)"),
        mention("Incoming new (any mention)", _MENTION),
        number("Outgoing new (primary)"),
        mention("Outgoing new (any mention)", _MENTION),
        number("Granted in full"),
        number("Granted in part"),
        number("Refused"),
        number("Pending at end"),
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
    columns=(text("Direction"), text("Code"), text("Legal basis")),
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
        text("State code"),
        text("State"),
        number("Incoming new"),
        number("Outgoing new"),
        number("Incoming pending"),
        number("Outgoing pending"),
        number("Granted in full"),
        number("Granted in part"),
        number("Refused"),
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
    columns=(text("Direction"), text("State code"), text("State")),
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
        text("ICCS", N_("International Classification of Crime, UNODC 2015.")),
        text("Offence"),
        number("Incoming new (primary)"),
        mention("Incoming new (any mention)", _OFFENCE_MENTION),
        number("Outgoing new (primary)"),
        mention("Outgoing new (any mention)", _OFFENCE_MENTION),
    ),
)
