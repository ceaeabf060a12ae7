"""Requests for mutual legal assistance."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from ctrack.domain.searching import folded
from ctrack.domain.standing import Standing
from ctrack.domain.statuses import Holder, Stage, Status, holder, stage
from ctrack.domain.vocabulary import (
    Channel,
    Confidentiality,
    Direction,
    Matter,
    MeasureOutcome,
    Outcome,
    ProceedingStage,
    Rank,
    RequestForm,
    Urgency,
    UrgencyReason,
)
from ctrack.models.base import Model, Moment, text_enum

if TYPE_CHECKING:
    from ctrack.models.legal_basis import LegalBasis
    from ctrack.models.measure import Measure
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
    from ctrack.models.review_mark import ReviewMark
    from ctrack.models.transfer import Transfer
    from ctrack.models.user import User


_OURS = ("central_authority_id",)


class MLARequest(Model):
    """A request for mutual legal assistance, as entered in the register."""

    __tablename__ = "mla_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    central_authority_id: Mapped[int] = mapped_column(
        ForeignKey("central_authority.id")
    )
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    direction: Mapped[Direction] = mapped_column(text_enum(Direction))
    matter: Mapped[Matter] = mapped_column(text_enum(Matter), default=Matter.MLA)
    status: Mapped[Status] = mapped_column(text_enum(Status))
    partner_state: Mapped[str] = mapped_column(String(4))
    partner_authority: Mapped[str] = mapped_column(String(500), default="")
    originating_authority: Mapped[str] = mapped_column(String(500), default="")
    subject: Mapped[str] = mapped_column(String(500), default="")
    subject_folded: Mapped[str] = mapped_column(String(500), default="")
    """The words of the subject for finding them; follows the subject by itself."""
    channel: Mapped[Channel | None] = mapped_column(text_enum(Channel))
    form: Mapped[RequestForm | None] = mapped_column(text_enum(RequestForm))
    language: Mapped[str] = mapped_column(String(80), default="")
    proceeding_stage: Mapped[ProceedingStage | None] = mapped_column(
        text_enum(ProceedingStage)
    )
    urgency: Mapped[Urgency] = mapped_column(text_enum(Urgency), default=Urgency.NORMAL)
    urgency_reason: Mapped[UrgencyReason | None] = mapped_column(
        text_enum(UrgencyReason)
    )
    wished_on: Mapped[date | None] = mapped_column()
    confidentiality: Mapped[Confidentiality] = mapped_column(
        text_enum(Confidentiality), default=Confidentiality.STANDARD
    )
    use_limitation: Mapped[str] = mapped_column(Text, default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    remarks: Mapped[str] = mapped_column(Text, default="")

    received_on: Mapped[date | None] = mapped_column()
    sent_on: Mapped[date | None] = mapped_column()
    acknowledged_on: Mapped[date | None] = mapped_column()
    accepted_on: Mapped[date | None] = mapped_column()
    transferred_on: Mapped[date | None] = mapped_column()
    executed_on: Mapped[date | None] = mapped_column()
    results_sent_on: Mapped[date | None] = mapped_column()
    closed_on: Mapped[date | None] = mapped_column()
    confirmed_in_writing_on: Mapped[date | None] = mapped_column()
    review_on: Mapped[date | None] = mapped_column()
    reopened_on: Mapped[date | None] = mapped_column()
    due_on: Mapped[date | None] = mapped_column()
    """The first of its open deadlines; empty while it is paused, or closed."""
    paused_since: Mapped[date | None] = mapped_column()
    """Since when it stands still; empty while it goes on."""
    counted_from: Mapped[date] = mapped_column()
    """Received or sent; for an outgoing request not yet sent, the day it reached us."""
    held_since: Mapped[date] = mapped_column()
    """The day on which the present holder got the file."""

    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome))
    refusal_reasons: Mapped[str] = mapped_column(Text, default="")
    court: Mapped[str] = mapped_column(String(300), default="")
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    is_historical: Mapped[bool] = mapped_column(default=False)
    provenance: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Comes with the form, so that pressing twice registers once."""
    entered_at: Mapped[datetime] = mapped_column(Moment)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    officer: Mapped[User | None] = relationship(foreign_keys=[officer_id])
    references: Mapped[list[Reference]] = relationship(
        back_populates="mla_request", order_by="Reference.id"
    )
    bases: Mapped[list[LegalBasis]] = relationship(
        back_populates="mla_request", order_by="LegalBasis.position"
    )
    measures: Mapped[list[Measure]] = relationship(
        back_populates="mla_request", order_by="Measure.position"
    )
    offences: Mapped[list[RequestOffence]] = relationship(
        back_populates="mla_request", order_by="RequestOffence.position"
    )
    grounds: Mapped[list[RequestGround]] = relationship(
        back_populates="mla_request",
        order_by="RequestGround.position",
        cascade="all, delete-orphan",
    )
    persons: Mapped[list[Person]] = relationship(
        back_populates="mla_request", order_by="Person.id"
    )
    transfers: Mapped[list[Transfer]] = relationship(
        back_populates="mla_request", order_by="Transfer.id"
    )
    consultations: Mapped[list[Consultation]] = relationship(
        back_populates="mla_request", order_by="Consultation.id"
    )
    named_officers: Mapped[list[NamedOfficer]] = relationship(
        back_populates="mla_request", order_by="NamedOfficer.user_id"
    )
    links: Mapped[list[RequestLink]] = relationship(
        foreign_keys="RequestLink.from_id", order_by="RequestLink.id"
    )
    backlinks: Mapped[list[RequestLink]] = relationship(
        foreign_keys="RequestLink.to_id", order_by="RequestLink.id", viewonly=True
    )
    open_marks: Mapped[list[ReviewMark]] = relationship(
        primaryjoin="and_(ReviewMark.mla_request_id == MLARequest.id, "
        "ReviewMark.resolved_at.is_(None))",
        order_by="ReviewMark.id",
        viewonly=True,
    )
    open_proposals: Mapped[list[Proposal]] = relationship(
        primaryjoin="and_(Proposal.mla_request_id == MLARequest.id, "
        "Proposal.decided_at.is_(None))",
        viewonly=True,
    )
    """One at most; a list, like everything else that belongs to few requests."""

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index("ix_mla_request_counted_from", *_OURS, "counted_from", "id"),
        Index("ix_mla_request_state", *_OURS, "partner_state", "counted_from", "id"),
        Index("ix_mla_request_status", *_OURS, "status", "counted_from", "id"),
        Index("ix_mla_request_direction", *_OURS, "direction", "counted_from", "id"),
        Index("ix_mla_request_officer", "officer_id", "counted_from", "id"),
        Index("ix_mla_request_reference", *_OURS, "reference"),
        Index("ix_mla_request_subject", "subject_folded"),
        # Everything the list counts by, so that counting reads no record.
        Index(
            "ix_mla_request_counting",
            *_OURS,
            "confidentiality",
            "status",
            "direction",
            "partner_state",
            "officer_id",
            "urgency",
            "counted_from",
            "closed_on",
            "due_on",
            "paused_since",
        ),
        Index(
            "ix_mla_request_due_on",
            *_OURS,
            "due_on",
            "id",
            sqlite_where=text("due_on IS NOT NULL"),
            postgresql_where=text("due_on IS NOT NULL"),
        ),
        Index(
            "ix_mla_request_paused_since",
            *_OURS,
            "paused_since",
            "id",
            sqlite_where=text("paused_since IS NOT NULL"),
            postgresql_where=text("paused_since IS NOT NULL"),
        ),
        Index(
            "ix_mla_request_held_since",
            *_OURS,
            "held_since",
            "id",
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
        Index(
            "ix_mla_request_closed_on",
            *_OURS,
            "closed_on",
            "officer_id",
            sqlite_where=text("closed_on IS NOT NULL"),
            postgresql_where=text("closed_on IS NOT NULL"),
        ),
        Index(
            "ix_mla_request_open",
            *_OURS,
            "counted_from",
            "id",
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
    )

    @validates("subject")
    def _fold_subject(self, _name: str, subject: str) -> str:
        self.subject_folded = folded(subject)
        return subject

    @property
    def stage(self) -> Stage:
        """Label, holder and next step of its status."""
        return stage(self.direction, self.status)

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self.status is not Status.CLOSED

    @property
    def is_restricted(self) -> bool:
        """Whether only named officers may see it."""
        return self.confidentiality is Confidentiality.RESTRICTED

    @property
    def open_transfers(self) -> list[Transfer]:
        """The transfers whose authority still has something to do."""
        return [transfer for transfer in self.transfers if transfer.status.is_open]

    @property
    def holder(self) -> Holder:
        """Who has the file now."""
        return holder(self.direction, self.status, len(self.open_transfers))

    @property
    def primary_basis(self) -> LegalBasis | None:
        """The basis it is counted under."""
        return next((b for b in self.bases if b.rank is Rank.PRIMARY), None)

    @property
    def outcomes(self) -> list[MeasureOutcome]:
        """What became of each measure."""
        return [measure.outcome for measure in self.measures]

    @property
    def standing(self) -> Standing:
        """What the rules of the life cycle need to know."""
        at_authorities = {
            cell.measure_id for t in self.open_transfers for cell in t.cells
        }
        pending = [m for m in self.measures if not m.outcome.is_final]
        return Standing(
            direction=self.direction,
            status=self.status,
            pending_measures=len(pending),
            provided_measures=sum(o.is_provided for o in self.outcomes),
            decided_measures=len(self.measures) - len(pending),
            untransferred_measures=sum(m.id not in at_authorities for m in pending),
            open_transfers=len(self.open_transfers),
            has_primary_basis=self.primary_basis is not None,
            has_consultation=bool(self.consultations),
            is_acknowledged=self.acknowledged_on is not None,
            was_accepted=self.accepted_on is not None,
            was_sent=self.sent_on is not None,
            is_oral_unconfirmed=self.form is RequestForm.ORAL
            and self.confirmed_in_writing_on is None,
        )
