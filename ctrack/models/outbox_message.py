"""The outbox: messages written together with the deed they tell of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ctrack.domain.outbox import MessageKind, MessageState
from ctrack.models.base import Model, Moment, text_enum


class OutboxMessage(Model):
    """A message to one address, and what has become of it so far."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index("ix_outbox_message_state", "state", "next_attempt_at", "id"),
        Index("ix_outbox_message_created_at", "central_authority_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    central_authority_id: Mapped[int] = mapped_column(
        ForeignKey("central_authority.id")
    )
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    """Made with the row, so that a second sending is known as the same message."""
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    """What the message is, where there may be one such message only."""
    kind: Mapped[MessageKind] = mapped_column(text_enum(MessageKind))
    recipient: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[MessageState] = mapped_column(
        text_enum(MessageState), default=MessageState.WAITING
    )
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(Moment)
    claimed_by: Mapped[str] = mapped_column(String(64), default="")
    """The sender that has it in hand; see `ctrack.services.presence`."""
    last_error: Mapped[str] = mapped_column(String(500), default="")
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
