"""A request as it is entered: by form, from a workbook, or made up for a demonstration.

One shape for all three, so that they meet the same rules and are stored the same way.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from ctrack.domain.events import EventKind
from ctrack.domain.statuses import Status
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import (
    AssertedBy,
    Channel,
    Confidentiality,
    Direction,
    LinkKind,
    Matter,
    MeasureOutcome,
    Outcome,
    PartyRole,
    ProceedingStage,
    Rank,
    ReferenceKind,
    RequestForm,
    Urgency,
    UrgencyReason,
)


@dataclass
class BasisRecord:
    """A legal basis: an instrument's code, the article, and how it was used."""

    instrument: str
    article: str = ""
    rank: Rank = Rank.ADDITIONAL
    is_cited: bool = True
    is_applied: bool = False
    asserted_by: AssertedBy = AssertedBy.REQUESTING


@dataclass
class MeasureRecord:
    """One nature of assistance that is asked for, and what became of it."""

    nature: str
    subtype: str = ""
    description: str = ""
    outcome: MeasureOutcome = MeasureOutcome.PENDING
    decided_on: date | None = None


@dataclass
class PersonRecord:
    """A person or entity concerned; dates of birth may be known by year only."""

    name: str
    role: PartyRole = PartyRole.SUSPECT
    birth_date: str = ""
    nationality: str = ""
    note: str = ""


@dataclass
class CellRecord:
    """What one authority reported on one measure, given by its position from 0."""

    measure: int
    outcome: MeasureOutcome = MeasureOutcome.PENDING
    decided_on: date | None = None


@dataclass
class TransferRecord:
    """One sending to a competent authority, given by its id.

    `parent` is the position of the transfer from which it was passed on; `entered_at`
    is None where it was entered with the request.
    """

    authority_id: int
    status: TransferStatus = TransferStatus.ASSIGNED
    sent_on: date | None = None
    due_on: date | None = None
    acknowledged_on: date | None = None
    accepted_on: date | None = None
    declined_on: date | None = None
    executed_on: date | None = None
    recalled_on: date | None = None
    expected_on: date | None = None
    reason: str = ""
    note: str = ""
    authority_reference: str = ""
    parent: int | None = None
    entered_at: datetime | None = None
    cells: list[CellRecord] = field(default_factory=list)


@dataclass
class EventRecord:
    """Something that happened; `transfer` is the place of the transfer it tells of."""

    kind: EventKind
    happened_on: date
    entered_at: datetime
    details: dict[str, str] = field(default_factory=dict)
    note: str = ""
    actor_id: int | None = None
    transfer: int | None = None
    changes: dict[str, list[str | None]] = field(default_factory=dict)
    is_correction: bool = False


@dataclass
class ConsultationRecord:
    """A consultation with the other State (UNTOC art. 18(26))."""

    held_on: date
    note: str


@dataclass
class RequestRecord:
    """A request with all that belongs to it, in plain values.

    Codes of instruments, natures, offences and grounds are those of the reference
    tables; `partner_state` is alpha-2, XK, ICC or EPPO; `officer_id` and
    `authority_id` are ids of the register. `status` is None where it is to follow
    from the days and transfers. `entered_at` is the moment of entry in UTC, None for
    now; `entered_by_id` is None for whoever stores the record. `opened_on` is the day
    from which its age counts.
    """

    direction: Direction
    partner_state: str
    matter: Matter = Matter.MLA
    reference: str = ""
    partner_authority: str = ""
    originating_authority: str = ""
    references: list[tuple[ReferenceKind, str]] = field(default_factory=list)
    received_on: date | None = None
    sent_on: date | None = None
    acknowledged_on: date | None = None
    accepted_on: date | None = None
    transferred_on: date | None = None
    executed_on: date | None = None
    results_sent_on: date | None = None
    closed_on: date | None = None
    confirmed_in_writing_on: date | None = None
    subject: str = ""
    channel: Channel | None = None
    form: RequestForm | None = None
    language: str = ""
    proceeding_stage: ProceedingStage | None = None
    urgency: Urgency = Urgency.NORMAL
    urgency_reason: UrgencyReason | None = None
    wished_on: date | None = None
    confidentiality: Confidentiality = Confidentiality.STANDARD
    use_limitation: str = ""
    conditions: str = ""
    remarks: str = ""
    bases: list[BasisRecord] = field(default_factory=list)
    measures: list[MeasureRecord] = field(default_factory=list)
    offences: list[str] = field(default_factory=list)
    persons: list[PersonRecord] = field(default_factory=list)
    transfers: list[TransferRecord] = field(default_factory=list)
    consultations: list[ConsultationRecord] = field(default_factory=list)
    links: list[tuple[LinkKind, str]] = field(default_factory=list)
    officer_id: int | None = None
    named_officer_ids: list[int] = field(default_factory=list)
    outcome: Outcome | None = None
    refusal_grounds: list[str] = field(default_factory=list)
    refusal_reasons: str = ""
    court: str = ""
    review_on: date | None = None
    status: Status | None = None
    holder_since: date | None = None
    is_historical: bool = False
    provenance: dict[str, str] = field(default_factory=dict)
    submission_key: str | None = None
    entered_at: datetime | None = None
    entered_by_id: int | None = None
    events: list[EventRecord] = field(default_factory=list)

    @property
    def opened_on(self) -> date | None:
        """The day it was received (incoming) or sent (outgoing)."""
        if self.direction is Direction.INCOMING:
            return self.received_on
        return self.sent_on

    @property
    def milestones(self) -> dict[str, date | None]:
        """The days that must follow each other, by name.

        The day an incoming request was sent abroad is not ours to order.
        """
        days = {
            "received_on": self.received_on,
            "sent_on": self.sent_on,
            "acknowledged_on": self.acknowledged_on,
            "accepted_on": self.accepted_on,
            "transferred_on": self.transferred_on,
            "executed_on": self.executed_on,
            "results_sent_on": self.results_sent_on,
            "closed_on": self.closed_on,
        }
        if self.direction is Direction.INCOMING:
            days["sent_on"] = None
        return days
