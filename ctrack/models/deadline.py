"""Deadlines of requests, the rules they come from, and what moved them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.domain.deadline_rules import DeadlineKind, Rule
from ctrack.domain.deadlines import Term, Unit
from ctrack.domain.pauses import PauseCategory
from ctrack.domain.vocabulary import Direction, Matter
from ctrack.models.base import Model, Moment, text_enum
from ctrack.models.reference_data import ReferenceEntry


class DeadlineRule(ReferenceEntry, Model):
    """How long somebody has; an office changes it and adds narrower ones."""

    __tablename__ = "deadline_rule"

    kind: Mapped[DeadlineKind] = mapped_column(text_enum(DeadlineKind))
    direction: Mapped[Direction | None] = mapped_column(text_enum(Direction))
    matter: Mapped[Matter | None] = mapped_column(text_enum(Matter))
    instrument_code: Mapped[str | None] = mapped_column(ForeignKey("instrument.code"))
    count: Mapped[int] = mapped_column()
    unit: Mapped[Unit] = mapped_column(text_enum(Unit), default=Unit.CALENDAR_DAYS)
    rolls: Mapped[bool] = mapped_column(default=False)
    stands_still: Mapped[bool] = mapped_column(default=True)
    warn_before: Mapped[list[int]] = mapped_column(JSON, default=list)
    source: Mapped[str] = mapped_column(String(300), default="")

    @property
    def rule(self) -> Rule:
        """The same as a value that the domain computes with."""
        return Rule(
            self.code,
            self.kind,
            Term(self.count, self.unit, self.rolls),
            self.direction,
            self.matter,
            self.instrument_code or "",
            self.stands_still,
            tuple(sorted(self.warn_before, reverse=True)),
        )


class Deadline(Model):
    """Something that is due: original and current day follow from the facts.

    Written by `services.deadlines` only. The term is kept as it was when it was last
    computed: a rule that is changed later does not explain a day of before.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint(
            "mla_request_id", "kind", "place", name="uq_deadline_mla_request_id"
        ),
        Index(
            "ix_deadline_open",
            "kind",
            "current_on",
            "mla_request_id",
            sqlite_where=text("is_open"),
            postgresql_where=text("is_open"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mla_request_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"))
    kind: Mapped[DeadlineKind] = mapped_column(text_enum(DeadlineKind))
    place: Mapped[int] = mapped_column(default=0)
    """Tells several of one kind apart; of an answer, the id of the transfer."""
    rule_code: Mapped[str | None] = mapped_column(ForeignKey("deadline_rule.code"))
    base_on: Mapped[date] = mapped_column()
    count: Mapped[int] = mapped_column()
    unit: Mapped[Unit] = mapped_column(text_enum(Unit))
    rolls: Mapped[bool] = mapped_column()
    stands_still: Mapped[bool] = mapped_column()
    until: Mapped[date | None] = mapped_column()
    """A day that somebody set, in place of the term."""
    original_on: Mapped[date] = mapped_column()
    current_on: Mapped[date | None] = mapped_column()
    """Empty while a pause without an end holds it."""
    is_open: Mapped[bool] = mapped_column()
    met_on: Mapped[date | None] = mapped_column()
    settled_on: Mapped[date | None] = mapped_column()
    """The day on which an officer marked it as done."""
    is_by_hand: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")

    extensions: Mapped[list[Extension]] = relationship(
        order_by="Extension.id", cascade="all, delete-orphan"
    )
    rule: Mapped[DeadlineRule | None] = relationship()


class Extension(Model):
    """More time for a deadline: by a number of days, or until a day."""

    __tablename__ = "extension"
    __table_args__ = (Index("ix_extension_deadline", "deadline_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"))
    granted_on: Mapped[date] = mapped_column()
    count: Mapped[int] = mapped_column(default=0)
    unit: Mapped[Unit] = mapped_column(text_enum(Unit), default=Unit.CALENDAR_DAYS)
    until: Mapped[date | None] = mapped_column()
    reason: Mapped[str] = mapped_column(Text)
    entered_at: Mapped[datetime] = mapped_column(Moment)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class Pause(Model):
    """Days on which a request stands still."""

    __tablename__ = "pause"
    __table_args__ = (Index("ix_pause_request", "mla_request_id", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mla_request_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"))
    since: Mapped[date] = mapped_column()
    until: Mapped[date | None] = mapped_column()
    category: Mapped[PauseCategory] = mapped_column(text_enum(PauseCategory))
    is_by_hand: Mapped[bool] = mapped_column(default=False)
    """Else a stage of the request opened it, and leaving the stage ends it."""
    note: Mapped[str] = mapped_column(Text, default="")
    entered_at: Mapped[datetime] = mapped_column(Moment)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
