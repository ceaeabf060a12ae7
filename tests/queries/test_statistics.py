"""The counting rules, one by one, each by an example small enough to check by eye."""

from datetime import UTC, date, datetime

import pytest

from ctrack.domain.statistics.questions import Period, Question
from ctrack.domain.statistics.registry import DEFINED
from ctrack.domain.vocabulary import Direction
from ctrack.extensions import db
from ctrack.models import CentralAuthority
from ctrack.queries.statistics import answers, counting

YEAR = Period(date(2020, 1, 1), date(2020, 12, 31))


@pytest.fixture
def ask(make):
    """Gives the rows of a table as dictionaries: `ask("flow")["New"]["Incoming"]`."""

    def answer(name, period=YEAR, **more):
        db.session.commit()
        language = more.pop("language", "en")
        question = Question(period, make.the_office().id, **more)
        with counting(question, language=language) as figures:
            found = figures.table(name)
            headers = [column.name for column in found.columns]
            return [dict(zip(headers, row, strict=True)) for row in found.rows]

    return answer


def row(rows, **wanted):
    names = {name.replace("_", " "): value for name, value in wanted.items()}
    (found,) = [r for r in rows if names.items() <= r.items()]
    return found


def test_each_table_of_the_registry_is_counted():
    assert list(answers.ANSWERS) == list(DEFINED)


# Outcomes


def test_outcomes_have_their_share_of_what_was_closed(ask, make):
    for outcome in ("REFUSED", "GRANTED_FULL", "GRANTED_FULL", "LAPSED"):
        make.Fact(closed_on=date(2020, 6, 1), outcome=outcome)

    rows = ask("outcomes")

    granted = row(rows, Direction="Incoming", Outcome="Granted in full")
    assert (granted["Requests"], granted["Share"]) == (2, 0.5)
    lapsed = row(rows, Direction="Incoming", Outcome="Otherwise closed")
    assert (lapsed["Requests"], lapsed["Share"]) == (1, 0.25)
    none_sent = row(rows, Direction="Outgoing", Outcome="Refused")
    assert (none_sent["Requests"], none_sent["Share"]) == (0, None)


def test_each_offence_has_its_outcomes_and_its_time(ask, make):
    make.Fact(
        offences=["LAUNDERING", "FRAUD"],
        opened_on=date(2020, 3, 1),
        closed_on=date(2020, 3, 11),
        outcome="GRANTED_PART",
    )
    make.Fact(offences=["FRAUD"])

    rows = ask("offence_outcomes", direction=Direction.INCOMING)

    laundering = row(rows, ICCS="07041")
    assert laundering["New"] == laundering["Granted in part"] == 1
    assert laundering["Median days to close"] == 10
    fraud = row(rows, ICCS="0701")
    assert (fraud["New"], fraud["Pending at end"]) == (1, 1)
    assert fraud["Median days to close"] is None


# Articles


def test_a_request_counts_under_each_article_it_cites(ask, make):
    make.Fact(articles=["UNTOC 20", "UNTOC 18", "COE030"])
    make.Fact(articles=["UNTOC 18"], closed_on=date(2020, 9, 1), outcome="REFUSED")

    rows = ask("by_article", direction=Direction.INCOMING)

    assert [(r["Code"], r["Article"], r["New"]) for r in rows] == [
        ("UNTOC", "18", 2),
        ("UNTOC", "20", 1),
        ("COE030", "Not stated", 1),
    ], "the treaty that is cited most first, its articles in their order"
    mutual = row(rows, Article="18")
    assert mutual["Subject"] == "Mutual legal assistance"
    assert (mutual["Refused"], mutual["Pending at end"]) == (1, 1)


# Month by month


def test_months_before_anything_happened_are_left_out(ask, make):
    make.Fact(opened_on=date(2020, 11, 5), closed_on=date(2020, 12, 1))

    rows = ask("by_month")

    assert [list(row.values()) for row in rows] == [
        ["2020-11", 1, 0, 1, 0, 0, 0],
        ["2020-12", 0, 1, 0, 0, 0, 0],
    ]


