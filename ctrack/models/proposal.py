"""Steps that wait until somebody else has approved them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.domain.approvals import ProposalState
from ctrack.models.base import Model, Moment, text_enum

if TYPE_CHECKING:
    from ctrack.models.mla_request import MLARequest
    from ctrack.models.user import User


class Proposal(Model):
    """A step with all its answers, as it was proposed, and what became of it."""

    __tablename__ = "proposal"
    __table_args__ = (
        Index(
            "ix_proposal_open",
            "mla_request_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mla_request_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"))
    step_code: Mapped[str] = mapped_column(Text)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[ProposalState] = mapped_column(
        text_enum(ProposalState), default=ProposalState.OPEN
    )
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was sent back, or what it fell away by."""
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)

    mla_request: Mapped[MLARequest] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
