"""What a step of the life cycle is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from ctrack.domain.step import Field
from ctrack.domain.vocabulary import MeasureOutcome, Outcome
from ctrack.models import MLARequest, User


@dataclass
class TransferOrder:
    """To which authority the request goes, and for which of its measures."""

    authority_id: int
    measure_ids: list[int]
    due_on: date | None = None
    note: str = ""


@dataclass
class Answers:
    """What a step was told: the day it happened, and what its form asks for.

    `override_note` lets a supervisor accept days out of order, and says why.
    """

    on: date
    note: str = ""
    reasons: str = ""
    refusal_grounds: list[str] = field(default_factory=list)
    postponement_ground: str = ""
    review_on: date | None = None
    deficiencies: list[str] = field(default_factory=list)
    primary_basis: str = ""
    applied_bases: list[str] = field(default_factory=list)
    conditions: str = ""
    transfers: list[TransferOrder] = field(default_factory=list)
    measure_outcomes: dict[int, MeasureOutcome] = field(default_factory=dict)
    outcome: Outcome | None = None
    officer_id: int | None = None
    court: str = ""
    partner_reference: str = ""
    override_note: str = ""

    def is_given(self, name: Field) -> bool:
        """Whether this field of the form was filled in."""
        attribute = "officer_id" if name is Field.OFFICER else name.value
        value = getattr(self, attribute)
        return bool(value.strip() if isinstance(value, str) else value)


Effect = Callable[[MLARequest, Answers, User], dict[str, str]]
"""Changes the request as a step says; gives details for the event's sentence."""
