"""The supervisor's page: what it counts, and that every number opens its list."""

from datetime import date, timedelta

import pytest

from ctrack import clock
from ctrack.domain.permissions import Role
from ctrack.domain.statuses import Status
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import Confidentiality, Direction, Urgency
from ctrack.extensions import db
from ctrack.models import NamedOfficer, Transfer
from tests.cases import FULL, Case


def ago(days):
    return clock.today() - timedelta(days=days)


@pytest.fixture
def office(make, supervisor):
    """Requests of every age and in many stages, with officers, closed ones too."""
    officers = [make.User(), make.User(role=Role.SUPERVISOR), None]
    stages = [Status.REGISTERED, Status.POSTPONED, Status.EXECUTED, Status.CLOSED]
    for number in range(48):
        status = stages[number % 4]
        opened = ago(number * 21)
        make.MLARequest(
            status=status,
            received_on=opened,
            officer=officers[number % 3],
            urgency=Urgency.URGENT if number % 5 == 0 else Urgency.NORMAL,
            wished_on=ago(3) if number % 6 == 0 else None,
            closed_on=opened + timedelta(days=12) if status is Status.CLOSED else None,
        )
    make.MLARequest(
        reference="MLO-2020-00001",
        direction=Direction.OUTGOING,
        status=Status.SENT,
        received_on=None,
        sent_on=ago(40),
    )
    secret = make.MLARequest(confidentiality=Confidentiality.RESTRICTED)
    make.MLARequest(confidentiality=Confidentiality.RESTRICTED)  # not for everybody
    db.session.add(NamedOfficer(mla_request=secret, user_id=supervisor.user.id))
    court = make.Authority(name="High Court")
    for days in (2, 40):
        request = make.MLARequest(status=Status.TRANSFERRED, received_on=ago(60))
        transfer = Transfer(
            mla_request=request,
            authority=court,
            status=TransferStatus.ASSIGNED,
            sent_on=ago(50),
            due_on=clock.today() + timedelta(days=20 - days),
            entered_at=clock.now(),
        )
        db.session.add(transfer)
    db.session.commit()
    return supervisor


def numbers(page):
    """Each number of the page that opens a list, with its address."""
    links = page.select("main .tiles a, main .table--plain a")
    return [(link["href"], int(link.get_text().strip("! ,"))) for link in links]


def listed(page):
    """How many requests a list says it has."""
    caption = page.select_one("main table caption b")
    return int(caption.get_text().split()[0]) if caption else 0


def test_every_number_opens_a_list_of_as_many_requests(office):
    found = numbers(office.open("/office"))

    assert len(found) > 60
    wrong = [
        (address, number, there)
        for address, number in found
        if address.startswith("/requests")
        and (there := listed(office.open(address))) != number
    ]
    assert wrong == []


def test_the_transfers_of_an_authority_open_their_list(office):
    addresses = dict(numbers(office.open("/office")))

    [late] = [a for a in addresses if a.startswith("/transfers") and "overdue" in a]
    [all_open] = [a for a in addresses if a.startswith("/transfers") and "status" in a]
    assert (addresses[all_open], addresses[late]) == (2, 1)
    assert len(office.open(all_open).select("main tbody tr")) == 2
    assert len(office.open(late).select("main tbody tr")) == 1


def test_what_ended_is_held_against_the_target_and_opens_the_requests(
    supervisor, make, context
):
    case = Case(received_on=ago(30))
    case.take("acknowledge", on=ago(20))
    case.take("review", on=ago(19))
    case.take("accept", on=ago(18))
    case.record(m1=FULL, m2=FULL, on=ago(9))

    page = supervisor.open("/office")

    row = page.find("th", string="Receipt to acknowledgement").parent
    assert [cell.get_text(strip=True) for cell in row.select("td")][:5] == [
        "1",
        "7",
        "10",
        "0 %",
        "3 days over",
    ]
    behind = supervisor.open(row.a["href"])
    assert case.request.reference in behind.get_text()


def test_the_oldest_twenty_stand_in_order(office):
    page = office.open("/office")

    rows = page.select("#oldest ~ table, section[aria-labelledby=oldest] tbody tr")
    references = [row.th.a.get_text() for row in rows if row.name == "tr"]
    assert len(references) == 20
    everything = office.open("/requests?open=1&sort=opened")
    assert references == [
        row.th.a.get_text() for row in everything.select("main tbody tr")[:20]
    ]


def test_an_empty_office_is_told_as_such(supervisor):
    page = supervisor.open("/office")

    assert "Nothing is open." in page.get_text()
    assert "No transfer is open." in page.get_text()


def test_the_page_costs_the_same_number_of_queries_for_few_and_many(
    office, make, count_queries
):
    def number():
        with count_queries() as sent:
            office.open("/office")
        return len(sent)

    before = number()
    for days in range(60):
        make.MLARequest(received_on=ago(days * 9), officer=make.User())

    assert number() == before


def test_lists_can_be_narrowed_to_what_was_closed_between_two_days(
    supervisor, statistician, make
):
    for day in (date(2020, 5, 1), date(2020, 5, 31), date(2020, 6, 1)):
        request = make.MLARequest(status=Status.CLOSED, closed_on=day)
        make.Fact(mla_request=request, status="CLOSED", closed_on=day)

    address = "/requests?closed_from=2020-05-01&closed_to=31.5.2020"

    page = supervisor.open(address)
    assert listed(page) == 2
    assert "Closed since 1 May 2020" in page.get_text()
    assert listed(statistician.open(address)) == 2


def test_nobody_finds_restricted_requests_by_asking_for_them(statistician, clerk, make):
    make.MLARequest(confidentiality=Confidentiality.RESTRICTED)

    assert listed(clerk.open("/requests?restricted=1")) == 0
    statistician.open("/requests?restricted=1", expect=422)
