"""What becomes of steps that wait for somebody else's approval."""

from ctrack import clock
from ctrack.domain import lifecycle
from ctrack.domain.approvals import ProposalState, name_of
from ctrack.domain.errors import DomainError
from ctrack.domain.events import EventKind
from ctrack.domain.notifications import NotificationKind
from ctrack.domain.wording import Sentence
from ctrack.models import MLARequest, Proposal, User
from ctrack.queries import approvals
from ctrack.services import events, notifications


def decide(
    proposal: Proposal,
    state: ProposalState,
    *,
    by: User | None,
    reason: str = "",
) -> None:
    """Note what became of a proposal, in the history too, and tell its author."""
    mla_request = proposal.mla_request
    proposal.state, proposal.reason = state, reason
    proposal.decided_at = clock.now()
    proposal.decided_by_id = by.id if by else None
    kind, told = _KINDS[state]
    details = {"step": name_of(mla_request.direction, proposal.step_code)}
    if "name" in kind.blanks():
        details["name"] = proposal.proposed_by.name
    events.record(kind, by=by, mla_request=mla_request, details=details, note=reason)
    if told is not None:
        notifications.tell(
            proposal.proposed_by_id,
            told,
            request_id=mla_request.id,
            reference=mla_request.reference,
            by=by,
            details={"actor": by.name} if by and "actor" in told.blanks else {},
        )


_KINDS: dict[ProposalState, tuple[EventKind, NotificationKind | None]] = {
    ProposalState.APPROVED: (EventKind.PROPOSAL_APPROVED, NotificationKind.APPROVED),
    ProposalState.SENT_BACK: (EventKind.PROPOSAL_SENT_BACK, NotificationKind.SENT_BACK),
    ProposalState.WITHDRAWN: (EventKind.PROPOSAL_WITHDRAWN, None),
    ProposalState.FALLEN: (EventKind.PROPOSAL_FELL, NotificationKind.FELL),
}


def reconsider(mla_request: MLARequest) -> None:
    """After a deed: let a proposal fall whose step can no longer be taken."""
    if not approvals.approved_steps(mla_request.central_authority_id):
        return
    for proposal in mla_request.open_proposals:
        if reason := in_the_way(mla_request, proposal):
            decide(proposal, ProposalState.FALLEN, by=None, reason=str(reason))


def in_the_way(mla_request: MLARequest, proposal: Proposal) -> Sentence | None:
    """Why the proposed step cannot be taken any more; None while it can."""
    try:
        step = lifecycle.step_of(mla_request.direction, proposal.step_code)
        permissions = proposal.proposed_by.permissions
        lifecycle.check(mla_request.standing, step, permissions)
    except DomainError as refused:
        return refused.sentence
    return None
