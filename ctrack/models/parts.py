"""What else belongs to a request: references, offences, grounds, persons, links."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ctrack.domain.vocabulary import LinkKind, PartyRole, ReferenceKind
from ctrack.models.base import Model, text_enum

if TYPE_CHECKING:
    from ctrack.models.mla_request import MLARequest
    from ctrack.models.reference_data import Ground, Offence
    from ctrack.models.user import User


class Reference(Model):
    """A number somebody knows the request by."""

    __tablename__ = "reference"
    __table_args__ = (
        Index("ix_reference_request", "mla_request_id"),
        # Looked through as a whole when a fragment is sought: nothing else is read.
        Index("ix_reference_normalised", "normalised", "mla_request_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mla_request_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"))
    kind: Mapped[ReferenceKind] = mapped_column(text_enum(ReferenceKind))
    value: Mapped[str] = mapped_column(String(500))
    normalised: Mapped[str] = mapped_column(String(500))
    """Without case, spaces, punctuation and accents, for finding by a fragment."""

    mla_request: Mapped[MLARequest] = relationship(back_populates="references")


class RequestOffence(Model):
    """An offence the request concerns; the first is the primary one."""

    __tablename__ = "request_offence"
    __table_args__ = (
        Index("ix_request_offence_code", "offence_code", "mla_request_id"),
    )

    mla_request_id: Mapped[int] = mapped_column(
        ForeignKey("mla_request.id"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    offence_code: Mapped[str] = mapped_column(ForeignKey("offence.code"))

    mla_request: Mapped[MLARequest] = relationship(back_populates="offences")
    offence: Mapped[Offence] = relationship()


class RequestGround(Model):
    """A ground on which a request was refused."""

    __tablename__ = "request_ground"

    mla_request_id: Mapped[int] = mapped_column(
        ForeignKey("mla_request.id"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    ground_code: Mapped[str] = mapped_column(ForeignKey("ground.code"), index=True)

    mla_request: Mapped[MLARequest] = relationship(back_populates="grounds")
    ground: Mapped[Ground] = relationship()


class Person(Model):
    """A person or entity concerned; seen only by those who may."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_request", "mla_request_id"),
        Index("ix_person_normalised", "normalised", "mla_request_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mla_request_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"))
    name: Mapped[str] = mapped_column(String(500))
    normalised: Mapped[str] = mapped_column(String(500))
    role: Mapped[PartyRole] = mapped_column(text_enum(PartyRole))
    birth_date: Mapped[str] = mapped_column(String(20), default="")
    nationality: Mapped[str] = mapped_column(String(4), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    mla_request: Mapped[MLARequest] = relationship(back_populates="persons")


class Consultation(Model):
    """A consultation with the other State (UNTOC art. 18(26))."""

    __tablename__ = "consultation"

    id: Mapped[int] = mapped_column(primary_key=True)
    mla_request_id: Mapped[int] = mapped_column(
        ForeignKey("mla_request.id"), index=True
    )
    held_on: Mapped[date] = mapped_column()
    note: Mapped[str] = mapped_column(Text)

    mla_request: Mapped[MLARequest] = relationship(back_populates="consultations")


class NamedOfficer(Model):
    """A person who may see a restricted request."""

    __tablename__ = "named_officer"

    mla_request_id: Mapped[int] = mapped_column(
        ForeignKey("mla_request.id"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )

    mla_request: Mapped[MLARequest] = relationship(back_populates="named_officers")
    user: Mapped[User] = relationship()


class RequestLink(Model):
    """How one request stands to another: supplements, duplicates, relates to."""

    __tablename__ = "request_link"
    __table_args__ = (UniqueConstraint("from_id", "to_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("mla_request.id"), index=True)
    kind: Mapped[LinkKind] = mapped_column(text_enum(LinkKind))

    source: Mapped[MLARequest] = relationship(foreign_keys=[from_id], overlaps="links")
    target: Mapped[MLARequest] = relationship(foreign_keys=[to_id])
