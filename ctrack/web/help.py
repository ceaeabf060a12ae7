"""What the register explains of itself."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ctrack.domain import describe
from ctrack.domain.permissions import Permission
from ctrack.domain.vocabulary import Direction
from ctrack.web.access import requires

bp = Blueprint("help", __name__)


@bp.get("/help/life-cycle")
@requires(Permission.SEE_HOME)
def life_cycle() -> ResponseReturnValue:
    """The tables of the life cycle: what may be done, when, by whom, what follows."""
    return render_template(
        "help/life_cycle.html",
        directions=[
            (direction, describe.stage_rows(direction), describe.step_rows(direction))
            for direction in Direction
        ],
        transfer_rows=describe.transfer_rows(),
        execution_rule=describe.EXECUTION_RULE,
    )
