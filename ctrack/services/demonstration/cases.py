"""What requests ask for: offence, legal bases, measures, persons and wording."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from ctrack.domain.records import (
    BasisRecord,
    MeasureRecord,
    PersonRecord,
    RequestRecord,
)
from ctrack.domain.vocabulary import (
    Channel,
    Confidentiality,
    Direction,
    LinkKind,
    Matter,
    PartyRole,
    ProceedingStage,
    Rank,
    ReferenceKind,
    RequestForm,
    Urgency,
    UrgencyReason,
)
from ctrack.services.demonstration import data, names
from ctrack.services.demonstration.office import Office
from ctrack.services.demonstration.partners import Choice, Partner

BESIDES = ("UNTOC", "UNCAC", "UN1988", "TFC1999")
"""Conventions that bind nearly every State."""

_CHANNELS = ([*Channel], [60, 18, 3, 5, 4, 6, 4])
_STAGES = ([*ProceedingStage], [62, 14, 14, 4, 6])
_ROLES = {
    "VIDEO_HEARING": PartyRole.WITNESS,
    "TRANSFER_DETAINED": PartyRole.CONVICTED,
    "VOLUNTARY_APPEARANCE": PartyRole.WITNESS,
    "EMERGENCY_DISCLOSURE": PartyRole.VICTIM,
    "CONF_ENFORCE_ORDER": PartyRole.CONVICTED,
}


@dataclass
class Case:
    """A request as it comes in, and by which authorities each measure is executed.

    `link` says how it stands to an earlier request: to the odd case named `linked_to`,
    or to the last one with the same State.
    """

    record: RequestRecord
    partner: Partner
    authorities: list[tuple[str, ...]] = field(default_factory=list)
    name: str = ""
    link: LinkKind | None = None
    linked_to: str = ""


class Cases:
    """Draws cases; made once, since it counts weights."""

    def __init__(self, office: Office) -> None:
        """Take the office that meets the cases."""
        self._office = office
        self._partners = Choice(office.home_state)
        self._themes: list[dict[str, Any]] = data.read("cases")
        self._weights = list(accumulate(theme["weight"] for theme in self._themes))

    def draw(self, rng: Random, direction: Direction, day: date) -> Case:
        """A case that reached us on this day."""
        partner = self._partners.draw(rng)
        theme = rng.choices(self._themes, cum_weights=self._weights)[0]
        blanks = _blanks(rng, partner, day)
        subject = rng.choice(theme["subjects"])
        measures, authorities = _measures(rng, theme, blanks)
        record = RequestRecord(
            direction=direction,
            partner_state=partner.code,
            matter=_matter(rng, theme, measures),
            partner_authority=partner.authority,
            received_on=day,
            subject=subject.format_map(blanks),
            bases=_bases(rng, theme, partner),
            measures=measures,
            offences=rng.choice(theme["offences"]).split(),
            persons=_persons(rng, partner, subject, blanks, measures[0].nature, day),
            channel=rng.choices(*_CHANNELS)[0],
            form=RequestForm.ELECTRONIC if rng.random() < 0.45 else RequestForm.WRITTEN,
            proceeding_stage=rng.choices(*_STAGES)[0],
        )
        _add_circumstances(rng, record, theme, day)
        self._add_papers(
            rng, record, partner, blanks if "{operation}" in subject else {}
        )
        return Case(record, partner, authorities)

    def _add_papers(
        self,
        rng: Random,
        record: RequestRecord,
        partner: Partner,
        operation: dict[str, Any],
    ) -> None:
        day = record.received_on or date.min
        if record.direction is Direction.INCOMING:
            record.originating_authority = rng.choice(partner.offices)
            record.references.append(
                (ReferenceKind.PARTNER, partner.number(rng, day.year))
            )
            record.language = partner.language
            if partner.language != "English":
                record.language += ", " + self._office.text(rng, "languages")
        else:
            code = rng.choice(("PP-NORTH", "PP-SOUTH", "ANTI-CORRUPTION", "HIGH-COURT"))
            record.originating_authority = self._office.posts[code].name
            number = f"{code[:2]} {rng.randint(10, 990)}/{day:%y}"
            record.references.append((ReferenceKind.ORIGINATING, number))
            record.language = "English"
        if operation:
            record.references.append((ReferenceKind.OPERATION, operation["operation"]))
        if rng.random() < 0.12:
            record.use_limitation = self._office.text(rng, "limitations")
        if rng.random() < 0.12:
            record.remarks = self._office.text(rng, "remarks")


def _blanks(rng: Random, partner: Partner, day: date) -> dict[str, Any]:
    home = names.of("home")
    return {
        "person": (partner.names if rng.random() < 0.75 else home).person(rng),
        "person2": partner.names.person(rng),
        "company": (partner.names if rng.random() < 0.4 else home).company(rng),
        "town": rng.choice(partner.names.towns),
        "ship": names.ship(rng),
        "operation": names.operation(rng),
        "count": rng.randint(3, 60),
        "year": day.year - rng.randint(1, 5),
    }


def _measures(
    rng: Random, theme: dict[str, Any], blanks: dict[str, Any]
) -> tuple[list[MeasureRecord], list[tuple[str, ...]]]:
    """Each with its chance; at least the first."""
    measures: list[MeasureRecord] = []
    authorities: list[tuple[str, ...]] = []
    for place, (nature, subtype, text, codes, chance) in enumerate(theme["measures"]):
        is_asked = rng.random() < chance
        if is_asked or (not measures and place == len(theme["measures"]) - 1):
            measures.append(MeasureRecord(nature, subtype, text.format_map(blanks)))
            authorities.append(_executing(rng, codes.split()))
    return measures, authorities


def _executing(rng: Random, codes: list[str]) -> tuple[str, ...]:
    if len(codes) > 1 and rng.random() < 0.2:
        return tuple(codes)
    return (rng.choice(codes),)


def _matter(
    rng: Random, theme: dict[str, Any], measures: list[MeasureRecord]
) -> Matter:
    natures = {measure.nature for measure in measures}
    if natures == {"DATA_PRESERVATION"} and rng.random() < 0.8:
        return Matter.PRESERVATION
    return Matter[theme.get("matter", "MLA")]


def _bases(rng: Random, theme: dict[str, Any], partner: Partner) -> list[BasisRecord]:
    """What the letter cites: the first is the primary basis."""
    chance = rng.random()
    if chance < 0.02:
        return [BasisRecord("NOT_STATED", rank=Rank.PRIMARY, is_cited=False)]
    if chance < 0.04:
        return [BasisRecord("DOMESTIC_LAW", rank=Rank.PRIMARY)]
    theirs = [
        (code, article) for code, article in theme["bases"] if _binds(code, partner)
    ]
    if not theirs or chance < 0.25:
        theirs = list(partner.bases) + theirs
    first = theirs[0] if rng.random() < 0.6 else rng.choice(theirs)
    cited = [first]
    for others, likely in ((partner.bases, 0.4), (tuple(theirs), 0.3)):
        if rng.random() < likely:
            cited.append(rng.choice(others))
    return [
        BasisRecord(code, article, Rank.ADDITIONAL if place else Rank.PRIMARY)
        for place, (code, article) in enumerate(dict.fromkeys(cited))
    ]


def _binds(code: str, partner: Partner) -> bool:
    if code in {"COE198", "COE141", "COE173", "COE099"}:
        return partner.is_european
    return True


def _persons(
    rng: Random,
    partner: Partner,
    subject: str,
    blanks: dict[str, Any],
    nature: str,
    day: date,
) -> list[PersonRecord]:
    found = []
    if "{person}" in subject or rng.random() < 0.7:
        role = _ROLES.get(nature, PartyRole.SUSPECT)
        found.append(_person(rng, blanks["person"], role, partner, day))
    if "{person2}" in subject:
        found.append(_person(rng, blanks["person2"], PartyRole.SUSPECT, partner, day))
    if "{company}" in subject or nature == "DOCUMENTS":
        found.append(PersonRecord(blanks["company"], PartyRole.LEGAL_PERSON))
    if not found or rng.random() < 0.2:
        other = rng.choice((PartyRole.WITNESS, PartyRole.VICTIM, PartyRole.SUSPECT))
        found.append(_person(rng, partner.names.person(rng), other, partner, day))
    return found


def _person(
    rng: Random, name: str, role: PartyRole, partner: Partner, day: date
) -> PersonRecord:
    born = day - timedelta(days=rng.randint(19 * 365, 78 * 365))
    chance = rng.random()
    birth_date = (
        born.isoformat() if chance < 0.7 else str(born.year) if chance < 0.8 else ""
    )
    return PersonRecord(name, role, birth_date, partner.nationality)


def _add_circumstances(
    rng: Random, record: RequestRecord, theme: dict[str, Any], day: date
) -> None:
    chance = rng.random()
    if theme.get("is_emergency"):
        record.urgency, record.urgency_reason = Urgency.EMERGENCY, UrgencyReason.LIFE
        record.channel = Channel.NETWORK_24_7
        record.wished_on = day + timedelta(days=1)
    elif chance < 0.18:
        record.urgency = Urgency.URGENT
        record.urgency_reason = rng.choice(
            (
                UrgencyReason.CUSTODY,
                UrgencyReason.HEARING,
                UrgencyReason.LIMITATION,
                UrgencyReason.DISSIPATION,
                UrgencyReason.DATA_LOSS,
                UrgencyReason.OPERATION,
            )
        )
        record.wished_on = day + timedelta(days=rng.randint(10, 120))
    chance = rng.random()
    if chance < 0.02:
        record.confidentiality = Confidentiality.RESTRICTED
    elif chance < 0.16:
        record.confidentiality = Confidentiality.CONFIDENTIAL
