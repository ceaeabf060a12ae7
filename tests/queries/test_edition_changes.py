"""What has become known since an edition, request by request, and why."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ctrack.domain.columns import Kind
from ctrack.domain.edition_changes import Reason, changed_figures, summed
from ctrack.domain.statistics.questions import Period, Question
from ctrack.domain.statistics.registry import DEFINED
from ctrack.domain.vocabulary import Direction
from ctrack.extensions import db
from ctrack.models import Event
from ctrack.queries import edition_changes
from ctrack.queries.statistics import counting

from ..factories import the_office
from .lives import DAYS, lives, questions, store

MOST = 8
THEN = datetime(2020, 6, 1, 9, tzinfo=UTC)
LATER = datetime(2022, 3, 4, 9, tzinfo=UTC)
NOW = datetime(2023, 3, 4, 9, tzinfo=UTC)


def flow(question):
    with counting(question) as statistics:
        return {row[0]: row[1:] for row in statistics.table("flow").rows}


ASKED = {
    "register": st.lists(lives(), max_size=MOST),
    "question": questions(),
    "then": st.sampled_from(DAYS),
    "later": st.sampled_from([None, *DAYS]),
}


def two_days(question, then, later):
    """The question as at the earlier day, and as at the later one, or now."""
    if later is not None:
        then, later = sorted([then, later])
    before = Question(question.period, the_office().id, then, question.direction)
    return before, replace(before, as_at=later)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(**ASKED)
def test_what_requests_add_and_take_away_is_the_change_of_each_figure(
    requests, auditor, register, question, then, later
):
    """Over invented lives with late entries, corrections and reopenings."""
    store(register, requests, the_office().id)
    db.session.commit()
    before, after = two_days(question, then, later)

    found = edition_changes.since(before, after.known_before, auditor)

    old, new = flow(before), flow(after)
    for place, direction in enumerate(Direction):
        sums = summed(found, direction.value)
        for measure in old:
            change = new[measure][place] - old[measure][place]
            assert sums.get(measure, 0) == change, (direction, measure)


LISTED = [name for name, table in DEFINED.items() if table.facets]


@pytest.mark.parametrize("name", LISTED)
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(**ASKED, draw=st.randoms(use_true_random=False))
def test_every_changed_figure_is_explained_by_requests(
    requests, auditor, name, register, question, then, later, draw
):
    """Of all tables: what the requests add up to is the difference, to the unit."""
    store(register, requests, the_office().id)
    db.session.commit()
    before, after = two_days(question, then, later)
    with counting(before) as statistics:
        old = statistics.table(name)
    with counting(after) as statistics:
        new = statistics.table(name)

    changed = changed_figures(old, new)

    explained = [figure for figure in changed if figure.cell is not None]
    for figure in draw.sample(explained, min(4, len(explained))):
        found = edition_changes.of_figure(before, after, figure.cell, auditor)
        assert sum(change.adds for change in found) == figure.difference, figure
    assert {(f.row, f.column.name) for f in changed} == _different(old, new)


def _different(old, new):
    """The rows and columns in which two tables differ, by the words of the rows."""

    def told(figures):
        rows = [*figures.rows, *([figures.totals] if figures.totals else [])]
        return {
            (tuple(v for v in row if isinstance(v, str)), column.name): value
            for row in rows
            for column, value in zip(figures.columns, row, strict=True)
            if not isinstance(value, str)
        }

    def nothing(key):
        kinds = {column.name: column.kind for column in old.columns}
        return 0 if kinds[key[1]] is Kind.INTEGER else None

    before, after = told(old), told(new)
    return {
        key
        for key in {**before, **after}
        if before.get(key, nothing(key)) != after.get(key, nothing(key))
    }


@pytest.fixture
def question(context):
    period = Period(date(2020, 1, 1), date(2020, 12, 31))
    return Question(period, the_office().id, date(2021, 1, 31))


@pytest.fixture
def changed(make):
    """A request as it was known then, and as it has become known later."""

    def change(*kinds, is_correction=False, **later):
        request = make.MLARequest()
        make.Fact(mla_request=request, known_from=THEN, known_until=LATER)
        make.Fact(mla_request=request, known_from=LATER, **later)
        for kind in kinds:
            line = Event(
                central_authority_id=request.central_authority_id,
                mla_request_id=request.id,
                kind=kind,
                happened_on=LATER.date(),
                entered_at=LATER,
                is_correction=is_correction,
            )
            db.session.add(line)
        db.session.flush()
        return request

    return change


def test_a_late_entry_is_told(question, make, statistician):
    make.Fact(known_from=THEN)
    late = make.Fact(known_from=LATER, opened_on=date(2020, 12, 30))

    (change,) = edition_changes.since(question, None, statistician)

    assert change.reference == late.reference
    assert change.reason is Reason.LATE_ENTRY
    assert change.figures == {"New": 1, "Pending at end": 1}


def test_a_correction_is_told_with_what_it_corrected(question, changed, statistician):
    request = changed("AMENDED", is_correction=True, partner_state="DE")

    (change,) = edition_changes.since(question, None, statistician)

    assert change.reference == request.reference
    assert change.reason is Reason.CORRECTION
    assert change.figures == {}
    assert change.fields == [("State", "FR", "DE")]


def test_of_a_list_only_what_has_changed_is_told(question, changed, statistician):
    changed("AMENDED", bases=("UNTOC", "UNCAC"), offences=())

    (change,) = edition_changes.since(question, None, statistician)

    assert change.fields == [
        ("Main offence", "LAUNDERING", "NOT_STATED"),
        ("Legal bases", "", "UNCAC"),
        ("Offences", "LAUNDERING", ""),
    ]


def test_a_reopening_is_told(question, make, statistician):
    request = make.MLARequest()
    make.Fact(
        mla_request=request,
        known_from=THEN,
        known_until=LATER,
        closed_on=date(2020, 6, 1),
        outcome="REFUSED",
    )
    make.Fact(mla_request=request, known_from=LATER)
    db.session.add(
        Event(
            central_authority_id=request.central_authority_id,
            mla_request_id=request.id,
            kind="REOPENED",
            happened_on=LATER.date(),
            entered_at=LATER,
        )
    )
    db.session.flush()

    (change,) = edition_changes.since(question, None, statistician)

    assert change.reason is Reason.REOPENING
    assert change.figures == {"Refused": -1, "Pending at end": 1}


def test_a_step_entered_late_is_told(question, changed, statistician):
    changed("CLOSED", closed_on=date(2020, 12, 1), outcome="GRANTED_FULL")

    (change,) = edition_changes.since(question, None, statistician)

    assert change.reason is Reason.LATE_STEP
    assert change.figures == {"Granted in full": 1, "Pending at end": -1}


def test_what_happened_after_the_later_day_is_not_told(question, changed, statistician):
    changed("CLOSED", closed_on=date(2020, 12, 1), outcome="GRANTED_FULL")

    assert edition_changes.since(question, LATER, statistician) == []


def test_what_does_not_matter_to_the_period_is_not_told(question, make, statistician):
    make.Fact(known_from=LATER, opened_on=date(2021, 5, 5))

    assert edition_changes.since(question, None, statistician) == []


def test_a_restricted_request_counts_and_is_not_named(question, changed, statistician):
    changed("AMENDED", is_restricted=True, opened_on=date(2019, 5, 5))

    (change,) = edition_changes.since(question, None, statistician)

    assert change.reference == ""
    assert change.fields == ()
    assert change.figures == {"Pending at start": 1, "New": -1}


def test_what_is_restricted_by_now_is_not_named_though_it_was_not_then(
    question, make, statistician
):
    """Whatever later day is asked about: as in the lists behind figures."""
    request = make.MLARequest()
    make.Fact(mla_request=request, known_from=THEN, known_until=LATER)
    make.Fact(
        mla_request=request, known_from=LATER, known_until=NOW, partner_state="DE"
    )
    make.Fact(mla_request=request, known_from=NOW, is_restricted=True)
    db.session.flush()

    (change,) = edition_changes.since(question, NOW, statistician)

    assert (change.reference, change.fields) == ("", ())
