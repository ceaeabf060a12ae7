"""Chasers: each one that was sent, or put on the list of letters."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.domain.chasers import ChaseKind, ChaseLevel
from ctrack.models.base import Model, Moment, text_enum

if TYPE_CHECKING:
    from ctrack.models.outbox_message import OutboxMessage
    from ctrack.models.user import User


class Chase(Model):
    """A chaser of a transfer, or of a request of ours to another State.

    Numbered from 1 for each kind of silence; the database keeps one of each number.
    """

    __tablename__ = "chase"
    __table_args__ = (
        UniqueConstraint("transfer_id", "kind", "number"),
        Index(
            "ix_chase_abroad",
            "mla_request_id",
            "kind",
            "number",
            unique=True,
            sqlite_where=text("transfer_id IS NULL"),
            postgresql_where=text("transfer_id IS NULL"),
        ),
        Index("ix_chase_authority", "authority_id", "chased_on"),
        Index("ix_chase_chased_on", "central_authority_id", "chased_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    central_authority_id: Mapped[int] = mapped_column(
        ForeignKey("central_authority.id")
    )
    mla_request_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"))
    transfer_id: Mapped[int | None] = mapped_column(ForeignKey("transfer.id"))
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    kind: Mapped[ChaseKind] = mapped_column(text_enum(ChaseKind))
    number: Mapped[int] = mapped_column()
    level: Mapped[ChaseLevel] = mapped_column(text_enum(ChaseLevel))
    due_on: Mapped[date] = mapped_column()
    chased_on: Mapped[date] = mapped_column()
    """The day on which it was sent, or put on the list of letters."""
    entered_at: Mapped[datetime] = mapped_column(Moment)
    outbox_message_id: Mapped[int | None] = mapped_column(
        ForeignKey("outbox_message.id")
    )
    """The message it went with; without one it is a letter."""
    posted_on: Mapped[date | None] = mapped_column()
    """When the letter was sent; messages need nobody to say so."""
    posted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    message: Mapped[OutboxMessage | None] = relationship()
    posted_by: Mapped[User | None] = relationship()

    @property
    def is_letter(self) -> bool:
        """Whether somebody has to print and send it."""
        return self.outbox_message_id is None
