"""People are told of what others did, once, in the way they have chosen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from ctrack import clock
from ctrack.domain.errors import Invalid, NotFound
from ctrack.domain.notifications import MailChoice, NotificationKind
from ctrack.domain.permissions import Role
from ctrack.domain.request_list import Filters, Queue
from ctrack.domain.vocabulary import Confidentiality, Outcome
from ctrack.extensions import db
from ctrack.models import Notification, OutboxMessage
from ctrack.queries import request_list, work_list
from ctrack.services import digests, notifications, reminders
from tests.cases import FULL, Case

TODAY = date(2020, 6, 1)


@pytest.fixture
def on(monkeypatch):
    def move(day):
        moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(TODAY)
    return move


@pytest.fixture
def officer(make):
    return make.User(email="eva@mla.test", mail_choice=MailChoice.AT_ONCE)


def told(user):
    db.session.flush()
    return db.session.scalars(
        select(Notification)
        .where(Notification.user_id == user.id)
        .order_by(Notification.id)
    ).all()


def kinds(user):
    return [notification.kind for notification in told(user)]


def mail():
    return db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()


@pytest.fixture
def case(make, officer):
    """A request that lies with an authority, looked after by the officer."""
    case = Case().walk("review", "accept")
    case.request.officer_id = officer.id
    case.transfer = case.send(make.Authority())
    reporter = make.User(role=Role.AUTHORITY, authority=case.transfer.authority)
    case.tell(case.transfer, "take-in-charge", by=reporter)
    case.reporter = reporter
    return case


@pytest.mark.parametrize(
    ("code", "answers", "kind"),
    [
        ("query", {"note": "Which bank?"}, NotificationKind.ASKED),
        ("decline", {"note": "Not ours."}, NotificationKind.DECLINED),
        ("report", {"m1": FULL}, NotificationKind.REPORTED),
        ("report", {"m1": FULL, "m2": FULL}, NotificationKind.RESULTS_WAITING),
    ],
)
def test_the_officer_is_told_what_an_authority_tells(
    case, officer, code, answers, kind
):
    case.tell(case.transfer, code, by=case.reporter, **answers)

    [notification] = told(officer)
    assert notification.kind is kind
    assert notification.details["authority"] == case.transfer.authority.name
    [message] = mail()
    assert message.recipient == "eva@mla.test"
    assert case.request.reference in message.subject
    assert case.transfer.authority.name not in message.subject + message.text


def test_progress_is_no_news(case, officer):
    case.tell(case.transfer, "progress", by=case.reporter, note="Half is done.")

    assert (told(officer), mail()) == ([], [])


def test_nobody_is_told_of_what_they_did_themselves(case, officer):
    case.tell(case.transfer, "query", by=officer, note="By telephone: which bank?")

    assert (told(officer), mail()) == ([], [])


def test_who_is_assigned_is_told(make, officer):
    case = Case()
    case.take("assign", officer_id=officer.id)
    case.take("assign", officer_id=case.clerk.id)

    assert kinds(officer) == [NotificationKind.ASSIGNED]
    assert told(officer)[0].details == {"actor": case.clerk.name}
    assert told(case.clerk) == []


def test_who_is_named_at_registration_is_told(make, officer):
    Case(officer_id=officer.id)

    assert kinds(officer) == [NotificationKind.ASSIGNED]


@pytest.mark.parametrize(
    "details",
    [
        {"mail_choice": MailChoice.NEVER},
        {"mail_choice": MailChoice.DAILY},
        {"email": ""},
    ],
)
def test_only_who_wants_it_gets_mail_at_once(make, details):
    wants = {"email": "eva@mla.test", "mail_choice": MailChoice.AT_ONCE}
    eva = make.User(**(wants | details))

    Case(officer_id=eva.id)

    assert kinds(eva) == [NotificationKind.ASSIGNED]
    assert mail() == []


def test_who_has_left_is_told_nothing(make):
    gone = make.User(active=False, email="x@mla.test", mail_choice=MailChoice.AT_ONCE)

    notifications.tell(
        gone.id, NotificationKind.ASKED, request_id=Case().request.id,
        reference="MLI-2020-00001", by=None,
    )  # fmt: skip

    assert (told(gone), mail()) == ([], [])


def test_a_message_about_a_restricted_request_tells_its_reference_only(make, officer):
    case = Case(
        officer_id=officer.id,
        subject="The Petrov affair",
        confidentiality=Confidentiality.RESTRICTED,
    )

    [message] = mail()

    assert message.text.startswith(f"- {case.request.reference} was assigned to you.")
    assert "Petrov" not in message.subject + message.text
    assert case.clerk.name not in message.subject + message.text


def test_a_deed_costs_two_statements_more_at_most(case, officer, count_queries):
    def asking(by):
        with count_queries() as sent:
            case.tell(case.transfer, "query", by=by, note="Which bank?")
        case.tell(case.transfer, "answer", by=case.clerk, note="The Savings Bank.")
        return len(sent)

    asking(case.reporter)
    assert asking(case.reporter) <= asking(officer) + 2


# The daily digest


def test_the_digest_of_a_day_tells_all_that_is_unread_once(make, on):
    eva = make.User(email="eva@mla.test")
    first, second, read = (Case(officer_id=eva.id).request for _ in range(3))
    db.session.flush()
    notifications.mark_read(eva, only=told(eva)[2].id)

    assert digests.people(TODAY) == [eva.id]
    message = digests.write(eva.id, TODAY)
    again = digests.write(eva.id, TODAY)

    assert first.reference in message.text
    assert second.reference in message.text
    assert read.reference not in message.text
    assert message.subject == "ctrack: 2 things"
    assert again is None
    assert digests.people(TODAY) == []
    assert digests.write(eva.id, TODAY + timedelta(days=1)) is None


def test_nothing_is_sent_where_there_is_nothing_to_say(make, on):
    eva = make.User(email="eva@mla.test")

    assert digests.people(TODAY) == []
    assert digests.write(eva.id, TODAY) is None


@pytest.mark.parametrize("choice", [MailChoice.DAILY, MailChoice.AT_ONCE])
def test_a_reminder_comes_on_its_day_whatever_happened(make, on, choice):
    eva = make.User(email="eva@mla.test", mail_choice=choice)
    case = Case()
    reminders.add(case.request, TODAY + timedelta(days=21), "Ask Petrov", by=eva)
    case.walk("review", "accept").take("close", outcome=Outcome.WITHDRAWN)

    for day in range(20, 24):
        on(TODAY + timedelta(days=day))
        for user_id in digests.people(clock.today()):
            digests.write(user_id, clock.today())

    [message] = mail()
    assert f"{case.request.reference}: your reminder is due." in message.text
    assert "Petrov" not in message.text


def test_a_reminder_can_be_moved_and_finished_by_its_owner_only(make, on):
    eva, other = make.User(), make.User()
    reminder = reminders.add(Case().request, TODAY + timedelta(days=1), "", by=eva)

    reminders.move(reminder, by=eva)
    assert reminder.due_on == TODAY + timedelta(days=7)
    with pytest.raises(NotFound):
        reminders.finish(reminder, by=other)
    reminders.finish(reminder, by=eva)
    assert reminder.done_at is not None


@pytest.mark.parametrize("days", [0, -1, 2000])
def test_a_reminder_is_for_a_day_to_come(make, on, days):
    with pytest.raises(Invalid):
        reminders.add(Case().request, TODAY + timedelta(days=days), "", by=make.User())


# Putting off


def test_what_is_put_off_leaves_the_own_work_list_until_its_day(make, on):
    eva, other = make.User(), make.User()
    case = Case()
    queue, day = Queue.TO_REVIEW, TODAY + timedelta(days=5)

    def seen(user, today):
        numbers = work_list.waiting_numbers(seen_by=user, today=today)
        rows = work_list.first([queue], seen_by=user, today=today, limit=5)
        listed = list(
            request_list.every(Filters(queue=(queue,)), seen_by=user, today=today)
        )
        assert numbers[queue] == len(rows[queue]) == len(listed)
        return len(listed)

    db.session.commit()
    assert seen(eva, TODAY) == 1
    reminders.put_off(case.request, day, by=eva)
    db.session.commit()

    assert seen(eva, TODAY) == 0
    assert seen(other, TODAY) == 1
    assert seen(eva, day) == 1
    assert case.events[-1].kind == "PUT_OFF"

    reminders.put_back(case.request, by=eva)
    db.session.commit()
    assert seen(eva, TODAY) == 1


def test_what_is_put_off_twice_is_put_off_until_the_later_word(make, on):
    eva, case = make.User(), Case()
    reminders.put_off(case.request, TODAY + timedelta(days=5), by=eva)

    again = reminders.put_off(case.request, TODAY + timedelta(days=9), by=eva)

    assert again.due_on == TODAY + timedelta(days=9)
    assert reminders.queries.of_request(case.request, eva) == [again]