def test_without_a_request_the_last_month_stands_alone(ask):
    assert [row["Month"] for row in ask("by_month")] == ["2020-12"]


def test_closing_times_of_a_year_are_told_by_quarter(ask, make):
    for days in (10, 20, 30, 40, 50):
        make.Fact(opened_on=date(2020, 1, 1), closed_on=date(2020, 1, 1 + days % 31))

    rows = ask("time_to_close", direction=Direction.INCOMING)

    assert [row["Closed in"] for row in rows] == [f"2020 Q{n}" for n in (1, 2, 3, 4)]
    # 0-based days taken: 9, 10, 19, 20, 30
    first = rows[0]
    assert (first["Requests"], first["Median"], first["P25"]) == (5, 19, 10)
    assert first["P10"] == pytest.approx(9.4)
    assert rows[1]["Requests"] == 0
    assert rows[1]["Median"] is None


def test_closing_times_of_many_years_are_told_by_year(ask, make):
    make.Fact(opened_on=date(2019, 12, 1), closed_on=date(2020, 1, 1))

    rows = ask("time_to_close", Period(date(2017, 1, 1), date(2020, 12, 31)))

    found = row(rows, Direction="Incoming", Closed_in="2020")
    assert found["Median"] == 31


# The flow


PUBLISHED = {
    # direction, first year: carried forward, new, granted, refused, withdrawn,
    # otherwise finalised, continuing
    ("outgoing", 2013): (34, 15, 18, 0, 5, 1, 25),
    ("outgoing", 2012): (37, 16, 14, 1, 2, 2, 34),
    ("incoming", 2012): (52, 23, 11, 2, 1, 14, 47),
}
"""Attorney-General's Department of Australia, annual reports 2012-13 and 2013-14:
extradition requests made and received."""


@pytest.mark.parametrize(("direction", "year"), PUBLISHED)
def test_published_flows_come_out(ask, make, direction, year):
    start, new, granted, refused, withdrawn, otherwise, end = PUBLISHED[direction, year]
    closed = ["GRANTED_FULL"] * granted + ["REFUSED"] * refused
    closed += ["WITHDRAWN"] * withdrawn + ["LAPSED"] * otherwise
    for number in range(start + new):
        outcome = closed[number] if number < len(closed) else None
        make.Fact(
            direction=direction,
            opened_on=date(year - 1 if number < start else year, 9, 3),
            closed_on=date(year + 1, 3, 4) if outcome else None,
            outcome=outcome,
        )

    found = ask("flow", Period(date(year, 7, 1), date(year + 1, 6, 30)))

    assert {r["Measure"]: r[direction.capitalize()] for r in found} == {
        "Pending at start": start,
        "New": new,
        "Granted in full": granted,
        "Granted in part": 0,
        "Refused": refused,
        "Withdrawn": withdrawn,
        "Returned": 0,
        "Forwarded": 0,
        "Otherwise closed": otherwise,
        "Pending at end": end,
        "Balance": 0,
    }


@pytest.mark.parametrize(
    ("opened", "closed", "measures"),
    [
        ("2019-12-31", None, ["Pending at start", "Pending at end"]),
        ("2020-01-01", None, ["New", "Pending at end"]),
        ("2020-12-31", None, ["New", "Pending at end"]),
        ("2021-01-01", None, []),
        ("2019-01-01", "2019-12-31", []),
        ("2019-01-01", "2020-01-01", ["Pending at start", "Withdrawn"]),
        ("2019-01-01", "2020-12-31", ["Pending at start", "Withdrawn"]),
        ("2019-01-01", "2021-01-01", ["Pending at start", "Pending at end"]),
        ("2020-05-05", "2020-05-05", ["New", "Withdrawn"]),
    ],
)
def test_the_days_decide_where_a_request_stands(ask, make, opened, closed, measures):
    make.Fact(
        opened_on=date.fromisoformat(opened),
        closed_on=closed and date.fromisoformat(closed),
        outcome=closed and "WITHDRAWN",
    )

    found = [r["Measure"] for r in ask("flow") if r["Incoming"]]

    assert found == measures


