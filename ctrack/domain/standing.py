"""What the rules of the life cycle need to know of a request."""

from dataclasses import dataclass

from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import Direction


@dataclass(frozen=True)
class Standing:
    """What the rules need to know of a request, in plain values."""

    direction: Direction
    status: Status
    pending_measures: int = 0
    provided_measures: int = 0
    decided_measures: int = 0
    untransferred_measures: int = 0
    open_transfers: int = 0
    has_primary_basis: bool = False
    has_consultation: bool = False
    is_acknowledged: bool = False
    was_accepted: bool = False
    was_sent: bool = False
    is_oral_unconfirmed: bool = False
