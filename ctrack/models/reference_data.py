"""The lists an administrator can extend and retire.

Codes are the keys: they are stable, and stand in the files that people exchange.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ctrack.domain.vocabulary import BasisKind, GroundKind
from ctrack.models.base import Model, text_enum


class ReferenceEntry:
    """What the lists have in common: code, labels by language, validity, order."""

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    label: Mapped[dict[str, str]] = mapped_column(JSON)
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date | None] = mapped_column()
    valid_until: Mapped[date | None] = mapped_column()
    is_shipped: Mapped[bool] = mapped_column(default=False)
    """Came with ctrack; `ctrack init` may bring its label up to date."""

    def is_valid(self, on: date) -> bool:
        """Whether it may be chosen on this day; old records keep it for ever."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on <= self.valid_until
        )

    def name(self, language: str = "en") -> str:
        """The label in this language, else in English, else the code."""
        return self.label.get(language) or self.label.get("en") or self.code


class Instrument(ReferenceEntry, Model):
    """A legal basis: a treaty, a bilateral treaty with a State, or reciprocity."""

    __tablename__ = "instrument"

    kind: Mapped[BasisKind] = mapped_column(text_enum(BasisKind))
    year: Mapped[int | None] = mapped_column()
    region: Mapped[str] = mapped_column(String(80), default="")
    article: Mapped[str] = mapped_column(String(40), default="")
    depositary_reference: Mapped[str] = mapped_column(String(80), default="")
    partner_state: Mapped[str] = mapped_column(String(4), default="")
    is_basis: Mapped[bool] = mapped_column(default=True)


class Nature(ReferenceEntry, Model):
    """A nature of assistance (UNTOC art. 18(3), UNCAC art. 46(3))."""

    __tablename__ = "nature"

    untoc: Mapped[str] = mapped_column(String(40), default="")
    uncac: Mapped[str] = mapped_column(String(40), default="")
    other: Mapped[str] = mapped_column(String(80), default="")
    coercive: Mapped[str] = mapped_column(String(8), default="maybe")

    @property
    def article(self) -> str:
        """Where the nature stands: the Organized Crime Convention first."""
        if self.untoc:
            return f"UNTOC {self.untoc}"
        return f"UNCAC {self.uncac}" if self.uncac else self.other


class NatureSubtype(ReferenceEntry, Model):
    """A finer kind of a nature; reported under the nature."""

    __tablename__ = "nature_subtype"

    nature_code: Mapped[str] = mapped_column(ForeignKey("nature.code"))


class Offence(ReferenceEntry, Model):
    """An offence with its code in the ICCS of UNODC (2015)."""

    __tablename__ = "offence"

    iccs: Mapped[str] = mapped_column(String(10), default="")
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("offence.code"))
    untoc: Mapped[str] = mapped_column(String(40), default="")
    uncac: Mapped[str] = mapped_column(String(40), default="")
    other: Mapped[str] = mapped_column(String(80), default="")


class Ground(ReferenceEntry, Model):
    """A ground for refusing, postponing, or asking for more information."""

    __tablename__ = "ground"

    kind: Mapped[GroundKind] = mapped_column(text_enum(GroundKind))
    untoc: Mapped[str] = mapped_column(String(40), default="")
    uncac: Mapped[str] = mapped_column(String(40), default="")
    other: Mapped[str] = mapped_column(String(80), default="")
    forbidden_under: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Instruments under which it is not a lawful ground (art. 18(8), 18(22))."""

    @property
    def article(self) -> str:
        """Where the ground stands: the Organized Crime Convention first."""
        if self.untoc:
            return f"UNTOC {self.untoc}"
        return f"UNCAC {self.uncac}" if self.uncac else self.other


class StateGroup(ReferenceEntry, Model):
    """States that are counted together: a region, an organisation, an own list."""

    __tablename__ = "state_group"

    members: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Codes of the States, in the order of the alphabet."""
    members_as_of: Mapped[date | None] = mapped_column()
    """The day for which the list of members is exact."""
    source: Mapped[str] = mapped_column(String(300), default="")
