"""The fictitious register: nothing in it could not have happened."""

import unicodedata
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise

import pytest
from argon2 import PasswordHasher

from ctrack import states
from ctrack.domain import validation
from ctrack.domain.events import EventKind
from ctrack.domain.permissions import Role
from ctrack.domain.statuses import STAGES, Status
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import Confidentiality, Direction, Outcome
from ctrack.extensions import db
from ctrack.models import Event, Fact, MLARequest, User
from ctrack.queries import mla_requests, users
from ctrack.services import accounts
from ctrack.services.demonstration import filling, odd_cases, office, stream
from ctrack.services.demonstration.diary import Present
from tests.replay import replay, standing

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _passwords_take_no_time(monkeypatch):
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", hasher)


@pytest.fixture
def settled(context):
    found = office.settle()
    filling.sign_treaties()
    return found


def present(today=TODAY):
    return Present(today, datetime(today.year, today.month, today.day, 17, tzinfo=UTC))


def records(settled, number=400, today=TODAY):
    return list(stream.requests(number, settled, present(today)))


def test_every_stage_of_both_directions_is_shown(settled):
    found = {(r.direction, r.status) for r in records(settled)}

    assert found == {(d, status) for d, stages in STAGES.items() for status in stages}


def test_every_outcome_and_every_state_of_a_transfer_is_shown(settled):
    made = records(settled)

    assert {r.outcome for r in made} - {None} == set(Outcome)
    assert {t.status for r in made for t in r.transfers} == set(TransferStatus)


def test_it_is_the_same_every_time(settled):
    assert records(settled, 120) == records(settled, 120)


@pytest.mark.parametrize("ago", range(7))
def test_no_rule_is_broken_on_whichever_weekday_it_is_made(settled, ago):
    """The odd cases count days back from today, and offices are closed at weekends."""
    today = TODAY - timedelta(days=ago)
    for record in records(settled, 150, today):
        assert validation.problems(record, today=today) == []
        assert_days_in_order(record, today)


def assert_days_in_order(record, today):
    moments = [record.entered_at, *(event.entered_at for event in record.events)]
    assert all(before <= after for before, after in pairwise(moments))
    assert moments[-1] <= present(today).now
    days = [e.happened_on for e in record.events if e.kind is not EventKind.LINKED]
    assert all(before <= after for before, after in pairwise(days))
    assert days == [] or days[-1] <= today
    for event in record.events:
        assert event.kind.blanks() <= event.details.keys()
        assert event.happened_on <= event.entered_at.date()
        assert event.actor_id is not None
    for transfer in record.transfers:
        assert transfer.sent_on >= record.transferred_on
        assert transfer.due_on is None or transfer.due_on >= transfer.sent_on
    assert record.holder_since <= today


def test_each_request_could_have_come_about_by_the_deeds_of_the_register(settled):
    """Each log is done again through the services, and leads to the same request."""
    supervisor = users.by_username("supervisor")
    posts = {post.name: post.id for post in settled.posts.values()}
    everyday = [r for r in records(settled, 160) if r.closed_on is None][:25]
    by_hand = [case.record for case in odd_cases.all_of(settled, present())]
    for record in by_hand + everyday:
        done_again = replay(record, by=supervisor, posts=posts)

        assert standing(done_again) == standing(record), record.subject
        assert done_again.held_since == record.holder_since, record.subject


def test_what_was_reopened_could_have_come_about_too(settled):
    supervisor = users.by_username("supervisor")
    posts = {post.name: post.id for post in settled.posts.values()}
    reopened = [
        record
        for record in records(settled, 700)
        if any(event.kind is EventKind.REOPENED for event in record.events)
    ]
    assert reopened
    for record in reopened:
        done_again = replay(record, by=supervisor, posts=posts)
        assert standing(done_again) == standing(record), record.subject


def test_the_days_of_transfers_and_measures_agree_with_those_of_the_request(settled):
    """A workbook carries them in separate sheets, which must not contradict."""
    for record in records(settled):
        sent = [transfer.sent_on for transfer in record.transfers]
        assert record.transferred_on == min(sent, default=None)
        if record.status is Status.EXECUTED:
            assert record.executed_on is not None
        for measure in record.measures:
            assert measure.outcome.is_final == (measure.decided_on is not None)


def test_what_is_refused_has_grounds(settled):
    refused = [r for r in records(settled) if r.outcome is Outcome.REFUSED]

    assert refused
    assert all(r.refusal_grounds for r in refused)


def test_references_rise_with_the_day_of_entry(settled):
    made = records(settled)

    assert all(a.entered_at <= b.entered_at for a, b in pairwise(made))
    for direction in Direction:
        ours = [r.reference for r in made if r.direction is direction]
        assert len(set(ours)) == len(ours)
    assert Counter(r.reference[:8] for r in made)["MLI-2026"] > 30


def test_names_come_in_many_scripts(settled):
    letters = {c for r in records(settled) for p in r.persons for c in p.name}
    scripts = {unicodedata.name(c, "").partition(" ")[0] for c in letters}

    assert scripts >= {
        *("ARABIC", "CJK", "CYRILLIC", "DEVANAGARI"),
        *("GREEK", "HANGUL", "HEBREW", "LATIN"),
    }


def test_partners_are_known_states(settled):
    made = records(settled)

    assert {r.partner_state for r in made} <= states.names().keys()
    assert len({r.partner_state for r in made}) > 25


def test_the_state_of_the_register_is_not_its_own_partner(settled, app):
    made = records(settled, 300)
    lives = [r for r in made if r.partner_state == app.config["CTRACK_STATE"]]

    by_hand = [case.record for case in odd_cases.all_of(settled, present())]
    assert {r.subject for r in lives} <= {r.subject for r in by_hand}


def test_a_restricted_request_names_those_who_may_see_it(settled):
    restricted = [
        r for r in records(settled) if r.confidentiality is Confidentiality.RESTRICTED
    ]

    assert restricted
    assert all(r.named_officer_ids for r in restricted)


def test_a_stream_makes_requests_as_they_are_taken(settled):
    """A million would take minutes; the first few do not wait for the last."""
    first = list(islice(stream.requests(1_000_000, settled, present()), 5))

    assert len(first) == 5


def test_as_many_as_were_asked_for(settled):
    assert [len(records(settled, number)) for number in (1, 30, 200)] == [1, 30, 200]


def test_a_database_is_filled(context):
    told = []

    filling.fill(150, told.append)

    db.session.commit()
    assert sum(told) == db.session.query(MLARequest).count() == 150
    assert db.session.query(Event).filter_by(kind="REGISTERED").count() == 150
    present_facts = db.session.query(Fact).filter(Fact.known_until.is_(None))
    assert present_facts.count() == 150
    clerk = users.by_username("clerk")
    reference = db.session.query(MLARequest).filter_by(partner_state="IT").first()
    found = mla_requests.by_reference(reference.reference, seen_by=clerk)
    assert found.measures


def test_each_role_has_a_login(context):
    filling.fill(1)

    by_role = {user.role for user in db.session.query(User).filter_by(active=True)}
    assert by_role == set(Role)
    for role in Role:
        assert users.by_username(role.value).role is role
    assert users.demonstration_logins_exist()


def test_a_register_with_requests_is_left_alone(make):
    make.MLARequest()

    with pytest.raises(filling.NotEmpty):
        filling.fill(10)

    assert db.session.query(MLARequest).count() == 1
