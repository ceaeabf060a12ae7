"""The second pair of eyes: proposed by one, approved by another, or nothing happens."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ctrack import clock
from ctrack.domain.approvals import NAMES, ProposalState
from ctrack.domain.errors import Invalid, NotPermitted, StepNotOpen
from ctrack.domain.events import EventKind
from ctrack.domain.permissions import Role
from ctrack.domain.statuses import Status
from ctrack.domain.step import Field
from ctrack.domain.vocabulary import Confidentiality, MeasureOutcome, Outcome
from ctrack.extensions import db
from ctrack.models import Event, Fact, Notification, Proposal
from ctrack.services import approvals, many, register, steps
from ctrack.services.step_answers import Answers, TransferOrder
from tests.cases import incoming

ACCEPT = {"primary_basis": "UNTOC", "applied_bases": ["COE030"]}


@pytest.fixture
def under_review(case):
    return case.walk("review")


@pytest.fixture
def four_eyes(under_review, make):
    """A request under review, in an office where accepting needs approval."""
    chosen = ["incoming/accept", "incoming/refuse", "outgoing/send"]
    office = under_review.clerk.central_authority
    approvals.choose(office, chosen, by=make.User(role=Role.ADMIN))
    db.session.flush()
    return under_review


def answers(case, **told):
    return Answers(on=case.day + timedelta(days=1), **(ACCEPT | told))


def propose(case, by=None, **told):
    return approvals.propose(
        case.request, "accept", answers(case, **told), by=by or case.clerk
    )


def kinds(case):
    return [event.kind for event in case.events]


def test_nothing_needs_approval_while_the_office_does_not_say_so(under_review):
    under_review.take("accept", **ACCEPT)

    assert under_review.request.status is Status.ACCEPTED


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR])
def test_what_needs_approval_is_taken_by_nobody_alone(four_eyes, make, role):
    with pytest.raises(StepNotOpen, match="somebody else has to approve it first"):
        steps.take(
            four_eyes.request, "accept", answers(four_eyes), by=make.User(role=role)
        )

    assert four_eyes.request.status is Status.UNDER_REVIEW


def test_a_proposal_changes_nothing_but_the_history(four_eyes):
    facts, before = len(four_eyes.facts), kinds(four_eyes)

    propose(four_eyes)
    db.session.commit()
    db.session.expire_all()

    request = four_eyes.request
    assert request.status is Status.UNDER_REVIEW
    assert request.accepted_on is None
    assert request.primary_basis is None
    assert len(four_eyes.facts) == facts
    assert kinds(four_eyes) == [*before, "PROPOSED"]


def test_another_person_approves_and_the_step_is_taken_as_proposed(four_eyes):
    proposal = propose(four_eyes, conditions="Not for tax matters.")
    day = four_eyes.day + timedelta(days=1)

    assert approvals.approve(proposal, by=four_eyes.supervisor) is None
    db.session.commit()

    request = four_eyes.request
    assert request.status is Status.ACCEPTED
    assert request.accepted_on == day
    assert request.conditions == "Not for tax matters."
    assert request.primary_basis.instrument_code == "UNTOC"
    accepted = next(e for e in four_eyes.events if e.kind == "ACCEPTED")
    approved = next(e for e in four_eyes.events if e.kind == "PROPOSAL_APPROVED")
    assert accepted.actor_id == four_eyes.clerk.id
    assert accepted.happened_on == day
    assert approved.actor_id == four_eyes.supervisor.id
    assert approved.details["name"] == four_eyes.clerk.name
    assert proposal.state is ProposalState.APPROVED


def test_nobody_approves_or_sends_back_what_they_proposed_themselves(four_eyes):
    proposal = propose(four_eyes, by=four_eyes.supervisor)

    with pytest.raises(NotPermitted):
        approvals.approve(proposal, by=four_eyes.supervisor)
    with pytest.raises(NotPermitted):
        approvals.send_back(proposal, "No.", by=four_eyes.supervisor)

    assert proposal.state is ProposalState.OPEN


def test_a_clerk_approves_nothing(four_eyes, make):
    proposal = propose(four_eyes)

    with pytest.raises(NotPermitted):
        approvals.approve(proposal, by=make.User(role=Role.CLERK))


def test_what_the_step_would_refuse_is_refused_when_it_is_proposed(four_eyes):
    with pytest.raises(Invalid) as refusal:
        propose(four_eyes, primary_basis="UNCAC")

    assert "does not name this legal basis" in str(refusal.value)
    assert db.session.scalar(select(func.count(Proposal.id))) == 0
    assert "ACCEPTED" not in kinds(four_eyes)


def test_one_thing_is_proposed_at_a_time(four_eyes):
    propose(four_eyes)

    with pytest.raises(StepNotOpen, match="has proposed a step"):
        propose(four_eyes, by=four_eyes.supervisor)


def test_sending_back_needs_a_reason_and_leaves_the_request_alone(four_eyes):
    proposal = propose(four_eyes)

    with pytest.raises(Invalid, match="Say why"):
        approvals.send_back(proposal, "  ", by=four_eyes.supervisor)
    approvals.send_back(proposal, "Which court?", by=four_eyes.supervisor)
    db.session.commit()

    assert four_eyes.request.status is Status.UNDER_REVIEW
    assert four_eyes.events[-1].note == "Which court?"
    told = db.session.scalars(
        select(Notification).where(Notification.user_id == four_eyes.clerk.id)
    ).all()
    assert [n.kind.value for n in told] == ["SENT_BACK"]
    propose(four_eyes)  # and now better


def test_only_its_author_withdraws_a_proposal(four_eyes):
    proposal = propose(four_eyes)

    with pytest.raises(NotPermitted):
        approvals.withdraw(proposal, by=four_eyes.supervisor)
    approvals.withdraw(proposal, by=four_eyes.clerk)

    assert proposal.state is ProposalState.WITHDRAWN
    assert four_eyes.request.open_proposals is not None


def test_a_proposal_falls_when_the_request_has_gone_another_way(four_eyes):
    proposal = propose(four_eyes)

    four_eyes.request.status = Status.CLOSED
    why = approvals.approve(proposal, by=four_eyes.supervisor)

    assert "the request is at the stage" in str(why)
    assert proposal.state is ProposalState.FALLEN
    assert four_eyes.events[-1].kind == EventKind.PROPOSAL_FELL.name


def test_supervisors_hear_of_what_waits_but_not_of_what_they_may_not_see(make):
    clerk, named = make.User(role=Role.CLERK), make.User(role=Role.SUPERVISOR)
    other = make.User(role=Role.SUPERVISOR)
    record = incoming(confidentiality=Confidentiality.RESTRICTED)
    record.named_officer_ids = [named.id]
    request = register.register(record, by=clerk)
    approvals.choose(
        clerk.central_authority, ["incoming/accept"], by=make.User(role=Role.ADMIN)
    )

    approvals.propose(request, "accept", Answers(on=clock.today(), **ACCEPT), by=clerk)
    db.session.commit()

    told = set(db.session.scalars(select(Notification.user_id)))
    assert named.id in told
    assert other.id not in told


def test_many_at_once_leave_out_what_needs_approval(four_eyes):
    [verdict] = many.verdicts([four_eyes.request], "refuse", by=four_eyes.clerk)
    [noted] = many.verdicts([four_eyes.request], "note", by=four_eyes.clerk)

    assert verdict.reason is not None
    assert noted.reason is None


def test_only_steps_that_there_are_can_be_put_under_approval(four_eyes, make):
    with pytest.raises(Invalid):
        approvals.choose(
            four_eyes.clerk.central_authority, ["incoming/nonsense"], by=four_eyes.clerk
        )
    assert {"incoming/accept", "incoming/refuse", "incoming/postpone"} <= NAMES
    assert {"incoming/send-results", "outgoing/send"} <= NAMES
    assert "incoming/note" not in NAMES


def test_every_answer_survives_being_kept(make):
    told = Answers(
        on=clock.today(),
        note="n",
        reasons="r",
        refusal_grounds=["ESSENTIAL_INTERESTS"],
        postponement_ground="ONGOING_PROCEEDINGS",
        review_on=clock.today() + timedelta(days=3),
        deficiencies=["MISSING_TRANSLATION"],
        primary_basis="UNTOC",
        applied_bases=["UNTOC"],
        conditions="c",
        transfers=[
            TransferOrder(1, [2, 3], clock.today(), "x"),
            TransferOrder(4, [5]),
        ],
        measure_outcomes={7: MeasureOutcome.PROVIDED_FULL},
        outcome=Outcome.GRANTED_FULL,
        officer_id=9,
        court="C",
        partner_reference="P",
        override_note="o",
    )
    assert all(told.is_given(field) for field in Field)

    assert Answers.restored(told.stored()) == told
    assert Answers.restored(Answers(on=clock.today()).stored()).transfers == []


def test_transfers_and_outcomes_are_tried_without_a_trace_too(accepted, make):
    court, admin = make.Authority(), make.User(role=Role.ADMIN)
    chosen = ["incoming/transfer", "incoming/record-outcome"]
    approvals.choose(accepted.clerk.central_authority, chosen, by=admin)
    request = accepted.request
    first, second = (measure.id for measure in request.measures[:2])
    on = accepted.day + timedelta(days=1)

    sent = Answers(on=on, transfers=[TransferOrder(court.id, [first])])
    proposal = approvals.propose(request, "transfer", sent, by=accepted.clerk)
    db.session.commit()
    db.session.expire_all()
    assert request.transfers == []
    assert request.status is Status.ACCEPTED
    assert approvals.approve(proposal, by=accepted.supervisor) is None
    assert len(request.transfers) == 1

    full = {second: MeasureOutcome.PROVIDED_FULL}
    done = Answers(on=on, measure_outcomes=full)
    proposal = approvals.propose(request, "record-outcome", done, by=accepted.clerk)
    db.session.commit()
    db.session.expire_all()
    assert not any(outcome.is_final for outcome in request.outcomes)
    assert approvals.approve(proposal, by=accepted.supervisor) is None
    assert sum(outcome.is_final for outcome in request.outcomes) == 1


def test_the_log_holds_no_ghosts_of_the_trial(four_eyes):
    """What was tried and undone must not stand between later lines and the log."""
    propose(four_eyes)
    db.session.commit()
    four_eyes.take("note", note="Looked at.")
    db.session.commit()

    ids = [event.id for event in four_eyes.events]
    assert len(ids) == len(set(ids))
    assert db.session.scalar(select(func.count(Event.id))) >= len(ids)
    assert db.session.scalar(select(func.count(Fact.id))) >= 1
