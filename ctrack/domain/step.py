"""A step of the life cycle: where it is open, what it asks for, and what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ctrack.domain.permissions import Permission
from ctrack.domain.standing import Standing
from ctrack.domain.statuses import Status
from ctrack.domain.wording import Sentence


class Field(StrEnum):
    """What a step may ask for besides the day it happened."""

    NOTE = "note"
    REASONS = "reasons"
    REFUSAL_GROUNDS = "refusal_grounds"
    POSTPONEMENT_GROUND = "postponement_ground"
    REVIEW_ON = "review_on"
    DEFICIENCIES = "deficiencies"
    PRIMARY_BASIS = "primary_basis"
    APPLIED_BASES = "applied_bases"
    CONDITIONS = "conditions"
    TRANSFERS = "transfers"
    MEASURE_OUTCOMES = "measure_outcomes"
    OUTCOME = "outcome"
    OFFICER = "officer"
    COURT = "court"
    PARTNER_REFERENCE = "partner_reference"


class Follow(StrEnum):
    """A target that is not one fixed stage."""

    STAY = "stay"
    BACK = "back"
    BY_MEASURES = "by measures"


Guard = Callable[[Standing], Sentence | None]


@dataclass(frozen=True)
class Step:
    """A row of the table: a deed, from where it may be done, and what follows.

    `needs` and `may` name the fields of its form; every step also asks for the day.
    `milestone` is the day of the request that the step sets. What `noted_guards` put in
    the way a supervisor may pass over, with a note that says why.
    """

    code: str
    label: str
    origins: frozenset[Status]
    target: Status | Follow
    event: str
    needs: tuple[Field, ...] = ()
    may: tuple[Field, ...] = ()
    guards: tuple[Guard, ...] = ()
    noted_guards: tuple[Guard, ...] = ()
    milestone: str = ""
    permission: Permission = Permission.TAKE_STEPS
    source: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """All it asks for, in the order of the form."""
        return self.needs + self.may
