"""Registrations that were begun and put aside."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ctrack.domain.vocabulary import Direction
from ctrack.models.base import Model, Moment, text_enum


class Draft(Model):
    """What a person typed into the registration form; seen by its owner only."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    direction: Mapped[Direction] = mapped_column(text_enum(Direction))
    title: Mapped[str] = mapped_column(String(500), default="")
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
