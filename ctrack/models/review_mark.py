"""Marks that a supervisor puts on requests that should be looked at again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.models.base import Model, Moment

if TYPE_CHECKING:
    from ctrack.models.user import User


class ReviewMark(Model):
    """What somebody should look at again, and what was answered to it."""

    __tablename__ = "review_mark"
    __table_args__ = (
        Index(
            "ix_review_mark_open",
            "mla_request_id",
            sqlite_where=text("resolved_at IS NULL"),
            postgresql_where=text("resolved_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mla_request_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"))
    note: Mapped[str] = mapped_column(Text)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text, default="")
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)

    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