@pytest.mark.parametrize(
    ("outcome", "measure"),
    [
        ("GRANTED_FULL", "Granted in full"),
        ("GRANTED_PART", "Granted in part"),
        ("REFUSED", "Refused"),
        ("WITHDRAWN", "Withdrawn"),
        ("RETURNED", "Returned"),
        ("FORWARDED", "Forwarded"),
        ("NO_RESULT", "Otherwise closed"),
        ("LAPSED", "Otherwise closed"),
        ("DUPLICATE", "Otherwise closed"),
        (None, "Otherwise closed"),
    ],
)
def test_each_outcome_has_its_row(ask, make, outcome, measure):
    make.Fact(closed_on=date(2020, 4, 1), outcome=outcome)

    assert row(ask("flow"), Measure=measure)["Incoming"] == 1
    assert row(ask("flow"), Measure="Balance")["Incoming"] == 0


def test_what_was_never_sent_is_not_counted(ask, make):
    make.Fact(direction="outgoing", opened_on=None)

    assert {r["Outgoing"] for r in ask("flow")} == {0}
    assert ask("requests") == []


def test_a_closing_day_before_the_day_of_receipt_counts_as_that_day(ask, make):
    make.Fact(
        opened_on=date(2020, 1, 10), closed_on=date(2019, 12, 30), outcome="REFUSED"
    )

    flow = ask("flow")
    assert row(flow, Measure="New")["Incoming"] == 1
    assert row(flow, Measure="Refused")["Incoming"] == 1
    assert row(flow, Measure="Balance")["Incoming"] == 0
    assert ask("requests")[0]["Days open"] == 0


def test_the_other_direction_is_zero_when_one_is_asked_for(ask, make):
    make.Fact()
    make.Fact(direction="outgoing")

    new = row(ask("flow", direction=Direction.OUTGOING), Measure="New")

    assert (new["Incoming"], new["Outgoing"]) == (0, 1)
    directions = {
        r["Direction"] for r in ask("by_nature", direction=Direction.OUTGOING)
    }
    assert directions == {"Outgoing"}


def test_another_office_in_the_same_installation_is_not_counted(ask, make):
    other = CentralAuthority(code="OTHER", name="Other")
    db.session.add(other)
    db.session.flush()
    make.Fact(central_authority_id=other.id)

    assert {r["Incoming"] for r in ask("flow")} == {0}


# As at a day


@pytest.fixture
def corrected(make):
    """Entered on 2 March, its basis corrected on 5 June, closed and reopened later."""
    mla_request = make.MLARequest()

    def version(since, until=None, **known):
        make.Fact(mla_request=mla_request, known_from=since, known_until=until, **known)

    moments = [
        datetime(2020, 3, 2, 23, 59, 59, tzinfo=UTC),
        datetime(2020, 6, 5, 0, 0, tzinfo=UTC),
        datetime(2020, 8, 1, 10, 0, tzinfo=UTC),
        datetime(2020, 9, 1, 10, 0, tzinfo=UTC),
    ]
    version(moments[0], moments[1], bases=["UNCAC"])
    version(moments[1], moments[2], bases=["UNTOC"])
    closed = {"closed_on": date(2020, 7, 31), "outcome": "GRANTED_FULL"}
    version(moments[2], moments[3], bases=["UNTOC"], **closed)
    version(moments[3], bases=["UNTOC"])


@pytest.mark.parametrize(
    ("as_at", "basis", "granted", "pending"),
    [
        ("2020-03-02", "UNCAC", 0, 1),
        ("2020-06-04", "UNCAC", 0, 1),
        ("2020-06-05", "UNTOC", 0, 1),
        ("2020-08-01", "UNTOC", 1, 0),
        ("2020-08-31", "UNTOC", 1, 0),
        ("2020-09-01", "UNTOC", 0, 1),
        (None, "UNTOC", 0, 1),
    ],
)
def test_what_had_been_entered_by_the_day_is_counted(
    ask, corrected, as_at, basis, granted, pending
):
    day = as_at and date.fromisoformat(as_at)

    (found,) = ask("by_basis", as_at=day)

    assert found["Code"] == basis
    assert (found["Granted in full"], found["Pending at end"]) == (granted, pending)


