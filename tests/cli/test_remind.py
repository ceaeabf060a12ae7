"""`ctrack remind`: each silence is chased once, however often and by whom it is run."""

import contextvars
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from ctrack import cli, clock
from ctrack.domain.chasers import ladders
from ctrack.domain.notifications import MailChoice, NotificationKind
from ctrack.domain.outbox import MessageState
from ctrack.domain.pauses import PauseCategory
from ctrack.domain.vocabulary import Confidentiality
from ctrack.extensions import db, write_transaction
from ctrack.models import (
    Authority,
    Chase,
    DeadlineRule,
    Event,
    Notification,
    OutboxMessage,
    Pause,
)
from ctrack.queries import chasers as queries
from ctrack.services import chasers
from tests import factories, mail
from tests.cases import RECEIVED, Case, outgoing

SENT = RECEIVED + timedelta(days=10)


@pytest.fixture
def on(monkeypatch):
    """Let it be so many days after the transfer: `on(30)`."""

    def move(days):
        noon = datetime.combine(SENT, datetime.min.time(), UTC) + timedelta(hours=12)
        monkeypatch.setattr(clock, "now", lambda: noon + timedelta(days=days))

    return move


@pytest.fixture
def server(app, context, monkeypatch):
    with mail.serving() as server:
        monkeypatch.setitem(app.config, "CTRACK_MAIL_URL", server.url)
        monkeypatch.setitem(app.config, "CTRACK_ADDRESS", "https://ctrack.test")
        yield server


def court(make, **details):
    known = {"email": "registry@court.test", "superior_email": "president@court.test"}
    return make.Authority(**(known | details))


def sent(authority, *, to_day=SENT, **details):
    """A request that this authority was sent, and the transfer."""
    case = Case(**details).walk("review", "accept")
    return case, case.send(authority, on=to_day)


def chases():
    db.session.rollback()
    db.session.expire_all()
    return [
        (chase.number, chase.level.value, (chase.chased_on - SENT).days)
        for chase in db.session.scalars(select(Chase).order_by(Chase.id))
    ]


def messages():
    db.session.rollback()
    return db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()


def events(case, kind):
    return [event for event in case.events if event.kind == kind]


def test_silence_is_chased_on_the_days_of_the_ladder(make, runner, on):
    sent(court(make))

    for day in (0, 29, 30, 31, 59, 60, 61, 89, 90, 91, 120, 150, 199):
        on(day)
        runner("remind")

    assert chases() == [(1, "FIRST", 30), (2, "SECOND", 60), (3, "ESCALATION", 90)]


def test_an_authority_gets_one_message_about_all_its_transfers(
    make, server, runner, on
):
    busy, calm = court(make), court(make, email="calm@court.test")
    references = [sent(busy)[0].request.reference for _ in range(3)]
    other = sent(calm)[0].request.reference

    on(30)
    told = runner("remind")

    [letter] = server.postman.to("registry@court.test")
    assert letter["Subject"].startswith("3 requests for mutual legal assistance wait")
    text = letter.get_content()
    assert all(reference in text for reference in references)
    assert other not in text
    assert "https://ctrack.test/transfers" in text
    assert len(server.postman.to("calm@court.test")) == 1
    assert f"{busy.code} {busy.name}: 3 first reminder -> registry@court" in told.stdout
    assert "chasers: 4" in told.stdout
    assert "messages sent: 2" in told.stdout


def test_run_ten_times_each_message_goes_out_once(make, server, runner, on):
    sent(court(make))
    sent(court(make, email="second@court.test"))
    on(45)

    for _ in range(10):
        runner("remind")

    assert len(server.postman.received) == 2
    assert len(chases()) == 2


