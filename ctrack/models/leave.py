"""Days on which somebody is away, and who stands in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.models.base import Model

if TYPE_CHECKING:
    from ctrack.models.user import User


class Leave(Model):
    """A person's absence from a day until another, both of them included."""

    __tablename__ = "leave"
    __table_args__ = (
        Index("ix_leave_deputy", "deputy_id", "until"),
        Index("ix_leave_user", "user_id", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    since: Mapped[date] = mapped_column()
    until: Mapped[date] = mapped_column()
    note: Mapped[str] = mapped_column(String(500), default="")

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    deputy: Mapped[User] = relationship(foreign_keys=[deputy_id])
