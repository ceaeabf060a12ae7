"""What the fields of a step choose from; nothing is asked for in vain."""

from ctrack import clock
from ctrack.domain.step import Field, Step
from ctrack.domain.vocabulary import GroundKind
from ctrack.models import MLARequest
from ctrack.queries import authorities, reference_data, users
from ctrack.web.forms.steps import Choices

_GROUNDS = {
    Field.REFUSAL_GROUNDS: GroundKind.REFUSAL,
    Field.POSTPONEMENT_GROUND: GroundKind.POSTPONEMENT,
    Field.DEFICIENCIES: GroundKind.DEFICIENCY,
}


def choices(step: Step, mla_request: MLARequest) -> Choices:
    """The people, authorities and grounds that this step may name."""
    office, today = mla_request.central_authority_id, clock.today()
    kind = next((k for name, k in _GROUNDS.items() if name in step.fields), None)
    return Choices(
        officers=users.assignable(office) if Field.OFFICER in step.fields else (),
        authorities=authorities.valid(office, today)
        if Field.TRANSFERS in step.fields
        else (),
        grounds=reference_data.grounds(kind, today) if kind else (),
    )