def test_run_at_the_same_moment_each_message_goes_out_once(app, make, server, on):
    for number in range(4):
        authority = court(make, email=f"registry-{number}@court.test")
        for _ in range(3):
            sent(authority)
    db.session.commit()
    db.session.rollback()
    on(45)
    together = threading.Barrier(4)

    def run():
        info = ScriptInfo(create_app=lambda: app)
        together.wait()
        with app.app_context():
            try:
                return CliRunner().invoke(cli.main, ["remind"], obj=info)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(contextvars.Context().run, run) for _ in range(4)]
        results = [job.result() for job in jobs]

    assert [result.exit_code for result in results] == [0] * 4, results
    assert len(server.postman.received) == 4
    assert len(chases()) == 12


def test_who_stands_above_is_told_of_the_third_and_the_authority_of_the_rest(
    make, server, runner, on
):
    authority = court(make)
    old, new = sent(authority)[0], sent(authority, to_day=SENT + timedelta(days=60))[0]
    for day in (30, 60, 90):
        on(day)
        runner("remind")

    [above] = server.postman.to("president@court.test")
    assert old.request.reference in above.get_content()
    assert new.request.reference not in above.get_content()
    assert f"To those above {authority.name}" in above.get_content()
    [*_, last] = server.postman.to("registry@court.test")
    assert new.request.reference in last.get_content()
    assert old.request.reference not in last.get_content()


def test_without_anybody_above_the_authority_itself_is_told(make, server, runner, on):
    sent(court(make, superior_email=""))

    for day in (30, 60, 90):
        on(day)
        runner("remind")

    assert len(server.postman.to("registry@court.test")) == 3


def test_without_an_address_the_chaser_is_a_letter(make, server, runner, on):
    case, _transfer = sent(court(make, email=""))
    on(30)

    told = runner("remind")

    assert "-> a letter to print" in told.stdout
    assert server.postman.received == []
    [chase] = db.session.scalars(select(Chase)).all()
    assert chase.is_letter
    assert events(case, "CHASED")[0].details["by"] == "LETTER"


def test_without_a_mail_server_the_message_stays_and_goes_out_later(
    app, make, runner, on, monkeypatch
):
    sent(court(make))
    on(30)

    told = runner("remind")
    assert "CTRACK_MAIL_URL is not set: messages stay in the outbox." in told.stdout
    assert [message.state for message in messages()] == [MessageState.WAITING]

    with mail.serving() as server:
        monkeypatch.setitem(app.config, "CTRACK_MAIL_URL", server.url)
        runner("remind")
    assert len(server.postman.received) == 1
    assert len(chases()) == 1


def test_a_dry_run_lists_and_changes_nothing(make, server, runner, on):
    authority = court(make)
    case, _transfer = sent(authority)
    on(30)

    told = runner("remind", "--dry-run")

    assert f"  {case.request.reference}: first reminder, sent {SENT}" in told.stdout
    assert "chasers due: 1" in told.stdout
    assert (chases(), messages(), server.postman.received) == ([], [], [])


def test_nothing_is_said_where_there_is_nothing_to_say(make, server, runner, on):
    sent(court(make))
    on(29)

    told = runner("remind")

    assert "chasers: 0" in told.stdout
    assert messages() == []


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        ("postpone", {}),
        ("suspend", {}),
        ("request-information", {}),
    ],
)
def test_what_is_paused_is_not_chased(make, runner, on, code, answers):
    case, _transfer = sent(court(make))
    case.take("consult")
    case.take(code, **answers)
    on(45)

    runner("remind")

    assert chases() == []


def test_days_of_a_pause_do_not_count(make, runner, on):
    """Paused for 20 days: the reminder of day 30 comes on day 50."""
    case, _transfer = sent(court(make))
    case.take("consult", SENT)
    case.take("postpone", SENT + timedelta(days=5))
    case.take("resume", SENT + timedelta(days=25))

    for day in (30, 49, 50, 79, 80):
        on(day)
        runner("remind")

    assert chases() == [(1, "FIRST", 50), (2, "SECOND", 80)]