def test_before_it_was_entered_there_is_nothing(ask, corrected):
    assert row(ask("flow", as_at=date(2020, 3, 1)), Measure="New")["Incoming"] == 0


# Legal bases


def test_primary_counts_once_and_any_mention_once_under_each(ask, make):
    make.Fact(bases=["UNTOC", "COE030"])
    make.Fact(bases=["COE030"])

    rows = ask("by_basis")

    coe030, untoc = row(rows, Code="COE030"), row(rows, Code="UNTOC")
    assert coe030["Incoming new (primary)"] == untoc["Incoming new (primary)"] == 1
    assert coe030["Incoming new (any mention)"] == 2
    assert untoc["Incoming new (any mention)"] == 1
    assert untoc["Kind"] == "Multilateral treaty"


def test_a_request_without_a_basis_is_counted_as_not_stated(ask, make):
    make.Fact(bases=[], direction="outgoing")
    make.Fact(bases=["UNTOC"])

    last = ask("by_basis")[-1]

    assert (last["Code"], last["Legal basis"]) == ("NOT_STATED", "Not stated")
    assert last["Outgoing new (primary)"] == last["Outgoing new (any mention)"] == 1


def test_closing_columns_take_both_directions_under_the_primary_basis(ask, make):
    for direction, day in (("incoming", 11), ("outgoing", 21), ("outgoing", 24)):
        make.Fact(
            direction=direction,
            bases=["UNTOC", "UNCAC"],
            opened_on=date(2020, 3, 1),
            closed_on=date(2020, 3, day),
            outcome="GRANTED_PART",
        )

    found = row(ask("by_basis"), Code="UNTOC")

    assert found["Granted in part"] == 3
    assert found["Median days to close"] == 20
    assert row(ask("by_basis"), Code="UNCAC")["Median days to close"] is None


def test_a_bilateral_treaty_that_the_list_lacks_keeps_its_code(ask, make):
    make.Fact(bases=["BILAT-ZZ"])

    assert ask("by_basis")[0]["Legal basis"] == "BILAT-ZZ"


def test_labels_come_in_the_language_asked_for(ask, make):
    make.Fact(bases=["UNTOC"])

    (found,) = ask("by_basis", language="fr")

    assert found["Legal basis"].startswith("Convention des Nations Unies")


def test_years_are_columns_and_count_within_the_period(ask, make):
    for day in ("2018-12-31", "2019-01-01", "2019-12-31", "2020-06-30", "2020-07-01"):
        make.Fact(opened_on=date.fromisoformat(day))

    (found,) = [
        r
        for r in ask("by_basis_year", Period(date(2019, 1, 1), date(2020, 6, 30)))
        if r["Direction"] == "Incoming"
    ]

    assert (found["Code"], found["2019"], found["2020"]) == ("UNTOC", 2, 1)


# Natures


def test_every_nature_has_a_row_with_its_article(ask, make):
    rows = ask("by_nature")

    service = row(rows, Direction="Incoming", Code="SERVICE")
    assert service["Article"] == "UNTOC 18(3)(b)"
    assert service["Requested"] == 0


def test_each_measure_counts_with_its_outcome(ask, make):
    outcomes = ["PROVIDED_FULL", "PROVIDED_PARTIAL", "REFUSED", "NOT_POSSIBLE"]
    outcomes += ["WITHDRAWN", "PENDING"]
    make.Fact(natures=[("SERVICE", outcome) for outcome in outcomes])

    found = row(ask("by_nature"), Direction="Incoming", Code="SERVICE")

    assert list(found.values())[4:] == [6, 1, 1, 3, 1]


