"""What stands in the place of a figure that is hidden."""

from ctrack.domain.columns import Value

SUPPRESSED = ".."
"""Never 0, and never empty: a reader is told that there is something to be hidden."""


def is_hidden(value: Value) -> bool:
    """Whether a figure is hidden."""
    return value == SUPPRESSED
