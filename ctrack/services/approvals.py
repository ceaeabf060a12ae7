"""The second pair of eyes: a step is proposed by one person and approved by another."""

from collections.abc import Collection

from sqlalchemy.orm import SessionTransaction

from ctrack import clock
from ctrack.domain.approvals import NAMES, SECOND, ProposalState, name_of
from ctrack.domain.errors import (
    DomainError,
    Invalid,
    NotPermitted,
    StepNotOpen,
    problem,
)
from ctrack.domain.events import EventKind
from ctrack.domain.notifications import NotificationKind
from ctrack.domain.validation import LONGEST_TEXT, text_problems
from ctrack.domain.wording import N_, Sentence
from ctrack.extensions import db
from ctrack.models import CentralAuthority, Event, MLARequest, Proposal, User
from ctrack.queries import users
from ctrack.services import events, notifications, proposals, steps
from ctrack.services.notifications import News
from ctrack.services.step_answers import Answers


def choose(office: CentralAuthority, names: Collection[str], *, by: User) -> None:
    """Say which steps need approval from now on; unknown names raise Invalid."""
    if set(names) - NAMES:
        raise Invalid([problem("steps", N_("Choose among the steps that are listed."))])
    before, after = sorted(office.approved_steps), sorted(set(names))
    if before == after:
        return
    office.approved_steps = after
    events.record(
        EventKind.REFERENCE_DATA_CHANGED,
        by=by,
        details={"what": "approvals"},
        changes={
            "approved_steps": [
                "; ".join(before) or None,
                "; ".join(after) or None,
            ]
        },
    )


def propose(
    mla_request: MLARequest, code: str, answers: Answers, *, by: User
) -> Proposal:
    """Keep a step with its answers until somebody else has approved it.

    It is taken on trial first and undone, so that whatever would refuse it does so
    now: raises what `steps.take` raises, and StepNotOpen while another one waits.
    """
    if mla_request.open_proposals:
        raise waiting_already(mla_request.open_proposals[0])
    _take(mla_request, code, answers, by, keep=False)
    proposal = Proposal(
        mla_request_id=mla_request.id,
        step_code=code,
        answers=answers.stored(),
        proposed_by_id=by.id,
        proposed_at=clock.now(),
    )
    db.session.add(proposal)
    db.session.flush()
    db.session.expire(mla_request, ["open_proposals"])
    events.record(
        EventKind.PROPOSED,
        by=by,
        mla_request=mla_request,
        details={"step": name_of(mla_request.direction, code)},
    )
    notifications.tell_together(_to_those_who_approve(mla_request, by))
    return proposal


def waiting_already(proposal: Proposal) -> StepNotOpen:
    """The refusal while a proposal waits: one thing is decided at a time."""
    return StepNotOpen(
        N_(
            "%(name)s has proposed a step for this request: it has to be decided "
            "before another is."
        ),
        name=proposal.proposed_by.name,
    )


def _to_those_who_approve(mla_request: MLARequest, by: User) -> list[News]:
    named = {officer.user_id for officer in mla_request.named_officers}
    return [
        News(
            person.id,
            NotificationKind.PROPOSED,
            mla_request.id,
            mla_request.reference,
            details={"actor": by.name},
        )
        for person in users.officers(mla_request.central_authority_id)
        if person.may(SECOND)
        and person.id != by.id
        and (not mla_request.is_restricted or person.id in named)
    ]


def approve(proposal: Proposal, *, by: User) -> Sentence | None:
    """Take the step as it was proposed; gives why not where it has fallen away.

    The history names both. Raises NotPermitted for its author and whoever may not.
    """
    _check_second(proposal, by)
    author, mla_request = proposal.proposed_by, proposal.mla_request
    answers = Answers.restored(proposal.answers)
    try:
        _take(mla_request, proposal.step_code, answers, author, keep=True)
    except (Invalid, StepNotOpen) as refused:
        proposals.decide(
            proposal, ProposalState.FALLEN, by=None, reason=str(refused.sentence)
        )
        return refused.sentence
    proposals.decide(proposal, ProposalState.APPROVED, by=by)
    return None


def send_back(proposal: Proposal, reason: str, *, by: User) -> None:
    """Leave the step undone, and say why. Raises Invalid, NotPermitted."""
    _check_second(proposal, by)
    problems = text_problems("reason", reason, LONGEST_TEXT)
    if not reason.strip():
        problems.append(problem("reason", N_("Say why it is sent back.")))
    if problems:
        raise Invalid(problems)
    proposals.decide(proposal, ProposalState.SENT_BACK, by=by, reason=reason.strip())


def withdraw(proposal: Proposal, *, by: User) -> None:
    """Take one's own proposal back. Raises NotPermitted for somebody else's."""
    if proposal.proposed_by_id != by.id:
        raise NotPermitted(N_("Only whoever proposed a step can withdraw it."))
    proposals.decide(proposal, ProposalState.WITHDRAWN, by=by)


def may_decide(proposal: Proposal, by: User) -> bool:
    """Whether this person may be the second pair of eyes."""
    return by.may(SECOND) and proposal.proposed_by_id != by.id


def _check_second(proposal: Proposal, by: User) -> None:
    if not may_decide(proposal, by):
        raise NotPermitted(
            N_(
                "A step is approved by a supervisor who has not proposed it: four "
                "eyes see more than two."
            )
        )


def _take(
    mla_request: MLARequest, code: str, answers: Answers, by: User, *, keep: bool
) -> None:
    """Take the step within a savepoint; what fails, or is not kept, leaves no trace."""
    savepoint = db.session.begin_nested()
    try:
        steps.take(mla_request, code, answers, by=by, is_approved=True)
    except DomainError:
        _undo(savepoint)
        raise
    if keep:
        savepoint.commit()
    else:
        _undo(savepoint)


def _undo(savepoint: SessionTransaction) -> None:
    """Go back, and forget the lines of the log that are there no more."""
    savepoint.rollback()
    for row in list(db.session):
        if isinstance(row, Event):
            db.session.expunge(row)
