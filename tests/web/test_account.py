"""Where people's messages go: they say it themselves, or an administrator does."""

import pytest

from ctrack.domain.notifications import MailChoice
from ctrack.domain.permissions import Role
from ctrack.extensions import db
from ctrack.models import Event, User


def reread(user):
    db.session.expire_all()
    return db.session.get(User, user.id)


def last_changes():
    return db.session.scalars(db.select(Event).order_by(Event.id.desc())).first()


@pytest.mark.parametrize("role", [Role.CLERK, Role.STATISTICIAN, Role.ADMIN])
def test_everybody_says_where_messages_go(sign_in, role):
    browser = sign_in(role=role)

    form = browser.open("/account").form("#mail")
    assert form["mail_choice"] == ["DAILY"]
    browser.submit(
        "/account/mail", data={"email": "eva@mla.test", "mail_choice": "AT_ONCE"}
    )

    eva = reread(browser.user)
    assert (eva.email, eva.mail_choice) == ("eva@mla.test", MailChoice.AT_ONCE)
    told = last_changes()
    assert told.changes == {
        "email": [None, "eva@mla.test"],
        "mail_choice": ["DAILY", "AT_ONCE"],
    }
    assert "eva@mla.test" in str(browser.open("/account"))


def test_what_is_no_address_is_told_and_shown_again(clerk):
    page = clerk.submit(
        "/account/mail", data={"email": "eva at home", "mail_choice": "NEVER"},
        expect=422,
    )  # fmt: skip

    assert "“eva at home” is not an e-mail address" in page.text
    assert page.form("#mail")["email"] == ["eva at home"]
    assert reread(clerk.user).email == ""


def test_a_choice_that_changes_nothing_writes_nothing(clerk):
    before = db.session.query(Event).count()

    clerk.submit("/account/mail", data={"email": "", "mail_choice": "DAILY"})

    assert db.session.query(Event).count() == before


def test_an_administrator_gives_and_corrects_an_address(admin, make):
    eva = make.User(name="Eva")
    page = f"/admin/users/{eva.id}"

    admin.submit(page, data=admin.open(page).form() | {"email": "eva@mla.test"})
    assert reread(eva).email == "eva@mla.test"

    refused = admin.submit(
        page, data=admin.open(page).form() | {"email": "eva@"}, expect=422
    )
    assert "is not an e-mail address" in refused.text
    assert reread(eva).email == "eva@mla.test"


def test_an_authority_has_an_address_and_one_above_it(admin, make):
    court = make.Authority()
    page = f"/admin/authorities/{court.id}"
    typed = {"email": "registry@court.test", "superior_email": "president@court.test"}

    admin.submit(page, data=admin.open(page).form() | typed)
    db.session.refresh(court)
    assert (court.email, court.superior_email) == tuple(typed.values())

    wrong = {"superior_email": "the president"}
    refused = admin.submit(page, data=admin.open(page).form() | wrong, expect=422)
    assert "“the president” is not an e-mail address" in refused.text
