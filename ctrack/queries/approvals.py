"""Which steps of an office need a second pair of eyes, and what waits for it."""

from sqlalchemy import select

from ctrack.domain.approvals import name_of
from ctrack.domain.errors import NotFound
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import CentralAuthority, MLARequest, Proposal
from ctrack.queries.kept_lists import kept


def approved_steps(central_authority_id: int) -> frozenset[str]:
    """The steps that need approval, by `domain.approvals.name_of`; usually kept."""

    def ask() -> frozenset[str]:
        chosen = db.session.scalar(
            select(CentralAuthority.approved_steps).where(
                CentralAuthority.id == central_authority_id
            )
        )
        return frozenset(chosen or ())

    return kept(("approved steps", central_authority_id), ask)


def needs_approval(mla_request: MLARequest, code: str) -> bool:
    """Whether this step of the request has to be approved by somebody else."""
    chosen = approved_steps(mla_request.central_authority_id)
    return bool(chosen) and name_of(mla_request.direction, code) in chosen


def of_request(mla_request: MLARequest) -> Proposal:
    """The proposal that waits there. Raises NotFound where there is none."""
    found = mla_request.open_proposals
    if not found:
        raise NotFound(
            N_("Nothing waits for approval there: it has been decided already.")
        )
    return found[0]
