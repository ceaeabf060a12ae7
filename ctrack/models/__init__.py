"""The tables of the register."""

from ctrack.models.authority import Authority
from ctrack.models.calendar import Calendar, CalendarDay, CalendarWeekend
from ctrack.models.central_authority import CentralAuthority
from ctrack.models.chase import Chase
from ctrack.models.counter import ReferenceCounter
from ctrack.models.deadline import Deadline, DeadlineRule, Extension, Pause
from ctrack.models.draft import Draft
from ctrack.models.edition import Edition, EditionTable
from ctrack.models.event import Event
from ctrack.models.fact import Fact, FactMention, FactStay, FactTransfer
from ctrack.models.kept_lists import lists_have_changed
from ctrack.models.leave import Leave
from ctrack.models.legal_basis import LegalBasis
from ctrack.models.measure import Measure
from ctrack.models.mla_request import MLARequest
from ctrack.models.notification import Notification
from ctrack.models.outbox_message import OutboxMessage
from ctrack.models.parts import (
    Consultation,
    NamedOfficer,
    Person,
    Reference,
    RequestGround,
    RequestLink,
    RequestOffence,
)
from ctrack.models.proposal import Proposal
from ctrack.models.reference_data import (
    Ground,
    Instrument,
    Nature,
    NatureSubtype,
    Offence,
    StateGroup,
)
from ctrack.models.reminder import Reminder
from ctrack.models.review_mark import ReviewMark
from ctrack.models.transfer import Transfer, TransferMeasure
from ctrack.models.user import User
from ctrack.models.user_session import UserSession
from ctrack.models.work import Work

__all__ = [
    "Authority",
    "Calendar",
    "CalendarDay",
    "CalendarWeekend",
    "CentralAuthority",
    "Chase",
    "Consultation",
    "Deadline",
    "DeadlineRule",
    "Draft",
    "Edition",
    "EditionTable",
    "Event",
    "Extension",
    "Fact",
    "FactMention",
    "FactStay",
    "FactTransfer",
    "Ground",
    "Instrument",
    "Leave",
    "LegalBasis",
    "MLARequest",
    "Measure",
    "NamedOfficer",
    "Nature",
    "NatureSubtype",
    "Notification",
    "Offence",
    "OutboxMessage",
    "Pause",
    "Person",
    "Proposal",
    "Reference",
    "ReferenceCounter",
    "Reminder",
    "RequestGround",
    "RequestLink",
    "RequestOffence",
    "ReviewMark",
    "StateGroup",
    "Transfer",
    "TransferMeasure",
    "User",
    "UserSession",
    "Work",
    "lists_have_changed",
]
