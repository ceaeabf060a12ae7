"""The second pair of eyes: which steps may need one, and who may be the second.

An office says for each direction which steps somebody else has to approve; while it
says nothing, nobody has to.
"""

from ctrack.domain.lifecycle import STEPS
from ctrack.domain.permissions import Permission
from ctrack.domain.step import Step
from ctrack.domain.vocabulary import Direction, Labelled
from ctrack.domain.wording import N_

_NEVER = frozenset({"note", "assign", "acknowledge", "consult", "review", "submit"})
"""Steps that decide nothing."""

SECOND = Permission.LEAD_OFFICE
"""What whoever approves must be allowed to do."""


class ProposalState(Labelled):
    """What became of a proposal."""

    OPEN = "OPEN", N_("Waits for approval")
    APPROVED = "APPROVED", N_("Approved")
    SENT_BACK = "SENT_BACK", N_("Sent back")
    WITHDRAWN = "WITHDRAWN", N_("Withdrawn")
    FALLEN = "FALLEN", N_("Fallen away")


def name_of(direction: Direction, code: str) -> str:
    """How a step is called among those that need approval: `incoming/accept`."""
    return f"{direction.value}/{code}"


def approvable(direction: Direction) -> list[Step]:
    """The steps of a direction that an office may put under approval."""
    return [step for code, step in STEPS[direction].items() if code not in _NEVER]


NAMES = frozenset(
    name_of(direction, step.code)
    for direction in Direction
    for step in approvable(direction)
)
"""All that an office may choose from."""