def test_measures_belong_to_the_year_in_which_the_request_is_new(ask, make):
    make.Fact(opened_on=date(2019, 12, 31), natures=[("SERVICE", "PROVIDED_FULL")])

    found = row(ask("by_nature"), Direction="Incoming", Code="SERVICE")

    assert found["Requested"] == 0


def test_measures_are_counted_by_primary_basis_too(ask, make):
    make.Fact(
        bases=["UNCAC", "UNTOC"],
        natures=[("DOCUMENTS", "PENDING"), ("OTHER", "REFUSED")],
    )

    incoming = [r for r in ask("by_basis_nature") if r["Direction"] == "Incoming"]

    assert [(r["Basis code"], r["Nature code"]) for r in incoming] == [
        ("UNCAC", "DOCUMENTS"),
        ("UNCAC", "OTHER"),
    ]


# States, offences, grounds


def test_states_are_counted_with_their_names(ask, make):
    make.Fact(partner_state="XK")
    make.Fact(partner_state="ICC", direction="outgoing")

    found = {r["State code"]: r["State"] for r in ask("by_state")}

    assert found == {"XK": "Kosovo", "ICC": "International Criminal Court"}


def test_offences_are_counted_by_their_iccs_code(ask, make):
    make.Fact(offences=["FRAUD", "DRUGS"])
    make.Fact(offences=[])

    rows = ask("by_offence")

    fraud, drugs = row(rows, ICCS="0701"), row(rows, ICCS="0601")
    assert fraud["Incoming new (primary)"] == 1
    assert drugs["Incoming new (primary)"] == 0
    assert drugs["Incoming new (any mention)"] == 1
    assert row(rows, Offence="Not stated")["Incoming new (primary)"] == 1


def test_a_refusal_counts_once_under_each_ground_of_refusal(ask, make):
    refused = {"closed_on": date(2020, 4, 1), "outcome": "REFUSED"}
    make.Fact(grounds=["FORM", "DUAL_CRIMINALITY", "TRANSLATION"], **refused)
    make.Fact(grounds=["TRANSLATION"], **refused)
    make.Fact(grounds=["FORM"])

    found = {
        r["Code"]: r["Requests"]
        for r in ask("refusals")
        if r["Direction"] == "Incoming"
    }

    assert found == {"DUAL_CRIMINALITY": 1, "FORM": 1, "NOT_STATED": 1}


# Time


def test_intervals_count_when_their_last_day_lies_in_the_period(ask, make):
    make.Fact(
        opened_on=date(2019, 12, 1),
        acknowledged_on=date(2019, 12, 31),
        transferred_on=date(2020, 1, 10),
        executed_on=date(2020, 1, 30),
        results_sent_on=date(2020, 1, 29),
    )

    found = {
        r["Interval"]: (r["Requests"], r["Median"])
        for r in ask("timeliness")
        if r["Direction"] == "Incoming"
    }

    assert found == {
        "Receipt to acknowledgement": (0, None),
        "Receipt to transfer": (1, 40),
        "Transfer to execution": (1, 20),
        "Execution to results sent": (0, None),
        "Receipt to closure": (0, None),
    }


def test_a_step_that_was_taken_after_closing_counts_in_its_own_period(ask, make):
    make.Fact(
        opened_on=date(2019, 11, 1),
        closed_on=date(2019, 12, 1),
        acknowledged_on=date(2020, 1, 10),
    )

    found = row(
        ask("timeliness"), Direction="Incoming", Interval="Receipt to acknowledgement"
    )

    assert (found["Requests"], found["Median"]) == (1, 70)
    assert {r["Incoming"] for r in ask("flow")} == {0}
    assert ask("requests") == []


def test_percentiles_lie_between_the_days(ask, make):
    for days in (1, 2, 3, 10):
        make.Fact(opened_on=date(2020, 3, 1), acknowledged_on=date(2020, 3, 1 + days))

    found = row(
        ask("timeliness"), Direction="Incoming", Interval="Receipt to acknowledgement"
    )

    assert found["Mean"] == 4
    assert (found["Median"], found["P75"]) == (2.5, 4.75)
    assert found["P90"] == pytest.approx(7.9)
    assert found["Maximum"] == 10


