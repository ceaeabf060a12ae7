"""Invented registers, such as years of work leave behind, for hypothesis."""

from datetime import date, timedelta

from hypothesis import strategies as st

from ctrack.domain import history
from ctrack.domain.closing import likely_outcome
from ctrack.domain.records import (
    BasisRecord,
    CellRecord,
    MeasureRecord,
    RequestRecord,
    TransferRecord,
)
from ctrack.domain.statuses import Status
from ctrack.domain.transfers import CLOSED, TransferStatus
from ctrack.domain.vocabulary import (
    Channel,
    Confidentiality,
    Direction,
    Matter,
    MeasureOutcome,
    Outcome,
    Rank,
    ReferenceKind,
    Urgency,
)

FIRST_DAY = date(2010, 1, 1)
AUTHORITIES = (
    ("HC", "High Court"),
    ("HC-2", "High Court #2"),
    ("POL", "Police: Cyber; Fraud"),
    ("FIU", "FIU"),
    ("A1", "Twin"),
    ("A2", "twin"),
    ("KZ", "Қаржы  мониторингі: PENDING"),
)
"""Code and name; some could be taken for something else in a list."""
OFFENCES = ("FRAUD", "LAUNDERING", "OCG")
OFFICERS = ("a.berg", "übersetzer")
SUBTYPES = {
    "DOCUMENTS": ["", "DOC_BANK", "DOC_COMPANY"],
    "TESTIMONY": ["", "STMT_WITNESS"],
}
FINAL = [outcome for outcome in MeasureOutcome if outcome.is_final]

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.text(characters, max_size=30)
TRICKY = ["=1+1", "@home", "-", "+41", "2015-01-01", "7041", "a;b", "x; y"]
lines = texts | st.sampled_from(TRICKY)
two_lines = st.lists(lines, max_size=2)
old_numbers = st.just("") | st.from_regex(r"[a-z]{2} [0-9]{6}/x", fullmatch=True)
later = st.integers(0, 400).map(lambda days: timedelta(days=days))


def maybe(strategy):
    return st.none() | strategy


@st.composite
def records(draw, authority_ids=(), officer_ids=()):
    """A request as the register may hold it, after any life."""
    record = RequestRecord(
        direction=draw(st.sampled_from(Direction)),
        partner_state=draw(st.sampled_from(["FR", "XK", "ICC", "GB", "BO"])),
        matter=draw(st.sampled_from(Matter)),
        reference=draw(old_numbers),
        partner_authority=draw(lines),
        subject=draw(lines),
        remarks=draw(lines),
        channel=draw(maybe(st.sampled_from(Channel))),
        urgency=draw(st.sampled_from(Urgency)),
        confidentiality=draw(st.sampled_from(Confidentiality)),
        references=[(ReferenceKind.PARTNER, number) for number in draw(two_lines)],
        offences=draw(st.lists(st.sampled_from(OFFENCES), unique=True)),
        officer_id=draw(maybe(st.sampled_from(officer_ids))),
        is_historical=draw(st.booleans()),
    )
    record.bases = draw(bases())
    is_closed = draw(st.booleans())
    record.measures = draw(st.lists(measures(is_closed), min_size=1, max_size=4))
    _draw_days(draw, record, is_closed)
    if record.direction is Direction.INCOMING:
        record.transfers = draw(
            st.lists(transfers(record, is_closed, authority_ids), max_size=3)
        )
    record.status = history.stage(record)
    return record


def _draw_days(draw, record, is_closed):
    """Days in the order in which things happen; the outcome when it is closed."""
    day = FIRST_DAY + draw(later)
    if record.direction is Direction.INCOMING:
        record.received_on = day
    else:
        record.received_on = draw(maybe(st.just(day)))
        day = record.sent_on = day + draw(later)
    record.acknowledged_on = draw(maybe(st.just(day)))
    for name in ("transferred_on", "executed_on", "results_sent_on"):
        if draw(st.booleans()):
            day += draw(later)
            setattr(record, name, day)
    if is_closed:
        record.closed_on = day + draw(later)
        record.outcome = draw(_outcomes(record))
    if record.outcome is Outcome.REFUSED:
        record.refusal_grounds = ["DUAL_CRIMINALITY"]


def _outcomes(record):
    outcomes = [measure.outcome for measure in record.measures]
    likely = likely_outcome(Status.IN_EXECUTION, outcomes)
    anything = [Outcome.WITHDRAWN, Outcome.LAPSED, Outcome.FORWARDED]
    return st.sampled_from([likely, *anything])


@st.composite
def bases(draw):
    instruments = draw(
        st.lists(
            st.sampled_from(["UNTOC", "COE030", "BILAT-FR", "RECIPROCITY"]),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    found = [
        BasisRecord(
            instrument,
            article=draw(st.sampled_from(["", "18", "18(3)", "3; 4", "art. 5"])),
            is_cited=draw(st.booleans()),
            is_applied=draw(st.booleans()),
        )
        for instrument in instruments
    ]
    primary = draw(maybe(st.sampled_from(found)))
    if primary is not None:
        primary.rank = Rank.PRIMARY
    return found


@st.composite
def measures(draw, is_closed):
    nature = draw(st.sampled_from(["DOCUMENTS", "TESTIMONY", "SERVICE"]))
    outcome = draw(st.sampled_from(FINAL if is_closed else list(MeasureOutcome)))
    return MeasureRecord(
        nature,
        subtype=draw(st.sampled_from(SUBTYPES.get(nature, [""]))),
        outcome=outcome,
        decided_on=draw(maybe(st.just(FIRST_DAY))) if outcome.is_final else None,
    )


@st.composite
def transfers(draw, record, is_closed, authority_ids):
    status = draw(
        st.sampled_from(sorted(CLOSED) if is_closed else list(TransferStatus))
    )
    sent_on = draw(maybe(later.map(lambda after: record.received_on + after)))
    begun = sent_on or record.received_on
    days = {
        name: draw(maybe(later.map(lambda after: begun + after)))
        for name in ("accepted_on", "declined_on", "executed_on")
    }
    if status is TransferStatus.RECALLED:
        days["recalled_on"] = days.pop("declined_on")
    places = draw(st.sets(st.integers(0, len(record.measures) - 1), min_size=1))
    return TransferRecord(
        draw(st.sampled_from(authority_ids)),
        status=status,
        sent_on=sent_on,
        reason=draw(texts),
        cells=[draw(cells(place)) for place in sorted(places)],
        **days,
    )


@st.composite
def cells(draw, place):
    outcome = draw(st.sampled_from(MeasureOutcome))
    day = draw(maybe(st.just(FIRST_DAY)))
    return CellRecord(place, outcome, day if outcome.is_final else None)
