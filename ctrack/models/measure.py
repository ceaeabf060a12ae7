"""The measures of a request: one for each nature of assistance asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.domain.vocabulary import MeasureOutcome
from ctrack.models.base import Model, text_enum

if TYPE_CHECKING:
    from ctrack.models.mla_request import MLARequest
    from ctrack.models.reference_data import Nature, NatureSubtype


class Measure(Model):
    """One thing asked for, with its own outcome and day."""

    __tablename__ = "measure"
    __table_args__ = (
        Index("ix_measure_request", "mla_request_id", "position"),
        Index("ix_measure_nature", "nature_code", "mla_request_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mla_request_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"))
    position: Mapped[int] = mapped_column(default=0)
    nature_code: Mapped[str] = mapped_column(ForeignKey("nature.code"))
    subtype_code: Mapped[str | None] = mapped_column(ForeignKey("nature_subtype.code"))
    description: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[MeasureOutcome] = mapped_column(
        text_enum(MeasureOutcome), default=MeasureOutcome.PENDING
    )
    decided_on: Mapped[date | None] = mapped_column()

    mla_request: Mapped[MLARequest] = relationship(back_populates="measures")
    nature: Mapped[Nature] = relationship()
    subtype: Mapped[NatureSubtype | None] = relationship()

    @property
    def number(self) -> int:
        """Its number within the request, from 1."""
        return self.position + 1
