"""Handing work over: of people who leave or change, and of authorities that retire."""

from datetime import date

from ctrack import clock
from ctrack.domain.errors import Invalid, problem
from ctrack.domain.events import EventKind
from ctrack.domain.permissions import Role
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import Authority, Draft, MLARequest, NamedOfficer, Transfer, User
from ctrack.queries import drafts, leaves, open_work, users
from ctrack.services import deadlines, events, facts, sending, stages
from ctrack.services.step_answers import TransferOrder

LOOK_AFTER_REQUESTS = frozenset({Role.CLERK, Role.SUPERVISOR})
"""The roles of those to whom requests are assigned."""


def leave(user: User, successor: str, *, by: User) -> None:
    """Hand all that lies with a person over to the successor, named by user name.

    Open requests, restricted ones they were named for, drafts, absences for which they
    stand in, and what they wanted to be reminded of. Raises Invalid where something
    lies with them and nobody fit to take it over is named; nothing is asked of people
    with whom nothing lies.
    """
    work = open_work.of_person(user)
    if not work:
        return
    to = users.by_username(successor) if successor.strip() else None
    if to is None:
        text = N_(
            "Somebody has to take over what lies with %(name)s: %(requests)s open "
            "requests, %(named)s restricted ones, %(drafts)s drafts, %(leaves)s "
            "deputyships, %(reminders)s reminders. Choose who does."
        )
        values = {"name": user.name, **vars(work)}
        raise Invalid([problem("successor", text, **values)])
    if to.id == user.id or not can_look_after(to, user.central_authority_id):
        text = N_("Choose a clerk or supervisor who stays and may sign in.")
        raise Invalid([problem("successor", text)])
    _hand_over(user, to, by)
    events.record(
        EventKind.WORK_HANDED_OVER,
        by=by,
        details={
            "name": user.name,
            "to": to.name,
            **{name: str(number) for name, number in vars(work).items()},
        },
    )


def can_look_after(user: User, central_authority_id: int) -> bool:
    """Whether requests of this office can be assigned to the person."""
    return (
        user.active
        and user.role in LOOK_AFTER_REQUESTS
        and user.central_authority_id == central_authority_id
    )


def _hand_over(user: User, to: User, by: User) -> None:
    for mla_request in open_work.known_to(user):
        _name_instead(mla_request, user, to, by)
    for mla_request in open_work.looked_after_by(user):
        mla_request.officer = to
        stages.touch(mla_request)
        events.record(
            EventKind.HANDED_OVER,
            by=by,
            mla_request=mla_request,
            details={"leaver": user.name, "officer": to.name},
        )
    for draft in drafts.of_owner(user):
        _keep(draft, to)
    for absence in leaves.by_deputy(user.id, clock.today()):
        if absence.user_id == to.id:
            db.session.delete(absence)  # nobody stands in for themselves
        else:
            absence.deputy = to
    for reminder in open_work.reminders_of(user):
        reminder.user = to
    db.session.flush()


def _keep(draft: Draft, owner: User) -> None:
    draft.owner_id = owner.id


def _name_instead(mla_request: MLARequest, user: User, to: User, by: User) -> None:
    kept = [n for n in mla_request.named_officers if n.user_id != user.id]
    for named in mla_request.named_officers:
        if named.user_id == user.id:
            db.session.delete(named)
    names = [named.user.name for named in kept]
    if to.id not in {named.user_id for named in kept}:
        db.session.add(NamedOfficer(mla_request_id=mla_request.id, user_id=to.id))
        names.append(to.name)
    db.session.flush()
    db.session.expire(mla_request, ["named_officers"])
    stages.touch(mla_request)
    events.record(
        EventKind.OFFICERS_NAMED,
        by=by,
        mla_request=mla_request,
        details={"officers": ", ".join(names)},
    )


# ------------------------------------------------------------------ authorities


def retire(authority: Authority, successor: Authority | None, *, by: User) -> None:
    """Move the open transfers of an authority to the one that takes over.

    Raises Invalid where it has some and none is named, or one that cannot take them.
    """
    transfers = open_work.transfers_at(authority.id)
    if not transfers:
        return
    if successor is None:
        text = N_(
            "%(number)s open transfers lie with it. Choose the authority that takes "
            "them over, or recall them first."
        )
        raise Invalid([problem("successor", text, number=len(transfers))])
    if successor.id == authority.id or not successor.is_valid(clock.today()):
        text = N_("Choose another authority, one that is in use today.")
        raise Invalid([problem("successor", text)])
    for transfer in transfers:
        _move(transfer, successor, by)


def _move(transfer: Transfer, to: Authority, by: User) -> None:
    """The old transfer is recalled, and what it left pending sent to the other."""
    mla_request, today = transfer.mla_request, clock.today()
    held_by, before = mla_request.holder, transfer.status
    transfer.status = TransferStatus.RECALLED
    transfer.recalled_on = today
    lies_there = {
        cell.measure_id
        for other in mla_request.open_transfers
        if other.authority_id == to.id
        for cell in other.cells
    }
    pending = [c.measure_id for c in transfer.cells if not c.outcome.is_final]
    if left := [number for number in pending if number not in lies_there]:
        order = TransferOrder(to.id, left, due_on=_still_to_come(transfer))
        sending.send(mla_request, order, on=today, parent=transfer)
    stages.follow_transfers(mla_request, today)
    stages.note_holder(mla_request, held_by, today)
    stages.touch(mla_request)
    deadlines.refresh(mla_request, today, by.id)
    events.record(
        EventKind.TRANSFER_MOVED,
        by=by,
        mla_request=mla_request,
        transfer=transfer,
        details={"authority": transfer.authority.name, "to": to.name},
        changes={"transfer_status": [before.value, transfer.status.value]},
    )
    facts.refresh(mla_request)


def _still_to_come(transfer: Transfer) -> date | None:
    due_on = transfer.due_on
    return due_on if due_on is not None and due_on >= clock.today() else None
