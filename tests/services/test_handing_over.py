"""Leavers, retired authorities and leave: nothing is left without a holder."""

from datetime import timedelta

import pytest

from ctrack import clock
from ctrack.domain.deadline_rules import DeadlineKind
from ctrack.domain.errors import Invalid
from ctrack.domain.permissions import Role
from ctrack.domain.statuses import Status
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import Confidentiality, Direction
from ctrack.extensions import db
from ctrack.models import Deadline, Event, NamedOfficer
from ctrack.queries import leaves as away
from ctrack.queries import open_work
from ctrack.queries import reminders as wanted
from ctrack.services import accounts, authorities, drafts, leaves, reminders
from tests.cases import FULL, Case


@pytest.fixture
def admin(make):
    return make.User(role=Role.ADMIN, name="Administrator")


@pytest.fixture
def leaver(make):
    return make.User(name="Kwame Osei")


@pytest.fixture
def eva(make):
    return make.User(name="Eva", username="eva")


def change(user, admin, **values):
    usual = {"name": user.name, "role": user.role, "active": True}
    return accounts.change(user, by=admin, authority_code=None, **(usual | values))


def restricted(make, *people, **details):
    row = make.MLARequest(confidentiality=Confidentiality.RESTRICTED, **details)
    for person in people:
        db.session.add(NamedOfficer(mla_request=row, user_id=person.id))
    db.session.flush()
    return row


def names(mla_request):
    return {named.user.name for named in mla_request.named_officers}


def kinds():
    return [event.kind for event in db.session.query(Event).order_by(Event.id)]


def test_whoever_leaves_with_open_work_has_to_name_a_successor(make, admin, leaver):
    make.MLARequest(officer=leaver)

    with pytest.raises(Invalid) as refused:
        change(leaver, admin, active=False)

    [problem] = refused.value.problems
    assert problem.field == "successor"
    assert "1 open requests" in str(problem.sentence)


@pytest.mark.parametrize(
    "values", [{"active": False}, {"role": Role.AUDITOR}, {"role": Role.ADMIN}]
)
def test_all_that_lies_with_a_leaver_goes_to_the_successor(
    make, admin, leaver, eva, values
):
    other = make.User(name="Petra")
    open_one = make.MLARequest(officer=leaver)
    closed = make.MLARequest(
        officer=leaver, status=Status.CLOSED, closed_on=clock.today()
    )
    secret = restricted(make, leaver, other, officer=leaver)
    alone = restricted(make, leaver, status=Status.CLOSED, closed_on=clock.today())
    shared = restricted(
        make, leaver, other, status=Status.CLOSED, closed_on=clock.today()
    )
    drafts.save({"subject": ["x"]}, direction=Direction.INCOMING, by=leaver)
    today = clock.today()
    leaves.record(other, leaver, since=today, until=today, by=admin)
    in_a_month = today + timedelta(days=30)
    reminders.add(open_one, in_a_month, "Ask the judge.", by=leaver)
    reminders.put_off(open_one, in_a_month, by=leaver)

    change(leaver, admin, successor="eva", **values)

    db.session.expire_all()
    assert not open_work.of_person(leaver)
    assert open_one.officer is eva
    assert closed.officer is leaver  # what is closed tells who looked after it
    assert secret.officer is eva
    assert names(secret) == {"Petra", "Eva"}
    assert names(alone) == {"Eva"}
    assert "Petra" in names(shared)
    assert open_work.of_person(eva).drafts == 1
    [absence] = away.stood_in_for(eva, today)
    assert absence.user is other
    [reminder] = wanted.of_person(eva)  # and nothing is put off for her
    assert (reminder.note, reminder.due_on) == ("Ask the judge.", in_a_month)
    assert kinds().count("HANDED_OVER") == 2
    assert kinds().count("WORK_HANDED_OVER") == 1


def test_nothing_is_asked_where_nothing_is_open(make, admin, leaver):
    make.MLARequest(officer=leaver, status=Status.CLOSED, closed_on=clock.today())

    change(leaver, admin, active=False)

    assert not leaver.active


def test_a_clerk_who_becomes_supervisor_keeps_the_work(make, admin, leaver):
    row = make.MLARequest(officer=leaver)

    change(leaver, admin, role=Role.SUPERVISOR)

    assert row.officer is leaver


