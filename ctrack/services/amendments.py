"""Correcting and completing a request: corrections are events of their own."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from ctrack import clock
from ctrack.domain import dates, validation
from ctrack.domain.errors import Invalid, Problem, problem
from ctrack.domain.events import EventKind
from ctrack.domain.lifecycle import stage_after_return
from ctrack.domain.permissions import Permission
from ctrack.domain.records import BasisRecord, MeasureRecord, PersonRecord
from ctrack.domain.references import normalised
from ctrack.domain.statuses import Status
from ctrack.domain.validation import LONGEST_TEXT
from ctrack.domain.vocabulary import (
    Confidentiality,
    Direction,
    LinkKind,
    MeasureOutcome,
    Rank,
    ReferenceKind,
)
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import (
    Event,
    LegalBasis,
    Measure,
    MLARequest,
    NamedOfficer,
    Person,
    Reference,
    RequestLink,
    RequestOffence,
    User,
)
from ctrack.services import events, facts, stages

CORRECTABLE = frozenset(
    {
        "matter",
        "partner_state",
        "partner_authority",
        "originating_authority",
        "subject",
        "channel",
        "form",
        "language",
        "proceeding_stage",
        "urgency",
        "urgency_reason",
        "wished_on",
        "confidentiality",
        "use_limitation",
        "conditions",
        "remarks",
        "received_on",
        "sent_on",
        "acknowledged_on",
        "accepted_on",
        "transferred_on",
        "executed_on",
        "results_sent_on",
        "closed_on",
        "confirmed_in_writing_on",
        "review_on",
    }
)
"""What may be corrected by hand. Status and outcome move by steps only."""

Change = list[str | None]


def amend(
    mla_request: MLARequest,
    changes: Mapping[str, Any],
    *,
    by: User,
    override_note: str = "",
) -> Event | None:
    """Correct columns of the request; None where nothing is different.

    Raises Invalid when a milestone that is needed would be emptied, a day has not
    come yet, or days are out of order and no supervisor has noted why.
    """
    if unknown := set(changes) - CORRECTABLE:
        raise KeyError(f"not corrected by hand: {', '.join(sorted(unknown))}")
    different = {
        name: value
        for name, value in changes.items()
        if getattr(mla_request, name) != value
    }
    if not different:
        return None
    told = {
        name: [_worded(getattr(mla_request, name)), _worded(value)]
        for name, value in different.items()
    }
    _check_lengths(mla_request, different)
    _check_days(mla_request, different, override_note, by)
    for name, value in different.items():
        setattr(mla_request, name, value)
    _follow(mla_request, different, by)
    overrides = override_note.strip() and by.may(Permission.OVERRIDE)
    details = {"override": override_note} if overrides else {}
    return _record(mla_request, told, by=by, details=details)


def _check_lengths(mla_request: MLARequest, different: Mapping[str, Any]) -> None:
    columns = MLARequest.metadata.tables[MLARequest.__tablename__].c
    found = []
    for name, value in different.items():
        limit = getattr(columns[name].type, "length", None) or LONGEST_TEXT
        if isinstance(value, str):
            found += validation.text_problems(name, value, limit)
    if found:
        raise Invalid(found)


def _check_days(
    mla_request: MLARequest, different: Mapping[str, Any], note: str, by: User
) -> None:
    days = {name: getattr(mla_request, name) for name, _ in dates.MILESTONES}
    emptied = [
        problem(name, N_("This day is known and cannot be emptied; correct it."))
        for name in days
        if name in different and different[name] is None
    ]
    emptied += _unreached(mla_request, different)
    days |= {name: different[name] for name in days if name in different}
    if mla_request.direction is Direction.INCOMING:
        days["sent_on"] = None
    changed = {name for name in days if name in different}
    found = emptied + dates.in_future(days, clock.today())
    if changed and not (note.strip() and by.may(Permission.OVERRIDE)):
        found += dates.out_of_order(days)
    if found:
        raise Invalid(found)


def _unreached(mla_request: MLARequest, different: Mapping[str, Any]) -> list[Problem]:
    """Corrections do not take steps: a day is given by its step first.

    An old register may lack days of what has long happened; they can be filled in.
    """
    may_lack = {"received_on", "acknowledged_on", "confirmed_in_writing_on"}
    if mla_request.is_historical or not mla_request.is_open:
        may_lack |= {"accepted_on", "transferred_on", "executed_on", "results_sent_on"}
    steps = {*(name for name, _ in dates.MILESTONES), "confirmed_in_writing_on"}
    found = [
        problem(name, N_("This has not happened yet. Take the step that records it."))
        for name, value in different.items()
        if name in steps - may_lack
        and value is not None
        and getattr(mla_request, name) is None
    ]
    confirmed = different.get("confirmed_in_writing_on")
    if confirmed is not None and confirmed > clock.today():
        found.append(
            problem("confirmed_in_writing_on", N_("This day has not come yet."))
        )
    empties_review = "review_on" in different and different["review_on"] is None
    if empties_review and mla_request.status is Status.POSTPONED:
        found.append(
            problem("review_on", N_("A postponed request needs a day of review."))
        )
    return found


def _follow(mla_request: MLARequest, different: Mapping[str, Any], by: User) -> None:
    opening = (
        "received_on" if mla_request.direction is Direction.INCOMING else "sent_on"
    )
    if different.get(opening) is not None:
        mla_request.counted_from = different[opening]
        mla_request.held_since = max(mla_request.held_since, different[opening])
    restricted = Confidentiality.RESTRICTED
    if different.get("confidentiality") is restricted:
        _name(mla_request, by.id)
        if mla_request.officer_id is not None:
            _name(mla_request, mla_request.officer_id)


def _name(mla_request: MLARequest, user_id: int) -> None:
    if user_id not in {named.user_id for named in mla_request.named_officers}:
        mla_request.named_officers.append(NamedOfficer(user_id=user_id))


def _record(
    mla_request: MLARequest,
    changes: Mapping[str, Change],
    *,
    by: User,
    details: Mapping[str, str] | None = None,
) -> Event:
    stages.touch(mla_request)
    event = events.record(
        EventKind.AMENDED,
        by=by,
        mla_request=mla_request,
        details=details,
        changes=changes,
        is_correction=True,
    )
    facts.refresh(mla_request)
    return event


def set_persons(
    mla_request: MLARequest, persons: Sequence[PersonRecord], *, by: User
) -> Event | None:
    """The persons and entities of the request, all of them, in this order."""
    before = [_person_line(p) for p in mla_request.persons]
    after = [_person_line(p) for p in persons]
    if before == after:
        return None
    for person in list(mla_request.persons):
        db.session.delete(person)
    mla_request.persons = [
        Person(
            name=person.name,
            normalised=normalised(person.name),
            role=person.role,
            birth_date=person.birth_date,
            nationality=person.nationality,
            note=person.note,
        )
        for person in persons
    ]
    # The log is read by people who may not see names: it counts them.
    counts: Change = [str(len(before)), str(len(after))]
    return _record(mla_request, {"persons": counts}, by=by)


def _person_line(person: Person | PersonRecord) -> tuple[str, ...]:
    return (
        person.name,
        person.role.value,
        person.birth_date,
        person.nationality,
        person.note,
    )


def set_bases(
    mla_request: MLARequest, bases: Sequence[BasisRecord], *, by: User
) -> Event | None:
    """The legal bases, all of them; exactly one is primary. Raises Invalid."""
    if sum(basis.rank is Rank.PRIMARY for basis in bases) != 1:
        raise Invalid(
            [problem("legal_bases", N_("Exactly one legal basis is primary."))]
        )
    before = [_basis_line(b, b.instrument_code) for b in mla_request.bases]
    after = [_basis_line(b, b.instrument) for b in bases]
    if before == after:
        return None
    for basis in list(mla_request.bases):
        db.session.delete(basis)
    db.session.flush()
    db.session.expire(mla_request, ["bases"])
    for place, new in enumerate(bases):
        mla_request.bases.append(
            LegalBasis(
                position=place,
                instrument_code=new.instrument,
                article=new.article,
                rank=new.rank,
                is_cited=new.is_cited,
                is_applied=new.is_applied,
                asserted_by=new.asserted_by,
            )
        )
    changes: dict[str, Change] = {"legal_bases": ["; ".join(before), "; ".join(after)]}
    return _record(mla_request, changes, by=by)


def _basis_line(basis: LegalBasis | BasisRecord, code: str) -> str:
    words = [code]
    if basis.article:
        words.append(f"art. {basis.article}")
    marks = [
        word
        for word, is_so in (
            ("primary", basis.rank is Rank.PRIMARY),
            ("cited", basis.is_cited),
            ("applied", basis.is_applied),
            (basis.asserted_by.value.lower(), True),
        )
        if is_so
    ]
    return f"{' '.join(words)} ({', '.join(marks)})"


def set_offences(
    mla_request: MLARequest, codes: Sequence[str], *, by: User
) -> Event | None:
    """The offences, the first of them primary. Raises Invalid for one named twice."""
    if len(set(codes)) < len(codes):
        raise Invalid([problem("offences", N_("The same offence is named twice."))])
    before = [offence.offence_code for offence in mla_request.offences]
    if before == list(codes):
        return None
    for offence in list(mla_request.offences):
        db.session.delete(offence)
    db.session.flush()
    db.session.expire(mla_request, ["offences"])
    for place, code in enumerate(codes):
        mla_request.offences.append(RequestOffence(position=place, offence_code=code))
    changes: dict[str, Change] = {"offences": ["; ".join(before), "; ".join(codes)]}
    return _record(mla_request, changes, by=by)


def add_measures(
    mla_request: MLARequest, measures: Sequence[MeasureRecord], *, by: User
) -> Event | None:
    """Further natures of assistance that the request asks for."""
    if not measures:
        return None
    _must_be_open(mla_request)
    if mla_request.status in _ANSWERED:
        text = N_(
            "The request has been answered already. What else is asked for is a "
            "supplementary request: register it and link it to this one."
        )
        raise Invalid([problem("natures", text)])
    first = max((m.position for m in mla_request.measures), default=-1) + 1
    for place, measure in enumerate(measures, first):
        mla_request.measures.append(
            Measure(
                position=place,
                nature_code=measure.nature,
                subtype_code=measure.subtype or None,
                description=measure.description,
                outcome=MeasureOutcome.PENDING,
            )
        )
    stages.follow_transfers(mla_request, clock.today())
    added = "; ".join(measure.nature for measure in measures)
    return _record(mla_request, {"natures": [None, added]}, by=by)


def describe_measure(
    measure: Measure, *, subtype: str, description: str, by: User
) -> Event | None:
    """The finer kind of a measure and the words that describe it."""
    new: dict[str, Any] = {
        "subtype_code": subtype or None,
        "description": description.strip(),
    }
    changes: dict[str, Change] = {
        f"measure {measure.number}: {name}": [
            _worded(getattr(measure, name)),
            _worded(value),
        ]
        for name, value in new.items()
        if getattr(measure, name) != value
    }
    if not changes:
        return None
    for name, value in new.items():
        setattr(measure, name, value)
    return _record(measure.mla_request, changes, by=by)


def correct_outcome(
    measure: Measure, outcome: MeasureOutcome, *, on: date, by: User
) -> Event | None:
    """The outcome of a measure that was recorded wrongly. The stage follows.

    So does what authorities reported to this effect, or the next report would bring
    the mistake back. Raises Invalid where the outcome is not ours to say: while an
    authority works on the measure, and once the request was refused or withdrawn.
    """
    if measure.outcome is outcome:
        return None
    mla_request = measure.mla_request
    _must_be_open(mla_request)
    _must_be_correctable(measure, outcome, on)
    changes: dict[str, Change] = {
        f"measure {measure.number}: outcome": [measure.outcome.value, outcome.value]
    }
    for transfer in mla_request.transfers:
        for cell in transfer.cells:
            if cell.measure_id == measure.id and cell.outcome is measure.outcome:
                cell.outcome = outcome
                cell.decided_on = on if outcome.is_final else None
    measure.outcome = outcome
    measure.decided_on = on if outcome.is_final else None
    held_by = mla_request.holder
    if mla_request.status in _RESPONSES:
        stages.move(mla_request, stage_after_return(mla_request.standing), on)
    stages.follow_transfers(mla_request, on)
    stages.note_holder(mla_request, held_by, on)
    return _record(mla_request, changes, by=by)


_RESPONSES = frozenset({Status.RESPONSE_PARTIAL, Status.RESPONSE_COMPLETE})
_REFUSED = frozenset({Status.REFUSED, Status.REFUSED_ABROAD, Status.NO_LONGER_NEEDED})
_ANSWERED = _REFUSED | {Status.RESULTS_TRANSMITTED, Status.RESPONSE_COMPLETE}


def _days_before_outcomes(mla_request: MLARequest) -> tuple[date | None, ...]:
    if mla_request.direction is Direction.OUTGOING:
        return mla_request.counted_from, mla_request.sent_on
    accepted, transferred = mla_request.accepted_on, mla_request.transferred_on
    return mla_request.counted_from, accepted, transferred


def _must_be_correctable(measure: Measure, outcome: MeasureOutcome, on: date) -> None:
    mla_request = measure.mla_request
    is_at_work = any(
        cell.measure_id == measure.id and not cell.outcome.is_final
        for transfer in mla_request.open_transfers
        for cell in transfer.cells
    )
    text = ""
    first = max(day for day in _days_before_outcomes(mla_request) if day is not None)
    if on > clock.today():
        text = N_("This day has not come yet.")
    elif on < first:
        text = N_("This day lies before the request was in execution.")
    elif mla_request.status in _REFUSED:
        text = N_("The request was refused or withdrawn as a whole.")
    elif is_at_work:
        text = N_("The measure lies with an authority. Recall it first.")
    elif not measure.outcome.is_final:
        text = N_("No outcome has been recorded yet. Record it by its step.")
    elif not outcome.is_final and mla_request.status is Status.RESULTS_TRANSMITTED:
        text = N_("The results have been sent. Close and reopen the request first.")
    if text:
        raise Invalid([problem("outcome", text)])


def _must_be_open(mla_request: MLARequest) -> None:
    if not mla_request.is_open:
        raise Invalid(
            [
                problem(
                    "natures",
                    N_("The request is closed. Reopen it first, then correct it."),
                )
            ]
        )


def add_reference(
    mla_request: MLARequest, kind: ReferenceKind, value: str, *, by: User
) -> Event | None:
    """A further number the request is known by."""
    value = " ".join(value.split())
    key = normalised(value)
    if not key:
        raise Invalid(
            [problem("reference", N_("Give a reference with letters or digits."))]
        )
    if (kind, key) in {(r.kind, r.normalised) for r in mla_request.references}:
        return None
    mla_request.references.append(Reference(kind=kind, value=value, normalised=key))
    return _record(mla_request, {kind.value.lower(): [None, value]}, by=by)


def link(
    mla_request: MLARequest, other: MLARequest, kind: LinkKind, *, by: User
) -> Event | None:
    """How this request stands to another one. Raises Invalid for a link to itself."""
    if other.id == mla_request.id:
        raise Invalid([problem("link", N_("A request is not linked to itself."))])
    if (other.id, kind) in {(li.to_id, li.kind) for li in mla_request.links}:
        return None
    mla_request.links.append(RequestLink(target=other, kind=kind))
    db.session.flush()
    stages.touch(mla_request)
    return events.record(
        EventKind.LINKED,
        by=by,
        mla_request=mla_request,
        details={"reference": other.reference, "link": kind.value},
    )


def name_officers(
    mla_request: MLARequest, officers: Sequence[User], *, by: User
) -> Event:
    """Who may see the restricted request, besides the auditor. Raises Invalid.

    Somebody of the central authority must remain who can work on it.
    """
    if not any(user.may(Permission.TAKE_STEPS) for user in officers):
        raise Invalid(
            [problem("officers", N_("Name at least one clerk or supervisor."))]
        )
    for named in list(mla_request.named_officers):
        db.session.delete(named)
    db.session.flush()
    db.session.expire(mla_request, ["named_officers"])
    for user in officers:
        mla_request.named_officers.append(NamedOfficer(user=user, user_id=user.id))
    stages.touch(mla_request)
    return events.record(
        EventKind.OFFICERS_NAMED,
        by=by,
        mla_request=mla_request,
        details={"officers": ", ".join(user.name for user in officers)},
    )


def _worded(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, Enum):
        return str(value.value)
    return value.isoformat() if isinstance(value, date) else str(value)
