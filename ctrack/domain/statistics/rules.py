"""The counting rules and definitions in words, as the workbook and the help tell them.

Each is a promise that a test holds the figures to.
"""

from ctrack.domain.wording import N_

RULES: tuple[str, ...] = (
    N_("The unit is one registered request."),
    N_(
        "New: received (incoming) or sent (outgoing) on a day of the period. A request "
        "that has not been sent yet is not counted."
    ),
    N_("Closed in the period: its closing day is a day of the period."),
    N_(
        "Pending at a day: received or sent on or before that day, and not closed on "
        "or before it."
    ),
    N_(
        "Hence pending at the day before the period + new − closed = pending at its "
        "last day, for every cut; the row “Balance” of the table “flow” proves it."
    ),
    N_(
        "A closing day that was accepted though it lies before the day of receipt or "
        "sending counts as that day."
    ),
    N_(
        "Primary basis counts a request once, so that its column adds up to the total "
        "of the table “flow”. Any mention counts a request once under each basis it "
        "cites, so that its column does not add up to the total. The same holds for "
        "offences."
    ),
    N_("Requests without a value are counted in the row NOT_STATED (“Not stated”)."),
    N_(
        "As at a day: counted with what had been entered into the system by the end of "
        "that day. Whatever was entered, corrected or reopened later is left out."
    ),
    N_(
        "Durations are calendar days from the first day to the second. Median, P75 and "
        "P90 by linear interpolation, as PERCENTILE.INC of Excel. Where there is "
        "nothing to take the median of, the cell is empty."
    ),
    N_(
        "Outcomes of measures are those known when the figures are made, or by the end "
        "of the day “as at”."
    ),
    N_(
        "Days with a holder are counted from the end of the day before the period to "
        "the end of its last day, and a day that several authorities share in equal "
        "parts: the days of a request add up to those it was open."
    ),
    N_("Refused requests with several grounds are counted once under each ground."),
    N_("Restricted requests are counted like all others: no table holds names."),
    N_(
        "With one direction chosen, the columns and rows of the other one are zero or "
        "left out."
    ),
    N_(
        "Filters: values of one kind are alternatives; a request must fit every kind. "
        "A State fits by name or as a member of a group. A basis, nature, offence or "
        "authority fits where the request mentions it anywhere, so that other bases of "
        "the same request may stand in the tables beside it."
    ),
)

DEFINITIONS: tuple[tuple[str, str], ...] = (
    (N_("Incoming"), N_("A request received from another State, counted by receipt.")),
    (N_("Outgoing"), N_("A request made to another State, counted by sending.")),
    (N_("Granted in full"), N_("Closed with the outcome GRANTED_FULL.")),
    (N_("Granted in part"), N_("Closed with the outcome GRANTED_PART.")),
    (N_("Refused"), N_("Closed with the outcome REFUSED.")),
    (N_("Withdrawn"), N_("Closed with the outcome WITHDRAWN.")),
    (N_("Returned"), N_("Closed with the outcome RETURNED: returned as deficient.")),
    (
        N_("Forwarded"),
        N_("Closed with the outcome FORWARDED: to another authority or State."),
    ),
    (
        N_("Otherwise closed"),
        N_("Closed with the outcome NO_RESULT, LAPSED, DUPLICATE, or without one."),
    ),
    (
        N_("Measure"),
        N_("One nature of assistance asked for in one request, with its own outcome."),
    ),
    (
        N_("Not provided"),
        N_("A measure with the outcome REFUSED, NOT_POSSIBLE or WITHDRAWN."),
    ),
    (
        N_("Touched by the period"),
        N_("Pending at the start of the period, new in it, or closed in it."),
    ),
)