@pytest.mark.parametrize("unfit", ["themselves", "inactive", "auditor", "nobody"])
def test_a_successor_must_be_able_to_look_after_requests(make, admin, leaver, unfit):
    make.MLARequest(officer=leaver)
    username = {
        "themselves": leaver.username,
        "inactive": make.User(active=False).username,
        "auditor": make.User(role=Role.AUDITOR).username,
        "nobody": "xyz",
    }[unfit]

    with pytest.raises(Invalid):
        change(leaver, admin, active=False, successor=username)


# ------------------------------------------------------------------ authorities


def retire(authority, admin, **more):
    values = {"code": authority.code, "name": authority.name}
    values["valid_until"] = clock.today()
    return authorities.save(authority, values, by=admin, **more)


def test_an_authority_with_open_transfers_is_not_retired_without_a_successor(
    make, admin
):
    court = make.Authority()
    Case().walk("review", "accept").send(court)

    with pytest.raises(Invalid) as refused:
        retire(court, admin)

    assert refused.value.problems[0].field == "successor"


def test_the_successor_gets_what_the_retired_authority_left_undone(make, admin):
    old, new = make.Authority(name="Old Court"), make.Authority(name="New Court")
    case = Case(natures=["DOCUMENTS", "SERVICE"]).walk("review", "accept")
    transfer = case.send(old)
    case.tell(transfer, "take-in-charge")
    case.tell(transfer, "report", m1=FULL)

    retire(old, admin, successor=new.code)

    assert not open_work.transfers_at(old.id)
    [moved] = open_work.transfers_at(new.id)
    assert moved.parent is transfer
    assert transfer.status is TransferStatus.RECALLED
    assert [cell.measure.number for cell in moved.cells] == [2]
    assert case.request.status is Status.PARTIALLY_EXECUTED
    assert case.request.measures[0].outcome is FULL
    assert "TRANSFER_MOVED" in kinds()
    assert not old.is_valid(clock.today() + timedelta(days=1))


def test_the_deadline_of_the_answer_goes_over_with_the_transfer(make, admin):
    old, new = make.Authority(), make.Authority()
    case = Case().walk("review", "accept")
    transfer = case.send(old)

    retire(old, admin, successor=new.code)

    [moved] = open_work.transfers_at(new.id)
    answers = db.session.query(Deadline).filter_by(
        mla_request_id=case.request.id, kind=DeadlineKind.ANSWER
    )
    is_open = {deadline.place: deadline.is_open for deadline in answers}
    assert is_open == {transfer.id: False, moved.id: True}


def test_a_measure_that_lies_with_the_successor_already_is_not_sent_twice(make, admin):
    old, new = make.Authority(), make.Authority()
    case = Case().walk("review", "accept")
    case.send(old)
    case.send(new, 1)

    retire(old, admin, successor=new.code)

    cells = [c.measure.number for t in open_work.transfers_at(new.id) for c in t.cells]
    assert sorted(cells) == [1, 2]


# ------------------------------------------------------------------------ leave


def test_a_deputy_stands_in_on_the_days_of_the_leave_only(make, admin, leaver, eva):
    today = clock.today()
    leaves.record(leaver, eva, since=today, until=today + timedelta(days=2), by=admin)

    assert [leave.user for leave in away.stood_in_for(eva, today)] == [leaver]
    assert away.stood_in_for(eva, today - timedelta(days=1)) == []
    assert away.stood_in_for(eva, today + timedelta(days=3)) == []
    assert away.stood_in_for(leaver, today) == []


def test_the_deputy_is_named_for_restricted_requests_where_wished(
    make, admin, leaver, eva
):
    secret = restricted(make, leaver, officer=leaver)
    today = clock.today()

    leaves.record(leaver, eva, since=today, until=today, with_restricted=True, by=admin)

    assert names(secret) == {"Kwame Osei", "Eva"}


def test_days_that_overlap_or_an_absent_deputy_are_refused(make, admin, leaver, eva):
    today, later = clock.today(), clock.today() + timedelta(days=5)
    leaves.record(leaver, eva, since=today, until=later, by=admin)

    for user, deputy, since, until in [
        (leaver, eva, later, later),
        (eva, leaver, today, today),
        (eva, eva, today, today),
        (eva, make.User(role=Role.AUDITOR), today, today),
        (eva, make.User(), later, today),
        (eva, make.User(), today - timedelta(9), today - timedelta(8)),
    ]:
        with pytest.raises(Invalid):
            leaves.record(user, deputy, since=since, until=until, by=admin)
