"""Transfers: a request handed to a competent authority (UNTOC art. 18(13))."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.domain.permissions import Permission, Role
from ctrack.domain.transfer_steps import TransferStanding
from ctrack.domain.transfers import TransferStatus
from ctrack.domain.vocabulary import MeasureOutcome
from ctrack.models.base import Model, Moment, text_enum

if TYPE_CHECKING:
    from ctrack.models.authority import Authority
    from ctrack.models.measure import Measure
    from ctrack.models.mla_request import MLARequest
    from ctrack.models.user import User


class Transfer(Model):
    """One sending of a request to one authority, with a life of its own."""

    __tablename__ = "transfer"
    __table_args__ = (
        Index("ix_transfer_request", "mla_request_id"),
        Index("ix_transfer_authority", "authority_id", "status", "sent_on"),
        Index("ix_transfer_status", "status", "authority_id"),
        Index("ix_transfer_sent_on", "sent_on", "id"),
        Index("ix_transfer_due_on", "due_on", "status", "mla_request_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mla_request_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"))
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("transfer.id"))
    """The transfer that was passed on to this authority."""
    status: Mapped[TransferStatus] = mapped_column(
        text_enum(TransferStatus), default=TransferStatus.ASSIGNED
    )
    sent_on: Mapped[date | None] = mapped_column()
    due_on: Mapped[date | None] = mapped_column()
    acknowledged_on: Mapped[date | None] = mapped_column()
    accepted_on: Mapped[date | None] = mapped_column()
    declined_on: Mapped[date | None] = mapped_column()
    executed_on: Mapped[date | None] = mapped_column()
    recalled_on: Mapped[date | None] = mapped_column()
    expected_on: Mapped[date | None] = mapped_column()
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was declined, passed on or recalled, or what blocks it."""
    note: Mapped[str] = mapped_column(Text, default="")
    authority_reference: Mapped[str] = mapped_column(String(200), default="")
    entered_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    mla_request: Mapped[MLARequest] = relationship(back_populates="transfers")
    authority: Mapped[Authority] = relationship()
    parent: Mapped[Transfer | None] = relationship(remote_side=[id])
    cells: Mapped[list[TransferMeasure]] = relationship(
        back_populates="transfer", order_by="TransferMeasure.measure_id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def standing(self) -> TransferStanding:
        """What the rules of its life need to know."""
        return TransferStanding(self.status, self.acknowledged_on is not None)

    def permissions_of(self, user: User) -> frozenset[Permission]:
        """What this person may do with it; an authority's people with its own only."""
        is_theirs = user.role is Role.AUTHORITY or user.authority_id is not None
        if is_theirs and user.authority_id != self.authority_id:
            return frozenset()
        return user.permissions

    @property
    def ended_on(self) -> tuple[date | None, ...]:
        """The days on which the authority was done with it, one way or another."""
        return self.executed_on, self.declined_on, self.recalled_on


class TransferMeasure(Model):
    """A cell of the grid measures × authorities: what one reported on one measure."""

    __tablename__ = "transfer_measure"
    __table_args__ = (Index("ix_transfer_measure_measure", "measure_id"),)

    transfer_id: Mapped[int] = mapped_column(
        ForeignKey("transfer.id"), primary_key=True
    )
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), primary_key=True)
    outcome: Mapped[MeasureOutcome] = mapped_column(
        text_enum(MeasureOutcome), default=MeasureOutcome.PENDING
    )
    decided_on: Mapped[date | None] = mapped_column()

    transfer: Mapped[Transfer] = relationship(back_populates="cells")
    measure: Mapped[Measure] = relationship()
