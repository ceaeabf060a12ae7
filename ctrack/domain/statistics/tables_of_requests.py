"""Tables that count requests: the flow, by legal basis, State and offence."""

from ctrack.domain.statistics.cells import Facet, closed, new, pending, touched
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
from ctrack.domain.vocabulary import Direction, Outcome
from ctrack.domain.wording import N_

_IN, _OUT = Direction.INCOMING, Direction.OUTGOING
_INCOMING = (Facet.DIRECTION, _IN.value)
_OUTGOING = (Facet.DIRECTION, _OUT.value)

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
        mention(N_("Incoming"), "", touched(_INCOMING)),
        mention(N_("Outgoing"), "", touched(_OUTGOING)),
    ),
    facets=(Facet.MEASURE_OF_FLOW,),
    without_requests=(("Balance",),),
    is_compared=True,
    remark=N_(
        "Balance: pending at start + new − closed − pending at end. It must be 0."
    ),
    sum_rows=("Pending at start", "Pending at end", "Balance"),
)

CLOSING = (
    number(N_("Granted in full"), counts=closed(Outcome.GRANTED_FULL)),
    number(N_("Granted in part"), counts=closed(Outcome.GRANTED_PART)),
    number(N_("Refused"), counts=closed(Outcome.REFUSED)),
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
        number(N_("Incoming new (primary)"), counts=new(_IN)),
        mention(N_("Incoming new (any mention)"), _MENTION, new(_IN, by_mention=True)),
        number(N_("Outgoing new (primary)"), counts=new(_OUT)),
        mention(N_("Outgoing new (any mention)"), _MENTION, new(_OUT, by_mention=True)),
        *CLOSING,
        number(N_("Pending at end"), counts=pending()),
        MEDIAN,
    ),
    facets=(Facet.PRIMARY_BASIS,),
    is_compared=True,
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
    facets=(Facet.DIRECTION, Facet.PRIMARY_BASIS),
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
        number(N_("Incoming new"), counts=new(_IN)),
        number(N_("Outgoing new"), counts=new(_OUT)),
        number(N_("Incoming pending"), counts=pending(_IN)),
        number(N_("Outgoing pending"), counts=pending(_OUT)),
        *CLOSING,
        MEDIAN,
    ),
    facets=(Facet.STATE,),
    is_compared=True,
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
    facets=(Facet.DIRECTION, Facet.STATE),
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
        number(N_("Incoming new (primary)"), counts=new(_IN)),
        mention(
            N_("Incoming new (any mention)"),
            _OFFENCE_MENTION,
            new(_IN, by_mention=True),
        ),
        number(N_("Outgoing new (primary)"), counts=new(_OUT)),
        mention(
            N_("Outgoing new (any mention)"),
            _OFFENCE_MENTION,
            new(_OUT, by_mention=True),
        ),
    ),
    facets=(Facet.PRIMARY_OFFENCE,),
    is_compared=True,
)
