"""Writing a single request by hand: what it says, and then its life step by step."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

from ctrack.domain.records import (
    BasisRecord,
    MeasureRecord,
    PersonRecord,
    RequestRecord,
)
from ctrack.domain.statuses import Status
from ctrack.domain.vocabulary import (
    Channel,
    Direction,
    Rank,
    ReferenceKind,
    RequestForm,
)
from ctrack.services.demonstration.cases import Case
from ctrack.services.demonstration.desk import Desk
from ctrack.services.demonstration.diary import Present
from ctrack.services.demonstration.office import Office
from ctrack.services.demonstration.partners import all_of


class Scene:
    """Where odd cases are written; keeps every case that was begun in it."""

    def __init__(self, office: Office, present: Present) -> None:
        """Set the scene in this office, up to this present."""
        self.office, self.present = office, present
        self.cases: list[Case] = []

    def incoming(
        self, partner: str, ago: int, subject: str, measures: str, **more: Any
    ) -> Desk:
        """A request that came in so many days ago; see `_record` for the rest."""
        status = more.pop("status", Status.REGISTERED)
        return self._desk(
            Direction.INCOMING, partner, ago, subject, measures, status, more
        )

    def outgoing(
        self, partner: str, ago: int, subject: str, measures: str, **more: Any
    ) -> Desk:
        """A request of ours whose draft reached us so many days ago."""
        status = more.pop("status", Status.CA_REVIEW)
        return self._desk(
            Direction.OUTGOING, partner, ago, subject, measures, status, more
        )

    def _desk(
        self,
        direction: Direction,
        code: str,
        ago: int,
        subject: str,
        measures: str,
        status: Status,
        more: dict[str, Any],
    ) -> Desk:
        rng = Random(f"{code} {ago} {subject}")  # noqa: S311 (the same every time)
        partner = all_of()[code]
        name, link, linked_to = (
            more.pop(key, default)
            for key, default in (("name", ""), ("link", None), ("linked_to", ""))
        )
        day = self.present.today - timedelta(days=ago)
        if ago > 3:  # offices are closed at weekends, but for what has just come in
            day -= timedelta(days=max(0, day.weekday() - 4))
        record = RequestRecord(
            direction=direction,
            partner_state=code,
            partner_authority=more.pop("partner_authority", partner.authority),
            received_on=day,
            subject=subject,
            bases=read_bases(more.pop("bases", "UNTOC 18")),
            measures=read_measures(measures),
            offences=more.pop("offences", "FRAUD").split(),
            persons=list(more.pop("persons", ())),
            channel=more.pop("channel", Channel.CA_DIRECT),
            form=more.pop("form", RequestForm.ELECTRONIC),
            language=more.pop("language", partner.language),
        )
        if direction is Direction.INCOMING:
            record.originating_authority = partner.offices[0]
            number = partner.number(rng, day.year)
            record.references.append((ReferenceKind.PARTNER, number))
        else:
            record.originating_authority = self.office.posts["PP-NORTH"].name
        for field, value in more.items():
            setattr(record, field, value)
        case = Case(record, partner, name=name, link=link, linked_to=linked_to)
        self.cases.append(case)
        desk = Desk(case, self.office, self.present, rng, status)
        record.officer_id = desk.officer.id
        return desk


def read_bases(text: str) -> list[BasisRecord]:
    """Bases from `UNTOC 18; COE030 3`; the first is the primary one."""
    bases = []
    for place, part in enumerate(text.split("; ")):
        code, _, article = part.partition(" ")
        rank = Rank.ADDITIONAL if place else Rank.PRIMARY
        bases.append(BasisRecord(code, article, rank))
    return bases


def read_measures(text: str) -> list[MeasureRecord]:
    """Measures from `DOCUMENTS/DOC_BANK: statements; SERVICE`."""
    measures = []
    for part in text.split("; "):
        codes, _, description = part.partition(": ")
        nature, _, subtype = codes.partition("/")
        measures.append(MeasureRecord(nature, subtype, description))
    return measures


def people(*persons: Sequence[Any]) -> list[PersonRecord]:
    """Persons from their name, role, date of birth and nationality."""
    return [PersonRecord(*person) for person in persons]
