"""Taking the same step for many requests: which steps can be, and for which ones."""

from collections.abc import Mapping

from ctrack.domain import lifecycle
from ctrack.domain.errors import StepNotOpen
from ctrack.domain.permissions import Permission
from ctrack.domain.standing import Standing
from ctrack.domain.step import Field, Step
from ctrack.domain.vocabulary import Direction
from ctrack.domain.wording import N_, Sentence

MOST = 200
"""How many requests are dealt with at once."""

DEEDS_OF_DAYS = {
    "set-day": N_("Set a day to be kept"),
    "more-time": N_("Give more time"),
}
"""What can be done with many requests beside the steps of the life cycle."""

_OF_ONE = frozenset(
    {
        Field.TRANSFERS,
        Field.MEASURE_OUTCOMES,
        Field.PRIMARY_BASIS,
        Field.APPLIED_BASES,
    }
)
"""Answers that differ from request to request."""

_FIRST = ("assign", "acknowledge", "note")
"""Steps that are usually taken for many, in this order."""


def steps_for_many(permissions: frozenset[Permission]) -> Mapping[str, Step]:
    """The steps that can be taken for many at once, by code, the usual ones first.

    A step that both directions have stands once.
    """
    found: dict[str, Step] = {}
    for direction in Direction:
        for code, step in lifecycle.STEPS[direction].items():
            if step.permission in permissions and not _OF_ONE & set(step.fields):
                found.setdefault(code, step)
    usual = {code: found[code] for code in _FIRST if code in found}
    return usual | found


def in_the_way(
    standing: Standing, code: str, permissions: frozenset[Permission]
) -> Sentence | None:
    """Why the step cannot be taken for this request, None where it can.

    What a supervisor may pass over with a note is passed over for one request only.
    """
    try:
        step = lifecycle.step_of(standing.direction, code)
    except StepNotOpen as refused:
        return refused.sentence
    without_override = permissions - {Permission.OVERRIDE}
    return lifecycle.in_the_way(standing, step, without_override)