@pytest.mark.parametrize(
    ("opened", "band"),
    [
        ("2020-12-31", "0-3 months"),
        ("2020-10-01", "0-3 months"),
        ("2020-09-30", "3-6 months"),
        ("2020-07-01", "3-6 months"),
        ("2020-06-30", "6-12 months"),
        ("2019-12-31", "12-24 months"),
        ("2018-12-31", "Over 24 months"),
    ],
)
def test_age_is_counted_in_months_at_the_end_of_the_period(ask, make, opened, band):
    make.Fact(opened_on=date.fromisoformat(opened))

    (found,) = [r for r in ask("pending_age") if r["Total"]]

    assert found[band] == 1


def test_what_is_pending_stands_under_the_authority_it_was_last_sent_to(ask, make):
    first, last = make.Authority(name="First"), make.Authority(name="Last")
    make.Fact(authorities=[first.id, last.id])
    make.Fact(authorities=[])

    found = {r["Authority"]: r["Total"] for r in ask("pending_age") if r["Total"]}

    assert found == {"Last": 1, "Not stated": 1}


# Completeness


def test_completeness_tells_what_is_missing_and_the_share_that_is_not(ask, make):
    make.Fact(bases=[], natures=[], acknowledged_on=date(2020, 3, 4))
    make.Fact(offences=[], closed_on=date(2020, 3, 1), outcome="REFUSED")

    found = {r["Check"]: (r["Requests"], r["Share complete"]) for r in ask("quality")}

    assert found == {
        "Primary legal basis stated": (1, 0.5),
        "Nature of assistance stated": (1, 0.5),
        "Main offence stated": (1, 0.5),
        "Acknowledgement recorded": (1, 0.5),
        "Outcome stated at closing": (0, 1),
        "Every measure has an outcome at closing": (1, 0),
        "Ground stated for each refusal": (1, 0),
        "Days in order": (1, 0.5),
    }


def test_of_nothing_no_share_is_complete(ask):
    assert {r["Share complete"] for r in ask("quality")} == {None}


# The rows behind the figures


def test_a_row_has_codes_only(ask, make):
    make.Fact(
        bases=["UNTOC", "COE030"],
        natures=[("SERVICE", "PENDING"), ("OTHER", "PENDING")],
        opened_on=date(2020, 3, 2),
        closed_on=date(2020, 3, 12),
        outcome="GRANTED_FULL",
        status="CLOSED",
        is_restricted=True,
    )

    (found,) = ask("requests")

    assert found.pop("Reference").startswith("MLI-2020-")
    assert found == {
        "Direction": "Incoming",
        "State code": "FR",
        "Received or sent": date(2020, 3, 2),
        "Closed": date(2020, 3, 12),
        "Status": "CLOSED",
        "Outcome": "GRANTED_FULL",
        "Primary basis": "UNTOC",
        "All bases": "UNTOC; COE030",
        "Natures": "SERVICE; OTHER",
        "Primary offence": "LAUNDERING",
        "Days open": 10,
    }


def test_days_open_end_with_the_period(ask, make):
    make.Fact(opened_on=date(2020, 12, 1))
    make.Fact(opened_on=date(2020, 12, 1), closed_on=date(2021, 3, 1), outcome="LAPSED")

    assert [r["Days open"] for r in ask("requests")] == [30, 30]


def test_more_requests_than_are_read_at_once_all_come(ask, make, monkeypatch):
    monkeypatch.setattr("ctrack.queries.statistics.requests.AT_ONCE", 2)
    for day in (5, 3, 4, 1, 2):
        make.Fact(opened_on=date(2020, 3, day), bases=["UNTOC"] * (day % 2))

    found = ask("requests")

    assert [r["Received or sent"].day for r in found] == [1, 2, 3, 4, 5]
    assert [r["All bases"] for r in found] == ["UNTOC", "NOT_STATED"] * 2 + ["UNTOC"]
