"""People: their passwords, their sessions, and those who guess."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ctrack import clock
from ctrack.domain.errors import Invalid
from ctrack.domain.permissions import Role
from ctrack.extensions import db
from ctrack.models import Event, UserSession
from ctrack.queries import users
from ctrack.services import accounts, sessions
from ctrack.services.accounts import SignInRefused

PASSWORD = "correct horse battery"


@pytest.fixture
def eva(make):
    return accounts.create(username="Eva", role=Role.CLERK, password=PASSWORD)


@pytest.fixture
def admin_user(make):
    return make.User(role=Role.ADMIN)


def try_in_vain(times, username="eva"):
    told = []
    for _ in range(times):
        with pytest.raises(SignInRefused) as refusal:
            accounts.sign_in(username, "wrong password")
        told.append(str(refusal.value))
    return told


def kinds():
    db.session.flush()
    return db.session.scalars(select(Event.kind).order_by(Event.id)).all()


def test_a_password_is_kept_as_an_argon2_hash_only(eva):
    assert eva.password_hash.startswith("$argon2id$")
    assert PASSWORD not in eva.password_hash
    other = accounts.create(username="iris", role=Role.CLERK, password=PASSWORD)
    assert other.password_hash != eva.password_hash  # salted


def test_the_right_password_opens_whatever_the_case_of_the_name(eva):
    assert accounts.sign_in(" EVA ", PASSWORD) is eva
    assert eva.signed_in_at is not None
    assert kinds()[-1] == "SIGNED_IN"


@pytest.mark.parametrize("password", ["", PASSWORD.upper(), PASSWORD + " ", "x" * 5000])
def test_a_wrong_password_does_not(eva, password):
    with pytest.raises(SignInRefused):
        accounts.sign_in("eva", password)
    assert eva.failed_logins == 1


def test_who_guesses_is_not_told_who_exists(eva):
    accounts.create(username="old", role=Role.CLERK, password=PASSWORD).active = False
    told = {*try_in_vain(1, "eva"), *try_in_vain(1, "nobody"), *try_in_vain(1, "old")}
    with pytest.raises(SignInRefused) as refusal:
        accounts.sign_in("old", PASSWORD)  # the right one, of somebody inactive
    assert {str(refusal.value)} == told


def test_five_failures_lock_for_a_quarter_of_an_hour(eva, monkeypatch):
    try_in_vain(5)
    with pytest.raises(SignInRefused, match="locked"):
        accounts.sign_in("eva", PASSWORD)  # though it is the right one
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert accounts.sign_in("eva", PASSWORD) is eva
    assert eva.locked_until is None
    assert kinds().count("SIGN_IN_REFUSED") == 5


def test_four_failures_are_forgotten_with_the_next_success(eva):
    try_in_vain(4)
    accounts.sign_in("eva", PASSWORD)
    try_in_vain(4)
    assert accounts.sign_in("eva", PASSWORD) is eva


def test_no_password_stands_in_the_log(eva):
    try_in_vain(2)
    accounts.set_password(eva, "another good password", by=eva)
    for line in db.session.scalars(select(Event)):
        text = f"{line.details}{line.changes}{line.note}"
        for secret in (PASSWORD, "wrong password", "another good", "argon2"):
            assert secret not in text


def test_somebody_without_a_password_does_not_sign_in(make):
    make.User(username="import")
    for password in ("", "anything at all"):
        with pytest.raises(SignInRefused):
            accounts.sign_in("import", password)


def test_sessions_end_with_password_role_authority_and_activity(eva, admin_user, make):
    def change(**new):
        values = {
            "name": eva.name,
            "role": eva.role,
            "authority_code": eva.authority.code if eva.authority else None,
            "active": True,
        }
        accounts.change(eva, by=admin_user, **(values | new))

    court = make.Authority()
    police = make.Authority()
    for deed in (
        lambda: accounts.set_password(eva, "another good password", by=eva),
        lambda: change(role=Role.SUPERVISOR),
        lambda: change(role=Role.AUTHORITY, authority_code=court.code),
        lambda: change(authority_code=police.code),
    ):
        session = sessions.open_for(eva)
        assert users.by_session(session) is eva
        deed()
        db.session.flush()
        db.session.refresh(eva)
        assert users.by_session(session) is None
    session = sessions.open_for(eva)
    change(name="Eva Maria")
    assert users.by_session(session) is eva  # a new name is no new person
    change(active=False)
    assert users.by_session(session) is None
    assert users.by_session(sessions.open_for(eva)) is None  # nor does a new one begin


def test_signing_out_ends_one_session_and_leaves_the_others(eva):
    here, there = sessions.open_for(eva), sessions.open_for(eva)
    sessions.end(here)
    assert users.by_session(here) is None
    assert users.by_session(there) is eva


def test_a_session_ends_after_thirty_days_though_it_was_used(eva, monkeypatch):
    old = sessions.open_for(eva)
    later = clock.now() + users.LONGEST_SESSION
    monkeypatch.setattr(clock, "now", lambda: later)
    assert users.by_session(old) is None
    sessions.open_for(eva)
    assert db.session.get(UserSession, old) is None  # and is not kept


@pytest.mark.parametrize(
    "session", ["", ":", "1", "1:", "x:y", "' OR 1=1", "0" * 5000, "١:k"]
)
def test_made_up_sessions_are_nobodys(eva, session):
    assert users.by_session(session) is None


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"username": "eva"}, "username"),
        ({"username": "EVA "}, "username"),
        ({"username": ""}, "username"),
        ({"username": "e va"}, "username"),
        ({"username": "x" * 81}, "username"),
        ({"name": "x" * 201}, "name"),
        ({"password": "too short"}, "password"),
        ({"password": "x" * 1001}, "password"),
        ({"role": Role.AUTHORITY}, "authority"),
        ({"authority_code": "NOWHERE"}, "authority"),
        ({"authority_code": "COURT"}, "authority"),
    ],
)
def test_who_is_added_is_somebody(eva, make, details, field):
    make.Authority(code="COURT")
    values = {"username": "iris", "role": Role.CLERK, "password": PASSWORD}
    with pytest.raises(Invalid) as refusal:
        accounts.create(**(values | details))
    assert [problem.field for problem in refusal.value.problems] == [field]


def test_somebody_always_has_the_administration(admin_user):
    values = {"name": "A", "authority_code": None}
    for new in (
        {"role": Role.CLERK, "active": True},
        {"role": Role.ADMIN, "active": False},
    ):
        with pytest.raises(Invalid, match="Ask another administrator"):
            accounts.change(admin_user, by=admin_user, **values, **new)
    assert admin_user.active
    assert admin_user.role is Role.ADMIN


def test_a_change_of_a_person_is_in_the_log(eva, admin_user):
    accounts.change(
        eva,
        by=admin_user,
        name="Eva",
        role=Role.SUPERVISOR,
        authority_code=None,
        active=True,
    )
    db.session.flush()
    line = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert (line.kind, line.actor_id) == ("USER_CHANGED", admin_user.id)
    assert line.changes["role"] == ["clerk", "supervisor"]


def test_a_person_remembered_from_an_old_register_does_not_sign_in(eva):
    old = accounts.remember("moreau", central_authority_id=eva.central_authority_id)
    with pytest.raises(SignInRefused):
        accounts.sign_in("moreau", "")
    assert users.by_session(sessions.open_for(old)) is None
