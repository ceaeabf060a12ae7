"""An edition from freezing to withdrawal, and what is kept of it."""

from datetime import date

import pytest
from sqlalchemy import select

from ctrack import clock
from ctrack.domain.editions import DEEDS, EditionStatus, read_order
from ctrack.domain.errors import ChangedMeanwhile, Invalid, StepNotOpen
from ctrack.domain.permissions import Role
from ctrack.extensions import db
from ctrack.models import EditionTable, Event
from ctrack.queries.statistics import counting
from ctrack.services import editions

from ..factories import the_office

DEED = {deed.code: deed for deed in DEEDS}


@pytest.fixture
def statistician(make):
    return make.User(role=Role.STATISTICIAN, name="Stella")


@pytest.fixture
def supervisor(make):
    return make.User(role=Role.SUPERVISOR, name="Simon")


@pytest.fixture
def freeze(make, statistician):
    """Freezes 2020, of a register with six requests of France and two of Germany."""

    def frozen(**changes):
        fields = {
            "title": "Requests 2020",
            "from": "2020-01-01",
            "to": "2020-12-31",
            "as_at": "2021-06-30",
            "threshold": "5",
            **changes,
        }
        order = read_order(
            fields,
            ["by_state", "quality"],
            central_authority_id=the_office().id,
            today=date(2026, 11, 24),
            zone=clock.zone(),
        )
        db.session.commit()
        counted = editions.count(order)
        return editions.keep(order, counted, version="0.1", by=statistician)

    for state in ["FR"] * 6 + ["DE"] * 2 + ["IT"] * 5:
        make.Fact(partner_state=state)
    return frozen


def kinds():
    return [e.kind for e in db.session.scalars(select(Event).order_by(Event.id))]


def test_what_is_kept_is_what_the_public_may_see(freeze):
    edition = freeze()

    assert [t.name for t in edition.tables] == ["flow", "by_state", "quality"]
    flow, by_state = edition.tables[:2]
    new = {row[0]: row[2] for row in by_state.rows}
    assert new == {"DE": "..", "FR": 6, "IT": "..", "NOT_STATED": 0}
    assert ["New", 13, 0] in flow.rows
    assert edition.status is EditionStatus.DRAFT
    assert edition.slug == "2020"
    assert kinds() == ["EDITION_FROZEN"]


def test_figures_stay_as_they_were_when_the_register_goes_on(freeze, make):
    edition = freeze()

    make.Fact(partner_state="FR")
    db.session.commit()
    db.session.expire_all()

    kept = {row[0]: row[2] for row in edition.tables[1].rows}
    assert kept == {"DE": "..", "FR": 6, "IT": "..", "NOT_STATED": 0}
    with counting(edition.question) as statistics:
        rows = {row[0]: row[2] for row in statistics.table("by_state").rows}
    assert rows == {"FR": 7, "IT": 5, "DE": 2}


def test_a_table_keeps_its_own_words(freeze):
    table = freeze().tables[1]

    figures = table.figures

    assert figures.table.sentence == table.definition["sentence"]
    assert [c.name for c in figures.columns][:3] == [
        "State code",
        "State",
        "Incoming new",
    ]
    assert figures.totals[2] == 13


def test_the_whole_life(freeze, statistician, supervisor):
    edition = freeze()

    editions.take(edition, DEED["submit"], by=statistician, seen=edition.version)
    editions.take(
        edition, DEED["return"], by=supervisor, seen=None, reason="Which years?"
    )
    assert (edition.status, edition.returned_reason) == ("draft", "Which years?")
    editions.take(edition, DEED["submit"], by=statistician, seen=None)
    assert edition.returned_reason == ""
    editions.take(edition, DEED["release"], by=supervisor, seen=None)
    assert (edition.status, edition.released_by) == ("released", supervisor)
    editions.take(
        edition, DEED["withdraw"], by=supervisor, seen=None, reason="Counted twice."
    )

    assert (edition.status, edition.withdrawn_reason) == ("withdrawn", "Counted twice.")
    assert kinds() == [
        "EDITION_FROZEN",
        "EDITION_SUBMITTED",
        "EDITION_RETURNED",
        "EDITION_SUBMITTED",
        "EDITION_RELEASED",
        "EDITION_WITHDRAWN",
    ]
    with pytest.raises(StepNotOpen):
        editions.take(edition, DEED["release"], by=supervisor, seen=None)


@pytest.mark.parametrize("code", ["return", "withdraw"])
def test_sending_back_and_withdrawing_need_a_reason(
    freeze, statistician, supervisor, code
):
    edition = freeze()
    editions.take(edition, DEED["submit"], by=statistician, seen=None)
    if code == "withdraw":
        editions.take(edition, DEED["release"], by=supervisor, seen=None)

    with pytest.raises(Invalid, match="Give the reason"):
        editions.take(edition, DEED[code], by=supervisor, seen=None, reason="  ")


def test_what_is_not_complete_enough_is_released_with_a_reason_only(
    freeze, make, statistician, supervisor
):
    make.Fact(partner_state="FR", bases=())
    edition = freeze()
    editions.take(edition, DEED["submit"], by=statistician, seen=None)
    assert not edition.is_complete_enough

    with pytest.raises(Invalid, match="Give the reason"):
        editions.take(edition, DEED["release"], by=supervisor, seen=None)
    editions.take(
        edition, DEED["release"], by=supervisor, seen=None, reason="It cannot be found."
    )

    assert edition.released_reason == "It cannot be found."
    last = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert last.note == "It cannot be found."


def test_limits_are_changed_with_a_reason_while_it_is_a_draft(
    freeze, make, statistician
):
    make.Fact(partner_state="FR", bases=())
    edition = freeze()
    fields = {f"limit-{n}": str(c.limit) for n, c in enumerate(edition.checks)}
    fields["limit-0"] = "90"

    with pytest.raises(Invalid, match="Give the reason"):
        editions.change_limits(edition, fields, by=statistician, seen=None)
    fields["reason"] = "Old cases."
    editions.change_limits(edition, fields, by=statistician, seen=None)

    assert edition.is_complete_enough
    assert edition.limits_reason == "Old cases."
    last = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert last.changes == {"Primary legal basis stated": ["95 %", "90 %"]}
    editions.take(edition, DEED["submit"], by=statistician, seen=None)
    with pytest.raises(ChangedMeanwhile, match="no draft any more"):
        editions.change_limits(edition, fields, by=statistician, seen=None)


def test_the_second_of_two_people_is_told(freeze, statistician, supervisor):
    edition = freeze()
    editions.take(edition, DEED["submit"], by=statistician, seen=None)
    seen = edition.version
    editions.take(edition, DEED["release"], by=supervisor, seen=seen)

    with pytest.raises(ChangedMeanwhile, match="Somebody else"):
        editions.take(edition, DEED["return"], by=supervisor, seen=seen, reason="No.")


def test_a_discarded_draft_leaves_no_figures(freeze, statistician):
    edition = freeze()

    editions.take(edition, DEED["discard"], by=statistician, seen=None)

    assert db.session.scalars(select(EditionTable)).all() == []
    assert kinds() == ["EDITION_FROZEN", "EDITION_DISCARDED"]


def test_editions_of_the_same_period_have_addresses_of_their_own(freeze):
    assert [freeze().slug, freeze().slug] == ["2020", "2020-edition-2"]
