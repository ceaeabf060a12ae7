"""What people remind themselves of, and what they have put off."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.models.base import Model, Moment

if TYPE_CHECKING:
    from ctrack.models.mla_request import MLARequest
    from ctrack.models.user import User


class Reminder(Model):
    """A person's own reminder of a request, whatever happens to it until then.

    Where `puts_off` is set the request is left out of the person's work list until
    that day instead; nobody else's list changes.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        Index(
            "ix_reminder_to_do",
            "user_id",
            "puts_off",
            "due_on",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(
            "ix_reminder_puts_off",
            "user_id",
            "mla_request_id",
            unique=True,
            sqlite_where=text("puts_off AND done_at IS NULL"),
            postgresql_where=text("puts_off AND done_at IS NULL"),
        ),
        Index("ix_reminder_request", "mla_request_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    mla_request_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"))
    due_on: Mapped[date] = mapped_column()
    puts_off: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    mailed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When a message about it was written."""

    mla_request: Mapped[MLARequest] = relationship()
    user: Mapped[User] = relationship()
