"""What people are told of in the application."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.domain.notifications import NotificationKind
from ctrack.models.base import Model, Moment, text_enum

if TYPE_CHECKING:
    from ctrack.models.mla_request import MLARequest


class Notification(Model):
    """Something that somebody is told of; `details` fill the blanks of its sentence."""

    __tablename__ = "notification"
    __table_args__ = (
        Index("ix_notification_user", "user_id", "id"),
        Index(
            "ix_notification_unread",
            "user_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        Index("ix_notification_request", "mla_request_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[NotificationKind] = mapped_column(text_enum(NotificationKind))
    mla_request_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"))
    transfer_id: Mapped[int | None] = mapped_column(ForeignKey("transfer.id"))
    details: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    mailed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When a message about it was written."""

    mla_request: Mapped[MLARequest] = relationship()
