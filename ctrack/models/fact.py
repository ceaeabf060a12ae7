"""Statistical facts: the coded, nameless side of a request, kept as versions.

Statistics read only these two tables, so that a statistician never touches a case
record, and any table can be made as at any past moment.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ctrack.models.base import Model, Moment


class Fact(Model):
    """What was held true of a request from one moment until another.

    `known_until` is empty for the present version. Codes only: no name, subject or
    remark ever stands here.
    """

    __tablename__ = "fact"
    __table_args__ = (
        Index(
            "uq_fact_present",
            "mla_request_id",
            unique=True,
            sqlite_where=text("known_until IS NULL"),
            postgresql_where=text("known_until IS NULL"),
        ),
        Index("ix_fact_known", "known_from", "known_until"),
        Index(
            "ix_fact_opened_on",
            "central_authority_id",
            "is_restricted",
            "opened_on",
            "mla_request_id",
            sqlite_where=text("known_until IS NULL"),
            postgresql_where=text("known_until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mla_request_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"))
    central_authority_id: Mapped[int] = mapped_column(
        ForeignKey("central_authority.id")
    )
    known_from: Mapped[datetime] = mapped_column(Moment)
    known_until: Mapped[datetime | None] = mapped_column(Moment)
    reference: Mapped[str] = mapped_column(String(40))
    direction: Mapped[str] = mapped_column(String(40))
    matter: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(40))
    partner_state: Mapped[str] = mapped_column(String(4))
    opened_on: Mapped[date | None] = mapped_column()
    """Received (incoming) or sent (outgoing); empty while not sent: not counted."""
    acknowledged_on: Mapped[date | None] = mapped_column()
    transferred_on: Mapped[date | None] = mapped_column()
    executed_on: Mapped[date | None] = mapped_column()
    results_sent_on: Mapped[date | None] = mapped_column()
    closed_on: Mapped[date | None] = mapped_column()
    outcome: Mapped[str | None] = mapped_column(String(40))
    primary_basis: Mapped[str] = mapped_column(String(40), default="NOT_STATED")
    primary_offence: Mapped[str] = mapped_column(String(40), default="NOT_STATED")
    is_restricted: Mapped[bool] = mapped_column(default=False)


class FactMention(Model):
    """A code that belongs to a fact: a basis, nature, offence, ground or authority."""

    __tablename__ = "fact_mention"

    fact_id: Mapped[int] = mapped_column(ForeignKey("fact.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    """`basis`, `nature`, `offence`, `ground` or `authority`."""
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str | None] = mapped_column(String(40))
    """Of a nature: what became of the measure."""
