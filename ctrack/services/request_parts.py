"""Correcting and completing what belongs to a request: persons, bases and the like."""

from collections.abc import Sequence

from ctrack.domain.errors import Invalid, problem
from ctrack.domain.events import EventKind
from ctrack.domain.permissions import Permission
from ctrack.domain.records import BasisRecord, PersonRecord
from ctrack.domain.references import normalised
from ctrack.domain.vocabulary import LinkKind, Rank, ReferenceKind
from ctrack.domain.wording import N_
from ctrack.extensions import db
from ctrack.models import (
    Event,
    LegalBasis,
    MLARequest,
    NamedOfficer,
    Person,
    Reference,
    RequestLink,
    RequestOffence,
    User,
)
from ctrack.services import corrections, events, stages
from ctrack.services.corrections import Change


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
    return corrections.record(mla_request, {"persons": counts}, by=by)


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
    return corrections.record(mla_request, changes, by=by)


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
    return corrections.record(mla_request, changes, by=by)


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
    return corrections.record(mla_request, {kind.value.lower(): [None, value]}, by=by)


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
