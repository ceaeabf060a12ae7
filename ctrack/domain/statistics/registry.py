"""The tables of the statistics, each defined once.

A table is added by its definition, which is named here, and by the function of its
name in `ctrack.queries.statistics`. Names and headers are a promise to those who read
the workbook with programs.
"""

from ctrack.domain.statistics.tables import Table
from ctrack.domain.statistics.tables_of_detail import QUALITY, REFUSALS, REQUESTS
from ctrack.domain.statistics.tables_of_holders import BY_AUTHORITY, BY_HOLDER
from ctrack.domain.statistics.tables_of_measures import BY_BASIS_NATURE, BY_NATURE
from ctrack.domain.statistics.tables_of_requests import (
    BY_BASIS,
    BY_BASIS_YEAR,
    BY_OFFENCE,
    BY_STATE,
    BY_STATE_YEAR,
    FLOW,
)
from ctrack.domain.statistics.tables_of_returns import (
    BY_ARTICLE,
    OFFENCE_OUTCOMES,
    OUTCOMES,
)
from ctrack.domain.statistics.tables_of_time import PENDING_AGE, TIMELINESS
from ctrack.domain.statistics.tables_over_time import BY_MONTH, TIME_TO_CLOSE

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        FLOW,
        BY_BASIS,
        BY_BASIS_YEAR,
        BY_BASIS_NATURE,
        BY_NATURE,
        BY_STATE,
        BY_STATE_YEAR,
        BY_OFFENCE,
        TIMELINESS,
        BY_HOLDER,
        REFUSALS,
        PENDING_AGE,
        BY_AUTHORITY,
        QUALITY,
        REQUESTS,
    )
}
"""Every table by its name, in the order of the workbook."""

FURTHER: dict[str, Table] = {
    table.name: table
    for table in (BY_MONTH, TIME_TO_CLOSE, OUTCOMES, OFFENCE_OUTCOMES, BY_ARTICLE)
}
"""Tables that the workbook does not hold: they stand on screen and in returns."""

DEFINED: dict[str, Table] = {**TABLES, **FURTHER}
"""Every table that can be counted."""