def test_a_pause_recorded_by_hand_counts_too(make, runner, on):
    case, _transfer = sent(court(make))
    db.session.add(
        Pause(
            mla_request_id=case.request.id,
            since=SENT + timedelta(days=20),
            until=SENT + timedelta(days=40),
            category=PauseCategory.CONSULTATION,
            is_by_hand=True,
            entered_at=clock.now(),
        )
    )

    for day in (30, 39, 49, 50):
        on(day)
        runner("remind")

    assert chases() == [(1, "FIRST", 50)]


def test_the_rules_of_the_office_are_heeded(make, runner, on):
    abroad(make)
    rule = db.session.get(DeadlineRule, "OUT_ACK_CHASE")
    rule.count = 10
    db.session.flush()

    on(10)
    runner("remind")

    [chase] = db.session.scalars(select(Chase)).all()
    assert chase.kind.value == "RECEIPT"


@pytest.mark.parametrize("code", ["query", "decline"])
def test_who_asked_or_declined_is_not_chased(make, runner, on, code):
    case, transfer = sent(court(make))
    case.tell(transfer, "take-in-charge", SENT)
    case.tell(transfer, code, SENT, note="Which bank?")
    on(45)

    runner("remind")

    assert chases() == []


def test_what_is_answered_is_chased_again(make, runner, on):
    case, transfer = sent(court(make))
    case.tell(transfer, "query", SENT, note="Which bank?")
    case.tell(transfer, "answer", SENT, note="The Savings Bank.")
    on(45)

    runner("remind")

    assert chases() == [(1, "FIRST", 45)]


def test_nobody_is_reminded_of_a_promise_before_its_day(make, runner, on):
    case, transfer = sent(court(make))
    case.tell(transfer, "take-in-charge", SENT)
    case.tell(
        transfer,
        "progress",
        SENT,
        note="Half is done.",
        expected_on=SENT + timedelta(days=50),
    )

    for day in (30, 50, 51):
        on(day)
        runner("remind")

    assert chases() == [(1, "FIRST", 51)]


def test_a_message_tells_no_subject_and_no_name(make, server, runner, on):
    """Of restricted requests no more than of others: references, days, a link."""
    details = {
        "subject": "The Petrov affair",
        "partner_authority": "Parquet de Lyon",
        "confidentiality": Confidentiality.RESTRICTED,
    }
    case, transfer = sent(court(make), **details)
    transfer.authority_reference = "2 AR 17/20"
    on(30)

    runner("remind")

    [letter] = server.postman.received
    told = letter["Subject"] + letter.get_content()
    assert case.request.reference in told
    assert "2 AR 17/20" in told
    for secret in ("Petrov", "affair", "Lyon", "FR", "France", "UNTOC", "Documents"):
        assert secret not in told


def test_each_chaser_is_a_line_of_the_log_and_no_note(make, runner, on):
    case, transfer = sent(court(make))
    on(30)
    runner("remind")

    [event] = events(case, "CHASED")

    assert event.transfer_id == transfer.id
    assert event.details == {
        "authority": transfer.authority.name,
        "by": "MAIL",
        "level": "FIRST",
        "number": "1",
    }
    assert (event.note, event.actor_id) == ("", None)
    assert events(case, "NOTED") == []


def abroad(make, **details):
    """A request of ours that was sent, with an officer who looks after it."""
    officer = make.User(**details)
    case = Case(outgoing(received_on=SENT, sent_on=None))
    case.take("send", SENT)
    case.request.officer = officer
    db.session.flush()
    return case, officer


def test_another_state_is_chased_by_letters_that_our_officer_sends(make, runner, on):
    case, officer = abroad(make)
    days = (29, 30, 31, 59, 60, 119, 120, 180)

    for day in days:
        on(day)
        runner("remind")

    found = db.session.scalars(select(Chase).order_by(Chase.id)).all()
    assert [(c.kind.value, c.number, (c.chased_on - SENT).days) for c in found] == [
        ("RECEIPT", 1, 30),
        ("STATUS", 1, 60),
        ("STATUS", 2, 120),
        ("STATUS", 3, 180),
    ]
    assert all(chase.is_letter for chase in found)
    told = db.session.scalars(select(Notification)).all()
    assert [(n.user_id, n.kind) for n in told] == [
        (officer.id, NotificationKind.CHASE_DUE)
    ] * 4
    assert len(events(case, "CHASE_ABROAD_DUE")) == 4


