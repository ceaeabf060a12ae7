"""Competent authorities: those who execute requests, or ask for ours."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ctrack.domain.vocabulary import AuthorityType
from ctrack.models.base import Model, text_enum


class Authority(Model):
    """A court, prosecutor, police force or other body of our State."""

    __tablename__ = "authority"
    __table_args__ = (UniqueConstraint("central_authority_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    central_authority_id: Mapped[int] = mapped_column(
        ForeignKey("central_authority.id")
    )
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(300))
    type: Mapped[AuthorityType] = mapped_column(
        text_enum(AuthorityType), default=AuthorityType.OTHER
    )
    email: Mapped[str] = mapped_column(String(300), default="")
    superior_email: Mapped[str] = mapped_column(String(300), default="")
    """To whom a delay is brought in the end."""
    contact: Mapped[str] = mapped_column(Text, default="")
    superior_contact: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("calendar.id"))
    """Empty where it works on the days of the office."""
    valid_from: Mapped[date | None] = mapped_column()
    valid_until: Mapped[date | None] = mapped_column()
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def is_in_use(self, on: date) -> bool:
        """Whether its last day has not gone by: its people may sign in."""
        return self.valid_until is None or on <= self.valid_until

    def is_valid(self, on: date) -> bool:
        """Whether requests may be sent to it on this day."""
        has_begun = self.valid_from is None or self.valid_from <= on
        return has_begun and self.is_in_use(on)
