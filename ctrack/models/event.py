"""The event log: only ever added to."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.domain.events import EventKind
from ctrack.models.base import Model, Moment

if TYPE_CHECKING:
    from ctrack.models.mla_request import MLARequest
    from ctrack.models.user import User


class Event(Model):
    """One line of the log: who did what to which request, when, and when entered.

    `details` fill the blanks of the sentence; `changes` hold before and after by
    field. Lines are ordered by id, which grows with the moment of entry.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_request", "mla_request_id", "id"),
        Index("ix_event_entered_at", "central_authority_id", "entered_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    central_authority_id: Mapped[int] = mapped_column(
        ForeignKey("central_authority.id")
    )
    mla_request_id: Mapped[int | None] = mapped_column(ForeignKey("mla_request.id"))
    transfer_id: Mapped[int | None] = mapped_column(ForeignKey("transfer.id"))
    kind: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    happened_on: Mapped[date] = mapped_column()
    entered_at: Mapped[datetime] = mapped_column(Moment)
    details: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    changes: Mapped[dict[str, list[str | None]]] = mapped_column(JSON, default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
    is_correction: Mapped[bool] = mapped_column(default=False)
    """A correction of the record, as distinct from progress."""

    actor: Mapped[User | None] = relationship()
    mla_request: Mapped[MLARequest | None] = relationship()

    @property
    def sentence(self) -> str:
        """The sentence of its kind, with blanks."""
        return EventKind[self.kind].value


@event.listens_for(Event, "before_update")
@event.listens_for(Event, "before_delete")
def keep_the_log(_mapper: object, _connection: object, line: Event) -> None:
    """Refuse to change or delete a line; triggers refuse it to plain SQL too."""
    raise TypeError(f"the event log is only added to: {line.kind} {line.id}")
