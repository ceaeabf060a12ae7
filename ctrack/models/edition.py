"""Editions of statistics: frozen for the public, with what has been hidden in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack import clock
from ctrack.domain.edition_quality import Check, checks
from ctrack.domain.editions import EditionStatus
from ctrack.domain.frozen_tables import thaw
from ctrack.domain.statistics.questions import Period, Question
from ctrack.domain.statistics.tables import Figures
from ctrack.domain.vocabulary import Direction
from ctrack.models.base import Model, Moment, text_enum
from ctrack.models.user import User


class Edition(Model):
    """What was frozen when, as known at which day, and what became of it.

    Its tables hold what the public may see and nothing more: the figures behind can be
    counted again from the facts, as at the same day.
    """

    __tablename__ = "edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    central_authority_id: Mapped[int] = mapped_column(
        ForeignKey("central_authority.id")
    )
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    office: Mapped[str] = mapped_column(String(300))
    """The name of the central authority when it was frozen."""
    starts_on: Mapped[date] = mapped_column()
    ends_on: Mapped[date] = mapped_column()
    as_at: Mapped[date] = mapped_column()
    direction: Mapped[Direction | None] = mapped_column(text_enum(Direction))
    threshold: Mapped[int] = mapped_column()
    status: Mapped[EditionStatus] = mapped_column(text_enum(EditionStatus))
    completeness: Mapped[list[list[Any]]] = mapped_column(JSON)
    """The rows of the table of completeness."""
    limits: Mapped[dict[str, int]] = mapped_column(JSON)
    limits_reason: Mapped[str] = mapped_column(Text, default="")
    software: Mapped[str] = mapped_column(String(40))
    frozen_at: Mapped[datetime] = mapped_column(Moment)
    frozen_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    returned_reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was sent back, when it was last."""
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    released_reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was released though it was not complete enough."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    """Published beside the title."""
    version: Mapped[int] = mapped_column()

    tables: Mapped[list[EditionTable]] = relationship(
        order_by="EditionTable.position", back_populates="edition"
    )
    frozen_by: Mapped[User] = relationship(foreign_keys=[frozen_by_id])
    submitted_by: Mapped[User | None] = relationship(foreign_keys=[submitted_by_id])
    released_by: Mapped[User | None] = relationship(foreign_keys=[released_by_id])
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def question(self) -> Question:
        """What it answers."""
        return Question(
            Period(self.starts_on, self.ends_on),
            self.central_authority_id,
            self.as_at,
            self.direction,
            zone=clock.zone(),
        )

    @property
    def checks(self) -> list[Check]:
        """How complete it is, beside how complete it has to be."""
        return checks(self.completeness, self.limits)

    @property
    def is_complete_enough(self) -> bool:
        """Whether it passes the gate."""
        return all(check.is_met for check in self.checks)


class EditionTable(Model):
    """A table of an edition as it is published: its definition, and its rows."""

    __tablename__ = "edition_table"
    __table_args__ = (UniqueConstraint("edition_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    position: Mapped[int] = mapped_column()
    name: Mapped[str] = mapped_column(String(40))
    definition: Mapped[Mapping[str, Any]] = mapped_column(JSON)
    columns: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    rows: Mapped[list[list[Any]]] = mapped_column(JSON)
    totals: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))

    edition: Mapped[Edition] = relationship(back_populates="tables")

    @property
    def figures(self) -> Figures:
        """The table as every other one."""
        return thaw(self.definition, self.columns, self.rows, self.totals)
