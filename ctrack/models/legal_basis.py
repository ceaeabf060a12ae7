"""The legal bases of a request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.domain.vocabulary import AssertedBy, Rank
from ctrack.models.base import Model, text_enum

if TYPE_CHECKING:
    from ctrack.models.mla_request import MLARequest
    from ctrack.models.reference_data import Instrument


class LegalBasis(Model):
    """An instrument a request rests on, cited in the letter or applied by us."""

    __tablename__ = "legal_basis"
    __table_args__ = (
        Index(
            "uq_legal_basis_primary",
            "mla_request_id",
            unique=True,
            sqlite_where=text("rank = 'PRIMARY'"),
            postgresql_where=text("rank = 'PRIMARY'"),
        ),
        Index("ix_legal_basis_request", "mla_request_id", "position"),
        Index("ix_legal_basis_instrument", "instrument_code", "mla_request_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mla_request_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"))
    position: Mapped[int] = mapped_column(default=0)
    instrument_code: Mapped[str] = mapped_column(ForeignKey("instrument.code"))
    article: Mapped[str] = mapped_column(String(80), default="")
    rank: Mapped[Rank] = mapped_column(text_enum(Rank))
    is_cited: Mapped[bool] = mapped_column(default=True)
    is_applied: Mapped[bool] = mapped_column(default=False)
    asserted_by: Mapped[AssertedBy] = mapped_column(
        text_enum(AssertedBy), default=AssertedBy.REQUESTING
    )

    mla_request: Mapped[MLARequest] = relationship(back_populates="bases")
    instrument: Mapped[Instrument] = relationship()

    @property
    def citation(self) -> str:
        """The basis as it is cited: `UNTOC art. 18`."""
        if self.article:
            return f"{self.instrument_code} art. {self.article}"
        return self.instrument_code