def test_the_officer_of_several_gets_one_message_at_once(make, server, runner, on):
    case, officer = abroad(make, email="eva@mla.test", mail_choice=MailChoice.AT_ONCE)
    for _ in range(2):
        other, _officer = abroad(make)
        other.request.officer = officer
    on(60)

    runner("remind")
    runner("remind")

    [letter] = server.postman.received
    assert letter["To"] == "eva@mla.test"
    assert letter["Subject"] == "ctrack: 3 things"
    assert f"https://ctrack.test/requests/{case.request.reference}" in (
        letter.get_content()
    )


def test_it_costs_no_more_statements_with_more_transfers(
    make, runner, on, count_queries
):
    authority = court(make)
    sent(authority)
    on(30)
    rungs = ladders()

    def chase(today):
        db.session.commit()
        with count_queries() as statements, write_transaction():
            chasers.chase_authority(authority.id, rungs, today)
        return len(statements)

    few = chase(SENT + timedelta(days=30))
    for _ in range(6):
        sent(authority, to_day=SENT + timedelta(days=1))
    assert chase(SENT + timedelta(days=60)) == few


def many_silent(authorities, transfers):
    """Rows as a busy register has them: so many transfers with each authority."""
    today = clock.today()
    courts = [
        factories.Authority(email=f"registry-{number}@court.test")
        for number in range(authorities)
    ]
    for authority in courts:
        for _ in range(transfers):
            request = factories.MLARequest(status="TRANSFERRED")
            db.session.add(
                factories.models.Transfer(
                    mla_request=request,
                    authority=authority,
                    sent_on=today - timedelta(days=40),
                    entered_at=clock.now(),
                )
            )
    db.session.commit()
    db.session.rollback()


@pytest.mark.parametrize("patience", [0.0, 0.1, 0.3])
def test_killed_at_any_point_nothing_is_lost_and_nothing_chased_twice(
    app, context, server, patience
):
    many_silent(authorities=12, transfers=2)
    server.postman.hesitation = 0.03
    process = mail.command(app, server, "remind")
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        db.session.rollback()
        if db.session.scalar(select(func.count()).select_from(Chase)):
            break
        time.sleep(0.01)
    time.sleep(patience)
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(0.1)

    again = mail.command(app, server, "remind")
    assert again.wait(60) == 0

    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Chase)) == 24
    chased = select(func.count()).where(Event.kind == "CHASED")
    assert db.session.scalar(chased) == 24
    ids = server.postman.ids
    kept = {message.message_id for message in messages()}
    assert set(ids) == kept
    assert len(kept) == 12
    assert len(ids) <= 13


def test_an_authority_that_was_chased_today_is_left_in_peace(make, on):
    authority = court(make)
    sent(authority)
    on(30)
    rungs, today = ladders(), clock.today()
    db.session.commit()
    with write_transaction():
        assert chasers.chase_authority(authority.id, rungs, today)

    sent(db.session.get(Authority, authority.id))  # entered late, on the same day
    db.session.commit()
    with write_transaction():
        assert chasers.chase_authority(authority.id, rungs, today) is None
    with write_transaction():
        tomorrow = today + timedelta(days=1)
        assert chasers.chase_authority(authority.id, rungs, tomorrow)


def test_what_is_due_is_read_by_authority(make):
    one, two = court(make), court(make)
    first, second = sent(two)[1], sent(one)[1]
    today = SENT + timedelta(days=31)
    office = factories.the_office().id

    found = list(queries.silent_transfers(office, ladders(), today))

    assert {(s.transfer_id, s.authority_id) for s in found} == {
        (first.id, two.id),
        (second.id, one.id),
    }
    only = list(queries.silent_transfers(office, ladders(), today, authority_id=one.id))
    assert [s.transfer_id for s in only] == [second.id]
