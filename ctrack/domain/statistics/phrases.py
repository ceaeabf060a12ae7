"""Columns and phrases that several definitions share."""

from ctrack.domain.columns import Column, Kind
from ctrack.domain.statistics.cells import CountColumn, Counts
from ctrack.domain.wording import N_


def text(name: str, meaning: str = "") -> Column:
    """A column of words or codes."""
    return Column(name, meaning=meaning)


def number(name: str, meaning: str = "", counts: Counts | None = None) -> Column:
    """A column of numbers of requests that may be added up; `counts` says of which."""
    return CountColumn(name, Kind.INTEGER, True, meaning, counts=counts)


def mention(name: str, meaning: str, counts: Counts | None = None) -> Column:
    """A column of numbers that count a request more than once: never added up."""
    return CountColumn(name, Kind.INTEGER, meaning=meaning, counts=counts)


MEDIAN = Column(
    N_("Median days to close"),
    Kind.DECIMAL,
    meaning=N_("Of the requests closed in the period, both directions together."),
)

REQUESTS_TOUCHED = N_("Requests pending at the start, new, or closed in the period.")
NEW_REQUESTS = N_("Requests new in the period.")
ONE_REQUEST = N_("One request.")
RECEIPT = N_("Day of receipt (incoming) or sending (outgoing).")
ALL_DAYS = N_("Day of receipt or sending, and closing day.")
FACTS = N_("Statistical facts of the register.")
