"""Statistical facts: the coded, nameless side of a request, kept as versions.

Statistics read only these tables, so that a statistician never touches a case record,
and any table can be made as at any past moment.
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
    digest: Mapped[str | None] = mapped_column(String(16))
    """Stands for the mentions, stays and transfers, so that two versions compare
    without reading them; empty where stays and transfers have not been filled in."""


class FactMention(Model):
    """A code of a fact: a basis, article, nature, offence, ground or authority."""

    __tablename__ = "fact_mention"

    fact_id: Mapped[int] = mapped_column(ForeignKey("fact.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    """`basis`, `article`, `nature`, `offence`, `ground` or `authority`."""
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str | None] = mapped_column(String(40))
    """Of a nature: what became of the measure."""


class FactStay(Model):
    """Where a request lay from a day until another: see `ctrack.domain.stays`.

    A stay with several authorities at once has a row for each of them, with the same
    days, of which each row is one of `parts` equal parts.
    """

    __tablename__ = "fact_stay"

    fact_id: Mapped[int] = mapped_column(ForeignKey("fact.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[date] = mapped_column()
    until: Mapped[date | None] = mapped_column()
    """The first day on which it was elsewhere; empty where it still lies there."""
    holder: Mapped[str] = mapped_column(String(12))
    authority: Mapped[str] = mapped_column(String(40), default="")
    """The number of the competent authority, if one had it."""
    parts: Mapped[int] = mapped_column(default=1)


class FactTransfer(Model):
    """A transfer to a competent authority, as it is counted."""

    __tablename__ = "fact_transfer"

    fact_id: Mapped[int] = mapped_column(ForeignKey("fact.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    authority: Mapped[str] = mapped_column(String(40))
    transferred_on: Mapped[date | None] = mapped_column()
    accepted_on: Mapped[date | None] = mapped_column()
    declined_on: Mapped[date | None] = mapped_column()
    executed_on: Mapped[date | None] = mapped_column()
    ended_on: Mapped[date | None] = mapped_column()
    """The day on which the authority was done with it; empty while it has it."""
