"""The rows that belong to requests, gathered to be stored in few statements."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from ctrack.domain.records import EventRecord, RequestRecord, TransferRecord
from ctrack.domain.references import normalised
from ctrack.domain.vocabulary import LinkKind, ReferenceKind
from ctrack.models import (
    Consultation,
    LegalBasis,
    MLARequest,
    NamedOfficer,
    Person,
    Reference,
    RequestGround,
    RequestOffence,
)
from ctrack.models.base import Model
from ctrack.services import bulk, facts, record_facts, record_time
from ctrack.services.bulk import Row
from ctrack.services.fact_parts import Parts
from ctrack.services.record_time import Timeline
from ctrack.services.reserved_ids import ReservedIds


class Batch:
    """The rows of many requests with their parts; `add` gathers."""

    def __init__(self, central_authority_id: int) -> None:
        """Gather for this central authority."""
        self.central_authority_id = central_authority_id
        self.ids: Sequence[int] = ()
        self.requests: list[Row] = []
        self.plain: dict[type[Model], list[Row]] = {
            table: []
            for table in (
                Reference,
                LegalBasis,
                RequestOffence,
                RequestGround,
                Person,
                Consultation,
                NamedOfficer,
            )
        }
        self.measures: list[Row] = []
        self.transfers: list[Row] = []
        self.parents: list[tuple[int, int]] = []
        """Places of transfers, each with the place of the one it came from."""
        self.cells: list[tuple[int, int, Row]] = []
        """Place of the transfer, place of the measure, and the rest of the cell."""
        self.events: list[tuple[int | None, Row]] = []
        self.links: list[tuple[int, LinkKind, str]] = []
        self.time = record_time.Gathered()
        self.facts: list[Row] = []
        self.fact_parts: list[Parts] = []

    def number(self, requests: list[Row], reserved: ReservedIds | None) -> None:
        """Gather the requests' own rows under ids that have been reserved.

        Where none have been they are stored at once, and numbered by the database.
        """
        if reserved is None:
            self.ids = bulk.add_numbered(MLARequest, requests)
            return
        self.ids = reserved.take(MLARequest, len(requests))
        self.requests = [
            {"id": number, **row}
            for number, row in zip(self.ids, requests, strict=True)
        ]

    def add(
        self,
        request_id: int,
        record: RequestRecord,
        row: Mapping[str, Any],
        events: Sequence[EventRecord],
        of_time: Timeline,
    ) -> None:
        """Gather everything that belongs to one request."""
        self._add_parts(request_id, record)
        first_measure = len(self.measures)
        self._add_measures(request_id, record)
        first_transfer = len(self.transfers)
        for transfer in record.transfers:
            self._add_transfer(request_id, transfer, first_transfer, first_measure, row)
        for event in events:
            self._add_event(request_id, event, first_transfer)
        self.time.add(request_id, of_time, first_transfer, row)
        self._add_facts(request_id, record, row)

    def _add_parts(self, request_id: int, record: RequestRecord) -> None:
        self.plain[Reference] += [
            {
                "mla_request_id": request_id,
                "kind": kind,
                "value": value,
                "normalised": compared,
            }
            for kind, value, compared in _references(record)
        ]
        self.plain[LegalBasis] += [
            {
                "mla_request_id": request_id,
                "position": place,
                "instrument_code": basis.instrument,
                "article": basis.article,
                "rank": basis.rank,
                "is_cited": basis.is_cited,
                "is_applied": basis.is_applied,
                "asserted_by": basis.asserted_by,
            }
            for place, basis in enumerate(record.bases)
        ]
        self.plain[RequestOffence] += [
            {"mla_request_id": request_id, "position": place, "offence_code": code}
            for place, code in enumerate(record.offences)
        ]
        self.plain[RequestGround] += [
            {"mla_request_id": request_id, "position": place, "ground_code": code}
            for place, code in enumerate(record.refusal_grounds)
        ]
        self._add_people(request_id, record)
        self.links += [
            (request_id, kind, reference) for kind, reference in record.links
        ]

    def _add_people(self, request_id: int, record: RequestRecord) -> None:
        """Persons concerned, consultations held, officers who may see it."""
        self.plain[Person] += [
            {
                "mla_request_id": request_id,
                "name": person.name,
                "normalised": normalised(person.name),
                "role": person.role,
                "birth_date": person.birth_date,
                "nationality": person.nationality,
                "note": person.note,
            }
            for person in record.persons
        ]
        self.plain[Consultation] += [
            {
                "mla_request_id": request_id,
                "held_on": consultation.held_on,
                "note": consultation.note,
            }
            for consultation in record.consultations
        ]
        self.plain[NamedOfficer] += [
            {"mla_request_id": request_id, "user_id": user_id}
            for user_id in dict.fromkeys(record.named_officer_ids)
        ]

    def _add_measures(self, request_id: int, record: RequestRecord) -> None:
        self.measures += [
            {
                "mla_request_id": request_id,
                "position": place,
                "nature_code": measure.nature,
                "subtype_code": measure.subtype or None,
                "description": measure.description,
                "outcome": measure.outcome,
                "decided_on": measure.decided_on,
            }
            for place, measure in enumerate(record.measures)
        ]

    def _add_transfer(
        self,
        request_id: int,
        transfer: TransferRecord,
        first_transfer: int,
        first_measure: int,
        row: Mapping[str, Any],
    ) -> None:
        place = len(self.transfers)
        if transfer.parent is not None:
            self.parents.append((place, first_transfer + transfer.parent))
        self.transfers.append(
            {
                "mla_request_id": request_id,
                "entered_at": transfer.entered_at or row["entered_at"],
                "version": 1,
                **dict(zip(_TRANSFER_COLUMNS, _copied(transfer), strict=True)),
            }
        )
        for cell in transfer.cells:
            values = {"outcome": cell.outcome, "decided_on": cell.decided_on}
            self.cells.append((place, first_measure + cell.measure, values))

    def _add_event(
        self, request_id: int, event: EventRecord, first_transfer: int
    ) -> None:
        place = None if event.transfer is None else first_transfer + event.transfer
        self.events.append(
            (
                place,
                {
                    "central_authority_id": self.central_authority_id,
                    "mla_request_id": request_id,
                    "kind": event.kind.name,
                    "actor_id": event.actor_id,
                    "happened_on": event.happened_on,
                    "entered_at": event.entered_at,
                    "details": event.details,
                    "changes": event.changes,
                    "note": event.note,
                    "is_correction": event.is_correction,
                },
            )
        )

    def _add_facts(
        self, request_id: int, record: RequestRecord, row: Mapping[str, Any]
    ) -> None:
        for since, until, columns, parts in record_facts.versions(record, row):
            values = facts.version(request_id, since, until, columns, parts)
            self.facts.append(values)
            self.fact_parts.append(parts)


_TRANSFER_COLUMNS = (
    "authority_id",
    "status",
    "sent_on",
    "due_on",
    "acknowledged_on",
    "accepted_on",
    "declined_on",
    "executed_on",
    "recalled_on",
    "expected_on",
    "reason",
    "note",
    "authority_reference",
)
_copied = attrgetter(*_TRANSFER_COLUMNS)


def _references(record: RequestRecord) -> list[tuple[ReferenceKind, str, str]]:
    """Every number it is known by, our own first, each once; and normalised."""
    pairs = [(ReferenceKind.OWN, record.reference)]
    pairs += [(kind, " ".join(value.split())) for kind, value in record.references]
    return [
        (kind, value, compared)
        for kind, value in dict.fromkeys(pairs)
        if (compared := normalised(value))
    ]
