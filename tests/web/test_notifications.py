"""For you: the number beside the bell, what is new, what is due, what is put off."""

from datetime import timedelta

import pytest

from ctrack import clock
from ctrack.domain.notifications import NotificationKind
from ctrack.domain.vocabulary import Confidentiality
from ctrack.extensions import db
from ctrack.models import Notification, Reminder
from ctrack.services import notifications, reminders
from tests.cases import Case


def bell(page):
    found = page.select_one(".bell__number")
    return int(found.text) if found else 0


def news_for(user, number=1, **details):
    for _ in range(number):
        case = Case(**details)
        notifications.tell(
            user.id,
            NotificationKind.ASKED,
            request_id=case.request.id,
            reference=case.request.reference,
            by=None,
            details={"authority": "High Court"},
        )
    db.session.commit()
    return case.request


def test_the_bell_tells_how_much_is_new_and_due(clerk):
    request = news_for(clerk.user, 2)
    due = reminders.add(
        request, clock.today() + timedelta(days=1), "Call Lyon", by=clerk.user
    )
    db.session.commit()
    assert bell(clerk.open("/")) == 2

    due.due_on = clock.today()
    db.session.commit()
    page = clerk.open("/notifications")

    assert bell(page) == 3
    assert "Call Lyon" in page.text
    assert page.text.count("High Court asks.") == 2


def test_without_news_there_is_no_number_and_a_kind_word(clerk):
    page = clerk.open("/notifications")

    assert bell(page) == 0
    assert "Nothing is new, and no reminder is due." in page.text


def test_the_bell_costs_no_query(clerk, count_queries):
    clerk.open("/account")
    with count_queries() as few:
        clerk.open("/account")
    news_for(clerk.user, 5)
    with count_queries() as many:
        page = clerk.open("/account")

    assert bell(page) == 5
    assert len(many) == len(few)


def test_what_is_read_is_new_no_more(clerk):
    news_for(clerk.user, 3)
    page = clerk.open("/notifications")
    first = page.select_one("section[aria-labelledby=new] form")

    clerk.submit(first["action"])
    assert bell(clerk.open("/notifications")) == 2

    form = page.form(".page-head form")
    news_for(clerk.user)  # came while the page lay open: it stays new
    clerk.submit("/notifications/read", data={"until": form["until"][0]})
    assert bell(clerk.open("/notifications")) == 1


def test_nobody_reads_for_others(clerk, supervisor):
    news_for(supervisor.user)
    theirs = db.session.scalars(db.select(Notification)).one()

    clerk.submit(f"/notifications/{theirs.id}/read")

    db.session.refresh(theirs)
    assert theirs.read_at is None


def test_what_one_may_not_see_any_more_is_not_told(clerk):
    request = news_for(clerk.user)
    request = db.session.merge(request)
    request.confidentiality = Confidentiality.RESTRICTED
    db.session.commit()

    page = clerk.open("/notifications")

    assert request.reference not in page.text


def test_older_news_is_on_further_pages(clerk, count_queries):
    news_for(clerk.user, 52)

    page = clerk.open("/notifications")
    older = page.select_one(".pager a")

    assert len(page.select(".news li")) == 50
    assert len(clerk.open(older["href"]).select(".news li")) == 2


def test_a_reminder_is_made_on_the_page_of_the_request(clerk):
    request = Case(by=clerk.user).request
    address = f"/requests/{request.reference}"
    page = clerk.open(f"{address}/reminder")
    in_three_weeks = clock.today() + timedelta(days=21)
    assert page.form()["due_on"] == [f"{in_three_weeks:%-d %b %Y}"]

    data = page.form() | {"note": "Ask Lyon again"}
    assert clerk.submit(f"{address}/reminder", data=data).location == address

    assert "Ask Lyon again" in clerk.open(address).text
    [reminder] = db.session.scalars(db.select(Reminder)).all()
    assert (reminder.due_on, reminder.puts_off) == (in_three_weeks, False)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Give the day."),
        ("soon", "“soon” is not a day"),
        ("2 Mar 2020", "Give a day after today"),
        ("2 Mar 2099", "more than three years away"),
    ],
)
def test_a_reminder_needs_a_day_to_come(clerk, typed, told):
    request = Case(by=clerk.user).request

    page = clerk.submit(
        f"/requests/{request.reference}/reminder", data={"due_on": typed}, expect=422
    )

    assert told in page.text


def test_a_reminder_is_finished_or_comes_again(clerk):
    request = Case(by=clerk.user).request
    one, two = (
        reminders.add(request, clock.today() + timedelta(days=1), text, by=clerk.user)
        for text in ("First", "Second")
    )
    one.due_on = two.due_on = clock.today()
    db.session.commit()

    clerk.submit(f"/reminders/{one.id}/done")
    clerk.submit(f"/reminders/{two.id}/later")
    page = clerk.open("/notifications")

    assert "First" not in page.text
    assert "Second" in page.select_one("[aria-labelledby=coming]").text


def test_a_request_is_put_off_and_put_back(clerk):
    request = Case(by=clerk.user).request
    address = f"/requests/{request.reference}"
    form = clerk.open(f"{address}/put-off").form()
    assert request.reference in clerk.open("/").text

    clerk.submit(f"{address}/put-off", data=form)
    assert request.reference not in clerk.open("/").text
    assert request.reference in clerk.open("/notifications").text
    assert "Put off on your work list until" in clerk.open(address).text

    clerk.submit(f"{address}/put-back")
    assert request.reference in clerk.open("/").text
