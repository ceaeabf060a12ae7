"""What a step of the life cycle is told."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

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

    def stored(self) -> dict[str, Any]:
        """The same as JSON takes it; `restored` gives it back."""
        found: dict[str, Any] = asdict(self)
        for name in _DAYS:
            found[name] = value.isoformat() if (value := found[name]) else None
        for order in found["transfers"]:
            order["due_on"] = day.isoformat() if (day := order["due_on"]) else None
        found["measure_outcomes"] = {
            str(number): outcome.value
            for number, outcome in self.measure_outcomes.items()
        }
        found["outcome"] = self.outcome.value if self.outcome else None
        return found

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> Self:
        """The answers that were stored."""
        found = dict(stored)
        for name in _DAYS:
            found[name] = _day(found[name])
        found["transfers"] = [
            TransferOrder(**(order | {"due_on": _day(order["due_on"])}))
            for order in found["transfers"]
        ]
        found["measure_outcomes"] = {
            int(number): _MEASURE_OUTCOMES[code]
            for number, code in found["measure_outcomes"].items()
        }
        found["outcome"] = _OUTCOMES[found["outcome"]] if found["outcome"] else None
        return cls(**found)

    def is_given(self, name: Field) -> bool:
        """Whether this field of the form was filled in."""
        attribute = "officer_id" if name is Field.OFFICER else name.value
        value = getattr(self, attribute)
        return bool(value.strip() if isinstance(value, str) else value)


_DAYS = ("on", "review_on")
_MEASURE_OUTCOMES = {outcome.value: outcome for outcome in MeasureOutcome}
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


Effect = Callable[[MLARequest, Answers, User], dict[str, str]]
"""Changes the request as a step says; gives details for the event's sentence."""
