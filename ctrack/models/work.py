"""Works: asked for by a person, done in the background."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.domain.works import KEPT_FOR, UNDER_WAY, WorkState
from ctrack.models.base import Model, Moment, text_enum
from ctrack.models.user import User


class Work(Model):
    """A file or an edition that somebody asked for, and how far it has come.

    The file lies in the instance folder, under the token of whoever did the work.
    """

    __tablename__ = "work"
    __table_args__ = (Index("ix_work_state", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    title: Mapped[str] = mapped_column(String(300))
    """In the language of whoever asked."""
    language: Mapped[str] = mapped_column(String(20))
    state: Mapped[WorkState] = mapped_column(text_enum(WorkState))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    """Of rows and tables; 0 as long as nobody knows."""
    tries: Mapped[int] = mapped_column(default=0)
    token: Mapped[str] = mapped_column(String(32), default="")
    """Of the process that does it: whoever has another one stores nothing."""
    asked_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    alive_at: Mapped[datetime | None] = mapped_column(Moment)
    """The last sign of life."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    mimetype: Mapped[str] = mapped_column(String(100), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    """Bytes of the file."""
    sight: Mapped[str] = mapped_column(String(120), default="")
    """What the person was allowed to see when it was made."""
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    """The edition that was frozen."""
    failure: Mapped[str] = mapped_column(Text, default="")
    """Why it could not be done, as a sentence in the language of whoever asked."""

    user: Mapped[User] = relationship()

    @property
    def is_under_way(self) -> bool:
        """Whether it is still to end."""
        return self.state in UNDER_WAY

    @property
    def share(self) -> float | None:
        """How much of it is done, from 0 to 1; None while nobody knows."""
        if self.state is WorkState.DONE:  # perhaps sooner than anybody could tell
            return 1.0
        return min(1.0, self.done / self.total) if self.total else None

    @property
    def kept_until(self) -> datetime | None:
        """When it will be deleted."""
        return None if self.ended_at is None else self.ended_at + KEPT_FOR
