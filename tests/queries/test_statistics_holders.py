"""Where the time went, and what authorities did: by examples to check by eye."""

from datetime import date, timedelta

import pytest

from ctrack.domain.statistics.questions import Period, Question
from ctrack.domain.vocabulary import Direction, Outcome
from ctrack.extensions import db
from ctrack.models import FactStay, FactTransfer
from ctrack.queries.statistics import counting
from tests.cases import FULL, Case, incoming

YEAR = Period(date(2020, 1, 1), date(2020, 12, 31))
SPRING = date(2020, 3, 2)


@pytest.fixture
def ask(make):
    """Gives the rows of a table without their headers."""

    def answer(name, period=YEAR, **more):
        db.session.commit()
        with counting(Question(period, make.the_office().id, **more)) as figures:
            return [tuple(row) for row in figures.table(name).rows]

    return answer


@pytest.fixture
def lay(make):
    """A request that lay with these, from these days on: `lay(central=d, court=e)`."""

    def fact(until=None, **holders):
        made = make.Fact(opened_on=min(holders.values()), closed_on=until)
        days = [*holders.values(), until]
        for n, holder in enumerate(holders):
            db.session.add(
                FactStay(
                    fact_id=made.id,
                    position=n,
                    since=days[n],
                    until=days[n + 1],
                    holder=holder,
                )
            )
        return made

    return fact


def test_the_days_of_a_life_lie_with_those_who_had_it(ask, make):
    case = Case(incoming())
    court, police = make.Authority(name="Court"), make.Authority(name="Police")
    case.take("review", on=SPRING)
    case.take("accept", on=SPRING)
    first = case.send(court, 1, on=SPRING + timedelta(10))
    second = case.send(police, 1, 2, on=SPRING + timedelta(20))
    case.tell(first, "take-in-charge", on=SPRING + timedelta(25))
    case.tell(first, "report", on=SPRING + timedelta(30), m1=FULL)
    case.take("request-information", on=SPRING + timedelta(40))
    case.take("receive-information", on=SPRING + timedelta(55))
    case.tell(second, "report", on=SPRING + timedelta(60), m1=FULL, m2=FULL)
    case.take("send-results", on=SPRING + timedelta(61))
    case.take("close", on=SPRING + timedelta(75), outcome=Outcome.GRANTED_FULL)

    assert ask("by_holder", direction=Direction.INCOMING) == [
        ("Incoming", "Central authority", 1, 10 + 15, 25 / 75),
        ("Incoming", "Police", 1, 5 + 10 + 5, 20 / 75),
        ("Incoming", "Court", 1, 10 + 5, 15 / 75),
        ("Incoming", "Requesting State", 1, 15, 15 / 75),
    ]
    assert ask("by_authority") == [
        ("Court", 1, 1, 0, 1, 0, 20),
        ("Police", 1, 0, 0, 1, 0, 40),
    ]


def test_days_are_counted_from_evening_to_evening_and_months_make_the_year(ask, lay):
    lay(central=date(2019, 11, 20), court=date(2020, 2, 10))

    def days(first, last):
        rows = ask("by_holder", Period(first, last), direction=Direction.INCOMING)
        return {row[1]: row[3] for row in rows}

    january = days(date(2020, 1, 1), date(2020, 1, 31))
    february = days(date(2020, 2, 1), date(2020, 2, 29))
    assert january == {"Central authority": 31}
    assert february == {"Central authority": 10, "Court challenge": 19}
    assert days(date(2020, 1, 1), date(2020, 2, 29)) == {
        "Central authority": 41,
        "Court challenge": 19,
    }


def test_days_outside_the_period_and_before_sending_are_not_counted(ask, lay):
    lay(central=date(2018, 1, 1), until=date(2019, 12, 31))
    ours = lay(originator=date(2020, 3, 1), foreign=date(2020, 3, 11))
    ours.direction, ours.opened_on = "outgoing", date(2020, 3, 11)
    period = Period(date(2020, 1, 1), date(2020, 3, 21))

    assert ask("by_holder", period) == [
        ("Incoming", "Central authority", 0, 0, None),
        ("Outgoing", "Requested State", 1, 10, 1),
    ]


def test_holders_stand_in_their_order_and_authorities_by_their_days(ask, make, lay):
    fact = lay(foreign=SPRING, central=SPRING + timedelta(1))
    names = {"Brief": 3, "Long": 9}
    for number, (name, days) in enumerate(names.items(), 2):
        db.session.add(
            FactStay(
                fact_id=fact.id,
                position=number,
                since=SPRING,
                until=SPRING + timedelta(days),
                holder="competent",
                authority=str(make.Authority(name=name).id),
            )
        )

    found = [row[1] for row in ask("by_holder", direction=Direction.INCOMING)]

    assert found == ["Central authority", "Long", "Brief", "Requesting State"]


def test_each_day_of_a_transfer_counts_in_its_own_period(ask, make):
    fact, court = make.Fact(opened_on=date(2019, 6, 1)), make.Authority(name="Court")
    db.session.add(
        FactTransfer(
            fact_id=fact.id,
            position=0,
            authority=str(court.id),
            transferred_on=date(2019, 7, 1),
            accepted_on=date(2020, 1, 1),
            executed_on=date(2021, 1, 1),
            ended_on=date(2021, 1, 1),
        )
    )
    later = Period(date(2021, 1, 1), date(2021, 12, 31))

    assert ask("by_authority") == [("Court", 0, 1, 0, 0, 1, None)]
    assert ask("by_authority", later) == [("Court", 0, 0, 0, 1, 0, 550)]


def test_without_transfers_one_row_of_zeros_is_left(ask):
    assert ask("by_authority") == [("Not stated", 0, 0, 0, 0, 0, None)]
