"""Works: what takes too long to wait for, made in the background and kept for a while.

The rules only: how many at a time, how often tried, how long kept.
"""

from datetime import timedelta

from ctrack.domain.vocabulary import Labelled
from ctrack.domain.wording import N_


class WorkState(Labelled):
    """Where a work stands."""

    WAITING = "waiting", N_("Waits for its turn")
    RUNNING = "running", N_("Under way")
    DONE = "done", N_("Done")
    FAILED = "failed", N_("Could not be done")


UNDER_WAY = (WorkState.WAITING, WorkState.RUNNING)

KEPT_FOR = timedelta(days=3)
"""After which a work that has ended is deleted with its file."""

MOST_OF_ONE = 5
"""As many works of one person may be under way."""

AT_ONCE = 2
"""As many works are done at a time on one machine."""

TIMES_TRIED = 2
"""A work that is cut off is taken up again, until it has been tried so often."""

DEAD_AFTER = timedelta(seconds=30)
"""Without a sign of life for so long, a work may be taken up by somebody else."""

MANY_FACTS = 40_000
"""From so many versions of facts on, what counts the register goes into the background:
some three seconds for a workbook with all its rows."""

MANY_ROWS = 20_000
"""A list with as many rows or more is made in the background."""
