"""Signing in and out: what a session is, when it begins and when it ends."""

from datetime import timedelta

import pytest

from ctrack import clock
from ctrack.domain.permissions import Role
from ctrack.extensions import db, transaction
from ctrack.services import accounts

PASSWORD = "four words put together"


@pytest.fixture
def eva(make):
    with transaction():
        return accounts.create(username="eva", role=Role.CLERK, password=PASSWORD)


@pytest.fixture
def sign(anonymous):
    def signing(password=PASSWORD, name="eva", where="/login"):
        data = {"username": name, "password": password}
        return anonymous.submit(where, data=data, expect={302, 403, 422})

    return signing


def test_whoever_signs_in_is_led_to_the_page_that_was_asked_for(anonymous, eva, sign):
    asked = anonymous.open("/requests", expect=302, state="FR")

    answer = sign(where=asked.location)

    assert answer.location == "/requests?state=FR"


def test_a_user_name_is_taken_in_any_case_and_a_password_as_it_is(eva, sign):
    assert sign(name=" EVA ").status_code == 302
    assert sign(password=PASSWORD.upper()).status == 403


def test_a_refusal_keeps_the_name_and_not_the_password(eva, sign):
    page = sign(password="a guess")

    assert page.select_one("#username")["value"] == "eva"
    assert not page.select_one("#password").get("value")
    assert "do not belong together" in page.select_one("[role=alert]").text


def test_nobody_is_told_whether_a_name_exists(eva, sign):
    known = sign("a guess", "eva").select_one("[role=alert]")
    unknown = sign("a guess", "adam").select_one("[role=alert]")

    assert known.text == unknown.text


def test_nothing_of_the_visit_before_outlives_signing_in(anonymous, eva, sign):
    with anonymous.client.session_transaction() as kept:
        kept["planted"] = "by somebody else"
    token = anonymous.token()

    sign()

    with anonymous.client.session_transaction() as kept:
        assert "planted" not in kept
    assert anonymous.token() != token


def test_the_cookie_is_kept_from_scripts_and_other_sites(app, eva, sign):
    cookie = sign().headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_link_does_not_sign_out_and_a_press_does(clerk):
    page = clerk.open("/logout")
    assert clerk.open("/account").status == 200

    clerk.submit(page.select_one("main form")["action"])

    assert clerk.open("/account", expect=302).location == "/login?next=/account"


def test_a_copy_of_the_cookie_opens_nothing_after_signing_out(anonymous, eva, sign):
    sign()
    copied = anonymous.client.get_cookie("session", domain="ctrack.test").value
    thief = type(anonymous)(anonymous.app)
    thief.client.set_cookie("session", copied, domain="ctrack.test")
    assert thief.open("/account").status == 200

    anonymous.submit("/logout")

    thief.open("/account", expect=302)
    thief.open("/requests", expect=302)


def test_a_copy_of_the_cookie_opens_nothing_once_the_person_has_left(
    anonymous, admin, eva, sign
):
    sign()
    who = {"name": "Eva", "role": "clerk", "authority": ""}  # no longer active
    admin.submit(f"/admin/users/{eva.id}", data=who)

    anonymous.open("/account", expect=302)


def test_the_people_of_a_retired_authority_are_let_in_no_more(
    anonymous, make, eva, sign
):
    """On its last day they still are; the day after, no session and no password."""
    court = make.Authority(name="Old Court", valid_until=clock.today())
    eva.role, eva.authority = Role.AUTHORITY, court
    db.session.commit()
    sign()
    anonymous.open("/account")

    court.valid_until = clock.today() - timedelta(days=1)
    db.session.commit()

    anonymous.open("/account", expect=302)
    page = sign()
    assert page.status == 403
    assert "Old Court is no longer in use in this register." in page.text


def test_who_is_signed_in_is_one_question(clerk, count_queries):
    clerk.open("/account")
    with count_queries() as sent:
        clerk.open("/account")
    asked = [statement for statement in sent if "user_session" in statement]
    assert len(asked) == 1, str(sent)
    assert "user_account" in asked[0]


def test_a_changed_password_ends_other_sessions_and_not_this_one(anonymous, eva, sign):
    elsewhere = type(anonymous)(anonymous.app)
    elsewhere.sign_in(eva)
    sign()

    anonymous.submit(
        "/account",
        data={
            "old_password": PASSWORD,
            "password": "quite another five words",
            "repeated": "quite another five words",
        },
    )

    assert "is changed" in anonymous.open("/account").text
    elsewhere.open("/account", expect=302)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"old_password": "wrong"}, "This is not your present password."),
        ({"repeated": "something else"}, "The two new passwords differ."),
        ({"password": "short", "repeated": "short"}, "at least 12 characters"),
        ({"old_password": ""}, "Give your present password."),
    ],
)
def test_a_password_is_changed_only_by_whoever_knows_it(
    anonymous, eva, sign, data, told
):
    sign()
    new = "quite another five words"
    given = {"old_password": PASSWORD, "password": new, "repeated": new, **data}

    page = anonymous.submit("/account", data=given, expect=422)

    assert told in page.select_one("[role=alert]").text
    db.session.expire_all()
    assert accounts.fits(db.session.merge(eva), PASSWORD)


def test_a_form_sent_after_the_session_has_ended_is_told(anonymous, make):
    page = anonymous.submit("/account", data={"password": "x"}, expect=200, follow=True)

    assert "You are not signed in any more. Nothing was stored." in page.text
